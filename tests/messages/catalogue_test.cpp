#include "messages/catalogue.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using bot::phrase;
using messages::load_catalogue;

namespace {

messages::catalogue loaded(const std::string& vi, const std::string& en)
{
    bot::rules::problems found;
    const auto catalogue = load_catalogue({{"vi", vi}, {"en", en}}, found);
    for (const auto& problem : found)
        UNSCOPED_INFO(problem.file << problem.pointer << ": " << problem.what);
    REQUIRE(catalogue);
    REQUIRE(found.empty());
    return *catalogue;
}

messages::catalogue of_one(const std::string& vi, const std::string& en)
{
    return loaded(R"({"k": ")" + vi + R"("})", R"({"k": ")" + en + R"("})");
}

bot::rules::problems faults(const std::string& vi, const std::string& en)
{
    bot::rules::problems found;
    CHECK_FALSE(load_catalogue({{"vi", vi}, {"en", en}}, found));
    return found;
}

} // namespace

TEST_CASE("A phrase is rendered in the language asked for and in Vietnamese otherwise", "[messages]")
{
    const auto texts =
        of_one("Sự cố {number} đã được {name} tiếp nhận", "Incident {number} was taken by {name}");
    const phrase said{"k", {{"number", "SC-2026-000012"}, {"name", "Nguyễn Văn A"}}};
    CHECK(texts.text("vi", said) == "Sự cố SC-2026-000012 đã được Nguyễn Văn A tiếp nhận");
    CHECK(texts.text("en", said) == "Incident SC-2026-000012 was taken by Nguyễn Văn A");
    CHECK(texts.text("fr", said) == texts.text("vi", said));
    CHECK(texts.text("", said) == texts.text("vi", said));
}

TEST_CASE("Plurals and numbers follow the language", "[messages]")
{
    const auto texts = of_one("{n} máy", "{n, plural, =0 {no machines} one {# machine} other {# machines}}");
    const auto say = [&](const std::string& language, std::int64_t n) {
        return texts.text(language, {"k", {{"n", n}}});
    };
    CHECK(say("en", 0) == "no machines");
    CHECK(say("en", 1) == "1 machine");
    CHECK(say("en", 2) == "2 machines");
    CHECK(say("en", 1234) == "1,234 machines");
    CHECK(say("vi", 1) == "1 máy");
    CHECK(say("vi", 999) == "999 máy");
    CHECK(say("vi", 1234) == "1.234 máy");
    CHECK(say("vi", -5) == "-5 máy");
    CHECK(say("vi", -1234567) == "-1.234.567 máy");
}

TEST_CASE("Quoting follows ICU in plain and in complex texts", "[messages]")
{
    const auto plain = of_one("Don''t '{'x'}' {a}''", "It's {a} '{a}'");
    CHECK(plain.text("vi", {"k", {{"a", "1"}}}) == "Don't {x} 1'");
    CHECK(plain.text("en", {"k", {{"a", "1"}}}) == "It's 1 {a}");
    const auto complex = of_one("{a, select, x {''{a}''} other {'{'}}", "{a, select, x {y} other {z}}");
    CHECK(complex.text("vi", {"k", {{"a", "x"}}}) == "'x'");
    CHECK(complex.text("vi", {"k", {{"a", "q"}}}) == "{");
}

TEST_CASE("What a person typed is inserted and never read as a pattern", "[messages]")
{
    const std::string typed = "{b} {0} '{' # {n, plural, other {#}} %s \\n";
    const auto plain = of_one("{a}", "{a}");
    CHECK(plain.text("vi", {"k", {{"a", typed}}}) == typed);
    const auto complex = of_one("{n, plural, other {# {a}}}", "{n, plural, other {# {a}}}");
    CHECK(complex.text("vi", {"k", {{"a", typed}, {"n", std::int64_t{3}}}}) == "3 " + typed);
    const auto outer = loaded(R"({"in": "<{a}>", "out": "[{b}]"})", R"({"in": "<{a}>", "out": "[{b}]"})");
    CHECK(outer.text("vi", {"out", {{"b", std::vector<phrase>{{"in", {{"a", typed}}}}}}}) ==
          "[<" + typed + ">]");
}

TEST_CASE("Phrases among the arguments are rendered in the same language and stand on a line each",
          "[messages]")
{
    const auto texts =
        loaded(R"({"list": "Gồm:\n{lines}", "one": "một {x}", "plural": "{n, plural, other {{x}}}"})",
               R"({"list": "Of:\n{lines}", "one": "one {x}", "plural": "{n, plural, other {{x}}}"})");
    const std::vector<phrase> lines{{"one", {{"x", "a"}}}, {"one", {{"x", std::int64_t{2}}}}};
    CHECK(texts.text("vi", {"list", {{"lines", lines}}}) == "Gồm:\nmột a\nmột 2");
    CHECK(texts.text("en", {"list", {{"lines", lines}}}) == "Of:\none a\none 2");
    CHECK(texts.text("en", {"list", {{"lines", std::vector<phrase>{}}}}) == "Of:\n");
    CHECK(texts.text("en", {"plural", {{"n", std::int64_t{1}}, {"x", lines}}}) == "one a\none 2");
}

