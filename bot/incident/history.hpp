#pragma once

#include "bot/incident/event.hpp"
#include "bot/phrase.hpp"

namespace bot::incident {

/// One line of the history: `incident.event.<kind>` with `who`, `at_ms` (see `refusal` on `_ms` arguments)
/// and what the kind has to say. Holds what people wrote: show it only to those who may see the incident.
bot::phrase describe(const event& entry);

/// Who it was, as an argument: the name, else a phrase for the bot, an erased or an unnamed person.
bot::argument who_argument(const actor& who);

} // namespace bot::incident
