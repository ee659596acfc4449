#include "bot/flow/notices.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/menu.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/incident/history.hpp"
#include "messages/when.hpp"
#include "store/deliveries.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

about matter(const case_file& about_case, std::string purpose)
{
    return {.incident = about_case.row.id, .purpose = std::move(purpose), .level = about_case.row.level.value_or(0), .drill = about_case.row.drill};
}

bot::arguments named(const case_file& about)
{
    return {{"number", about.row.number}, {"title", about.row.title}};
}

/// The same with further arguments.
phrase worded(const case_file& about, std::string key, bot::arguments more = {})
{
    auto args = named(about);
    args.merge(more);
    return {std::move(key), std::move(args)};
}

/// Tells a person, offering what they can do about it.
bool tell_with_menu(work& at, const case_file& about, const std::string& person, phrases what, std::vector<verb> actions,
                    const std::string& purpose)
{
    const auto route = route_to(at, person);
    if (route && route->channel == channel_kind::zalo) {
        auto& to = at.contact(*route);
        const auto lines = offer(to, {about.row.id, std::move(actions)}, short_number(about));
        what.insert(what.end(), lines.begin(), lines.end());
    }
    return tell(at, person, what, matter(about, purpose));
}

void tell_role(work& at, const case_file& about, std::string_view role, const phrases& what, const std::vector<verb>& actions,
               const std::string& purpose, const incident::actor& except = {})
{
    for (const auto& person : people_for(at, about, role))
        if (person != except.person)
            tell_with_menu(at, about, person, what, actions, purpose);
}

void post_to_leaders(work& at, const case_file& about, phrase asked)
{
    if (const auto* group = at.know.who.leadership_channel(about.row.unit))
        post(at, *group, group_card(at, about, std::move(asked)), matter(about, "group"));
}

void post_to_superior(work& at, const case_file& about, phrase asked)
{
    if (const auto* group = at.know.who.superior_channel(about.row.unit))
        post(at, *group, group_card(at, about, std::move(asked)), matter(about, "group"));
}

/// Whether the leaders' group has heard of this incident: only then does it hear how it ended.
bool leaders_know(work& at, const case_file& about)
{
    const auto* group = at.know.who.leadership_channel(about.row.unit);
    if (group == nullptr)
        return false;
    const auto sent = store::deliveries_of(at.tx, about.row.id);
    return std::ranges::any_of(sent, [&](const store::delivery& one) {
        return one.purpose == "group:" + group->id && one.state >= store::delivery_state::sent;
    });
}

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

/// How one kind of event is told. One overload a kind; the rest tell nobody.
class teller {
public:
    teller(work& transaction, case_file& subject, const incident::event& event) : at_(transaction), about_(subject), event_(event) {}

