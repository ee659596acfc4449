#include "bot/rules/deadlines.hpp"
#include "tests/incident/support.hpp"
#include "tests/incident/valid_commands.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace incident_test {
using bot::rules::moment;

namespace {

std::int64_t ms(instant at)
{
    return at.time_since_epoch().count();
}

} // namespace

TEST_CASE("B3 a second acknowledgement is told who and when and is recorded without a new clock",
          "[incident]")
{
    auto told = reached(status::reported);
    told.now = morning + 12min;
    told.does(manager, as_manager, acknowledge{});
    told.later(5min);
    const auto before = told.it.facts;
    const auto outcome = told.tries(second_manager, as_manager, acknowledge{});
    REQUIRE_FALSE(outcome);
    const auto& refused = outcome.error();
    CHECK(refused.kind == refusal_kind::already_done);
    CHECK(refused.why.key == "incident.refused.already_acknowledged");
    CHECK(std::get<std::string>(refused.why.args.at("by")) == "Nguyễn Lan");
    CHECK(std::get<std::int64_t>(refused.why.args.at("at_ms")) == ms(morning + 12min));
    CHECK(std::get<std::string>(refused.why.args.at("number")) == "SC-2026-000012");
    REQUIRE(refused.record.size() == 1);
    CHECK(std::holds_alternative<acknowledged_again>(refused.record.front().what));
    CHECK(told.it.facts == before);
    CHECK(told.it.last.at("acknowledged").by == manager);
    CHECK(told.it.last.at("acknowledged_again").by == second_manager);
}

TEST_CASE("B6 of two acknowledgements in one millisecond one wins and both hear the same name", "[incident]")
{
    auto told = reached(status::reported);
    told.does(manager, as_manager, acknowledge{});
    for (const auto& late : {second_manager, manager}) {
        const auto outcome = told.tries(late, as_manager, acknowledge{});
        REQUIRE_FALSE(outcome);
        CHECK(std::get<std::string>(outcome.error().why.args.at("by")) == manager.name);
    }
}

TEST_CASE("The refusal of a second acknowledgement stays the same after classification and assignment",
          "[incident]")
{
    for (const auto state : {status::classified, status::in_handling, status::escalated, status::resolved}) {
        auto told = reached(state);
        CHECK(told.refused(second_manager, as_manager, acknowledge{}) ==
              "incident.refused.already_acknowledged");
    }
}

TEST_CASE("QĐ 4494 Đ9.1 the acknowledgement stops its clock and a lapse does not start it again",
          "[incident]")
{
    const auto clock = [](const story& told) {
        const auto all = bot::rules::deadlines(shipped_book(), facts_of(told.it));
        return *std::find_if(all.begin(), all.end(), [](const auto& one) { return one.rule_id == "A-ACK"; });
    };
    auto told = reached(status::reported);
    CHECK(clock(told).state == bot::rules::deadline_state::running);
    CHECK(clock(told).due == morning + 24h);
    CHECK(told.it.unattended_since == morning);
    told.later(1h);
    told.does(manager, as_manager, acknowledge{});
    CHECK(clock(told).state == bot::rules::deadline_state::met);
    CHECK_FALSE(told.it.unattended_since);
    told.later(4h);
    told.does(robot, nobody, lapse{.passed_up = false, .reason = ""});
    CHECK(told.it.state == status::reported);
    CHECK(told.it.unattended_since == told.now);
    CHECK(clock(told).state == bot::rules::deadline_state::met);
    told.later(10min);
    told.does(second_manager, as_manager, acknowledge{});
    CHECK(told.it.facts[moment::acknowledged] == morning + 1h);
    CHECK(told.it.last.at("acknowledged").by == second_manager);
}

TEST_CASE("B7 a forgotten incident in handling waits to be taken in hand again", "[incident]")
{
    auto told = reached(status::in_handling);
    told.later(4h);
    told.does(robot, nobody, lapse{.passed_up = false, .reason = ""});
    CHECK(told.it.state == status::in_handling);
    CHECK(told.it.unattended_since == told.now);
    CHECK(told.refused(robot, nobody, lapse{}) == "incident.refused.already_lapsed");
    SECTION("by an acknowledgement")
    {
        told.does(second_manager, as_manager, acknowledge{});
        CHECK_FALSE(told.it.unattended_since);
    }
    SECTION("by the handler's own news")
    {
        told.does(technician, as_handler,
                  log_action{.action = "Vẫn đang làm", .done_at = {}, .attachments = {}});
        CHECK_FALSE(told.it.unattended_since);
    }
}

