#include "bot/flow/lists.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/duty_posts.hpp"
#include "bot/flow/menu.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"
#include "store/deadlines.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

constexpr int list_length = 10;
constexpr std::chrono::days statistics_span{30};

std::vector<phrase> one(phrase what)
{
    return {std::move(what)};
}

/// What the person may list: incidents of their units, or, without a role, their own.
store::incident_filter visible(const speaker& who)
{
    store::incident_filter filter;
    const auto units = units_now(who.at, who.self.person);
    if (units.empty())
        filter.party = who.self.id;
    else
        filter.units = units;
    return filter;
}

void show_rows(const speaker& who, const store::incident_filter& filter, const std::string& title_key, const std::string& none_key)
{
    auto& at = who.at;
    auto rows = store::list_incidents(at.tx, filter, list_length + 1);
    if (rows.empty())
        return reply(who, {{none_key}});
    const bool more = rows.size() > list_length;
    if (more)
        rows.resize(list_length);
    std::vector<phrase> lines{{title_key, {{"count", store::count_incidents(at.tx, filter)}}}};
    for (const auto& row : rows) {
        const auto next = store::next_deadline(at.tx, row.id);
        lines.push_back(list_line(at, row, next ? next->due : std::nullopt));
    }
    if (rows.size() == 1)
        who.chat.last_shown = rows.front().id;
    lines.push_back({"list.how_to_open", {{"number", std::to_string(rows.front().seq)}}});
    reply(who, lines);
}

} // namespace

void show_status(const speaker& who, const dialog::command& asked)
{
    if (asked.number) {
        if (auto found = incident_meant(who, asked.number))
            show_details(who, *found);
        return;
    }
    auto filter = visible(who);
    filter.units.reset();
    filter.party = who.self.id;
    filter.open.reset();
    const auto own = store::list_incidents(who.at.tx, filter, 1);
    if (own.empty())
        return show_list(who, dialog::verb::list_open);
    show_rows(who, filter, "list.reported_by_you", "list.none_reported");
}

void show_list(const speaker& who, dialog::verb which)
{
    auto filter = visible(who);
    if (which == dialog::verb::list_mine) {
        filter.handler = who.self.person.empty() ? "-" : who.self.person;
        if (who.self.person.empty())
            filter.handler.reset();
        return show_rows(who, filter, "list.mine", "list.none_mine");
    }
    if (which == dialog::verb::list_overdue) {
        filter.overdue_at = who.at.now;
        return show_rows(who, filter, "list.overdue", "list.none_overdue");
    }
    show_rows(who, filter, "list.open", "list.none_open");
}

void show_statistics(const speaker& who)
{
    auto& at = who.at;
    const auto units = at.know.who.units_seen_by(who.self.person);
    if (units.empty())
        return reply(who, {{"say.roles_only"}});
    auto filter = visible(who);
    const auto open = store::count_incidents(at.tx, filter);
    filter.open.reset();
    filter.received_from = at.now - statistics_span;
    std::vector<phrase> lines{{"stats.head",
                               {{"days", std::int64_t{statistics_span.count()}}, {"received", store::count_incidents(at.tx, filter)}, {"open", open}}}};
    for (const auto& figure : store::deadline_statistics(at.tx, at.now - statistics_span, at.now, at.now, units)) {
        const auto done = figure.on_time + figure.late;
        if (done == 0)
            continue;
        lines.push_back({"stats.line",
                         {{"what", one({"rule." + figure.rule_id})}, {"on_time", figure.on_time}, {"done", done}, {"percent", figure.on_time * 100 / done}}});
    }
    lines.push_back({"stats.definition"});
    reply(who, lines);
}

void show_on_duty(const speaker& who)
{
    auto& at = who.at;
    auto units = at.know.who.units_seen_by(who.self.person);
    if (units.empty())
        for (const auto& unit : at.know.who.units())
            units.push_back(unit.id);
    if (units.size() > 3)
        units.resize(3);
    std::vector<phrase> lines;
    for (const auto& id : units) {
        lines.push_back({"duty.unit", {{"unit", at.know.who.unit(id)->name}}});
        for (const auto role : roles_on_duty) {
            const auto people = on_duty(at, id, role);
            const auto title = one({"role." + std::string(role)});
            lines.push_back(people.empty() ? phrase{"duty.line_none", {{"role", title}}}
                                           : phrase{"duty.line", {{"role", title}, {"name", name_of_person(at, people.front())}}});
        }
    }
    reply(who, lines);
}

void show_details(const speaker& who, case_file& about)
{
    auto& at = who.at;
    who.chat.last_shown = about.row.id;
    const bool official = !roles_of(who, about.row.unit).empty() || incident::is_handler(about.state, actor_of(who));
    reply(who, official ? full_card(at, about) : card(at, about));
}

void show_proof(const speaker& who, case_file& about)
{
    auto& at = who.at;
    std::vector<phrase> lines{{"proof.head", {{"number", about.row.number}, {"stamp", about.state.rules_stamp}}}};
    for (const auto& duty : deadlines_now(at, about)) {
        if (duty.state == rules::deadline_state::cancelled)
            continue;
        const auto basis = duty.figure_basis == rules::basis::law ? "proof.by_law" : "proof.by_default";
        lines.push_back({"proof.line",
                         {{"what", one({duty.title})},
                          {"rule", duty.rule_id},
                          {"start", rules::format_vietnam(duty.start)},
                          {"from", one({"moment." + std::string(rules::name_of(duty.start_moment))})},
                          {"due", duty.due ? one({"proof.due", {{"due", rules::format_vietnam(*duty.due)}}}) : one({"proof.held"})},
                          {"basis", one({basis, {{"article", duty.article}}})}}});
        for (const auto& pause : duty.pauses_applied)
            lines.push_back({"proof.pause", {{"reason", shown(pause.reason)}, {"from", rules::format_vietnam(pause.from)}}});
    }
    const auto split = time_lines(at, about);
    lines.insert(lines.end(), split.begin(), split.end());
    reply(who, lines);
}

void show_help(const speaker& who)
{
    const bool official = !who.at.know.who.units_seen_by(who.self.person).empty();
    reply(who, official ? std::vector<phrase>{{"help.anybody"}, {"help.official"}} : std::vector<phrase>{{"help.anybody"}});
}

void show_main_menu(const speaker& who)
{
    using dialog::verb;
    const menu offered{{}, {verb::report_quick, verb::report_full, verb::status, verb::help}};
    std::vector<phrase> lines{{"menu.welcome"}};
    const auto choices = offer(who.self, offered, "");
    lines.insert(lines.end(), choices.begin(), choices.end());
    reply_privately(who, lines);
}

} // namespace bot::flow
