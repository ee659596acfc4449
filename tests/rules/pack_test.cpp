#include "tests/rules/support.hpp"

#include <nlohmann/json.hpp>

using namespace rules_test;

namespace {

problems faults_of(std::string_view json)
{
    problems found;
    CHECK_FALSE(parse_pack(json, "pack.json", found));
    for (const problem& one : found)
        CHECK(one.file == "pack.json");
    return found;
}

/// A pack with one deadline rule whose fields are replaced or removed (null).
std::string with_rule(const nlohmann::json& changes)
{
    nlohmann::json rule = {
        {"id", "X-1"},           {"article", "Đ1"},       {"basis", "cfg"},
        {"source", "test"},      {"within", "PT8H"},      {"from", {{"earliest", {"received"}}}},
        {"until", {"resolved"}}, {"remind", {"handler"}}, {"ladder", {"PT4H", "50%", "-PT1H"}}};
    rule.merge_patch(changes);
    return nlohmann::json{
        {"id", "x"}, {"version", "1"}, {"title", "t"}, {"source", "s"}, {"deadlines", {rule}}}
        .dump();
}

} // namespace

TEST_CASE("The shipped packs load without a fault", "[rules][pack]")
{
    for (const source_text& one : shipped_packs()) {
        problems found;
        const auto read = parse_pack(one.text, one.file, found);
        INFO(told(found));
        CHECK(read);
        CHECK(found.empty());
    }
}

TEST_CASE("The legacy pack is off and says why", "[rules][pack]")
{
    const auto& packs = shipped_book().packs();
    REQUIRE(packs.size() == 3);
    CHECK(packs[0].enabled);
    CHECK(packs[1].enabled);
    CHECK(packs[2].id == "legacy-2017");
    CHECK_FALSE(packs[2].enabled);
    CHECK_FALSE(packs[2].disabled_because.empty());
    CHECK(packs[2].deadlines.size() == 2);
}

TEST_CASE("Every row of every pack names its article and basis and source", "[rules][pack]")
{
    const auto check = [](const citation& cited) {
        CAPTURE(cited.id);
        CHECK_FALSE(cited.id.empty());
        CHECK_FALSE(cited.article.empty());
        CHECK_FALSE(cited.source.empty());
    };
    for (const pack& one : shipped_book().packs()) {
        for (const auto& row : one.deadlines)
            check(row.cited);
        for (const auto& row : one.notices)
            check(row.cited);
        for (const auto& row : one.types)
            check(row.cited);
        if (one.levels)
            for (const auto& row : one.levels->matrix)
                check(row.cited);
    }
}

TEST_CASE("No figure is called law where the duty is not", "[rules][pack]")
{
    for (const placed_rule& placed : shipped_book().rules()) {
        CAPTURE(placed.rule->cited.id);
        if (placed.rule->figure_basis == basis::law) {
            CHECK(placed.rule->cited.basis == basis::law);
            CHECK_FALSE(placed.rule->immediate);
        }
    }
    CHECK(has_problem(faults_of(with_rule({{"figure_basis", "law"}})), "/deadlines/0/figure_basis"));
}

TEST_CASE("A good rule is read with all its points", "[rules][pack]")
{
    problems found;
    const auto read = parse_pack(with_rule(nlohmann::json::object()), "pack.json", found);
    INFO(told(found));
    REQUIRE(read);
    const deadline_rule& rule = read->deadlines.front();
    CHECK(rule.within == 8h);
    REQUIRE(rule.ladder.size() == 3);
    CHECK(rule.ladder[0].after_start == 4h);
    CHECK(rule.ladder[1].percent == 50);
    CHECK(rule.ladder[2].before_due == 1h);
    CHECK(rule.from == std::vector{moment::received});
}

