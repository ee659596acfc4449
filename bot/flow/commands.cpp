#include "bot/flow/commands.hpp"

#include "bot/dialog/time_phrase.hpp"
#include "bot/flow/absence.hpp"
#include "bot/flow/broadcast.hpp"
#include "bot/flow/cards.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/drill.hpp"
#include "bot/flow/hand_in_level.hpp"
#include "bot/flow/linking.hpp"
#include "bot/flow/maintenance.hpp"
#include "bot/flow/pausing.hpp"
#include "bot/flow/snooze.hpp"
#include "bot/flow/lists.hpp"
#include "bot/flow/duplicates.hpp"
#include "bot/flow/notices.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/duty_changes.hpp"
#include "bot/flow/reach.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/unit_duties.hpp"
#include "bot/flow/unverified.hpp"
#include "bot/incident/history.hpp"
#include "bot/flow/what_if.hpp"
#include "messages/when.hpp"
#include "store/attachments.hpp"

#include <algorithm>
#include <map>

namespace bot::flow {

namespace {

using dialog::command;
using dialog::verb;
using phrases = std::vector<phrase>;

phrase about_number(const case_file& about, std::string key)
{
    return {std::move(key), {{"number", about.row.number}}};
}

/// Opens a form about the incident, unless the person may not do, or cannot do now, what the form is for: then they hear so
/// at once and not after the last question. `empty` is the command the form will give.
void ask_by_form(const speaker& who, case_file& about, std::string_view form, const incident::command& empty)
{
    if (auto refusal = refused_beforehand(who.at, about, empty, actor_of(who)))
        return reply(who, {std::move(*refusal)});
    begin_form(who, form, &about);
}

/// One of a step's people who each have to confirm, after somebody else has acknowledged.
bool has_to_confirm(const case_file& about, const incident::actor& who)
{
    return std::ranges::any_of(about.state.to_confirm, [&](const incident::actor& one) { return incident::same_person(one, who); });
}

void acknowledge(const speaker& who, case_file& about)
{
    const auto by = actor_of(who);
    if (const auto before = about.state.last.find("acknowledged"); !about.state.unattended_since && before != about.state.last.end() && has_to_confirm(about, by)) {
        try_command(who, about, incident::acknowledge{},
                    {{"say.confirmed_too", {{"number", about.row.number}, {"by", incident::who_argument(before->second.by)}, {"at", phrases{messages::moment(before->second.at, who.at.now)}}}}});
        return;
    }
    const phrases done{{"say.acknowledged", {{"number", about.row.number}, {"by", by.name}}}};
    // The next thing asked of an incident manager is the level; in a group nothing is asked.
    if (who.in_group() || is_asked(who)) {
        try_command(who, about, incident::acknowledge{}, done);
        return;
    }
    if (const auto carried = carry_out(who.at, about, incident::acknowledge{}, by); !carried)
        return reply(who, {carried.error()});
    if (refused_beforehand(who.at, about, incident::classify{}, by))
        return reply(who, done);
    begin_classification(who, about, done);
}

void classify(const speaker& who, case_file& about)
{
    if (auto refusal = refused_beforehand(who.at, about, incident::classify{}, actor_of(who)))
        return reply(who, {std::move(*refusal)});
    begin_classification(who, about);
}

void log_entry(const speaker& who, case_file& about, const std::string& text)
{
    incident::log_action entry{.action = text};
    for (const auto id : who.files)
        entry.attachments.push_back(std::to_string(static_cast<std::int64_t>(id)));
    store::assign_attachments(who.at.tx, who.files, about.row.id);
    try_command(who, about, entry, {about_number(about, "say.logged")});
}

void promise(const speaker& who, case_file& about, const std::string& when)
{
    const auto read = dialog::parse_time(when, who.at.now, dialog::direction::future);
    if (!read || !read->at)
        return begin_form(who, "expected_finish", &about);
    try_command(who, about, incident::promise_finish{*read->at},
                {{"say.promised", {{"number", about.row.number}, {"at", phrases{messages::moment(*read->at, who.at.now)}}}}});
}

void link_duplicate(const speaker& who, case_file& about, const std::string& rest)
{
    const auto number = dialog::parse_command("chi tiet " + rest);
    if (!number || !number->number)
        return ask_by_form(who, about, "link_duplicate", incident::link{});
    if (auto main = incident_meant(who, number->number))
        link_cases(who, about, *main);
}

/// The report the person has just made of what turned out to be the same incident (scenario F4).
std::optional<case_file> own_fresh_report(const speaker& who, const case_file& main)
{
    store::incident_filter filter;
    filter.party = who.self.id;
    filter.drills = main.row.drill;
    filter.status = "reported";
    filter.received_from = who.at.now - same_incident_within;
    for (const auto& row : store::list_incidents(who.at.tx, filter, 3))
        if (row.id != main.row.id && row.unit == main.row.unit)
            return open_case(who.at, row.id);
    return std::nullopt;
}

/// The incident a fresh report of the person's own was said to be the same as. They were told its number, so they may name
/// it although they do not see it yet (scenario F4).
std::optional<case_file> offered_to_join(const speaker& who, const std::string& number)
{
    store::incident_filter filter;
    filter.party = who.self.id;
    filter.drills = true;
    filter.status = "reported";
    filter.received_from = who.at.now - same_incident_within;
    for (const auto& row : store::list_incidents(who.at.tx, filter, 3))
        if (const auto own = open_case(who.at, row.id))
            if (auto main = likely_same(who.at, *own); main && (number == short_number(*main) || number == main->row.number))
                return main;
    return std::nullopt;
}

void join(const speaker& who, case_file& about)
{
    if (auto own = own_fresh_report(who, about)) {
        who.self.conversation.reset();
        return link_as_same(who, *own, about);
    }
    const auto by = actor_of(who);
    if (try_command(who, about, incident::join{.reporters = {by}}, {about_number(about, "say.joined")}))
        store::add_party(who.at.tx, about.row.id, who.self.id, who.at.now);
}

void unjoin(const speaker& who, case_file& about)
{
    const auto by = actor_of(who);
    if (try_command(who, about, incident::leave{.reporters = {by}}, {about_number(about, "say.left")}))
        store::remove_party(who.at.tx, about.row.id, who.self.id);
}

void stop(const speaker& who)
{
    reply_privately(who, {{"say.stopped"}});
    who.self.stopped = true;
    channel_closed(who.at, who.self, "stopped");
}

void start(const speaker& who)
{
    who.self.stopped = false;
    heard_from(who.at, who.self);
    reply_privately(who, {{"say.started"}});
}

void speak(const speaker& who, std::string language)
{
    who.self.language = std::move(language);
    reply_privately(who, {{"say.language"}});
}

using about_incident = void (*)(const speaker&, case_file&, const command&);

/// What is done about one incident, by verb.
const std::map<verb, about_incident>& incident_commands()
{
    static const std::map<verb, about_incident> table{
        {verb::acknowledge, [](const speaker& who, case_file& about, const command&) { acknowledge(who, about); }},
        {verb::dismiss,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty())
                 return ask_by_form(who, about, "dismiss", incident::dismiss{});
             try_command(who, about, incident::dismiss{given.rest}, {about_number(about, "say.dismissed")});
         }},
        {verb::duplicate, [](const speaker& who, case_file& about, const command& given) { link_duplicate(who, about, given.rest); }},
        {verb::unlink, [](const speaker& who, case_file& about, const command& given) { unlink_case(who, about, given.rest.empty() ? who.said : given.rest); }},
        {verb::details, [](const speaker& who, case_file& about, const command&) { show_details(who, about); }},
        {verb::prove, [](const speaker& who, case_file& about, const command&) { show_proof(who, about); }},
        {verb::classify, [](const speaker& who, case_file& about, const command&) { classify(who, about); }},
        {verb::reclassify, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "reclassify", incident::reclassify{}); }},
        {verb::assign, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "assign", incident::assign{}); }},
        {verb::escalate,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty())
                 return ask_by_form(who, about, "escalate", incident::lapse{true, ""});
             try_command(who, about, incident::lapse{true, given.rest}, {about_number(about, "say.passed_up")});
         }},
        {verb::pause,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty())
                 return ask_by_form(who, about, "pause", incident::pause{});
             pause_for(who, about, given.rest, vendor_meant(who, about, given.rest));
         }},
        {verb::resume,
         [](const speaker& who, case_file& about, const command& given) {
             try_command(who, about, incident::resume{given.rest}, {about_number(about, "say.resumed")});
         }},
        {verb::expected_finish, [](const speaker& who, case_file& about, const command& given) { promise(who, about, given.rest); }},
        {verb::still_working,
         [](const speaker& who, case_file& about, const command& given) {
             try_command(who, about, incident::keep_working{given.rest}, {about_number(about, "say.still_working")});
         }},
        {verb::snooze, [](const speaker& who, case_file& about, const command& given) { snooze(who, about, given.rest); }},
        {verb::apply_policy,
         [](const speaker& who, case_file& about, const command&) {
             try_command(who, about, incident::apply_policy{who.at.know.rules_of(about.state.unit).stamp()}, {about_number(about, "say.policy_applied")});
         }},
        {verb::move_unit, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "move_unit", incident::move_unit{}); }},
        {verb::reopen,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty())
                 return ask_by_form(who, about, "reopen", incident::reopen{});
             try_command(who, about, incident::reopen{given.rest}, {about_number(about, "say.reopened")});
         }},
        {verb::summary, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "summary", incident::summarise{}); }},
        {verb::sent_ministry,
         [](const speaker& who, case_file& about, const command& given) {
             try_command(who, about, incident::send_to_ministry{.proof = given.rest}, {about_number(about, "say.sent_ministry")});
         }},
        {verb::duty_sent, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "duty_sent", incident::send_duty{}); }},
        {verb::duty_confirmed, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "duty_confirmed", incident::confirm_duty{}); }},
        {verb::waive, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "waive", incident::waive_duty{}); }},
        {verb::close,
         [](const speaker& who, case_file& about, const command& given) {
             if (about.state.state == incident::status::monitored && given.rest.empty())
                 return ask_by_form(who, about, "close", incident::close{});
             try_command(who, about, incident::close{.note = given.rest, .analysis = given.rest}, {about_number(about, "say.closed")});
         }},
        {verb::park,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty())
                 return ask_by_form(who, about, "park", incident::park{});
             try_command(who, about, incident::park{given.rest}, {about_number(about, "say.parked")});
         }},
        {verb::log,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty())
                 return ask_by_form(who, about, "log_entry", incident::log_action{});
             log_entry(who, about, given.rest);
         }},
        {verb::unable,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty())
                 return ask_by_form(who, about, "unable", incident::declare_unable{});
             try_command(who, about, incident::declare_unable{given.rest, ""}, {about_number(about, "say.unable")});
         }},
        {verb::resolve, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "resolve", incident::resolve{}); }},
        {verb::plan, [](const speaker& who, case_file& about, const command&) { ask_by_form(who, about, "leader_decision", incident::leader_decide{}); }},
        {verb::approve,
         [](const speaker& who, case_file& about, const command& given) {
             if (incident::lowering_pending(about.state))
                 try_command(who, about, incident::approve_lowering{given.rest}, {about_number(about, "say.lowering_approved")});
             else
                 try_command(who, about, incident::approve_summary{given.rest}, {about_number(about, "say.summary_approved")});
         }},
        {verb::approve_lowering,
         [](const speaker& who, case_file& about, const command& given) {
             try_command(who, about, incident::approve_lowering{given.rest}, {about_number(about, "say.lowering_approved")});
         }},
        {verb::return_back,
         [](const speaker& who, case_file& about, const command& given) {
             if (given.rest.empty() && incident::lowering_pending(about.state))
                 return ask_by_form(who, about, "lower_level", incident::refuse_lowering{});
             if (given.rest.empty())
                 return ask_by_form(who, about, "return_back", incident::return_summary{});
             if (incident::lowering_pending(about.state))
                 try_command(who, about, incident::refuse_lowering{given.rest}, {about_number(about, "say.lowering_refused")});
             else
                 try_command(who, about, incident::return_summary{given.rest}, {about_number(about, "say.summary_returned")});
         }},
        {verb::join, [](const speaker& who, case_file& about, const command&) { join(who, about); }},
        {verb::unjoin, [](const speaker& who, case_file& about, const command&) { unjoin(who, about); }},
    };
    return table;
}

