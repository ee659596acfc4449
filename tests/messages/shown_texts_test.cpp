#include "bot/text.hpp"
#include "tests/messages/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

using names = std::set<std::string>;

/// The longest that each place is filled with, in characters. All others are short: numbers, clocks, names of
/// statuses.
const std::map<std::string, std::size_t> longest{
    {"number", 14},  {"who", 80},           {"by", 80},
    {"name", 80},    {"handler", 80},       {"reason", 500},
    {"text", 800},   {"what", 200},         {"duty", 200},
    {"rule", 200},   {"due", 80},           {"title", 200},
    {"unit", 120},   {"system", 120},       {"type", 120},
    {"status", 60},  {"role", 60},          {"missing", 600},
    {"label", 120},  {"options", 1000},     {"article", 80},
    {"people", 400}, {"participants", 300}, {"result", 500},
    {"cause", 500},  {"value", 200},        {"plan", 500},
    {"row", 200},    {"question", 600},     {"contact", 200},
    {"rest", 400},   {"words", 60},         {"command", 80},
    {"owner", 200},  {"stamp", 120},
};
constexpr std::size_t longest_otherwise = 40;
constexpr std::size_t zalo_limit = 2000;

struct shown_text {
    std::string language;
    std::string key;
    std::string pattern;
};

std::vector<shown_text> all_texts()
{
    std::vector<shown_text> all;
    for (const auto& language : shipped::texts().languages())
        for (const auto& key : shipped::texts().keys())
            all.push_back({language, key, shipped::texts().pattern(language, key)});
    return all;
}

/// The keys whose text breaks a rule, as "language key".
template <class Rule>
names breaking(Rule keeps)
{
    names bad;
    for (const auto& text : all_texts())
        if (!keeps(text))
            bad.insert(text.language + " " + text.key);
    return bad;
}

bot::phrase filled(const shown_text& text)
{
    bot::phrase said{text.key, {}};
    for (const auto& name : shipped::texts().argument_names(text.language, text.key)) {
        const std::regex counted(R"(\{\s*)" + name + R"(\s*,\s*(plural|number|selectordinal))");
        const auto size = longest.contains(name) ? longest.at(name) : longest_otherwise;
        const auto needs_number = [&](const std::string& language) {
            return std::regex_search(shipped::texts().pattern(language, text.key), counted);
        };
        if (needs_number("vi") || needs_number("en"))
            said.args[name] = std::int64_t{99999};
        else
            said.args[name] = std::string(size, 'x');
    }
    return said;
}

} // namespace

TEST_CASE("Both languages have the same keys and places", "[messages]")
{
    REQUIRE(shipped::texts().languages() == std::vector<std::string>{"en", "vi"});
    CHECK(breaking([](const shown_text& text) {
              return shipped::texts().argument_names("vi", text.key) ==
                     shipped::texts().argument_names("en", text.key);
          }) == names{});
}

TEST_CASE("No text is longer than a Zalo message with the longest that fills it", "[messages]")
{
    CHECK(breaking([](const shown_text& text) {
              return bot::utf16_length(shipped::texts().text(text.language, filled(text))) <= zalo_limit;
          }) == names{});
}

TEST_CASE("Texts are in NFC and neatly spaced", "[messages]")
{
    CHECK(breaking([](const shown_text& text) { return bot::to_nfc(text.pattern) == text.pattern; }) ==
          names{});
    CHECK(breaking([](const shown_text& text) {
              const auto& t = text.pattern;
              const bool doubled = std::regex_search(t, std::regex(R"(\S  +\S)"));
              const bool at_edges = !t.empty() && (t.front() == ' ' || t.back() == ' ' || t.back() == '\n');
              return !t.empty() && !doubled && !at_edges && t.find(" \n") == std::string::npos &&
                     t.find('\t') == std::string::npos;
          }) == names{});
}

TEST_CASE("Vietnamese texts carry their diacritics", "[messages]")
{
    CHECK(breaking([](const shown_text& text) {
              const auto words = std::regex_replace(text.pattern, std::regex(R"(\{[^{}]*\})"), "");
              const bool accented = std::ranges::any_of(
                  text.pattern, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
              return text.language != "vi" || words.size() <= 20 || accented;
          }) == names{});
}

TEST_CASE("No text names an article of law that the packs do not hold as law", "[messages]")
{
    names lawful;
    for (const auto& pack : shipped::packs()) {
        const auto note = [&](const bot::rules::citation& cited) {
            if (cited.basis == bot::rules::basis::law)
                lawful.insert(cited.article);
        };
        for (const auto& type : pack.types)
            note(type.cited);
        for (const auto& rule : pack.deadlines)
            note(rule.cited);
        for (const auto& notice : pack.notices)
            note(notice.cited);
    }
    for (const auto& form : shipped::forms())
        for (const auto& field : form.fields)
            if (field.basis == "law")
                lawful.insert(field.article);

    // "Đ4.4c", "Điều 9", "Article 9", "Art. 9"
    const std::regex reference(R"((?:Đ|Điều |[Aa]rticle |[Aa]rt\. ?)(\d+(?:\.\d+)*(?:[a-z]|đ)?))");
    CHECK(breaking([&](const shown_text& text) {
              for (std::sregex_iterator i(text.pattern.begin(), text.pattern.end(), reference), end; i != end;
                   ++i) {
                  const std::string number = "Đ" + (*i)[1].str();
                  const bool held = std::ranges::any_of(lawful, [&](const std::string& article) {
                      const auto at = article.find(number);
                      if (at == std::string::npos)
                          return false;
                      const auto after = at + number.size();
                      return after == article.size() || article[after] < '0' || article[after] > '9';
                  });
                  if (!held)
                      return false;
              }
              return true;
          }) == names{});
}
