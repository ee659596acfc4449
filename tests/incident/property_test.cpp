#include "bot/incident/obligations.hpp"
#include "bot/incident/transitions.hpp"
#include "bot/rules/deadlines.hpp"
#include "tests/incident/support.hpp"
#include "tests/incident/valid_commands.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <random>

namespace incident_test {
namespace {

using bot::rules::moment;

/// People and roles at random, commands sometimes sound and sometimes not.
class storm {
public:
    explicit storm(unsigned seed) : dice_(seed) {}

    void step(story& told)
    {
        told.now += std::chrono::minutes(roll(90));
        if (roll(50) == 0)
            told.now -= 30min; // a clock that is set back
        if (roll(3) == 0) {
            (void)told.tries(everybody, every_role, valid(onward(told.it.state), told));
            return;
        }
        const auto& [who, roles] = people_.at(roll(people_.size()));
        (void)told.tries(who, roles, any(told));
    }

private:
    std::size_t roll(std::size_t sides)
    {
        return std::uniform_int_distribution<std::size_t>(0, sides - 1)(dice_);
    }

    command any(const story& told)
    {
        const auto what = static_cast<command_kind>(roll(command_kind_count));
        switch (roll(4)) {
        case 0:
            return blank(what);
        case 1:
            return varied(told);
        default:
            return valid(what, told);
        }
    }
    /// A command that leads on from here, so that lives also reach their end.
    command_kind onward(status from)
    {
        std::vector<command_kind> ways{command_kind::approve_summary};
        for (const auto& row : transitions())
            if (row.from.has(from) && row.where == lead::to)
                ways.push_back(row.what);
        return ways.at(roll(ways.size()));
    }
    command varied(const story& told)
    {
        const int level = static_cast<int>(roll(6)) - 1;
        switch (roll(8)) {
        case 0:
            return reclassify{.level = level, .reason = roll(2) == 0 ? "" : "lý do"};
        case 1:
            return a_classification(level);
        case 2:
            return resolve{an_outcome(told.now - std::chrono::minutes(roll(3000)))};
        case 3:
            return supplement{{.detected_at = told.now - std::chrono::minutes(roll(5000))},
                              roll(2) == 0 ? "" : "lý do"};
        case 4:
            return send_duty{.duty = duty(), .sent_at = {}, .to = "", .proof = ""};
        case 5:
            return waive_duty{.duty = duty(), .reason = "lý do"};
        case 6:
            return lapse{.passed_up = false, .reason = ""};
        default:
            return leader_decide{{.plan = "x"}, level, "lý do"};
        }
    }
    std::string duty()
    {
        constexpr std::array duties{"B-NOW", "B-24", "B-72", "P-72", "A-MOH", "A-EXT", "B-UPD", "nonsense"};
        return duties.at(roll(duties.size()));
    }
    /// The command of that kind with nothing filled in.
    static command blank(command_kind what)
    {
        auto made = valid(what, story{});
        if (what != command_kind::report &&
            what != command_kind::attach) // those throw: their caller numbers them
            std::visit([](auto& each) { each = {}; }, made);
        return made;
    }

    std::mt19937 dice_;
    std::vector<std::pair<actor, std::vector<std::string>>> people_{
        {nurse, nobody},          {stranger, nobody},     {manager, as_manager}, {manager, as_manager},
        {technician, as_handler}, {director, as_leader},  {robot, nobody},       {everybody, every_role},
        {everybody, every_role},  {it_chief, {"it_head"}}};
};

/// Whether the table leads from one status to the other by that event's command, or stays.
bool on_the_table(status from, status to, status aside)
{
    if (from == to)
        return true;
    return std::any_of(transitions().begin(), transitions().end(), [&](const transition& row) {
        return row.from.has(from) &&
               (row.where == lead::restore ? to == aside : row.where == lead::to && row.to == to);
    });
}

} // namespace

TEST_CASE("Random lives never leave the transition table and replay to the same state", "[incident]")
{
    std::array<bool, status_count> visited{};
    for (unsigned seed = 1; seed <= 150; ++seed) {
        INFO("seed " << seed);
        storm weather(seed);
        story told;
        told.does(nurse, nobody, a_report());
        for (int i = 0; i < 120; ++i) {
            const auto before = told.it;
            const auto known = told.history.size();
            weather.step(told);
            REQUIRE(on_the_table(before.state, told.it.state, before.before_aside));
            visited.at(static_cast<std::size_t>(told.it.state)) = true;
            for (std::size_t n = known; n < told.history.size(); ++n)
                REQUIRE(told.history[n].at >= before.last_event_at);
        }
        REQUIRE(replay(told.history) == told.it);
        std::vector<event> read;
        for (const auto& entry : told.history)
            read.push_back(from_json(to_json(entry)).value());
        REQUIRE(replay(read) == told.it);
    }
    for (std::size_t i = 1; i < status_count; ++i) {
        INFO(name_of(static_cast<status>(i)));
        CHECK(visited.at(i));
    }
}

TEST_CASE("Whatever happens what was reported and acknowledged stays and nothing closes over a duty",
          "[incident]")
{
    int closed_lives = 0;
    for (unsigned seed = 1001; seed <= 1150; ++seed) {
        INFO("seed " << seed);
        storm weather(seed);
        story told;
        told.does(nurse, nobody, a_report());
        for (int i = 0; i < 120; ++i) {
            const auto before = told.it;
            weather.step(told);
            const auto& after = told.it;
            // What happened once keeps its moment.
            for (const auto fixed : {moment::received, moment::acknowledged, moment::classified,
                                     moment::assigned, moment::first_status, moment::unable_confirmed})
                if (before.facts[fixed])
                    REQUIRE(after.facts[fixed] == before.facts[fixed]);
            // What happens again only moves on.
            for (const auto again : {moment::last_status, moment::reopened, moment::unable, moment::resolved})
                if (before.facts[again] && after.facts[again])
                    REQUIRE(*after.facts[again] >= *before.facts[again]);
            REQUIRE(after.number == before.number);
            REQUIRE(after.rules_stamp == before.rules_stamp);
            REQUIRE(after.facts.levels.size() >= before.facts.levels.size());
            REQUIRE(after.log.size() >= before.log.size());
            // A level in force falls only by a leader's word.
            if (level_in_force(after).value_or(0) < level_in_force(before).value_or(0)) {
                REQUIRE(after.last.contains("lowering_approved"));
                REQUIRE(after.last.at("lowering_approved").at >= before.last_event_at);
            }
            if (after.state == status::closed && before.state != status::closed) {
                ++closed_lives;
                for (const auto& track : obligations(after, shipped_book(), told.now))
                    REQUIRE_FALSE(blocks_closing(track));
                REQUIRE_FALSE(lowering_pending(after));
            }
        }
    }
    CHECK(closed_lives > 0);
}

TEST_CASE("The same command at the same moment is decided the same", "[incident]")
{
    const auto told = reached(status::in_handling);
    for (std::size_t i = 0; i < command_kind_count; ++i) {
        const auto what = valid(static_cast<command_kind>(i), told);
        const auto once = decide(told.it, what, everybody, every_role, told.now, shipped_book(), "test");
        const auto twice = decide(told.it, what, everybody, every_role, told.now, shipped_book(), "test");
        REQUIRE(once.has_value() == twice.has_value());
        if (once)
            CHECK(*once == *twice);
        else
            CHECK(once.error().why == twice.error().why);
    }
}

} // namespace incident_test