using about_chat = void (*)(const speaker&, const command&);

/// What concerns no single incident, by verb.
const std::map<verb, about_chat>& chat_commands()
{
    static const std::map<verb, about_chat> table{
        {verb::report_quick, [](const speaker& who, const command& given) { begin_report(who, "quick_report", given.rest); }},
        {verb::report_full, [](const speaker& who, const command& given) { begin_report(who, "full_report", given.rest); }},
        {verb::menu, [](const speaker& who, const command&) { show_main_menu(who); }},
        {verb::help, [](const speaker& who, const command&) { show_help(who); }},
        {verb::status, [](const speaker& who, const command& given) { show_status(who, given); }},
        {verb::list_open, [](const speaker& who, const command&) { show_list(who, verb::list_open); }},
        {verb::list_mine, [](const speaker& who, const command&) { show_list(who, verb::list_mine); }},
        {verb::list_overdue, [](const speaker& who, const command&) { show_list(who, verb::list_overdue); }},
        {verb::stats, [](const speaker& who, const command&) { show_statistics(who); }},
        {verb::on_duty, [](const speaker& who, const command&) { show_on_duty(who); }},
        {verb::absent, [](const speaker& who, const command& given) { ask_absence(who, given.rest); }},
        {verb::present, [](const speaker& who, const command&) { end_absence(who); }},
        {verb::maintenance, [](const speaker& who, const command& given) { set_maintenance(who, given.rest); }},
        {verb::maintenance_over, [](const speaker& who, const command&) { end_maintenance(who); }},
        {verb::drill, [](const speaker& who, const command& given) { begin_drill(who, given.rest); }},
        {verb::reachable, [](const speaker& who, const command&) { confirm_reachable(who); }},
        {verb::read_notice, [](const speaker& who, const command& given) { read_notice(who, given.number.value_or("")); }},
        {verb::roster, [](const speaker& who, const command&) { show_roster(who); }},
        {verb::cover_duty, [](const speaker& who, const command& given) { cover_duty(who, given.rest); }},
        {verb::swap_duty, [](const speaker& who, const command& given) { offer_swap(who, given.rest); }},
        {verb::accept_swap, [](const speaker& who, const command& given) { answer_swap(who, given.number.value_or(""), true); }},
        {verb::refuse_swap, [](const speaker& who, const command& given) { answer_swap(who, given.number.value_or(""), false); }},
        {verb::what_if, [](const speaker& who, const command& given) { show_what_if(who, given.rest); }},
        {verb::broadcast, [](const speaker& who, const command& given) { begin_broadcast(who, given.rest); }},
        {verb::notice_readers, [](const speaker& who, const command& given) { show_notice_readers(who, given.number.value_or("")); }},
        {verb::unit_duties, [](const speaker& who, const command&) { show_unit_duties(who); }},
        {verb::unit_duty_done, [](const speaker& who, const command& given) { unit_duty_done(who, given.rest); }},
        {verb::accept_mail, [](const speaker& who, const command& given) { accept_mail(who, given.number.value_or("")); }},
        {verb::discard_mail, [](const speaker& who, const command& given) { discard_mail(who, given.number.value_or("")); }},
        {verb::english, [](const speaker& who, const command&) { speak(who, "en"); }},
        {verb::vietnamese, [](const speaker& who, const command&) { speak(who, "vi"); }},
        {verb::stop, [](const speaker& who, const command&) { stop(who); }},
        {verb::start, [](const speaker& who, const command&) { start(who); }},
        {verb::link_account, [](const speaker& who, const command& given) { link_by_code(who, given.rest); }},
        {verb::continue_draft,
         [](const speaker& who, const command&) {
             if (!resume_form(who))
                 reply_privately(who, {{"say.nothing_to_continue"}});
         }},
    };
    return table;
}

} // namespace