    void operator()(const incident::reported&)
    {
        start_chain(at_, about_);
        if (at_.know.policy.receipt_acknowledges || rules_of(at_, about_).automatic_receipt_counts())
            (void)carry_out(at_, about_, incident::acknowledge{}, the_bot());
    }
    void operator()(const incident::supplemented&)
    {
        phrases what{worded(about_, "notice.supplemented", {{"by", incident::who_argument(event_.by)}})};
        const auto details = card(at_, about_);
        what.insert(what.end(), details.begin() + 1, details.end());
        tell_role(at_, about_, "incident_manager", what, actions_of_manager(), "update", event_.by);
    }
    void operator()(const incident::asked& what)
    {
        tell_role(at_, about_, "incident_manager", {worded(about_, "notice.asked", {{"by", incident::who_argument(event_.by)}, {"text", shown(what.text)}})},
                  actions_of_manager(), "update", event_.by);
    }
    void operator()(const incident::answered& what) { reporters("notice.answered", {{"text", shown(what.text)}}); }
    void operator()(const incident::acknowledged&)
    {
        stop_chain(at_, about_.row.id);
        if (!incident::is_system(event_.by))
            reporters("notice.acknowledged", {{"by", event_.by.name}});
    }
    void operator()(const incident::acknowledgement_lapsed&) { start_chain(at_, about_); }
    void operator()(const incident::dismissed& what)
    {
        stop_chain(at_, about_.row.id);
        reporters("notice.dismissed", {{"reason", shown(what.reason)}});
    }
    void operator()(const incident::linked& what)
    {
        stop_chain(at_, about_.row.id);
        reporters("notice.linked", {{"into", what.into}});
    }
    void operator()(const incident::unlinked&)
    {
        reporters("notice.unlinked");
        if (about_.state.unattended_since)
            start_chain(at_, about_);
    }
    void operator()(const incident::classified& what)
    {
        stop_chain(at_, about_.row.id);
        tell_leader_of_level(what.level);
    }
    void operator()(const incident::reclassified& what)
    {
        if (what.to > what.from) {
            phrases raised{worded(about_, "notice.raised", {{"level", phrases{level_phrase(what.to)}}, {"by", event_.by.name}, {"reason", shown(what.reason)}})};
            tell_role(at_, about_, "handler", raised, actions_of_handler(), "update", event_.by);
            if (what.from < 3)
                tell_leader_of_level(what.to);
        } else if (incident::lowering_pending(about_.state)) {
            tell_role(at_, about_, "leader",
                      {worded(about_, "notice.lowering_asked",
                              {{"from", phrases{level_phrase(what.from)}}, {"to", phrases{level_phrase(what.to)}}, {"by", event_.by.name}, {"reason", shown(what.reason)}})},
                      {verb::approve_lowering, verb::details}, "decision", event_.by);
        }
    }
    void operator()(const incident::lowering_approved& what)
    {
        refresh_clocks(at_, about_); // the card shows the new level's clock, not the old one's
        const phrase said = worded(about_, "notice.lowered", {{"level", phrases{level_phrase(what.level)}}, {"by", event_.by.name}});
        tell_role(at_, about_, "incident_manager", {said}, {verb::details}, "update", event_.by);
        tell_role(at_, about_, "handler", {said}, actions_of_handler(), "update", event_.by);
        if (leaders_know(at_, about_))
            post_to_leaders(at_, about_, worded(about_, "group.lowered", {{"level", phrases{level_phrase(what.level)}}, {"by", event_.by.name}}));
    }
    void operator()(const incident::lowering_refused& what)
    {
        tell_role(at_, about_, "incident_manager", {worded(about_, "notice.lowering_refused", {{"by", event_.by.name}, {"reason", shown(what.reason)}})},
                  {verb::details}, "update", event_.by);
    }
    void operator()(const incident::assigned&)
    {
        phrases what{worded(about_, "notice.assigned", {{"by", event_.by.name}})};
        const auto details = card(at_, about_);
        what.insert(what.end(), details.begin(), details.end());
        what.push_back({"card.level_type", {{"level", phrases{level_phrase(about_.row.level)}}, {"type", phrases{type_phrase(about_.row.type)}}}});
        const auto clock = first_clock(at_, about_);
        what.insert(what.end(), clock.begin(), clock.end());
        tell_role(at_, about_, "handler", what, actions_of_handler(), "assigned", event_.by);
    }
    void operator()(const incident::unable_declared& what)
    {
        phrases told{worded(about_, "notice.unable", {{"by", event_.by.name}, {"reason", shown(what.reason)}})};
        const auto details = card(at_, about_);
        told.insert(told.end(), details.begin(), details.end());
        tell_role(at_, about_, "leader", told, {verb::plan, verb::reclassify, verb::details}, "decision", event_.by);
        post_to_leaders(at_, about_, worded(about_, "group.unable", {{"by", event_.by.name}}));
    }
    void operator()(const incident::leader_decided& what)
    {
        const phrases told{worded(about_, "notice.decided", {{"by", event_.by.name}, {"plan", shown(what.plan)}})};
        tell_role(at_, about_, "handler", told, actions_of_handler(), "update", event_.by);
        tell_role(at_, about_, "incident_manager", told, {verb::details}, "update", event_.by);
        if (what.beyond_unit)
            post_to_superior(at_, about_, worded(about_, "group.beyond_unit"));
    }
    void operator()(const incident::resolved& what)
    {
        reporters("notice.resolved", {{"result", shown(what.result)}});
        tell_role(at_, about_, "incident_manager", {worded(about_, "notice.resolved_manager", {{"by", event_.by.name}, {"result", shown(what.result)}})},
                  {verb::summary, verb::details}, "update", event_.by);
        if (leaders_know(at_, about_))
            post_to_leaders(at_, about_, worded(about_, "group.resolved", {{"by", event_.by.name}}));
    }
    void operator()(const incident::reopened& what)
    {
        tell_role(at_, about_, "handler", {worded(about_, "notice.reopened", {{"by", event_.by.name}, {"reason", shown(what.reason)}})}, actions_of_handler(),
                  "update", event_.by);
        reporters("notice.reopened_reporter");
    }
    void operator()(const incident::summarised&)
    {
        tell_role(at_, about_, "leader", {worded(about_, "notice.summary_ready", {{"by", event_.by.name}})},
                  {verb::approve, verb::return_back, verb::details}, "decision", event_.by);
    }
    void operator()(const incident::summary_approved&)
    {
        const bool ministry = about_.row.level.value_or(0) >= 3;
        tell_role(at_, about_, "incident_manager", {worded(about_, "notice.summary_approved", {{"by", event_.by.name}})},
                  {ministry ? verb::sent_ministry : verb::close, verb::details}, "update", event_.by);
    }
    void operator()(const incident::summary_returned& what)
    {
        tell_role(at_, about_, "incident_manager", {worded(about_, "notice.summary_returned", {{"by", event_.by.name}, {"reason", shown(what.reason)}})},
                  {verb::summary, verb::details}, "update", event_.by);
    }
    void operator()(const incident::closed&)
    {
        // Of level 0 nothing is resolved: this is the only news of how it ended (scenario F6).
        if (!about_.state.outcome)
            reporters("notice.closed");
    }
    template <class Quiet>
    void operator()(const Quiet&)
    {
    }

private:
    void reporters(const std::string& key, bot::arguments more = {}) { tell_reporters(at_, about_, {worded(about_, key, std::move(more))}); }

