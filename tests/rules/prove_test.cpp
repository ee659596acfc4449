#include "bot/rules/prove.hpp"
#include "tests/rules/support.hpp"

#include <algorithm>

using namespace rules_test;
using kind = proof_line::kind;

namespace {

const instant start = at("2026-11-23 08:00");

proof proven(const rule_book& book, const case_facts& facts, std::string_view rule_id)
{
    return prove(book, find(book, facts, rule_id), facts);
}

/// "start 08:00 23/11/2026 received" …, one line each.
std::vector<std::string> steps(const proof& of)
{
    std::vector<std::string> lines;
    for (const proof_line& line : of.lines) {
        std::string text = std::string(name_of(line.what)) + " " + format_vietnam(line.result);
        if (line.amount != duration{})
            text += " " + format_duration(line.amount);
        if (line.count > 0)
            text += " #" + std::to_string(line.count);
        if (!line.note.empty())
            text += " " + line.note;
        lines.push_back(text);
    }
    return lines;
}

} // namespace

TEST_CASE("A proof in hours gives the start and the term and the due time", "[rules][prove]")
{
    case_facts facts = of_level(2, start);
    facts[moment::detected] = start - 1h;
    const proof made = proven(shipped_book(), facts, "A-H2");
    CHECK(steps(made) == std::vector<std::string>{"candidate 23/11/2026 08:00 received",
                                                  "start 23/11/2026 07:00 detected",
                                                  "term 23/11/2026 15:00 PT8H", "due 23/11/2026 15:00"});
    CHECK(made.rule_id == "A-H2");
    CHECK(made.pack_id == "qd-4494-2015");
    CHECK(made.pack_version == "1.0");
    CHECK(made.stamp == shipped_book().stamp());
    CHECK(made.article == "QĐ 4494/QĐ-BYT Đ4.4c");
    CHECK(made.basis == basis::law);
    CHECK(made.figure_basis == basis::law);
    CHECK_FALSE(made.source.empty());
    CHECK_FALSE(made.overridden);
    CHECK(made.levels == facts.levels);
}

TEST_CASE("A proof adds the pauses that count and names those that do not", "[rules][prove]")
{
    case_facts facts = of_level(2, start);
    facts.pauses = {{.from = start + 1h, .to = start + 3h, .reason = "chờ nhà thầu"},
                    {.from = start + 2h, .to = start + 150min, .reason = "trong lúc đang chờ"}};
    const auto pausable = book_with(R"({"A-H2": {"pausable": true}})");
    CHECK(steps(proven(pausable, facts, "A-H2")) ==
          std::vector<std::string>{"candidate 23/11/2026 08:00 received", "start 23/11/2026 08:00 detected",
                                   "term 23/11/2026 16:00 PT8H", "pause 23/11/2026 18:00 PT2H chờ nhà thầu",
                                   "pause_ignored 23/11/2026 18:00 PT30M trong lúc đang chờ",
                                   "due 23/11/2026 18:00"});
    CHECK(proven(pausable, facts, "A-H2").overridden);
    const auto legal = steps(proven(shipped_book(), facts, "A-H2"));
    CHECK(std::ranges::count(legal, "pause_ignored 23/11/2026 16:00 PT2H chờ nhà thầu") == 1);
    CHECK(legal.back() == "due 23/11/2026 16:00");
}

TEST_CASE("A proof in working days counts each day and names each day off", "[rules][prove]")
{
    case_facts facts = of_level(1, start);
    facts[moment::resolved] = at("2026-11-23 10:00");
    CHECK(steps(proven(shipped_book(), facts, "A-SUM")) ==
          std::vector<std::string>{"start 23/11/2026 10:00 resolved", "first_day 23/11/2026 23:59",
                                   "day_off 24/11/2026 23:59 Ngày Văn hóa Việt Nam",
                                   "day 25/11/2026 23:59 #1", "day 26/11/2026 23:59 #2",
                                   "day 27/11/2026 23:59 #3", "day_off 28/11/2026 23:59 weekend",
                                   "day_off 29/11/2026 23:59 weekend", "day 30/11/2026 23:59 #4",
                                   "day 01/12/2026 23:59 #5", "due 01/12/2026 23:59"});
}

