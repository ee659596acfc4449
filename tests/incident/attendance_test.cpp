#include "bot/incident/time_used.hpp"
#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>

// Who has it in hand, who was called, whose time was used.
namespace incident_test {

namespace {

event by_the_bot(const story& told, change what)
{
    return {.at = told.now, .by = robot, .channel = "", .what = std::move(what)};
}

} // namespace

TEST_CASE("Whatever shows that somebody is at it moves the generation on and makes an open question void", "[incident]")
{
    auto told = reached(status::in_handling);
    told.later(4h);
    const auto asked_at = told.it.attendance;
    told.happens(by_the_bot(told, work_asked{.generation = asked_at}));
    REQUIRE(told.it.work_asked_at == told.now);
    told.later(5min);
    told.does(technician, as_handler, keep_working{"đang khôi phục"});
    CHECK(told.it.attendance > asked_at);
    CHECK_FALSE(told.it.work_asked_at);
    CHECK(told.it.attended_at == told.now);
    CHECK(told.it.log.back().action == "đang khôi phục");
}

TEST_CASE("Silence takes it out of their hands and the chain begins with its first step", "[incident]")
{
    auto told = reached(status::in_handling);
    told.happens(by_the_bot(told, step_called{.step = 1, .people = {second_manager}}));
    told.later(5h);
    told.does(robot, nobody, lapse{});
    CHECK(told.it.unattended_since == told.now);
    CHECK(told.it.steps_called == 0);
    CHECK(told.it.called.empty());
    CHECK(told.refused(manager, as_manager, keep_working{}) == "incident.refused.take_it_in_hand");
    told.does(technician, nobody, acknowledge{}); // whoever dropped it may take it up again
    CHECK_FALSE(told.it.unattended_since);
}

TEST_CASE("A6 handed up it goes to the step after the last one that was called", "[incident]")
{
    auto told = reached(status::reported);
    told.happens(by_the_bot(told, step_called{.step = 0, .people = {manager}}));
    told.does(manager, as_manager, acknowledge{});
    told.later(10min);
    told.does(manager, as_manager, lapse{true, "cần trưởng phòng"});
    CHECK(told.it.state == status::reported);
    CHECK(told.it.steps_called == 1);
}

TEST_CASE("B4 who each have to confirm do so after the first has acknowledged and both are on record", "[incident]")
{
    auto told = reached(status::reported);
    told.happens(by_the_bot(told, step_called{.step = 0, .each = true, .people = {manager, director}}));
    told.does(manager, as_manager, acknowledge{});
    REQUIRE(told.it.to_confirm.size() == 1);
    CHECK(same_person(told.it.to_confirm.front(), director));
    told.later(7min);
    told.does(director, nobody, acknowledge{}); // called by name, whatever roles they hold
    CHECK(told.it.to_confirm.empty());
    CHECK(told.it.last.at("acknowledged").by == manager);
    CHECK(told.it.last.at("confirmed").by == director);
    CHECK(told.refused(director, nobody, acknowledge{}) == "incident.refused.already_acknowledged");
}

TEST_CASE("A person called by name may acknowledge without a role and nobody else may", "[incident]")
{
    auto told = reached(status::reported);
    CHECK(told.refused(stranger, nobody, acknowledge{}) == "incident.refused.role");
    told.happens(by_the_bot(told, step_called{.step = 0, .people = {it_chief}}));
    told.does(it_chief, nobody, acknowledge{});
    CHECK(told.it.state == status::acknowledged);
}

TEST_CASE("C2 a snooze needs a reason and ends before the law's deadline", "[incident]")
{
    auto told = reached(status::in_handling);
    const auto latest = told.now + 2h;
    CHECK(told.refused(technician, as_handler, snooze{.until = told.now + 1h, .reason = "", .latest = latest}) == "incident.refused.reason_needed");
    CHECK(told.refused(technician, as_handler, snooze{.until = told.now + 3h, .reason = "x", .latest = latest}) == "incident.refused.snooze_beyond_deadline");
    CHECK(told.refused(technician, as_handler, snooze{.until = told.now + 3h, .reason = "x", .latest = told.now - 1h}) == "incident.refused.snooze_too_late");
    CHECK(told.refused(technician, as_handler, snooze{.until = told.now, .reason = "x", .latest = latest}) == "incident.refused.snooze_in_past");
    told.does(technician, as_handler, snooze{.until = told.now + 1h, .reason = "đang sao lưu", .latest = latest});
    CHECK(snoozed_until(told.it, told.now) == told.now + 1h);
    CHECK_FALSE(snoozed_until(told.it, told.now + 1h));
}

TEST_CASE("A7 the new policy is applied only while the chain runs", "[incident]")
{
    auto told = reached(status::acknowledged);
    CHECK(told.refused(manager, as_manager, apply_policy{"x"}) == "incident.refused.not_now");
    auto waiting = reached(status::reported);
    waiting.happens(by_the_bot(waiting, step_called{.step = 1, .people = {second_manager}}));
    waiting.later(40min);
    waiting.does(director, as_leader, apply_policy{"x"});
    CHECK(waiting.it.steps_called == 0);
    CHECK(waiting.it.unattended_since == waiting.now);
}

TEST_CASE("The time used is split among the unit and each vendor it waited for", "[incident]")
{
    auto told = reached(status::in_handling);
    const auto start = told.it.facts[bot::rules::moment::received].value();
    const auto wait = [&](std::string vendor, bot::rules::duration length) {
        told.does(technician, as_handler, pause{.reason = "chờ", .waiting_for = vendor, .vendor_name = vendor});
        told.later(length);
        told.does(technician, as_handler, resume{});
        told.later(10min);
    };
    wait("an-khang", 2h);
    wait("", 30min);
    wait("an-khang", 1h);
    const auto split = time_used_by(told.it, told.now);
    CHECK(split.total == told.now - start);
    REQUIRE(split.waits.size() == 2);
    CHECK(time_of_vendor(split, "an-khang") == 3h);
    CHECK(time_of_vendor(split, "") == 30min);
    CHECK(time_of_vendor(split, "other") == 0h);
    CHECK(split.unit == split.total - 3h - 30min);
}

TEST_CASE("A wait that lasts counts up to now and none counts after the end of the handling", "[incident]")
{
    auto told = reached(status::in_handling);
    told.does(technician, as_handler, pause{.reason = "chờ", .waiting_for = "v", .vendor_name = "V"});
    told.later(45min);
    CHECK(time_of_vendor(time_used_by(told.it, told.now), "v") == 45min);
    told.does(technician, as_handler, resolve{an_outcome(told.now)});
    told.later(5h);
    CHECK(time_of_vendor(time_used_by(told.it, told.now), "v") == 45min);
}

} // namespace incident_test
