#include "bot/dialog/answer.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

template <class T>
const T* find_as(const submission& filled, std::string_view field)
{
    const auto* found = filled.find(field);
    return found == nullptr ? nullptr : std::get_if<T>(found);
}

} // namespace

const value* submission::find(std::string_view field) const
{
    const auto found = std::ranges::find(answers, field, &answer::field);
    return found == answers.end() ? nullptr : &found->what;
}

std::string submission::text(std::string_view field) const
{
    const auto* found = find_as<std::string>(*this, field);
    return found == nullptr ? std::string() : *found;
}

std::string submission::choice(std::string_view field) const
{
    if (find_as<unknown>(*this, field) != nullptr)
        return "unknown";
    const auto* found = find_as<chosen>(*this, field);
    return found == nullptr ? std::string() : found->key;
}

std::string submission::label(std::string_view field) const
{
    const auto* found = find_as<chosen>(*this, field);
    return found == nullptr ? std::string() : found->label;
}

std::vector<std::string> submission::choices(std::string_view field) const
{
    const auto* found = find_as<selection>(*this, field);
    return found == nullptr ? std::vector<std::string>() : found->keys;
}

const rules::instant* submission::at(std::string_view field) const
{
    return find_as<rules::instant>(*this, field);
}

} // namespace bot::dialog