TEST_CASE("A proof in calendar days shows how the end rolls on", "[rules][prove]")
{
    case_facts facts = of_level(3, start);
    facts[moment::resolved] = at("2026-11-23 10:00");
    const auto lines = steps(proven(shipped_book(), facts, "A-MOH"));
    REQUIRE(lines.size() == 12);
    CHECK(lines[6] == "day 28/11/2026 23:59 #5");
    CHECK(lines[7] == "day_off 28/11/2026 23:59 weekend");
    CHECK(lines[10] == "rolled 30/11/2026 23:59");
    CHECK(lines[11] == "due 30/11/2026 23:59");
}

TEST_CASE("A proof says when its days fall into a year without a calendar", "[rules][prove]")
{
    case_facts facts = of_level(1, at("2027-12-30 08:00"));
    facts[moment::resolved] = at("2027-12-30 10:00");
    CHECK(proven(shipped_book(), facts, "A-SUM").beyond_calendar);
    facts[moment::resolved] = start;
    CHECK_FALSE(proven(shipped_book(), facts, "A-SUM").beyond_calendar);
}

TEST_CASE("A proof tells that a clock was begun anew", "[rules][prove]")
{
    case_facts facts = of_level(2, start);
    facts[moment::reopened] = start + 50h;
    const auto lines = steps(proven(shipped_book(), facts, "A-H2"));
    CHECK(lines[2] == "restarted 25/11/2026 10:00 reopened");
    CHECK(lines.back() == "due 25/11/2026 18:00");
    case_facts complex = of_level(2, start);
    complex.signs.complex_case = true;
    complex.done["B-UPD"] = start + 24h;
    CHECK(steps(proven(shipped_book(), complex, "B-UPD"))[2] == "restarted 24/11/2026 08:00 done");
}

TEST_CASE("A proof of a paused clock has no due time", "[rules][prove]")
{
    const auto book = book_with(R"({"A-H2": {"pausable": true}})");
    case_facts facts = of_level(2, start);
    facts.pauses.push_back({.from = start + 1h, .to = {}, .reason = "chờ nhà thầu"});
    const proof made = proven(book, facts, "A-H2");
    CHECK_FALSE(made.due);
    CHECK(made.lines.back().what == kind::held);
    CHECK(made.lines.back().note == "chờ nhà thầu");
}

TEST_CASE("A proof of a rule the book does not have is a broken invariant", "[rules][prove]")
{
    deadline stray;
    stray.rule_id = "Z-1";
    CHECK_THROWS_AS(prove(shipped_book(), stray, {}), std::logic_error);
}

TEST_CASE("The arithmetic of every proof ends at its due time", "[rules][prove]")
{
    case_facts facts = of_level(4, start);
    facts.signs = {.severe_disruption = true,
                   .complex_case = true,
                   .location_or_biometric = true,
                   .personal_data = answer::yes};
    facts.pauses.push_back({.from = start + 10min, .to = start + 20min, .reason = "x"});
    for (const moment which : {moment::first_status, moment::unable, moment::unable_confirmed,
                               moment::resolved, moment::investigation_completed, moment::vendor_detected})
        facts[which] = start + 30min;
    for (const deadline& one : deadlines(shipped_book(), facts)) {
        CAPTURE(one.rule_id);
        const proof made = prove(shipped_book(), one, facts);
        REQUIRE(made.lines.size() >= 3);
        CHECK(made.lines.back().what == kind::due);
        CHECK(made.lines.back().result == one.due);
        CHECK(made.lines[made.lines.size() - 2].result == one.due);
    }
}
