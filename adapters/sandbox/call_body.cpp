#include "adapters/sandbox/call_body.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace adapters::sandbox {

using nlohmann::json;

struct call_body::tree {
    json root;

    const json* at(const std::string& pointer) const
    {
        const json::json_pointer where(pointer);
        return root.contains(where) ? &root.at(where) : nullptr;
    }
};

namespace {

std::string as_text(const json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number() || value.is_boolean())
        return value.dump();
    return {};
}

} // namespace

std::optional<call_body> call_body::parse(std::string_view text)
{
    json root = json::parse(text, nullptr, false);
    if (!root.is_object())
        return std::nullopt;
    call_body body;
    body.tree_ = std::make_shared<tree>(tree{std::move(root)});
    return body;
}

bool call_body::has(const std::string& pointer) const
{
    return tree_->at(pointer) != nullptr;
}

std::string call_body::text(const std::string& pointer) const
{
    const json* found = tree_->at(pointer);
    return found ? as_text(*found) : std::string();
}

std::optional<double> call_body::number(const std::string& pointer) const
{
    const json* found = tree_->at(pointer);
    if (!found)
        return std::nullopt;
    const json value = found->is_string() ? json::parse(found->get<std::string>(), nullptr, false) : *found;
    if (!value.is_number() || !std::isfinite(value.get<double>()))
        return std::nullopt;
    return value.get<double>();
}

bool call_body::truth(const std::string& pointer, bool otherwise) const
{
    const json* found = tree_->at(pointer);
    return found && found->is_boolean() ? found->get<bool>() : otherwise;
}

std::size_t call_body::count(const std::string& pointer) const
{
    const json* found = tree_->at(pointer);
    return found && found->is_array() ? found->size() : 0;
}

std::vector<std::string> call_body::texts(const std::string& pointer) const
{
    std::vector<std::string> all;
    const json* found = tree_->at(pointer);
    if (found && found->is_array())
        for (const json& one : *found)
            all.push_back(as_text(one));
    return all;
}

std::vector<std::pair<std::string, std::string>> call_body::members(const std::string& pointer) const
{
    std::vector<std::pair<std::string, std::string>> all;
    const json* found = tree_->at(pointer);
    if (found && found->is_object())
        for (const auto& [name, value] : found->items())
            all.emplace_back(name, as_text(value));
    return all;
}

} // namespace adapters::sandbox
