#pragma once

#include "tests/sim/year_record.hpp"

#include <string>
#include <vector>

namespace sim {

/// What the checker found, and how much it looked at: a checker that has nothing to compare proves nothing.
struct verdict {
    std::vector<std::string> faults{}; ///< in words, each with incident, moment and person
    int reminders = 0;                 ///< messages that deadlines called for, each found
    int held = 0;                      ///< reminders that the night held back, each found in the morning's digest
    int calls = 0;                     ///< messages that escalation chains called for, each found
    int posts = 0;                     ///< posts to groups
    int nights = 0;                    ///< messages to staff between 22:00 and 06:00
    int receipts = 0;                  ///< reporters with a receipt
    int closings = 0;                  ///< reporters who heard how it ended
    int out_of_window = 0;             ///< reporters who could not hear it: silent for a week, so Zalo let nothing through
};

/// Judges a run by what left the outbox and by the incidents' histories alone. What ought to have been sent is worked out anew
/// from the histories with the rules core (`bot::rules`), the directory and the absences; nothing of `bot/flow` takes part.
///
/// (a) *Deadlines.* A deadline is recomputed after every moment at which something happened to its incident. While it runs,
///     each of its points (ladder, escalation, breach, repeat) had a message to everybody who holds a named role, within 5 s;
///     what had already passed when the deadline came up had one message at that moment. No message of a deadline came at another
///     time: none early, none after it was met. Groups are named by a point through a post within 10 minutes, as posts wait
///     for one another.
///     Levels 0 and 1 let people sleep (22:00 to 07:00): what is due before the deadline and can wait till morning without
///     passing it comes in the digest at 07:00 instead.
/// (b) *Chains.* The same for the steps of the escalation chain: while nobody has an incident in hand, every step called
///     its people in time, a step without people passing on at once; nobody was called at any other time, so nobody for an incident in hand.
/// (c) *Nights.* "Woken" is somebody of the directory to whom a message left between 22:00 and 06:00 that is no answer to what
///     they wrote (it has a purpose). Nobody is woken who is away, and nobody who is not on duty for the matter:
///     its handler (their deputy or colleague while they are away), whoever has it in hand, the one on duty for each role
///     (by turns, or the first who is there, or their deputy), or whoever (a) or (b) called by their role just then, such as the backup of a chain's second step.
/// (d) *Groups.* Two posts to one group are at least a minute apart.
/// (e) *Reporters.* Each had the receipt within 5 s, and a closing note when the incident was resolved, dismissed,
///     joined to another, or closed without having been any of it; except for a nurse who wrote nothing for seven days, to
///     whom Zalo lets no message through and whose phone the bot does not know.
/// (f) *Store.* The hash chain verifies, and nothing whose time has come lies unsent.
verdict check(const year_record&);

} // namespace sim