bool try_command(const speaker& who, case_file& about, const incident::command& what, const phrases& done)
{
    const auto carried = carry_out(who.at, about, what, actor_of(who));
    auto said = carried ? done : phrases{carried.error()};
    if (!who.in_group()) {
        const auto question = open_question(who);
        said.insert(said.end(), question.begin(), question.end());
    }
    reply(who, said);
    return carried.has_value();
}

void do_command(const speaker& who, const command& given)
{
    if (const auto found = chat_commands().find(given.what); found != chat_commands().end())
        return found->second(who, given);
    const auto& table = incident_commands();
    const auto found = table.find(given.what);
    if (found == table.end())
        return;
    if (given.what == verb::join && given.number)
        if (auto main = offered_to_join(who, *given.number))
            return join(who, *main);
    // A press on a card in the group by somebody without a role there is refused as such, and recorded (scenario B12).
    if (auto about = given.what == verb::acknowledge ? posted_here(who, given.number) : std::nullopt)
        return acknowledge(who, *about);
    if (auto about = incident_meant(who, given.number))
        found->second(who, *about, given);
}

bool meant_for_a_group(verb what)
{
    return incident_commands().contains(what) || what == verb::list_open || what == verb::list_overdue || what == verb::on_duty || what == verb::roster;
}

void invite_to_link(const speaker& who)
{
    reply_privately(who, {{"say.please_link"}});
    if (who.at.know.policy.phone_card)
        ask_for_phone(who);
}

void add_to_report(const speaker& who, case_file& about)
{
    for (const auto id : who.files) {
        const auto file = store::find_attachment(who.at.tx, id);
        (void)carry_out(who.at, about, incident::attach{{.id = std::to_string(static_cast<std::int64_t>(id)), .name = file->name, .kind = file->kind}},
                        actor_of(who));
    }
    store::assign_attachments(who.at.tx, who.files, about.row.id);
    if (who.said.empty())
        return reply(who, {about_number(about, "say.file_added")});
    try_command(who, about, incident::ask{who.said}, {about_number(about, "say.passed_on")});
}

} // namespace bot::flow
