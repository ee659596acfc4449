#include "bot/flow/case_file.hpp"

#include "bot/dialog/masking.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/delivery.hpp"
#include "bot/flow/notices.hpp"
#include "bot/flow/refusals.hpp"
#include "bot/flow/roster.hpp"
#include "bot/incident/decide.hpp"
#include "bot/text.hpp"
#include "messages/when.hpp"
#include "store/events.hpp"
#include "store/rule_texts.hpp"

#include <stdexcept>

namespace bot::flow {

namespace {

constexpr std::size_t title_characters = 60;

/// Brings the header row in line with the state.
void project(case_file& about, rules::instant now)
{
    const auto& state = about.state;
    about.row.unit = state.unit;
    about.row.system = state.report.system_id.value_or("");
    about.row.status = name_of(state.state);
    about.row.open = !incident::is_over(state.state);
    about.row.acknowledged = state.facts[rules::moment::acknowledged].has_value() && !state.unattended_since;
    about.row.level = incident::level_in_force(state);
    about.row.type = state.type.empty() ? state.report.type.value_or("") : state.type;
    about.row.drill = state.drill;
    about.row.handler = state.handler ? state.handler->person : "";
    about.row.title = shorten(dialog::mask_patient_identifiers(state.report.description.value_or("")), title_characters);
    about.row.updated_at = now;
}

void apply(case_file& about, const std::vector<incident::event>& events, rules::instant now)
{
    for (const auto& one : events)
        incident::apply(about.state, one);
    project(about, now);
}

void append(work& at, store::incident_id id, const std::vector<incident::event>& events)
{
    std::vector<store::new_event> rows;
    rows.reserve(events.size());
    for (const auto& one : events)
        rows.push_back({one.at, std::string(name_of(one.what)), incident::to_json(one)});
    if (!rows.empty())
        store::append_events(at.tx, id, rows);
}

std::optional<case_file> fold(work& at, std::optional<store::incident_row> row)
{
    if (!row)
        return std::nullopt;
    case_file found{std::move(*row), {}};
    for (const auto& stored : store::load_events(at.tx, found.row.id)) {
        const auto event = incident::from_json(stored.payload);
        if (!event)
            throw std::runtime_error("event " + std::to_string(static_cast<std::int64_t>(stored.seq)) + ": " + event.error().detail);
        incident::apply(found.state, *event);
    }
    return found;
}

std::vector<std::string> roles_of(work& at, const incident::actor& by, const std::string& unit)
{
    return by.person.empty() ? std::vector<std::string>{} : roles_now(at, by.person, unit);
}

} // namespace

incident::actor the_bot()
{
    return {};
}

phrase in_words(phrase what, rules::instant now)
{
    bot::arguments worded;
    for (auto& [name, value] : what.args) {
        if (name.ends_with("_ms") && std::holds_alternative<std::int64_t>(value)) {
            const rules::instant at{rules::duration{std::get<std::int64_t>(value)}};
            worded[name.substr(0, name.size() - 3)] = std::vector{messages::moment(at, now)};
        } else if (auto* parts = std::get_if<std::vector<phrase>>(&value)) {
            for (auto& part : *parts)
                part = in_words(std::move(part), now);
        }
    }
    what.args.merge(worded);
    return what;
}

std::optional<case_file> open_case(work& at, store::incident_id id)
{
    return fold(at, store::find_incident(at.tx, id));
}

std::optional<case_file> open_case(work& at, std::string_view number)
{
    return fold(at, store::find_incident(at.tx, number));
}

const rules::rule_book& rules_of(work& at, const case_file& about)
{
    return about.row.stamp.empty() ? at.know.rules_of(about.state.unit) : rules_named(at, about.state.unit, about.row.stamp);
}

const rules::rule_book& rules_named(work& at, std::string_view unit, const std::string& fingerprint)
{
    const auto& current = at.know.rules_of(unit);
    if (current.fingerprint() == fingerprint)
        return current;
    return at.know.older_rules->find_or_load(fingerprint, [&] { return store::rule_text(at.tx, fingerprint); });
}

case_file open_incident(work& at, incident::reported content, const incident::actor& by, store::contact& reporter)
{
    const auto& book = at.know.rules_of(content.unit);
    const auto received = content.received_at.value_or(at.now);
    case_file made;
    made.row.prefix = at.know.who.prefix_of(content.unit);
    made.row.year = static_cast<int>(rules::to_vietnam(received).date.year());
    const auto number = store::take_number(at.tx, made.row.prefix, made.row.year);
    made.row.seq = number.seq;
    made.row.number = content.number = number.text;
    made.row.received_at = received;
    made.row.unit = content.unit;
    made.row.stamp = book.fingerprint();
    content.rules_stamp = book.stamp();

    const auto roles = roles_of(at, by, content.unit);
    auto decided = incident::decide(made.state, incident::report{std::move(content)}, by, roles, at.now, book, "zalo");
    if (!decided)
        throw std::logic_error("a report that the form let through was refused: " + decided.error().why.key);
    apply(made, *decided, at.now);
    made.row.id = store::add_incident(at.tx, made.row);
    append(at, made.row.id, *decided);
    store::add_party(at.tx, made.row.id, reporter.id, at.now);
    follow_up(at, made, *decided);
    return made;
}

tl::expected<void, phrase> carry_out(work& at, case_file& about, const incident::command& what, const incident::actor& by)
{
    const auto roles = roles_of(at, by, about.state.unit);
    auto decided = incident::decide(about.state, what, by, roles, at.now, rules_of(at, about), "zalo");
    if (!decided) {
        auto refusal = std::move(decided.error());
        append(at, about.row.id, refusal.record);
        tell_of_refusals(at, about, refusal.record);
        return tl::unexpected(in_words(std::move(refusal.why), at.now));
    }
    append(at, about.row.id, *decided);
    const auto held_by = incident::attendant(about.state);
    apply(about, *decided, at.now);
    store::save_incident(at.tx, about.row);
    note_acted(at, about.row.id, by);
    follow_up(at, about, *decided, held_by);
    return {};
}

void record(work& at, case_file& about, incident::change what)
{
    const std::vector<incident::event> events{{.at = std::max(at.now, about.state.last_event_at), .by = the_bot(), .channel = "", .what = std::move(what)}};
    append(at, about.row.id, events);
    apply(about, events, at.now);
    store::save_incident(at.tx, about.row);
}

std::optional<phrase> refused_beforehand(work& at, case_file& about, const incident::command& empty, const incident::actor& by)
{
    const auto roles = roles_of(at, by, about.state.unit);
    auto decided = incident::decide(about.state, empty, by, roles, at.now, rules_of(at, about), "zalo");
    if (decided || decided.error().kind == incident::refusal_kind::incomplete || decided.error().kind == incident::refusal_kind::invalid)
        return std::nullopt;
    append(at, about.row.id, decided.error().record);
    tell_of_refusals(at, about, decided.error().record);
    return in_words(std::move(decided.error().why), at.now);
}

} // namespace bot::flow
