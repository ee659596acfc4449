#include "bot/flow/outgoing.hpp"

#include "bot/flow/mail_header.hpp"
#include "store/incidents.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::flow {

namespace {

/// Whose message it is: of the incident's unit, else of the unit in which the reader has a role.
std::string unit_of(const work& at, const about& matter, std::string_view person)
{
    if (!matter.unit.empty())
        return matter.unit;
    if (matter.incident)
        if (const auto row = store::find_incident(at.tx, *matter.incident))
            return row->unit;
    if (!person.empty())
        for (const auto& unit : at.know.who.units())
            for (const auto& [role, people] : unit.roles)
                if (std::ranges::find(people, person) != people.end())
                    return unit.id;
    return "";
}

} // namespace

store::urgency_class urgency_of(const about& matter)
{
    if (matter.unhurried)
        return store::urgency_class::low;
    const bool answer = matter.purpose.empty() && !matter.incident;
    const int level = matter.level.value_or(3);
    return level >= 4 ? store::urgency_class::critical : level == 3 || answer ? store::urgency_class::high : store::urgency_class::normal;
}

void enqueue(work& at, store::outbound message)
{
    message.track = message.track || !message.purpose.empty();
    const auto not_before = message.not_before;
    message.id = store::enqueue(at.tx, message, at.now);
    if (not_before)
        at.wake(*not_before);
    else
        at.out.to_send.push_back(to_sender(message, at.know));
}

store::outbound addressed(const work& at, const chat& to, std::string_view person, const about& matter)
{
    store::outbound message;
    message.channel = static_cast<store::channel_number>(to.channel);
    message.address = to.address;
    message.person = person;
    message.purpose = matter.purpose;
    message.incident = matter.incident;
    message.urgency = urgency_of(matter);
    message.unit = unit_of(at, matter, person);
    return message;
}

outbound to_sender(const store::outbound& row, const knowledge& know)
{
    outbound made;
    made.id = static_cast<std::int64_t>(row.id);
    made.to = {static_cast<channel_kind>(row.channel), row.address};
    made.text = row.text;
    made.priority = static_cast<int>(row.urgency);
    made.unit = row.unit;
    made.maybe_sent = row.resend;
    made.repeat_mark = know.texts.text(know.policy.language, {"notice.resend_mark"}) + " ";
    if (!row.payload.empty()) {
        const auto payload = nlohmann::json::parse(row.payload, nullptr, false);
        if (payload.is_object() && payload.contains("template")) {
            made.kind = outbound_kind::templated;
            for (const auto& [key, value] : payload["template"].items())
                made.template_data[key] = value.get<std::string>();
        } else if (payload.is_object() && payload.contains("ask_phone")) {
            made.kind = outbound_kind::ask_phone;
        }
        made.mail = mail_header_of(row.payload);
    }
    return made;
}

} // namespace bot::flow
