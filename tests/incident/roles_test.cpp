#include "tests/incident/support.hpp"
#include "tests/incident/valid_commands.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

namespace incident_test {

namespace {

// Written from regulation.md §3d (actors in brackets) and product.md §1 and §3, not from the code.
// R reporter of a unit, V vendor, H handler, M incident manager, I head of IT, L leader, U authority, A
// administrator, S the bot, r a reporter of this incident, h the handler assigned to it, c called by the chain.
constexpr const char* who_may = R"(
report           RVHMILUAS
supplement       HMILrh
ask              HMILUrh
answer           HMILh
attach           HMILSrh
join             RVHMILS
leave            RVHMILSr
acknowledge      MILShc
lapse            MILSh
dismiss          MIL
link             MILS
unlink           MILS
move_unit        MIL
classify         MIL
assign           MIL
park             MI
reclassify       MIL
approve_lowering L
refuse_lowering  L
log_action       HMILh
promise_finish   HMIh
pause            HMIh
resume           HMIh
declare_unable   HMIh
leader_decide    L
resolve          HMIh
reopen           MIL
summarise        MI
approve_summary  L
return_summary   L
send_to_ministry MIL
send_duty        MIL
confirm_duty     MILU
waive_duty       L
flag             HMILh
mark_moment      HMILh
close            MIL
erase            AS
apply_policy     MIL
snooze           HMILh
keep_working     HMILhc
)";

const std::map<char, std::string> letters{
    {'R', "reporter"}, {'V', "vendor"}, {'H', "handler"},   {'M', "incident_manager"},
    {'I', "it_head"},  {'L', "leader"}, {'U', "authority"}, {'A', "administrator"},
    {'S', ""},         {'r', ""},       {'h', ""},         {'c', ""}};

/// A status in which the command is possible.
status somewhere(command_kind what)
{
    for (std::size_t i = 0; i < status_count; ++i) {
        const auto state = static_cast<status>(i);
        auto told = ready_for(what, state);
        if (told.tries(everybody, every_role, valid(what, told)))
            return state;
    }
    FAIL("the command is possible nowhere");
    return status::none;
}

/// The command as this person would give it: for themselves where it is about oneself.
command as_given_by(const actor& who, command_kind what, const story& told)
{
    if (what == command_kind::join)
        return join{.reporters = {who}, .from = ""};
    if (what == command_kind::leave)
        return leave{.reporters = {who}, .from = ""};
    if (what == command_kind::lapse)
        return lapse{.passed_up = !is_system(who), .reason = "Đang trong phòng mổ"};
    return valid(what, told);
}

} // namespace

TEST_CASE("Each role may do what its work is and nothing else", "[incident]")
{
    std::istringstream lines(who_may);
    std::size_t seen = 0;
    for (std::string name, allowed; lines >> name >> allowed; ++seen) {
        const auto what = command_kind_named(name);
        REQUIRE(what);
        const auto state = somewhere(*what);
        for (const auto& [letter, role_name] : letters) {
            auto told = ready_for(*what, state);
            actor who{.person = "tester", .contact = "zalo:tester", .name = "Người Thử"};
            if (letter == 'S')
                who = robot;
            if (letter == 'r') {
                if (told.it.state == status::none)
                    continue;
                who = told.it.reported_by;
            }
            if (letter == 'h') {
                told.it.handler = who;
                if (told.it.state == status::none)
                    continue;
            }
            if (letter == 'c') {
                if (told.it.state == status::none)
                    continue;
                told.it.called.push_back(who);
            }
            std::vector<std::string> roles;
            if (!role_name.empty())
                roles.push_back(role_name);
            INFO(name << " by " << letter << " in " << name_of(state));
            const auto outcome =
                decide(told.it, as_given_by(who, *what, told), who, roles, told.now, shipped_book());
            const bool refused_by_role = !outcome && outcome.error().kind == refusal_kind::wrong_role;
            CHECK(refused_by_role == (allowed.find(letter) == std::string::npos));
            if (refused_by_role) {
                CHECK(outcome.error().why.key == "incident.refused.role");
                REQUIRE(outcome.error().record.size() == 1);
                CHECK(std::get<attempt_refused>(outcome.error().record.front().what).what == *what);
            }
        }
    }
    CHECK(seen == command_kind_count);
}

TEST_CASE("Whoever notices an incident may report it even when nobody knows them", "[incident]")
{
    story told;
    told.does(stranger, nobody, a_report());
    CHECK(told.it.state == status::reported);
    CHECK(same_person(told.it.reported_by, stranger));
}

TEST_CASE("A directory cannot make somebody the bot or the reporter", "[incident]")
{
    const std::vector<std::string> names{"system", "own_reporter", "own_handler", "chief wizard", "leader"};
    CHECK(roles_named(names) == role_set{role::leader});
}

TEST_CASE("B12 tries without the role are counted by person", "[incident]")
{
    auto told = reached(status::reported);
    for (int i = 0; i < 3; ++i)
        CHECK(told.refused(stranger, nobody, acknowledge{}) == "incident.refused.role");
    CHECK(told.refused(nurse, nobody, acknowledge{}) == "incident.refused.role");
    CHECK(told.it.state == status::reported);
    REQUIRE(told.it.refused.size() == 2);
    CHECK(told.it.refused.front().count == 3);
    CHECK(same_person(told.it.refused.front().by, stranger));
}

TEST_CASE("The assigned handler works on it without holding the role", "[incident]")
{
    auto told = reached(status::classified);
    const actor vendor{.person = "", .contact = "email:support@his.vn", .name = "Hãng HIS"};
    CHECK(
        told.refused(vendor, {"vendor"}, log_action{.action = "Đã xem", .done_at = {}, .attachments = {}}) ==
        "incident.refused.role");
    told.does(manager, as_manager, assign{.handler = vendor, .note = ""});
    told.does(vendor, {"vendor"}, log_action{.action = "Đã xem", .done_at = {}, .attachments = {}});
    told.does(vendor, {"vendor"}, resolve{an_outcome(told.now)});
    CHECK(told.it.state == status::resolved);
}

} // namespace incident_test