    std::vector<verb> actions_of_handler() const { return {verb::log, verb::unable, verb::resolve, verb::details}; }
    std::vector<verb> actions_of_manager() const
    {
        const auto state = about_.state.state;
        if (state == incident::status::reported)
            return {verb::acknowledge, verb::dismiss, verb::duplicate, verb::details};
        if (state == incident::status::acknowledged)
            return {verb::classify, verb::dismiss, verb::duplicate, verb::details};
        if (state == incident::status::classified)
            return {verb::assign, verb::reclassify, verb::details};
        return {verb::details};
    }
    void tell_leader_of_level(int level)
    {
        if (level < 3)
            return;
        phrases what{worded(about_, "notice.serious", {{"level", phrases{level_phrase(level)}}})};
        const auto details = card(at_, about_);
        what.insert(what.end(), details.begin(), details.end());
        tell_role(at_, about_, "leader", what, {verb::details}, "update", event_.by);
        if (level >= 4)
            post_to_leaders(at_, about_, worded(about_, "group.serious", {{"level", phrases{level_phrase(level)}}}));
    }

    work& at_;
    case_file& about_;
    const incident::event& event_;
};

} // namespace

void follow_up(work& at, case_file& about, const std::vector<incident::event>& events)
{
    refresh_clocks(at, about); // first: what is told below shows the clocks as they now are
    for (const auto& event : events)
        std::visit(teller(at, about, event), event.what);
}

void tell_reporters(work& at, const case_file& about, const phrases& what)
{
    for (const auto id : store::parties(at.tx, about.row.id))
        if (auto* to = at.contact(id); to != nullptr && !to->stopped && !to->blocked) {
            to->last_shown = about.row.id;
            say(at, *to, what, matter(about, "reporter"));
        }
}

void tell_leaders_unreached(work& at, const case_file& about, const std::string& person)
{
    post_to_leaders(at, about, worded(about, "group.person_unreached", {{"name", name_of_person(at, person)}}));
}

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
    std::set<std::string> told;
    bool reached = false;
    for (const auto& role : what.to_roles)
        for (const auto& person : people_for(at, about, role))
            if (told.insert(person).second)
                reached = tell_with_menu(at, about, person, {said_to(role)}, role == "leader" ? std::vector{verb::details} : actions, purpose) || reached;
    // Nobody to remind, or nobody reachable: the group is the one place left where somebody may read it.
    if (what.to_leadership_channel || (!reached && !what.to_roles.empty() && what.kind != rules::nudge_kind::reminder))
        post_to_leaders(at, about, worded(about, "group.nudge." + kind, more));
    if (what.to_superior_channel)
        post_to_superior(at, about, worded(about, "group.nudge." + kind, more));
}

bool call_step(work& at, case_file& about, const rules::chain_call& call)
{
    const bool first = call.step == 0 && call.round == 0;
    const auto waited = phrases{messages::length(at.now - about.state.unattended_since.value_or(at.now))};
    const auto words = [&] {
        phrases what{first ? worded(about, "notice.new") : worded(about, "notice.unattended", {{"waited", waited}})};
        const auto details = card(at, about);
        what.insert(what.end(), details.begin() + (first ? 1 : 0), details.end());
        const auto clock = first_clock(at, about);
        what.insert(what.end(), clock.begin(), clock.end());
        return what;
    };
    std::optional<phrases> what; // worded for the first who can be reached: the card is the dearest text there is
    std::set<std::string> told;
    bool reached = false;
    for (const auto& role : call.to.roles)
        for (const auto& person : people_for(at, about, role)) {
            if (!told.insert(person).second)
                continue;
            if (!what && route_to(at, person))
                what = words();
            reached = tell_with_menu(at, about, person, what.value_or(phrases{}), {verb::acknowledge, verb::dismiss, verb::duplicate, verb::details}, "chain") || reached;
        }
    if (call.to.leadership_channel)
        post_to_leaders(at, about, worded(about, "group.unattended", {{"waited", waited}}));
    else if (!reached && !call.to.roles.empty())
        post_to_leaders(at, about, worded(about, "group.nobody_reached", {{"role", phrases{{"role." + call.to.roles.front()}}}}));
    if (call.to.superior_channel)
        post_to_superior(at, about, worded(about, "group.unattended", {{"waited", waited}}));
    return reached || call.to.roles.empty();
}

} // namespace bot::flow