TEST_CASE("A6 passing up by hand needs a reason and makes it unacknowledged", "[incident]")
{
    auto told = reached(status::acknowledged);
    CHECK(told.refused(manager, as_manager, lapse{.passed_up = true, .reason = " "}) ==
          "incident.refused.reason_needed");
    CHECK(told.refused(manager, as_manager, lapse{.passed_up = false, .reason = "x"}) ==
          "incident.refused.lapse_is_the_bots");
    told.does(manager, as_manager, lapse{.passed_up = true, .reason = "Đang đi công tác"});
    CHECK(told.it.state == status::reported);
}

TEST_CASE("A8 an incident moved to another unit is acknowledged there anew", "[incident]")
{
    auto told = reached(status::acknowledged);
    CHECK(told.refused(manager, as_manager, move_unit{.to_unit = "bv-a", .reason = "x"}) ==
          "incident.refused.same_unit");
    told.later(1h);
    told.does(manager, as_manager, move_unit{.to_unit = "bv-b", .reason = "Hệ thống của bệnh viện B"});
    CHECK(told.it.unit == "bv-b");
    CHECK(told.it.state == status::reported);
    CHECK(told.it.unattended_since == told.now);
    CHECK(told.it.facts[moment::received] == morning);
}

TEST_CASE("Classifying what nobody acknowledged acknowledges it too", "[incident]")
{
    auto told = reached(status::reported);
    const auto outcome = told.tries(manager, as_manager, a_classification(2));
    REQUIRE(outcome);
    REQUIRE(outcome->size() == 2);
    CHECK(std::holds_alternative<acknowledged>(outcome->front().what));
    CHECK(told.it.facts[moment::acknowledged] == told.now);
    CHECK(told.refused(second_manager, as_manager, acknowledge{}) == "incident.refused.already_acknowledged");
}

TEST_CASE("Repeating a command is answered in a friendly way and changes nothing", "[incident]")
{
    struct repeated {
        status state;
        command what;
        std::string key;
    };
    const std::vector<repeated> table{
        {status::classified, a_classification(2), "incident.refused.already_classified"},
        {status::in_handling, assign{.handler = technician, .note = ""}, "incident.refused.already_assigned"},
        {status::escalated, declare_unable{.reason = "x", .needs = ""}, "incident.refused.already_unable"},
        {status::resolved, resolve{an_outcome(morning)}, "incident.refused.already_resolved"},
        {status::summarised, summarise{a_summary()}, "incident.refused.already_summarised"},
        {status::sent_to_ministry, send_to_ministry{}, "incident.refused.already_sent_to_ministry"},
        {status::closed, close{}, "incident.refused.already_closed"},
        {status::dismissed, dismiss{"x"}, "incident.refused.already_dismissed"},
        {status::linked, link{.into = "SC-2026-000001", .reason = "x"}, "incident.refused.already_linked"},
        {status::monitored, park{}, "incident.refused.already_parked"},
        {status::reported, a_report(), "incident.refused.already_reported"},
        {status::classified, reclassify{.level = 2, .reason = "x"}, "incident.refused.same_level"},
        {status::in_handling, resume{}, "incident.refused.not_paused"},
        {status::in_handling, approve_lowering{}, "incident.refused.no_lowering"},
    };
    for (const auto& row : table) {
        auto told = reached(row.state, row.state == status::sent_to_ministry ? 3 : 2);
        const auto outcome = told.tries(everybody, every_role, row.what);
        INFO(row.key);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().why.key == row.key);
        CHECK(outcome.error().kind == refusal_kind::already_done);
    }
}

TEST_CASE("Commands on what was set aside say where to go", "[incident]")
{
    auto joined = reached(status::linked);
    const auto outcome = joined.tries(nurse, nobody, supplement{.fields = {.request = "Gấp"}, .reason = ""});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().why.key == "incident.refused.is_linked");
    CHECK(std::get<std::string>(outcome.error().why.args.at("into")) == "SC-2026-000001");
    CHECK(reached(status::closed).refused(manager, as_manager, reopen{"x"}) == "incident.refused.is_closed");
    CHECK(reached(status::dismissed).refused(manager, as_manager, acknowledge{}) ==
          "incident.refused.is_dismissed");
    story nothing;
    CHECK(nothing.refused(manager, as_manager, acknowledge{}) == "incident.refused.unknown");
    CHECK(reached(status::escalated).refused(technician, as_handler, resolve{an_outcome(morning)}) ==
          "incident.refused.not_now");
}

} // namespace incident_test