TEST_CASE("A fault in a deadline rule is named with its pointer", "[rules][pack]")
{
    using json = nlohmann::json;
    const auto [changes, pointer] = GENERATE(table<std::string, std::string>({
        {R"({"within": "8 hours"})", "/deadlines/0/within"},
        {R"({"within": "PT0S"})", "/deadlines/0/within"},
        {R"({"within": 8})", "/deadlines/0/within"},
        {R"({"within": null})", "/deadlines/0/within"},
        {R"({"working_days": 2})", "/deadlines/0/within"},
        {R"({"within": null, "working_days": 0})", "/deadlines/0/working_days"},
        {R"({"within": null, "working_days": 2.5})", "/deadlines/0/working_days"},
        {R"({"within": null, "ladder": null, "before_date": "02-29"})", "/deadlines/0/before_date"},
        {R"({"within": null, "ladder": null, "before_date": "13-01"})", "/deadlines/0/before_date"},
        {R"({"owed_by": "system_owner"})", "/deadlines/0/owed_by"},
        {R"({"within": null, "ladder": null, "before_date": "12-20", "owed_by": "everybody"})",
         "/deadlines/0/owed_by"},
        {R"({"within_by_system": {"special": "PT1H", "huge": "PT1H"}})",
         "/deadlines/0/within_by_system/huge"},
        {R"({"from": null})", "/deadlines/0/from"},
        {R"({"from": {"earliest": []}})", "/deadlines/0/from/earliest"},
        {R"({"from": {"earliest": ["teatime"]}})", "/deadlines/0/from/earliest/0"},
        {R"({"from": {"earliest": null, "soonest": ["received"]}})", "/deadlines/0/from/soonest"},
        {R"({"until": "resolved"})", "/deadlines/0/until"},
        {R"({"until": ["received", 3]})", "/deadlines/0/until/1"},
        {R"({"when": {"levels": [5]}})", "/deadlines/0/when/levels/0"},
        {R"({"when": {"levels": [1.5]}})", "/deadlines/0/when/levels/0"},
        {R"({"when": {"notice": ["serious"]}})", "/deadlines/0/when/notice"},
        {R"({"when": {"mood": 1}})", "/deadlines/0/when/mood"},
        {R"({"remind": ["janitor"]})", "/deadlines/0/remind/0"},
        {R"({"remind": null})", "/deadlines/0/remind"},
        {R"({"ladder": ["PT8H"]})", "/deadlines/0/ladder/0"},
        {R"({"ladder": ["PT1H", "-PT8H"]})", "/deadlines/0/ladder/1"},
        {R"({"ladder": ["100%"]})", "/deadlines/0/ladder/0"},
        {R"({"ladder": ["x%"]})", "/deadlines/0/ladder/0"},
        {R"({"ladder": [4]})", "/deadlines/0/ladder/0"},
        {R"({"escalate": [{"at": "75%"}]})", "/deadlines/0/escalate/0/roles"},
        {R"({"escalate": [{"roles": ["leader"]}]})", "/deadlines/0/escalate/0/at"},
        {R"({"escalate": [{"at": "PT9H", "roles": ["leader"]}]})", "/deadlines/0/escalate/0/at"},
        {R"({"repeat": {"1": "PT0S"}})", "/deadlines/0/repeat/1"},
        {R"({"repeat": {"7": "PT1H"}})", "/deadlines/0/repeat/7"},
        {R"({"basis": "rumour"})", "/deadlines/0/basis"},
        {R"({"article": ""})", "/deadlines/0/article"},
        {R"({"source": null})", "/deadlines/0/source"},
        {R"({"pausable": "yes"})", "/deadlines/0/pausable"},
        {R"({"within": null, "working_days": 3, "pausable": true})", "/deadlines/0/pausable"},
        {R"({"surprise": 1})", "/deadlines/0/surprise"},
    }));
    CAPTURE(changes);
    const auto found = faults_of(with_rule(json::parse(changes)));
    INFO(told(found));
    CHECK(has_problem(found, pointer));
}

TEST_CASE("All faults of a pack are listed and not only the first", "[rules][pack]")
{
    const auto found = faults_of(R"({
        "id": "", "version": "1", "title": "t", "source": "s", "enabled": false, "colour": "red",
        "notice_classes": [{"id": "N", "article": "a", "basis": "law", "source": "s", "class": "c"},
                           {"id": "N", "article": "a", "basis": "law", "source": "s", "class": "c", "signs": ["omen"]}],
        "classification": {"unknown": {"id": "U", "score": 9, "article": "a", "basis": "cfg", "source": "s"},
                           "operation": [], "data": 1, "matrix": []},
        "chain": {"id": "C", "article": "a", "basis": "cfg", "source": "s", "still_working_after": "PT1H",
                  "steps": [{"after": "PT1H", "roles": ["leader"]}, {"after": "PT1H", "roles": ["leader"]}, {"after": "PT2H"}]},
        "incident_types": {}, "receipt": []})");
    INFO(told(found));
    for (const char* pointer :
         {"/id", "/colour", "/disabled_because", "/notice_classes/0/levels", "/notice_classes/1/signs/0",
          "/classification/unknown/score", "/classification/operation", "/classification/data",
          "/classification/impact", "/classification/matrix", "/chain/answer_within", "/chain/steps/1/after",
          "/chain/steps/2/roles", "/incident_types", "/receipt"})
        CHECK(has_problem(found, pointer));
}

TEST_CASE("A matrix with a hole is refused", "[rules][pack]")
{
    auto pack = nlohmann::json::parse(read_file("config/rules/qd-4494-2015.json"));
    auto& matrix = pack["classification"]["matrix"];
    for (auto row = matrix.begin(); row != matrix.end();)
        row = (*row)["id"] == "S-4-IMPACT" ? matrix.erase(row) : row + 1;
    const auto found = faults_of(pack.dump());
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/classification/matrix");
    CHECK(found[0].what == "no row for score 4 on a system that is special");
}

TEST_CASE("What is not JSON or not a pack is refused without a crash", "[rules][pack]")
{
    const std::string text = GENERATE(as<std::string>{}, "", "{", "[]", "null", "{\"id\": \"x\"} x",
                                      "{\"id\": \"a\", \"id\": \"b\"}", "\xff\xfe", "{\"id\": \"\\ud800\"}",
                                      std::string(100'000, '['), std::string("{\"id\": \"a\0b\"}", 12), "3");
    CHECK_FALSE(faults_of(text).empty());
}

TEST_CASE("Comments are allowed in a pack", "[rules][pack]")
{
    problems found;
    CHECK(parse_pack("// by us\n" + with_rule(nlohmann::json::object()), "pack.json", found));
}
