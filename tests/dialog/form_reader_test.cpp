#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bot::dialog;

namespace {

bot::rules::problems faults_of(const std::string& json)
{
    bot::rules::problems faults;
    CHECK_FALSE(parse_form(json, "x.json", faults));
    return faults;
}

std::string form_of(const std::string& fields)
{
    return R"({"id": "x", "version": 1, "fields": [)" + fields + "]}";
}

} // namespace

TEST_CASE("A fault in a form is told with file and pointer", "[dialog]")
{
    struct row {
        std::string json;
        std::string pointer;
        std::string what;
    };
    const std::string text = R"({"key": "a", "type": "text", "basis": "cfg"})";
    const std::string list =
        R"({"key": "l", "type": "choice", "basis": "cfg", "options": [{"key": "p", "words": ["p"]}]})";
    const auto each = GENERATE_COPY(
        row{"{", "", "is not JSON"}, row{"[]", "", "must be an object"},
        row{R"({"id": "x", "version": 1})", "", "\"fields\" is missing"},
        row{form_of(""), "/fields", "no question"},
        row{R"({"id": "X y", "version": 1, "fields": []})", "/id", "is no name"},
        row{R"({"id": "x", "version": 0, "fields": []})", "/version", "whole number"},
        row{R"({"id": "x", "version": 1, "colour": 1, "fields": []})", "/colour", "not a known key"},
        row{form_of(R"({"key": "a", "type": "tekst", "basis": "cfg"})"), "/fields/0/type", "is not one of"},
        row{form_of(R"({"type": "text", "basis": "cfg"})"), "/fields/0", "\"key\" is missing"},
        row{form_of(R"({"key": "a", "type": "text"})"), "/fields/0", "\"basis\" is missing"},
        row{form_of(R"({"key": "a", "type": "text", "basis": "law"})"), "/fields/0/article",
            "names its article"},
        row{form_of(R"({"key": "a", "type": "text", "basis": "cfg", "item": "2.1"})"), "/fields/0/label",
            "official or lost"},
        row{form_of(R"({"key": "a", "type": "text", "basis": "cfg", "requird": true})"), "/fields/0/requird",
            "not a known key"},
        row{form_of(R"({"key": "a", "type": "text", "basis": "cfg", "required": "yes"})"),
            "/fields/0/required", "true or false"},
        row{form_of(text + "," + text), "/fields/1/key", "appears twice"},
        row{form_of(R"({"key": "a", "type": "text", "basis": "cfg", "options": []})"), "/fields/0/options",
            "belongs to questions"},
        row{form_of(R"({"key": "a", "type": "choice", "basis": "cfg"})"), "/fields/0", "needs \"options\""},
        row{form_of(R"({"key": "a", "type": "text", "basis": "cfg", "future": true})"), "/fields/0/future",
            "belongs to questions"},
        row{form_of(R"({"key": "a", "type": "text", "basis": "cfg", "max_length": 0})"),
            "/fields/0/max_length", "whole number"},
        row{form_of(
                R"({"key": "a", "type": "choice", "basis": "cfg", "options": [{"key": "p", "words": ["hủy"]}]})"),
            "/fields/0/options/0/words/0", "word of navigation"},
        row{form_of(
                R"({"key": "a", "type": "choice", "basis": "cfg", "options": [{"key": "p", "words": ["đỏ"]}, {"key": "q", "words": ["do"]}]})"),
            "/fields/0/options/1/words/0", "already a word"},
        row{form_of(
                R"({"key": "a", "type": "choice", "basis": "cfg", "options": [{"key": "p", "words": ["…"]}]})"),
            "/fields/0/options/0/words/0", "no letter"},
        row{form_of(
                R"({"key": "a", "type": "choice", "basis": "cfg", "options": [{"key": "p"}, {"key": "p"}]})"),
            "/fields/0/options/1/key", "appears twice"},
        row{form_of(
                R"({"key": "a", "type": "choice", "basis": "cfg", "options": [{"key": "p", "in": "PT1H"}]})"),
            "/fields/0/options/0", "time questions only"},
        row{form_of(
                R"({"key": "a", "type": "time", "future": true, "basis": "cfg", "options": [{"key": "p"}]})"),
            "/fields/0/options/0", "stands for a moment"},
        row{form_of(R"({"key": "a", "type": "choice", "basis": "cfg", "source": "s", "other": "z"})"),
            "/fields/0/other", "not one of the options"},
        row{form_of(
                R"({"key": "a", "type": "choice", "basis": "cfg", "options": [{"key": "p"}], "take_single": true})"),
            "/fields/0/take_single", "needs a \"source\""},
        row{form_of(
                R"({"key": "a", "type": "choices", "required": false, "numbered_from": 0, "basis": "cfg", "options": [{"key": "p"}]})"),
            "/fields/0/numbered_from", "none of them"},
        row{form_of(text + R"(, {"key": "g", "type": "secret_gate", "basis": "cfg"})"), "/fields/1/type",
            "first question"},
        row{form_of(
                text +
                R"(, {"key": "b", "type": "text", "basis": "cfg", "when": {"field": "zz", "is": ["x"]}})"),
            "/fields/1/when/field", "no earlier question"},
        row{form_of(list +
                    R"(, {"key": "b", "type": "text", "basis": "cfg", "when": {"field": "l", "is": ["x"]}})"),
            "/fields/1/when/is/0", "no option of"},
        row{form_of(list + R"(, {"key": "b", "type": "text", "basis": "cfg", "when": {"field": "l"}})"),
            "/fields/1/when", "exactly one of"},
        row{form_of(text + R"(, {"key": "b", "type": "text", "basis": "cfg", "when": {}})"), "/fields/1/when",
            "needs one of"},
        row{form_of(
                text +
                R"(, {"key": "b", "type": "text", "basis": "cfg", "when": {"fact": "l", "answered": true}})"),
            "/fields/1/when/answered", "not a known key"},
        row{form_of(
                text +
                R"(, {"key": "b", "type": "text", "basis": "cfg", "when": {"any": [{"fact": "l", "is": [1]}]}})"),
            "/fields/1/when/any/0/is/0", "must be a text"});
    CAPTURE(each.json);
    const auto faults = faults_of(each.json);
    std::string all;
    for (const auto& fault : faults)
        all += fault.pointer + ": " + fault.what + "\n";
    CAPTURE(all);
    CHECK(std::ranges::any_of(faults, [&](const auto& fault) {
        return fault.file == "x.json" && fault.pointer == each.pointer &&
               fault.what.find(each.what) != std::string::npos;
    }));
}

