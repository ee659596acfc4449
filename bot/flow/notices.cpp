#include "bot/flow/notices.hpp"

#include "bot/flow/attendance.hpp"
#include "bot/flow/cards.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/confirmations.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/snooze.hpp"
#include "bot/flow/telling.hpp"
#include "bot/flow/vendor_clock.hpp"
#include "bot/incident/history.hpp"
#include "store/deliveries.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

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

/// How one kind of event is told. One overload a kind; the rest tell nobody.
class teller {
public:
    teller(work& transaction, case_file& subject, const incident::event& event, const incident::actor& held_by)
        : at_(transaction), about_(subject), event_(event), before_(held_by)
    {
    }

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
    void operator()(const incident::acknowledgement_lapsed& what)
    {
        if (!what.passed_up)
            for (const auto& person : attendants(at_, about_, before_))
                tell_with_menu(at_, about_, person, {worded(about_, "notice.taken_back")}, {verb::acknowledge, verb::details}, matter(about_, "update"));
        start_chain(at_, about_);
    }
    void operator()(const incident::moved& what)
    {
        reporters("notice.moved", {{"unit", at_.know.who.unit(what.to_unit)->name}});
        start_chain(at_, about_);
    }
    void operator()(const incident::policy_applied&) { start_chain(at_, about_); }
    void operator()(const incident::snoozed&) { begin_snooze(at_, about_); }
    void operator()(const incident::paused& what)
    {
        if (!what.waiting_for.empty())
            start_vendor_clock(at_, about_);
    }
    void operator()(const incident::resumed&) { stop_vendor_clock(at_, about_); }
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
            if (about_.state.unattended_since)
                start_chain(at_, about_); // a graver incident is called for in its own way
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
        stop_vendor_clock(at_, about_);
        drop_wake_up(at_, about_);
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
    const incident::actor& before_; ///< who had it in hand before these events
};

} // namespace

void follow_up(work& at, case_file& about, const std::vector<incident::event>& events, const incident::actor& held_by)
{
    refresh_clocks(at, about); // first: what is told below shows the clocks as they now are
    for (const auto& event : events)
        std::visit(teller(at, about, event, held_by), event.what);
    settle_confirmations(at, about);
    plan_attendance(at, about);
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

} // namespace bot::flow
