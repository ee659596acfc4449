#include "bot/dialog/one_slip.hpp"

#include <algorithm>

namespace bot::dialog {

bool is_one_slip_away(std::string_view meant, std::string_view typed)
{
    const auto start = static_cast<std::size_t>(std::ranges::mismatch(meant, typed).in1 - meant.begin());
    meant.remove_prefix(start);
    typed.remove_prefix(start);
    if (meant.empty() && typed.empty())
        return false;
    if (meant.size() == typed.size())
        return meant.substr(1) == typed.substr(1) ||
               (meant.size() > 1 && meant[0] == typed[1] && meant[1] == typed[0] &&
                meant.substr(2) == typed.substr(2));
    if (meant.size() + 1 == typed.size())
        return meant == typed.substr(1);
    return typed.size() + 1 == meant.size() && meant.substr(1) == typed;
}

} // namespace bot::dialog
