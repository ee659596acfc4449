#pragma once

#include "bot/flow/work.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot::flow {

// What would happen if a report came in: played on the real engine, on a virtual clock and a store in memory, so that it
// cannot differ from what really happens. Nobody is told anything, and nothing of the live store is changed.

struct rehearsal_question {
    std::string unit{};
    int level = 3;                ///< 0 to 4, of the story in which the incident is taken in hand
    rules::instant at{};          ///< when the report comes
    std::string system{};         ///< id in the unit's registry, "" = not known
    bool windows_open = false;    ///< as if everybody had just written in their chat
};

/// Where the timeline breaks.
enum class rehearsal_fault {
    none,
    nobody_on_duty, ///< a role has no holder who is not absent: the step is skipped
    unreachable,    ///< somebody is to be told and has no channel
};

/// One message of the timeline, or a place where one is missing.
struct rehearsed {
    rules::instant at{};
    std::string person{};                ///< directory id
    std::string group{};                 ///< id of the channel for a group post, else ""
    std::string role{};                  ///< of nobody_on_duty
    channel_kind by = channel_kind::zalo;
    bool billed = false;                 ///< Zalo beyond the free window
    std::string purpose{};               ///< as in the outbox: "chain", "nudge:A-H3", "assigned" …
    int step = 0;                        ///< of the chain, from 1
    std::string line{};                  ///< the first line as it is read, without the number
    rehearsal_fault fault = rehearsal_fault::none;
};

struct rehearsal {
    rehearsal_question question;
    std::vector<rehearsed> silence; ///< nobody acknowledges: the chain to its end
    std::vector<rehearsed> handled; ///< acknowledged, classified and assigned at once, then silence: to the first repeats

    /// A report at that hour would be heard of by nobody.
    bool reaches_nobody() const;
};

/// A store in memory with the people of the live one, on which questions are played one after another.
class rehearsal_stage {
public:
    /// `live` may be null: nobody has linked a chat then. Throws what the store throws.
    rehearsal_stage(store::connection* live, const knowledge& know);
    ~rehearsal_stage();

    rehearsal play(const rehearsal_question&);
    /// The story of silence alone; it is the same for every level.
    std::vector<rehearsed> play_silence(const rehearsal_question&);
    std::vector<rehearsed> play_handled(const rehearsal_question&);

private:
    const knowledge& know_;
    std::unique_ptr<store::database> db_;
};

} // namespace bot::flow
