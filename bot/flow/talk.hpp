#pragma once

#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// Answers what a person wrote in their own chat with the bot: their open form, the number of a menu, a command, or a
/// report in their own words.
void hear_person(const speaker&);

/// Reads a group: everybody may talk, only commands of people with a role are acted on.
void hear_group(const speaker&);

/// Whether words that nobody asked for tell of something: a greeting or a slip does not.
bool sounds_like_a_report(const std::string& said);

} // namespace bot::flow