TEST_CASE("All faults of a form are listed at once", "[dialog]")
{
    const auto faults = faults_of(form_of(
        R"({"key": "A", "type": "text", "basis": "cfg"}, {"key": "b", "type": "x", "basis": "y", "z": 1})"));
    CHECK(faults.size() >= 4);
}

TEST_CASE("Conditions combine", "[dialog]")
{
    bot::rules::problems faults;
    const auto form = parse_form(
        form_of(
            R"({"key": "a", "type": "choice", "required": false, "basis": "cfg", "options": [{"key": "p"}, {"key": "q"}]},
               {"key": "b", "type": "text", "basis": "cfg", "when": {"any": [{"field": "a", "is": ["p"]},
                   {"all": [{"field": "a", "skipped": true}, {"fact": "level", "at_least": 3}]}]}},
               {"key": "c", "type": "text", "basis": "cfg", "when": {"field": "a", "answered": true}},
               {"key": "d", "type": "text", "basis": "cfg", "when": {"fact": "mode", "is_not": ["x"]}})"),
        "x.json", faults);
    REQUIRE(form);
    const auto asks = [&](const std::string& key, const value& a, fact_table facts) {
        const std::vector<answer> answers{{.field = "a", .what = a}};
        return holds(form->find(key)->when.value(), answers, facts);
    };
    CHECK(asks("b", chosen{.key = "p", .label = ""}, {}));
    CHECK_FALSE(asks("b", chosen{.key = "q", .label = ""}, {}));
    CHECK_FALSE(asks("b", skipped{}, {{"level", "2"}}));
    CHECK(asks("b", skipped{}, {{"level", "3"}}));
    CHECK_FALSE(asks("b", skipped{}, {{"level", "high"}}));
    CHECK(asks("c", chosen{.key = "q", .label = ""}, {}));
    CHECK_FALSE(asks("c", skipped{}, {}));
    CHECK(asks("d", skipped{}, {}));
    CHECK_FALSE(asks("d", skipped{}, {{"mode", "x"}}));
}
