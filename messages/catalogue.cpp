#include "messages/catalogue.hpp"

#include "messages/compiled_text.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace messages {

namespace {

constexpr std::string_view fallback = "vi";

using patterns = std::map<std::string, std::unique_ptr<const compiled_text>, std::less<>>;

std::string file_of(const std::string& language)
{
    return "messages/" + language + ".json";
}

/// A JSON pointer to a member: ~ and / are escaped (RFC 6901).
std::string pointer_to(const std::string& key)
{
    std::string pointer = "/";
    for (const char c : key) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer.push_back(c);
    }
    return pointer;
}

std::string joined(const std::set<std::string>& names)
{
    if (names.empty())
        return "none";
    std::string all;
    for (const auto& name : names)
        all += (all.empty() ? "{" : ", {") + name + "}";
    return all;
}

patterns read(const std::string& language, const std::string& text, bot::rules::problems& found)
{
    const auto file = file_of(language);
    std::set<std::string> seen;
    const auto note_repeats = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& value) {
        if (event == nlohmann::json::parse_event_t::key && depth == 1 &&
            !seen.insert(value.get<std::string>()).second)
            found.push_back({file, pointer_to(value.get<std::string>()), "stands twice in the file"});
        return true;
    };
    const auto document = nlohmann::json::parse(text, note_repeats, false);
    patterns made;
    if (!document.is_object()) {
        found.push_back({file, "", "a JSON object of texts is expected"});
        return made;
    }
    for (const auto& [key, value] : document.items()) {
        if (!value.is_string()) {
            found.push_back({file, pointer_to(key), "a text is expected"});
            continue;
        }
        auto compiled = compiled_text::compile(value.get<std::string>(), language);
        if (compiled)
            made.emplace(key, std::move(*compiled));
        else
            found.push_back({file, pointer_to(key), "not a message pattern: " + compiled.error().detail});
    }
    return made;
}

/// Compares a language with Vietnamese, which is the one that is always complete.
void compare(const std::string& language, const patterns& vietnamese, const patterns& other,
             bot::rules::problems& found)
{
    const auto file = file_of(language);
    for (const auto& [key, text] : vietnamese) {
        const auto twin = other.find(key);
        if (twin == other.end()) {
            found.push_back(
                {file, pointer_to(key), "missing, although " + file_of(std::string(fallback)) + " has it"});
        } else if (twin->second->places() != text->places()) {
            found.push_back({file, pointer_to(key),
                             "has the places " + joined(twin->second->places()) + ", but " +
                                 file_of(std::string(fallback)) + " has " + joined(text->places())});
        }
    }
    for (const auto& [key, text] : other)
        if (!vietnamese.contains(key))
            found.push_back(
                {file_of(std::string(fallback)), pointer_to(key), "missing, although " + file + " has it"});
}

} // namespace

struct catalogue::table {
    std::map<std::string, patterns, std::less<>> languages;

    const patterns& in(std::string_view language) const
    {
        const auto found = languages.find(language);
        return found == languages.end() ? languages.find(fallback)->second : found->second;
    }

    /// For tools that ask about one language: no falling back.
    const compiled_text& exactly(std::string_view language, std::string_view key) const
    {
        const auto texts = languages.find(language);
        if (texts == languages.end())
            throw std::logic_error("no language " + std::string(language));
        const auto found = texts->second.find(key);
        if (found == texts->second.end())
            throw std::logic_error("no text for the key " + std::string(key));
        return *found->second;
    }

    std::string render(const patterns& texts, const bot::phrase& what) const
    {
        const auto found = texts.find(what.key);
        if (found == texts.end())
            throw std::logic_error("no text for the key " + what.key);
        try {
            return found->second->render(what.args,
                                         [&](const bot::phrase& inner) { return render(texts, inner); });
        } catch (const std::logic_error& fault) {
            throw std::logic_error("text " + what.key + ": " + fault.what());
        }
    }
};

catalogue::catalogue(std::shared_ptr<const table> entries) : entries_(std::move(entries)) {}

std::string catalogue::text(std::string_view language, const bot::phrase& what) const
{
    return entries_->render(entries_->in(language), what);
}

bool catalogue::has(std::string_view key) const
{
    return entries_->in(fallback).contains(key);
}

std::vector<std::string> catalogue::languages() const
{
    std::vector<std::string> names;
    for (const auto& [language, texts] : entries_->languages)
        names.push_back(language);
    return names;
}

std::vector<std::string> catalogue::keys() const
{
    std::vector<std::string> names;
    for (const auto& [key, text] : entries_->in(fallback))
        names.push_back(key);
    return names;
}

std::set<std::string> catalogue::argument_names(std::string_view language, std::string_view key) const
{
    return entries_->exactly(language, key).places();
}

const std::string& catalogue::pattern(std::string_view language, std::string_view key) const
{
    return entries_->exactly(language, key).source();
}

std::optional<catalogue> load_catalogue(const std::map<std::string, std::string>& texts,
                                        bot::rules::problems& found)
{
    const auto before = found.size();
    auto made = std::make_shared<catalogue::table>();
    for (const auto& [language, text] : texts)
        made->languages.emplace(language, read(language, text, found));
    const auto vietnamese = made->languages.find(fallback);
    if (vietnamese == made->languages.end()) {
        found.push_back({file_of(std::string(fallback)), "", "missing: every text must exist in Vietnamese"});
    } else {
        for (const auto& [language, entries] : made->languages)
            if (language != fallback)
                compare(language, vietnamese->second, entries, found);
    }
    if (found.size() != before)
        return std::nullopt;
    return catalogue(std::move(made));
}

} // namespace messages
