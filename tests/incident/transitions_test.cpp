#include "bot/incident/transitions.hpp"
#include "tests/incident/support.hpp"
#include "tests/incident/valid_commands.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <sstream>

namespace incident_test {

namespace {

// Written from regulation.md §3d and product.md §2, not from the code's table: status: command>next
// command>next … Whatever is not named is refused.
constexpr const char* life = R"(
none: report>reported
reported: acknowledge>acknowledged dismiss>dismissed link>linked classify>classified move_unit>reported
reported: apply_policy>reported snooze>reported
reported: supplement>reported ask>reported answer>reported attach>reported join>reported leave>reported
reported: send_duty>reported confirm_duty>reported waive_duty>reported flag>reported mark_moment>reported erase>reported
acknowledged: classify>classified dismiss>dismissed link>linked lapse>reported move_unit>reported
acknowledged: log_action>acknowledged promise_finish>acknowledged keep_working>acknowledged snooze>acknowledged
acknowledged: supplement>acknowledged ask>acknowledged answer>acknowledged attach>acknowledged join>acknowledged
acknowledged: leave>acknowledged send_duty>acknowledged confirm_duty>acknowledged waive_duty>acknowledged
acknowledged: flag>acknowledged mark_moment>acknowledged erase>acknowledged
classified: assign>in_handling park>monitored reclassify>classified acknowledge>classified lapse>classified
classified: approve_lowering>classified refuse_lowering>classified log_action>classified promise_finish>classified
classified: pause>classified resume>classified move_unit>classified
classified: keep_working>classified snooze>classified apply_policy>classified
classified: supplement>classified ask>classified answer>classified attach>classified join>classified leave>classified
classified: send_duty>classified confirm_duty>classified waive_duty>classified flag>classified
classified: mark_moment>classified erase>classified
in_handling: declare_unable>escalated resolve>resolved reclassify>in_handling assign>in_handling
in_handling: acknowledge>in_handling lapse>in_handling approve_lowering>in_handling refuse_lowering>in_handling
in_handling: log_action>in_handling promise_finish>in_handling pause>in_handling resume>in_handling
in_handling: keep_working>in_handling snooze>in_handling apply_policy>in_handling
in_handling: move_unit>in_handling supplement>in_handling ask>in_handling answer>in_handling attach>in_handling
in_handling: join>in_handling leave>in_handling send_duty>in_handling confirm_duty>in_handling waive_duty>in_handling
in_handling: flag>in_handling mark_moment>in_handling erase>in_handling
escalated: leader_decide>in_handling reclassify>escalated acknowledge>escalated
escalated: approve_lowering>escalated refuse_lowering>escalated log_action>escalated promise_finish>escalated
escalated: pause>escalated resume>escalated move_unit>escalated supplement>escalated ask>escalated answer>escalated
escalated: attach>escalated join>escalated leave>escalated send_duty>escalated confirm_duty>escalated
escalated: keep_working>escalated snooze>escalated apply_policy>escalated
escalated: waive_duty>escalated flag>escalated mark_moment>escalated erase>escalated
resolved: reopen>in_handling summarise>summarised approve_lowering>resolved refuse_lowering>resolved
resolved: log_action>resolved supplement>resolved ask>resolved answer>resolved attach>resolved join>resolved
resolved: leave>resolved send_duty>resolved confirm_duty>resolved waive_duty>resolved flag>resolved
resolved: mark_moment>resolved erase>resolved
summarised: approve_summary>summarised return_summary>resolved send_to_ministry>sent_to_ministry close>closed
summarised: approve_lowering>summarised refuse_lowering>summarised log_action>summarised supplement>summarised
summarised: ask>summarised answer>summarised attach>summarised join>summarised leave>summarised
summarised: send_duty>summarised confirm_duty>summarised waive_duty>summarised flag>summarised
summarised: mark_moment>summarised erase>summarised
sent_to_ministry: close>closed approve_lowering>sent_to_ministry refuse_lowering>sent_to_ministry
sent_to_ministry: log_action>sent_to_ministry supplement>sent_to_ministry ask>sent_to_ministry
sent_to_ministry: answer>sent_to_ministry attach>sent_to_ministry join>sent_to_ministry leave>sent_to_ministry
sent_to_ministry: send_duty>sent_to_ministry confirm_duty>sent_to_ministry waive_duty>sent_to_ministry
sent_to_ministry: flag>sent_to_ministry mark_moment>sent_to_ministry erase>sent_to_ministry
monitored: close>closed reclassify>classified approve_lowering>monitored refuse_lowering>monitored
monitored: log_action>monitored supplement>monitored ask>monitored answer>monitored attach>monitored join>monitored
monitored: leave>monitored send_duty>monitored confirm_duty>monitored waive_duty>monitored flag>monitored
monitored: mark_moment>monitored erase>monitored
closed: ask>closed answer>closed attach>closed leave>closed confirm_duty>closed erase>closed
linked: unlink>reported attach>linked leave>linked erase>linked
dismissed: reopen>reported ask>dismissed answer>dismissed attach>dismissed leave>dismissed erase>dismissed
)";

using row = std::map<command_kind, status>;

std::map<status, row> read_table()
{
    std::map<status, row> table;
    std::istringstream lines(life);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string from;
        if (!(words >> from))
            continue;
        from.pop_back();
        const auto state = status_named(from);
        REQUIRE(state);
        for (std::string pair; words >> pair;) {
            const auto cut = pair.find('>');
            const auto what = command_kind_named(pair.substr(0, cut));
            const auto to = status_named(pair.substr(cut + 1));
            INFO(line);
            REQUIRE(what);
            REQUIRE(to);
            table[*state][*what] = *to;
        }
    }
    return table;
}

} // namespace

