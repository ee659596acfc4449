#pragma once

#include "bot/flow/work.hpp"
#include "bot/incident/command.hpp"
#include "bot/incident/incident.hpp"
#include "store/incidents.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bot::flow {

/// An incident as the store has it: the header row and the state folded from its events.
struct case_file {
    store::incident_row row;
    incident::incident state;
};

std::optional<case_file> open_case(work&, store::incident_id id);
std::optional<case_file> open_case(work&, std::string_view number);

/// The rules the incident was opened under, even when the files have changed since.
const rules::rule_book& rules_of(work&, const case_file&);

/// The rules of that fingerprint: those in force in the unit now, or earlier ones the store has kept.
const rules::rule_book& rules_named(work&, std::string_view unit, const std::string& fingerprint);

/// Opens a new incident from a complete report: takes a number, stores it and lets everything follow that a report entails.
/// `reporter` hears of it from here on.
case_file open_incident(work&, incident::reported content, const incident::actor& by, store::contact& reporter);

/// Carries a command out: decides it, stores its events, brings clocks up to date and tells who is to be told.
/// The refusal is a phrase to be said as it is.
tl::expected<void, phrase> carry_out(work&, case_file&, const incident::command& what, const incident::actor& by);

/// Records what the bot itself did about the incident; nobody is told of it.
void record(work&, case_file&, incident::change what);

/// Why the person could not give such a command at all, whatever they filled into it: not their role, not in this state, or
/// done already. Asked before a form about it is opened. Nothing when the form makes sense.
std::optional<phrase> refused_beforehand(work&, case_file&, const incident::command& empty, const incident::actor& by);

/// The bot itself as an actor.
incident::actor the_bot();

/// Adds to each `x_ms` argument of the incident core an `x` in words.
phrase in_words(phrase what, rules::instant now);

} // namespace bot::flow
