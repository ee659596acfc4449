#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/rules/pack.hpp"

namespace bot::flow {

// A step of the chain may ask each of its people to confirm (scenario B4): one acknowledgment ends the chain, the others are
// reminded until they have confirmed as well.

/// The step has just been called: sets the reminders of those who have not confirmed.
void ask_confirmations(work&, const case_file&, const rules::chain_step&);
/// Reminds those who still have to; after the last reminder the leaders' group hears who has not.
void confirmation_due(work&, const store::timer&);
/// Ends the reminders when nobody is left to confirm.
void settle_confirmations(work&, const case_file&);

} // namespace bot::flow