TEST_CASE("Every command in every status is allowed or refused as regulation 3d says", "[incident]")
{
    const auto table = read_table();
    for (std::size_t from = 0; from < status_count; ++from) {
        const auto state = static_cast<status>(from);
        for (std::size_t number = 0; number < command_kind_count; ++number) {
            const auto what = static_cast<command_kind>(number);
            INFO(name_of(state) << " " << name_of(what));
            auto told = ready_for(what, state);
            REQUIRE(told.it.state == state);
            const auto before = told.it;
            const auto outcome = told.tries(everybody, every_role, valid(what, told));
            const auto expected = table.find(state);
            const auto next = expected == table.end() ? row::const_iterator{} : expected->second.find(what);
            if (expected != table.end() && next != expected->second.end()) {
                INFO((outcome ? std::string("granted") : outcome.error().why.key));
                CHECK(outcome);
                CHECK(name_of(told.it.state) == name_of(next->second));
            } else {
                REQUIRE_FALSE(outcome);
                const auto kind = outcome.error().kind;
                CHECK((kind == refusal_kind::wrong_status || kind == refusal_kind::already_done));
                CHECK(outcome.error().why.args.contains("number"));
                CHECK(told.it.state == before.state);
                CHECK(told.it.facts == before.facts);
            }
        }
    }
}

TEST_CASE("No status and command have two rows in the transition table", "[incident]")
{
    for (std::size_t from = 0; from < status_count; ++from)
        for (std::size_t number = 0; number < command_kind_count; ++number) {
            int rows = 0;
            for (const auto& each : transitions())
                if (each.what == static_cast<command_kind>(number) &&
                    each.from.has(static_cast<status>(from)))
                    ++rows;
            CHECK(rows <= 1);
        }
}

TEST_CASE("Names of statuses and commands and roles and events read back", "[incident]")
{
    for (std::size_t i = 0; i < status_count; ++i)
        CHECK(status_named(name_of(static_cast<status>(i))) == static_cast<status>(i));
    for (std::size_t i = 0; i < command_kind_count; ++i)
        CHECK(command_kind_named(name_of(static_cast<command_kind>(i))) == static_cast<command_kind>(i));
    for (std::size_t i = 0; i < role_count; ++i)
        CHECK(role_named(name_of(static_cast<role>(i))) == static_cast<role>(i));
    CHECK_FALSE(status_named("Closed"));
    CHECK_FALSE(command_kind_named(""));
    CHECK_FALSE(role_named("boss"));
}

} // namespace incident_test
