#include "bot/incident/redact.hpp"

#include "bot/incident/incident.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {
namespace {

/// Kinds whose author acts as a reporter or as nobody in particular.
constexpr std::array<std::string_view, 7> personal{"reported",         "supplemented",    "asked",
                                                   "attachment_added", "reporter_joined", "reporter_left",
                                                   "attempt_refused"};

bool matches(const actor& who, const data_subject& whose)
{
    return (!whose.person.empty() && who.person == whose.person) ||
           (!whose.contact.empty() && who.contact == whose.contact);
}

/// Blanks what the payload itself says about the person.
struct payload {
    const data_subject& whose;

    void operator()(reported& what) const { in_report(what.report); }
    void operator()(supplemented& what) const { in_report(what.report); }
    void operator()(reporter_joined& what) const { in_list(what.reporters); }
    void operator()(reporter_left& what) const { in_list(what.reporters); }
    void operator()(step_called& what) const
    {
        for (auto& who : what.people)
            who = redact(who, whose, true);
    }
    void operator()(assigned& what) const { what.handler = redact(what.handler, whose, true); }
    void operator()(leader_decided& what) const
    {
        if (what.handler)
            what.handler = redact(*what.handler, whose, true);
    }
    void operator()(erased& what) const
    {
        if ((!whose.person.empty() && what.person == whose.person) ||
            (!whose.contact.empty() && what.contact == whose.contact)) {
            what.person.clear();
            what.contact.clear();
        }
    }
    template <class Other>
    void operator()(Other& /*what*/) const
    {
    }

    void in_report(report_fields& fields) const
    {
        if (whose.is_the_reporter || (!whose.contact.empty() && fields.reporter_contact == whose.contact))
            blank_reporter(fields);
    }
    void in_list(std::vector<actor>& people) const
    {
        for (auto& who : people)
            who = redact(who, whose, false);
    }
};

} // namespace

void blank_reporter(report_fields& fields)
{
    for (auto* field :
         {&fields.reporter_name, &fields.reporter_address, &fields.reporter_phone, &fields.reporter_email})
        field->reset();
    if (fields.reporter_contact)
        fields.reporter_contact =
            erased_contact; // that somebody else was meant than who wrote must stay visible
}

bool is_official(std::string_view event_name)
{
    return std::find(personal.begin(), personal.end(), event_name) == personal.end();
}

data_subject subject_in(std::span<const event> history, std::string person, std::string contact)
{
    data_subject whose{.person = std::move(person), .contact = std::move(contact), .is_the_reporter = false};
    for (const auto& entry : history)
        if (std::holds_alternative<reported>(entry.what)) {
            const event opening[] = {entry};
            whose.is_the_reporter = matches(replay(opening).reported_by, whose);
        }
    return whose;
}

actor redact(const actor& who, const data_subject& whose, bool official)
{
    if (!matches(who, whose))
        return who;
    if (!official)
        return {.person = "", .contact = std::string(erased_contact), .name = ""};
    auto kept = who;
    if (!whose.contact.empty() && kept.contact == whose.contact)
        kept.contact = erased_contact;
    return kept;
}

event redact(const event& entry, const data_subject& whose)
{
    event blanked = entry;
    blanked.by = redact(entry.by, whose, is_official(name_of(entry.what)));
    std::visit(payload{whose}, blanked.what);
    return blanked;
}

} // namespace bot::incident
