#include "bot/rules/classify.hpp"
#include "tests/rules/support.hpp"

using namespace rules_test;

namespace {

problems refused(std::string_view overrides)
{
    problems found;
    CHECK_FALSE(shipped_book().with_overrides(overrides, "directory.json", "/units/2/rule_overrides", found));
    for (const problem& one : found)
        CHECK(one.file == "directory.json");
    INFO(told(found));
    CHECK_FALSE(found.empty());
    return found;
}

} // namespace

TEST_CASE("The stamp names the enabled packs with their versions", "[rules][book]")
{
    CHECK(shipped_book().stamp() == "qd-4494-2015@1.0 cyber-2026@1.0");
    CHECK(shipped_book().fingerprint().size() == 16);
}

TEST_CASE("A unit's changes show in the stamp and in the fingerprint", "[rules][book]")
{
    const auto one = book_with(R"({"A-ACK": {"within": "PT12H"}})");
    const auto two = book_with(R"({"A-ACK": {"within": "PT6H"}})");
    CHECK(one.stamp().starts_with("qd-4494-2015@1.0 cyber-2026@1.0 #"));
    CHECK(one.stamp().size() == shipped_book().stamp().size() + 10);
    CHECK(one.stamp() != two.stamp());
    CHECK(one.fingerprint() != two.fingerprint());
    CHECK(one.fingerprint() == book_with(R"({"A-ACK": {"within": "PT12H"}})").fingerprint());
}

TEST_CASE("No changes give an equal book", "[rules][book]")
{
    CHECK(book_with("{}").fingerprint() == shipped_book().fingerprint());
    CHECK(book_with("{}").stamp() == shipped_book().stamp());
}

TEST_CASE("A unit's figure is never shown as the law's", "[rules][book]")
{
    const auto book = book_with(R"({"A-ACK": {"within": "PT12H"}})");
    const case_facts facts = received(at("2026-11-23 08:00"));
    const deadline ack = find(book, facts, "A-ACK");
    CHECK(ack.due == at("2026-11-23 20:00"));
    CHECK(ack.basis == basis::law);
    CHECK(ack.figure_basis == basis::cfg);
    CHECK(book.find("A-ACK")->rule->overridden);
    CHECK_FALSE(book.find("A-H2")->rule->overridden);
    CHECK_FALSE(shipped_book().find("A-ACK")->rule->overridden);
    // half the term: the ladder comes in half the time
    CHECK(offsets(ack, nudges(book, ack, facts, 5)) == std::vector<duration>{6h, 9h, 11h, 11h + 45min, 12h});
}

TEST_CASE("A unit may give its own ladder with its own figure", "[rules][book]")
{
    const auto book = book_with(R"({"A-H2": {"within": "PT4H", "ladder": ["PT3H"], "escalate": null}})");
    const case_facts facts = of_level(2, at("2026-11-23 08:00"));
    const deadline handling = find(book, facts, "A-H2");
    CHECK(offsets(handling, nudges(book, handling, facts, 2)) == std::vector<duration>{3h, 4h});
}

TEST_CASE("A unit may turn hours into working days and switch rows off", "[rules][book]")
{
    const auto book = book_with(
        R"({"A-H1": {"within": null, "working_days": 1, "ladder": ["50%"]}, "A-CLS": {"enabled": false}})");
    const case_facts facts = of_level(1, at("2026-02-13 16:30"));
    CHECK(find(book, facts, "A-H1").due == at("2026-02-23 23:59:59.999"));
    CHECK_FALSE(listed(deadlines(book, facts), "A-CLS"));
}

TEST_CASE("A unit may change how severity and notice rows decide and these count as its own", "[rules][book]")
{
    const auto book =
        book_with(R"({"S-3": {"level": 4}, "N-72-LEVEL": {"levels": [2, 3, 4]}, "S-UNKNOWN": {"score": 2}})");
    const proposal made =
        propose(book, {.system = criticality::normal, .operation = 3, .data = 0, .impact = 0, .signs = {}});
    CHECK(made.level == 4);
    CHECK(made.because.front().basis == basis::cfg);
    CHECK(notice_classes(book, 1, {}).empty());
    CHECK(propose(book, {.system = criticality::normal, .operation = {}, .data = 0, .impact = 0, .signs = {}})
              .level == 2);
}

TEST_CASE("Changes upon changes add up", "[rules][book]")
{
    problems found;
    const auto department = book_with(R"({"A-ACK": {"within": "PT12H"}, "A-H2": {"pausable": true}})");
    const auto ward =
        department.with_overrides(R"({"A-ACK": {"within": "PT6H"}})", "directory.json", "/units/3", found);
    REQUIRE(ward);
    CHECK(ward->find("A-ACK")->rule->within == 6h);
    CHECK(ward->find("A-ACK")->rule->ladder.front().after_start == 3h);
    CHECK(ward->find("A-H2")->rule->pausable);
    CHECK(ward->find("A-H2")->rule->overridden);
    CHECK(ward->fingerprint() != department.fingerprint());
}

