#include "bot/incident/score_sheet.hpp"
#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace incident_test;
using bot::rules::case_facts;
using bot::rules::duration;
using bot::rules::moment;

namespace {

const bot::rules::rule_book& fast_book()
{
    static const auto book = shipped_book().at_speed(60);
    return book;
}

case_facts reported_at(instant when)
{
    case_facts facts;
    facts[moment::received] = when;
    facts[moment::detected] = when;
    return facts;
}

score_row row_of(const score_card& card, moment what)
{
    const auto found = std::ranges::find(card.rows, what, &score_row::what);
    REQUIRE(found != card.rows.end());
    return *found;
}

} // namespace

TEST_CASE("A drill's times are shown against the rules' own figures", "[incident][drill]")
{
    auto facts = reported_at(morning);
    facts[moment::acknowledged] = morning + 20s;
    facts[moment::classified] = morning + 70s; // a minute was allowed
    facts[moment::assigned] = morning + 80s;
    facts.levels.push_back({.at = morning + 70s, .level = 3});
    facts[moment::resolved] = morning + 3min;
    const auto card = score({.number = "DT-2026-000001", .facts = facts, .book = fast_book(), .calls = {}, .until = morning + 10min});
    CHECK(card.number == "DT-2026-000001");
    CHECK(card.level == 3);
    CHECK(row_of(card, moment::acknowledged) ==
          score_row{.what = moment::acknowledged, .took = duration{20min}, .allowed = duration{24h}, .rule_id = "A-ACK", .verdict = score_verdict::met});
    CHECK(row_of(card, moment::classified) ==
          score_row{.what = moment::classified, .took = duration{70min}, .allowed = duration{1h}, .rule_id = "A-CLS", .verdict = score_verdict::late});
    CHECK(row_of(card, moment::resolved) ==
          score_row{.what = moment::resolved, .took = duration{3h}, .allowed = duration{4h}, .rule_id = "A-H3", .verdict = score_verdict::met});
    // For level 3 no rule says when to assign: the time is shown and not judged.
    CHECK(row_of(card, moment::assigned).took == duration{80min});
    CHECK(row_of(card, moment::assigned).verdict == score_verdict::unmeasured);
    CHECK_FALSE(row_of(card, moment::first_status).took);
}

TEST_CASE("What was not done in a drill is open before its due time and overdue after it", "[incident][drill]")
{
    const auto facts = reported_at(morning);
    const auto early = score({.number = "1", .facts = facts, .book = fast_book(), .calls = {}, .until = morning + 59s});
    CHECK(row_of(early, moment::classified).verdict == score_verdict::open);
    const auto after = score({.number = "1", .facts = facts, .book = fast_book(), .calls = {}, .until = morning + 1min});
    CHECK(row_of(after, moment::classified).verdict == score_verdict::overdue);
    CHECK(row_of(after, moment::acknowledged).verdict == score_verdict::open);
}

TEST_CASE("What was done after the drill had ended counts as not done", "[incident][drill]")
{
    auto facts = reported_at(morning);
    facts[moment::acknowledged] = morning + 5min;
    const auto card = score({.number = "1", .facts = facts, .book = fast_book(), .calls = {}, .until = morning + 2min});
    CHECK_FALSE(row_of(card, moment::acknowledged).took);
    CHECK(row_of(card, moment::acknowledged).verdict == score_verdict::open);
}

TEST_CASE("The calls of the chain are counted up to the acknowledgment", "[incident][drill]")
{
    auto facts = reported_at(morning);
    const std::vector<instant> calls{morning, morning + 30s, morning + 60s};
    const auto silent = score({.number = "1", .facts = facts, .book = fast_book(), .calls = calls, .until = morning + 70s});
    CHECK(silent.steps_called == 3);
    CHECK(silent.steps == static_cast<int>(shipped_book().chain()->usual.steps.size()) * (shipped_book().chain()->usual.repeats + 1));
    facts[moment::acknowledged] = morning + 31s;
    CHECK(score({.number = "1", .facts = facts, .book = fast_book(), .calls = calls, .until = morning + 1h}).steps_called == 2);
}

TEST_CASE("The sheet adds up all incidents of a drill", "[incident][drill]")
{
    auto facts = reported_at(morning);
    facts[moment::acknowledged] = morning + 20s;
    const auto one = score({.number = "1", .facts = facts, .book = fast_book(), .calls = {}, .until = morning + 2min});
    const auto other = score({.number = "2", .facts = reported_at(morning), .book = fast_book(), .calls = {}, .until = morning + 2min});
    const auto sheet = sum_up({one, other});
    CHECK(sheet.cards.size() == 2);
    CHECK(sheet.met == 1);     // acknowledged
    CHECK(sheet.overdue == 2); // classified, twice
    CHECK(sheet.open == 1);    // acknowledged
    CHECK(sheet.late == 0);
}

TEST_CASE("A drill at real speed is measured by the real rules", "[incident][drill]")
{
    auto facts = reported_at(morning);
    facts[moment::classified] = morning + 61min;
    const auto card = score({.number = "1", .facts = facts, .book = shipped_book(), .calls = {}, .until = morning + 2h});
    CHECK(row_of(card, moment::classified).took == duration{61min});
    CHECK(row_of(card, moment::classified).verdict == score_verdict::late);
}
