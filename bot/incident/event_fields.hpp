#pragma once

#include "bot/incident/event.hpp"

#include <concepts>
#include <type_traits>

/// The stored member names of every event, once, for reading and for writing alike: `visit(name, member)`.
/// A name is for ever. Not for use outside event_json.cpp and its tests.
namespace bot::incident {

template <class Event, class Kind>
concept like = std::same_as<std::remove_const_t<Event>, Kind>;

template <class V, like<actor> E>
void fields(V& visit, E& e)
{
    visit("person", e.person);
    visit("contact", e.contact);
    visit("name", e.name);
}
template <class V, like<notified_party> E>
void fields(V& visit, E& e)
{
    visit("recipient", e.recipient);
    visit("person", e.person);
    visit("methods", e.methods);
}
template <class V, like<attachment> E>
void fields(V& visit, E& e)
{
    visit("id", e.id);
    visit("name", e.name);
    visit("kind", e.kind);
    visit("sha256", e.sha256);
    visit("size", e.size);
}
template <class V, like<rewritten_row> E>
void fields(V& visit, E& e)
{
    visit("sequence", e.sequence);
    visit("sha256", e.sha256);
}
template <class V, like<report_fields> E>
void fields(V& visit, E& e)
{
    visit("reporter_name", e.reporter_name);
    visit("reporter_address", e.reporter_address);
    visit("reporter_phone", e.reporter_phone);
    visit("reporter_email", e.reporter_email);
    visit("reporter_contact", e.reporter_contact);
    visit("location", e.location);
    visit("department", e.department);
    visit("system_id", e.system_id);
    visit("system_name", e.system_name);
    visit("criticality", e.criticality);
    visit("type", e.type);
    visit("occurred_at", e.occurred_at);
    visit("occurred_estimated", e.occurred_estimated);
    visit("notified_at", e.notified_at);
    visit("detected_at", e.detected_at);
    visit("description", e.description);
    visit("detection_method", e.detection_method);
    visit("already_notified", e.already_notified);
    visit("keep_confidential", e.keep_confidential);
    visit("sealed_from_department", e.sealed_from_department);
    visit("request", e.request);
    visit("personal_data", e.personal_data);
    visit("patients_affected", e.patients_affected);
    visit("operations_affected", e.operations_affected);
    visit("attachments", e.attachments);
}
template <class V, like<signs> E>
void fields(V& visit, E& e)
{
    visit("national_security", e.national_security);
    visit("public_order", e.public_order);
    visit("severe_disruption", e.severe_disruption);
    visit("admin_takeover", e.admin_takeover);
    visit("ransomware", e.ransomware);
    visit("health_data_leak", e.health_data_leak);
    visit("long_outage", e.long_outage);
    visit("complex_case", e.complex_case);
    visit("location_or_biometric", e.location_or_biometric);
    visit("personal_data", e.personal_data);
}

template <class V, like<reported> E>
void fields(V& visit, E& e)
{
    visit("number", e.number);
    visit("unit", e.unit);
    visit("rules", e.rules_stamp);
    visit("drill", e.drill);
    visit("received_at", e.received_at);
    visit("report", e.report);
}
template <class V, like<supplemented> E>
void fields(V& visit, E& e)
{
    visit("report", e.report);
    visit("reason", e.reason);
}
template <class V, class E>
requires(like<E, asked> || like<E, answered>) void fields(V& visit, E& e)
{
    visit("text", e.text);
}
template <class V, like<attachment_added> E>
void fields(V& visit, E& e)
{
    visit("file", e.file);
}
template <class V, class E>
requires(like<E, reporter_joined> || like<E, reporter_left>) void fields(V& visit, E& e)
{
    visit("reporters", e.reporters);
    visit("from", e.from);
}
template <class V, class E>
requires(like<E, acknowledged> || like<E, acknowledged_again> || like<E, confirmed>) void fields(V& /*visit*/, E& /*e*/) {}
template <class V, like<attempt_refused> E>
void fields(V& visit, E& e)
{
    visit("what", e.what);
}
template <class V, like<acknowledgement_lapsed> E>
void fields(V& visit, E& e)
{
    visit("passed_up", e.passed_up);
    visit("reason", e.reason);
}
template <class V, class E>
requires(like<E, dismissed> || like<E, reopened> || like<E, summary_returned>) void fields(V& visit, E& e)
{
    visit("reason", e.reason);
}
template <class V, like<paused> E>
void fields(V& visit, E& e)
{
    visit("reason", e.reason);
    visit("waiting_for", e.waiting_for);
    visit("vendor_name", e.vendor_name);
}
template <class V, like<linked> E>
void fields(V& visit, E& e)
{
    visit("into", e.into);
    visit("reason", e.reason);
}
template <class V, like<unlinked> E>
void fields(V& visit, E& e)
{
    visit("from", e.from);
    visit("reason", e.reason);
}
template <class V, like<moved> E>
void fields(V& visit, E& e)
{
    visit("from_unit", e.from_unit);
    visit("to_unit", e.to_unit);
    visit("reason", e.reason);
}
template <class V, like<classified> E>
void fields(V& visit, E& e)
{
    visit("type", e.type);
    visit("level", e.level);
    visit("criticality", e.criticality);
    visit("operation_effect", e.operation_effect);
    visit("data_effect", e.data_effect);
    visit("unit_social_impact", e.unit_social_impact);
    visit("proposed_level", e.proposed_level);
    visit("fired", e.fired);
    visit("signs", e.notice);
    visit("reason", e.reason);
}
template <class V, like<assigned> E>
void fields(V& visit, E& e)
{
    visit("handler", e.handler);
    visit("note", e.note);
}
template <class V, class E>
requires(like<E, parked> || like<E, resumed> || like<E, summary_approved> || like<E, still_working>) void fields(V& visit, E& e)
{
    visit("note", e.note);
}
template <class V, like<reclassified> E>
void fields(V& visit, E& e)
{
    visit("from", e.from);
    visit("to", e.to);
    visit("reason", e.reason);
}
template <class V, like<lowering_approved> E>
void fields(V& visit, E& e)
{
    visit("level", e.level);
    visit("note", e.note);
}
template <class V, like<lowering_refused> E>
void fields(V& visit, E& e)
{
    visit("level", e.level);
    visit("reason", e.reason);
}
template <class V, like<logged> E>
void fields(V& visit, E& e)
{
    visit("action", e.action);
    visit("done_at", e.done_at);
    visit("attachments", e.attachments);
}
template <class V, like<status_promised> E>
void fields(V& visit, E& e)
{
    visit("finish", e.finish);
    visit("generation", e.generation);
}
template <class V, like<unable_declared> E>
void fields(V& visit, E& e)
{
    visit("reason", e.reason);
    visit("needs", e.needs);
}
template <class V, like<leader_decided> E>
void fields(V& visit, E& e)
{
    visit("plan", e.plan);
    visit("beyond_unit", e.beyond_unit);
    visit("experts", e.experts);
    visit("handler", e.handler);
}
template <class V, like<resolved> E>
void fields(V& visit, E& e)
{
    visit("result", e.result);
    visit("cause", e.cause);
    visit("started_at", e.started_at);
    visit("handled_at", e.handled_at);
    visit("participants", e.participants);
    visit("measures", e.measures);
}
template <class V, like<summarised> E>
void fields(V& visit, E& e)
{
    visit("measures", e.measures);
    visit("result", e.result);
    visit("cause", e.cause);
    visit("system_function", e.system_function);
    visit("system_services", e.system_services);
    visit("weaknesses_and_fix", e.weaknesses_and_fix);
    visit("risk_review", e.risk_review);
}
template <class V, like<sent_to_ministry> E>
void fields(V& visit, E& e)
{
    visit("duty", e.duty);
    visit("sent_at", e.sent_at);
    visit("proof", e.proof);
}
template <class V, like<duty_sent> E>
void fields(V& visit, E& e)
{
    visit("duty", e.duty);
    visit("sent_at", e.sent_at);
    visit("to", e.to);
    visit("proof", e.proof);
}
template <class V, like<duty_confirmed> E>
void fields(V& visit, E& e)
{
    visit("duty", e.duty);
    visit("confirmed_at", e.confirmed_at);
    visit("proof", e.proof);
}
template <class V, like<duty_waived> E>
void fields(V& visit, E& e)
{
    visit("duty", e.duty);
    visit("reason", e.reason);
}
template <class V, like<flagged> E>
void fields(V& visit, E& e)
{
    visit("signs", e.notice);
    visit("reason", e.reason);
}
template <class V, like<moment_marked> E>
void fields(V& visit, E& e)
{
    visit("which", e.which);
    visit("when", e.when);
    visit("reason", e.reason);
}
template <class V, like<closed> E>
void fields(V& visit, E& e)
{
    visit("note", e.note);
    visit("analysis", e.analysis);
}
template <class V, like<erased> E>
void fields(V& visit, E& e)
{
    visit("person", e.person);
    visit("contact", e.contact);
    visit("rewritten", e.rewritten);
}
template <class V, like<step_called> E>
void fields(V& visit, E& e)
{
    visit("step", e.step);
    visit("round", e.round);
    visit("each", e.each);
    visit("exhausted", e.exhausted);
    visit("people", e.people);
    visit("roles", e.roles);
}
template <class V, like<policy_applied> E>
void fields(V& visit, E& e)
{
    visit("rules", e.rules_stamp);
}
template <class V, like<snoozed> E>
void fields(V& visit, E& e)
{
    visit("until", e.until);
    visit("reason", e.reason);
}
template <class V, like<work_asked> E>
void fields(V& visit, E& e)
{
    visit("generation", e.generation);
}

} // namespace bot::incident
