#include "bot/flow/nudging.hpp"

#include "bot/flow/roster.hpp"
#include "bot/flow/telling.hpp"
#include "messages/when.hpp"

#include <algorithm>
#include <set>

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

/// What ends a duty, and what the person reminded of it can do.
struct offered_for {
    rules::moment until;
    std::vector<verb> actions;
};

std::vector<verb> actions_for(const rules::deadline_rule& rule)
{
    using rules::moment;
    static const std::vector<offered_for> table{
        {moment::acknowledged, {verb::acknowledge, verb::dismiss, verb::duplicate, verb::details}},
        {moment::classified, {verb::classify, verb::details}},
        {moment::assigned, {verb::assign, verb::details}},
        {moment::first_status, {verb::log, verb::unable, verb::resolve}},
        {moment::last_status, {verb::log, verb::unable, verb::resolve}},
        {moment::resolved, {verb::log, verb::unable, verb::resolve, verb::details}},
        {moment::unable_confirmed, {verb::plan, verb::details}},
        {moment::leader_informed, {verb::plan, verb::details}},
        {moment::summarised, {verb::summary, verb::details}},
        {moment::sent_to_ministry, {verb::sent_ministry, verb::details}},
    };
    if (!rule.authority.empty() && rule.until.empty())
        return {verb::duty_sent, verb::details};
    for (const auto until : rule.until)
        if (const auto found = std::ranges::find(table, until, &offered_for::until); found != table.end())
            return found->actions;
    return {verb::details};
}

const phrases& nothing()
{
    static const phrases none;
    return none;
}

} // namespace

void send_nudge(work& at, case_file& about, const rules::deadline& duty, const rules::nudge& what, const std::string& purpose)
{
    const auto placed = rules_of(at, about).find(duty.rule_id);
    const std::string kind = duty.late_on_arrival() && what.kind == rules::nudge_kind::breach ? "late" : std::string(rules::name_of(what.kind));
    // At the due instant itself the words shall already be "overdue": that is what the message is about.
    const bool passed = what.kind == rules::nudge_kind::breach || what.kind == rules::nudge_kind::repeat;
    const auto shown_at = duty.due && passed ? std::max(at.now, *duty.due + rules::duration{1}) : at.now;
    const bot::arguments more{{"what", phrases{{duty.title}}},
                              {"due", duty.due ? phrases{messages::due(*duty.due, shown_at)} : nothing()}};
    // An escalation is news for those above; for the people at work it is one more reminder.
    const auto said_to = [&](const std::string& role) {
        const bool at_work = role == "handler" || role == "incident_manager";
        return worded(about, "notice.nudge." + (at_work && kind == "escalation" ? "reminder" : kind), more);
    };
    const auto actions = placed ? actions_for(*placed->rule) : std::vector<verb>{verb::details};
    auto how = matter(about, purpose);
    if (duty.due && !passed)
        how.may_wait_until = *duty.due; // a night's rest may delay it, the deadline may not pass over it
    std::set<std::string> told;
    bool reached = false;
    for (const auto& role : what.to_roles)
        for (const auto& person : people_for(at, about, role))
            if (told.insert(person).second)
                reached = tell_with_menu(at, about, person, {said_to(role)}, role == "leader" ? std::vector{verb::details} : actions, how) || reached;
    // Nobody to remind, or nobody reachable: the group is the one place left where somebody may read it.
    if (what.to_leadership_channel || (!reached && !what.to_roles.empty() && what.kind != rules::nudge_kind::reminder))
        post_to_leaders(at, about, worded(about, "group.nudge." + kind, more));
    if (what.to_superior_channel)
        post_to_superior(at, about, worded(about, "group.nudge." + kind, more));
}

} // namespace bot::flow
