#include "bot/flow/side_notes.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace bot::flow {

namespace {

nlohmann::json read(const store::contact& of)
{
    auto notes = nlohmann::json::parse(of.extra.empty() ? "{}" : of.extra, nullptr, false);
    return notes.is_object() ? notes : nlohmann::json::object();
}

} // namespace

std::string note_of(const store::contact& of, std::string_view name)
{
    if (of.extra.empty())
        return "";
    const auto notes = read(of);
    const auto found = notes.find(name);
    return found != notes.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t number_of(const store::contact& of, std::string_view name)
{
    const auto text = note_of(of, name);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

void set_note(store::contact& of, std::string_view name, std::string_view value)
{
    auto notes = read(of);
    if (value.empty())
        notes.erase(std::string(name));
    else
        notes[std::string(name)] = value;
    of.extra = notes.empty() ? "" : notes.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace bot::flow
