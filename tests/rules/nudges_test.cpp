#include "tests/rules/support.hpp"

#include <algorithm>

using namespace rules_test;

namespace {

const instant start = at("2026-11-23 08:00");
using roles = std::vector<std::string>;

struct told {
    deadline of;
    std::vector<nudge> sent;
};

told sequence(const case_facts& facts, std::string_view rule_id, std::size_t count)
{
    const deadline of = find(shipped_book(), facts, rule_id);
    return {of, nudges(shipped_book(), of, facts, count)};
}

} // namespace

TEST_CASE("A1: a level 2 incident is reminded at 4 h and 6 h and 7 h and 7 h 45 and at the due time",
          "[rules][nudges]")
{
    const auto [of, sent] = sequence(of_level(2, start), "A-H2", 7);
    CHECK(offsets(of, sent) == std::vector<duration>{4h, 6h, 7h, 7h + 45min, 8h, 10h, 12h});
    using enum nudge_kind;
    const std::vector expected{reminder, escalation, reminder, reminder, breach, repeat, repeat};
    for (std::size_t i = 0; i < sent.size(); ++i) {
        CHECK(sent[i].kind == expected[i]);
        CHECK(sent[i].ordinal == static_cast<int>(i) + 1);
    }
    CHECK(sent[0].to_roles == roles{"handler", "incident_manager"});
    CHECK_FALSE(sent[0].to_leadership_channel);
    CHECK(sent[1].to_roles == roles{"handler", "incident_manager", "leader"}); // 75 % is 6 h: one message
    CHECK_FALSE(sent[1].to_leadership_channel);
    CHECK(sent[4].to_leadership_channel);
    CHECK(sent[4].to_roles == roles{"handler", "incident_manager", "leader"});
    CHECK(sent[5].to_leadership_channel);
}

TEST_CASE("The ladders are those of the specification", "[rules][nudges]")
{
    const auto ladder = [](int level, const char* rule, std::size_t count) {
        const auto [of, sent] = sequence(of_level(level, start), rule, count);
        return offsets(of, sent);
    };
    CHECK(ladder(1, "A-H1", 7) == std::vector<duration>{12h, 18h, 22h, 23h + 30min, 24h, 28h, 32h});
    CHECK(ladder(3, "A-H3", 6) == std::vector<duration>{2h, 3h, 3h + 40min, 4h, 5h, 6h});
    CHECK(ladder(4, "A-H4", 6) == std::vector<duration>{0h, 15min, 30min, 45min, 1h, 90min});
    CHECK(ladder(1, "A-ACK", 6) == std::vector<duration>{12h, 18h, 22h, 23h + 30min, 24h, 28h});
    CHECK(ladder(1, "B-72", 6) == std::vector<duration>{24h, 48h, 66h, 71h, 72h, 76h});
    CHECK(ladder(3, "B-24", 6) == std::vector<duration>{12h, 18h, 22h, 23h + 30min, 24h, 25h});
    CHECK(ladder(4, "B-NOW", 5) == std::vector<duration>{0h, 30min, 1h, 90min, 2h});
}

TEST_CASE("Level 3 tells the leader at half time and level 4 everybody at once", "[rules][nudges]")
{
    const auto three = sequence(of_level(3, start), "A-H3", 1).sent;
    CHECK(three[0].kind == nudge_kind::escalation);
    CHECK(three[0].to_roles == roles{"handler", "incident_manager", "leader"});
    const auto four = sequence(of_level(4, start), "A-H4", 1).sent;
    CHECK(four[0].kind == nudge_kind::escalation);
    CHECK(four[0].at == start);
    CHECK(four[0].to_leadership_channel);
    CHECK(four[0].to_superior_channel);
}

TEST_CASE("Level 0 is reminded but never escalated", "[rules][nudges]")
{
    const auto [of, sent] = sequence(of_level(0, start), "A-H0", 5);
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].at == *of.due - 24h);
    CHECK(sent[1].at == *of.due);
    CHECK(sent[1].to_roles == roles{"incident_manager"});
    CHECK_FALSE(sent[1].to_leadership_channel);
}

TEST_CASE("A13: an incident that is late once its level is raised is told once and at that moment",
          "[rules][nudges]")
{
    case_facts facts = of_level(1, start);
    decide(facts, 3, start + 6h);
    const auto [of, sent] = sequence(facts, "A-H3", 3);
    CHECK(offsets(of, sent) == std::vector<duration>{6h, 7h, 8h});
    CHECK(sent[0].kind == nudge_kind::breach);
    CHECK(sent[0].to_leadership_channel);
    CHECK(std::ranges::count(sent[0].to_roles, "leader") == 1);
    CHECK(sent[1].kind == nudge_kind::repeat);
    const auto now = latest_nudge(shipped_book(), of, facts, instant::min(), start + 6h);
    REQUIRE(now);
    CHECK(*now == sent[0]);
}

TEST_CASE("A14: an approved lowering is not followed by reminders from before the approval",
          "[rules][nudges]")
{
    case_facts facts = of_level(3, start);
    decide(facts, 1, start + 1h, true);
    facts.levels.back().approved_at = start + 20h;
    const auto [of, sent] = sequence(facts, "A-H1", 2);
    CHECK(of.due == start + 24h);
    CHECK(of.effective_from == start + 20h);
    CHECK(offsets(of, sent) == std::vector<duration>{22h, 23h + 30min});
}