TEST_CASE("A missing key or argument is a fault of the program and is named", "[messages]")
{
    const auto texts = loaded(R"({"k": "{a}", "p": "{n, plural, other {#}}"})",
                              R"({"k": "{a}", "p": "{n, plural, other {#}}"})");
    CHECK_THROWS_AS(texts.text("vi", {"no.such.key"}), std::logic_error);
    CHECK_THROWS_WITH(texts.text("vi", {"no.such.key"}), Catch::Contains("no.such.key"));
    CHECK_THROWS_WITH(texts.text("vi", {"k"}), Catch::Contains("k:") && Catch::Contains("a"));
    CHECK_THROWS_WITH(texts.text("vi", {"p", {{"n", "three"}}}), Catch::Contains("p:"));
    CHECK_THROWS_AS(texts.argument_names("fr", "k"), std::logic_error);
    CHECK_THROWS_AS(texts.argument_names("vi", "x"), std::logic_error);
    CHECK_NOTHROW(texts.text("vi", {"k", {{"a", "1"}, {"b", "not used"}}}));
}

TEST_CASE("The catalogue tells what it holds", "[messages]")
{
    const auto texts = loaded(R"({"b": "{x} {y}", "a": "c"})", R"({"b": "{y} {x}", "a": "c"})");
    CHECK(texts.keys() == std::vector<std::string>{"a", "b"});
    CHECK(texts.languages() == std::vector<std::string>{"en", "vi"});
    CHECK(texts.argument_names("vi", "b") == std::set<std::string>{"x", "y"});
    CHECK(texts.has("a"));
    CHECK_FALSE(texts.has("c"));
    CHECK(texts.pattern("en", "b") == "{y} {x}");
}

TEST_CASE("Every fault of the files is listed with file and key", "[messages]")
{
    const auto found = faults(
        R"({"same": "x", "only.vi": "x", "places": "{a}", "broken": "{", "number": 5, "a/b": 1, "twice": "x", "twice": "y"})",
        R"({"same": "x", "only.en": "x", "places": "{b}", "broken": "x", "number": "x", "a/b": "x", "twice": "y"})");
    const auto has = [&](const std::string& file, const std::string& pointer) {
        return std::ranges::any_of(found,
                                   [&](const auto& p) { return p.file == file && p.pointer == pointer; });
    };
    CHECK(has("messages/en.json", "/only.vi"));
    CHECK(has("messages/vi.json", "/only.en"));
    CHECK(has("messages/en.json", "/places"));
    CHECK(has("messages/vi.json", "/broken"));
    CHECK(has("messages/vi.json", "/number"));
    CHECK(has("messages/vi.json", "/a~1b"));
    CHECK(has("messages/vi.json", "/twice"));
    CHECK_FALSE(has("messages/en.json", "/same"));
}

TEST_CASE("Broken files and a missing Vietnamese one are faults and nothing is loaded", "[messages]")
{
    CHECK(faults("{", "{}").size() == 1);
    CHECK(faults("[]", "{}").size() == 1);
    CHECK(faults("", "").size() == 2);
    CHECK(faults(R"({"k": "{a, plural, one {x}}"})", R"({"k": "{a}"})").size() >= 1); // no "other"
    CHECK(faults(R"({"k": "{a, nonsense}"})", R"({"k": "{a}"})").size() >= 1);
    CHECK(faults(R"({"k": "{a b}"})", R"({"k": "{a}"})").size() >= 1);
    CHECK(faults(R"({"k": "\ud800"})", "{}").size() >= 1);
    bot::rules::problems found;
    CHECK_FALSE(load_catalogue({{"en", "{}"}}, found));
    CHECK_FALSE(load_catalogue({}, found));
    CHECK(found.size() == 2);
}

TEST_CASE("Several threads may render at once", "[messages]")
{
    const auto texts =
        of_one("{n, plural, other {# máy {a}}}", "{n, plural, one {# box {a}} other {# boxes {a}}}");
    std::vector<std::thread> threads;
    std::vector<int> wrong(4, 0);
    for (std::size_t t = 0; t < wrong.size(); ++t) {
        threads.emplace_back([&, t] {
            for (std::int64_t i = 0; i < 2000; ++i) {
                const auto name = std::to_string(t);
                const auto vi = texts.text("vi", {"k", {{"n", i % 900}, {"a", name}}});
                if (vi != std::to_string(i % 900) + " máy " + name)
                    ++wrong[t];
                const auto en = texts.text("en", {"k", {{"n", std::int64_t{1}}, {"a", name}}});
                if (en != "1 box " + name)
                    ++wrong[t];
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    CHECK(wrong == std::vector<int>(4, 0));
}