TEST_CASE("A fault in a unit's changes is named where the unit wrote it", "[rules][book]")
{
    const auto [changes, pointer] = GENERATE(table<std::string, std::string>({
        {R"({"A-ACK": {"within": "soon"}})", "/units/2/rule_overrides/A-ACK/within"},
        {R"({"A-ACK": {"limit": "PT1H"}})", "/units/2/rule_overrides/A-ACK/limit"},
        {R"({"A-H2": {"escalate": [{"at": "75%", "roles": ["janitor"]}]}})",
         "/units/2/rule_overrides/A-H2/escalate/0/roles/0"},
        {R"({"A-ACK": {"article": "Đ99"}})", "/units/2/rule_overrides/A-ACK/article"},
        {R"({"A-ACK": {"basis": "law"}})", "/units/2/rule_overrides/A-ACK/basis"},
        {R"({"A-ACK": {"figure_basis": "law"}})", "/units/2/rule_overrides/A-ACK/figure_basis"},
        {R"({"A-ACK": {"id": "A-AC"}})", "/units/2/rule_overrides/A-ACK/id"},
        {R"({"A-ACK": 12})", "/units/2/rule_overrides/A-ACK"},
        {R"({"A-ACQ": {"within": "PT1H"}})", "/units/2/rule_overrides/A-ACQ"},
        {R"({"cyber-2026": {"version": "2"}})", "/units/2/rule_overrides/cyber-2026/version"},
        {R"({"A-CHAIN": {"steps": []}})", "/units/2/rule_overrides/A-CHAIN/steps"},
        {R"({"S-3": {"systems": ["special"]}})", "/units/2/rule_overrides"},
        {R"({"N-72-LEVEL": {"levels": null}})", "/units/2/rule_overrides/N-72-LEVEL/levels"},
        {R"([1])", "/units/2/rule_overrides"},
    }));
    CAPTURE(changes);
    const auto found = refused(changes);
    INFO(told(found));
    CHECK(has_problem(found, pointer));
}

TEST_CASE("All faults of all changed rows are listed", "[rules][book]")
{
    CHECK(refused(R"({"A-ACK": {"within": "x"}, "A-H2": {"within": "y"}, "B-24": {"within": "z"}, "Q": {}})")
              .size() >= 4);
}

TEST_CASE("A book read back from its stored text is the same book", "[rules][book]")
{
    const auto book = book_with(R"({"A-ACK": {"within": "PT12H"}})");
    problems found;
    const auto again = rule_book::from_text(book.to_text(), found);
    INFO(told(found));
    REQUIRE(again);
    CHECK(again->stamp() == book.stamp());
    CHECK(again->fingerprint() == book.fingerprint());
    const case_facts facts = of_level(3, at("2026-11-23 08:00"));
    CHECK(deadlines(*again, facts) == deadlines(book, facts));
}

TEST_CASE("A stored text that is damaged is refused and does not throw", "[rules][book]")
{
    const std::string text = shipped_book().to_text();
    const std::string damaged =
        GENERATE_COPY(as<std::string>{}, "", "{}", "[]", "null", text.substr(0, text.size() / 2),
                      R"({"packs": [1], "calendar": {"file": "a", "text": "b"}, "changes": []})",
                      R"({"packs": [], "calendar": {"file": "a", "text": "b"}, "changes": []})",
                      R"({"packs": [], "calendar": 1, "changes": [1]})");
    problems found;
    CHECK_FALSE(rule_book::from_text(damaged, found));
    CHECK_FALSE(found.empty());
}

TEST_CASE("A rule id or pack id that is there twice is refused", "[rules][book]")
{
    auto packs = shipped_packs();
    packs.push_back(packs[0]);
    problems found;
    CHECK_FALSE(rule_book::load(packs, source_of("config/holidays.json"), found));
    CHECK(has_problem(found, "/id"));
    CHECK(has_problem(found, "/deadlines"));
}

TEST_CASE("Faults of all files are listed together and nothing is half loaded", "[rules][book]")
{
    const std::vector<source_text> packs{{"a.json", "{"}, {"b.json", R"({"id": "b"})"}};
    problems found;
    CHECK_FALSE(rule_book::load(packs, {"holidays.json", "[]"}, found));
    const auto names = [&](const char* file) {
        for (const problem& one : found)
            if (one.file == file)
                return true;
        return false;
    };
    CHECK(names("a.json"));
    CHECK(names("b.json"));
    CHECK(names("holidays.json"));
}