TEST_CASE("Raising a level drops reminders that are past and keeps escalations", "[rules][nudges]")
{
    case_facts facts = of_level(1, start);
    decide(facts, 3, start + 3h + 10min);
    const auto [of, sent] = sequence(facts, "A-H3", 3);
    CHECK(offsets(of, sent) == std::vector<duration>{3h + 10min, 3h + 40min, 4h});
    CHECK(sent[0].kind == nudge_kind::escalation);
    CHECK(sent[0].to_roles == roles{"leader"});
    case_facts calmer = of_level(1, start);
    decide(calmer, 2, start + 5h);
    const auto two = sequence(calmer, "A-H2", 2);
    CHECK(offsets(two.of, two.sent) == std::vector<duration>{6h, 7h});
}

TEST_CASE("The cadence goes on for as long as nobody acts", "[rules][nudges]")
{
    const case_facts facts = of_level(3, start);
    const deadline of = find(shipped_book(), facts, "A-H3");
    const auto far = next_nudge(shipped_book(), of, facts, start + 24h * 400 + 1min);
    REQUIRE(far);
    CHECK(far->at == start + 24h * 400 + 1h);
    CHECK(far->kind == nudge_kind::repeat);
    CHECK(far->to_leadership_channel);
}

TEST_CASE("After a downtime one nudge stands for all that were missed", "[rules][nudges]")
{
    const case_facts facts = of_level(2, start);
    const deadline of = find(shipped_book(), facts, "A-H2");
    const auto& book = shipped_book();
    const auto before = latest_nudge(book, of, facts, start + 4h, start + 7h + 50min);
    REQUIRE(before);
    CHECK(before->at == start + 7h + 45min);
    CHECK(before->kind == nudge_kind::escalation); // the leader was to hear at 6 h
    CHECK(before->to_roles == roles{"handler", "incident_manager", "leader"});
    CHECK(before->ordinal == 4);
    const auto across = latest_nudge(book, of, facts, start + 7h, start + 13h);
    REQUIRE(across);
    CHECK(across->at == start + 12h);
    CHECK(across->kind == nudge_kind::breach); // nobody heard of the breach itself yet
    CHECK(across->ordinal == 7);
    const auto later = latest_nudge(book, of, facts, start + 8h, start + 13h);
    REQUIRE(later);
    CHECK(later->kind == nudge_kind::repeat);
    CHECK_FALSE(latest_nudge(book, of, facts, start + 12h, start + 13h));
    CHECK_FALSE(latest_nudge(book, of, facts, start, start + 3h));
    CHECK_FALSE(latest_nudge(book, of, facts, start + 13h, start + 13h));
}

TEST_CASE("What is done or cancelled or waived or paused is not nudged", "[rules][nudges]")
{
    case_facts facts = of_level(2, start);
    facts[moment::resolved] = start + 9h;
    deadline of = find(shipped_book(), facts, "A-H2");
    CHECK(of.state == deadline_state::missed);
    CHECK_FALSE(next_nudge(shipped_book(), of, facts, instant::min()));
    CHECK_FALSE(latest_nudge(shipped_book(), of, facts, instant::min(), start + 20h));
    const auto pausable = book_with(R"({"A-H2": {"pausable": true}})");
    case_facts held = of_level(2, start);
    held.pauses.push_back({.from = start + 1h, .to = {}, .reason = "chờ nhà thầu"});
    CHECK_FALSE(next_nudge(pausable, find(pausable, held, "A-H2"), held, instant::min()));
}

TEST_CASE("A pause moves the ladder of a pausable clock with it", "[rules][nudges]")
{
    const auto book = book_with(R"({"A-H2": {"pausable": true}})");
    case_facts facts = of_level(2, start);
    facts.pauses.push_back({.from = start + 5h, .to = start + 10h, .reason = "chờ nhà thầu"});
    const deadline of = find(book, facts, "A-H2");
    CHECK(offsets(of, nudges(book, of, facts, 5)) == std::vector<duration>{4h, 11h, 12h, 12h + 45min, 13h});
}

TEST_CASE("A rule shrunk to seconds keeps the shape of its ladder", "[rules][nudges]")
{
    const auto book = book_with(R"({"A-H2": {"within": "PT8S", "repeat": {"2": "PT2S"}}})");
    const case_facts facts = of_level(2, start);
    const deadline of = find(book, facts, "A-H2");
    CHECK(offsets(of, nudges(book, of, facts, 6)) == std::vector<duration>{4s, 6s, 7s, 7750ms, 8s, 10s});
}

TEST_CASE("The yearly report is reminded ahead and then daily", "[rules][nudges]")
{
    const deadline of = find(yearly_deadlines(shipped_book(), std::chrono::year{2026}), "Y-20");
    const auto sent = nudges(shipped_book(), of, {}, 5);
    REQUIRE(sent.size() == 5);
    CHECK(sent[0].at == *of.due - 24h * 30);
    CHECK(sent[2].at == *of.due - 24h);
    CHECK(sent[3].kind == nudge_kind::breach);
    CHECK(sent[4].at == *of.due + 24h);
}

TEST_CASE("A deadline of a rule the book does not have is a broken invariant", "[rules][nudges]")
{
    deadline stray;
    stray.rule_id = "Z-1";
    stray.due = start;
    CHECK_THROWS_AS(next_nudge(shipped_book(), stray, {}, start), std::logic_error);
}
