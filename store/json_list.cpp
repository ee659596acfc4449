#include "store/json_list.hpp"

#include <nlohmann/json.hpp>

namespace store {

std::string json_list(std::span<const std::string> values)
{
    nlohmann::json list = nlohmann::json::array();
    for (const auto& value : values)
        list.push_back(value);
    // Ids that are not UTF-8 match nothing; they must not throw.
    return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace store
