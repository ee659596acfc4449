#pragma once

#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// What a message is about, for tracking, cancelling and its place in the queue.
struct about {
    std::optional<store::incident_id> incident{};
    std::string purpose{}; ///< "" for a plain reply; cancelling goes by it
    int level = 0;         ///< of the incident: 3 and 4 overtake
    bool drill = false;    ///< the banner stands on every message
    std::optional<rules::instant> may_wait_until{}; ///< quiet hours may hold it until the morning, but not beyond this
};

/// The language a person is written to in.
std::string language_of(work&, std::string_view person);

/// Puts a message into the outbox for a chat: the phrases in the chat's language, one below the other.
void say(work&, store::contact&, const std::vector<phrase>& what, const about& matter = {});

/// The card on which a person can share their phone number; plain words where the channel has no such card.
void say_phone_card(work&, store::contact&);

/// The message as it will be read, for a chat that is not at hand.
std::string render(const work&, std::string_view language, const std::vector<phrase>& what, const about& matter);

/// The channel by which a person is reached now, best first: their Zalo chat inside the free window, a template by phone,
/// their chat in the billed window, mail. Nothing when there is none; those in `not_by` have just failed and are left out.
std::optional<chat> route_to(work&, std::string_view person, const std::set<channel_kind>& not_by = {});

/// Tells a directory person by the channel that reaches them; false, with a flag and a line in the log, when none does.
bool tell(work&, std::string_view person, const std::vector<phrase>& what, const about& matter = {});

/// Tells by another channel after `failed` did not work. False when none is left.
bool tell_again(work&, const store::outbound& failed, const std::string& text);

/// Posts to a group, and to the mailbox of a channel that has one. At most one post a minute a group: a later post about the same incident takes the place of one that
/// still waits.
void post(work&, const config::channel_entry& group, const std::vector<phrase>& what, const about& matter);

/// Takes back what waits for the incident under that purpose ("" for all).
void withdraw(work&, store::incident_id incident, std::string_view purpose);

/// The row as the sender needs it.
outbound to_sender(const store::outbound& row, const knowledge& know);

/// Time between two posts to one group (product rule: leadership groups stay readable).
inline constexpr std::chrono::minutes group_post_interval{1};

/// Zalo, contract §2.1: free for 48 hours after the person's last interaction, billed up to 7 days, then closed.
inline constexpr std::chrono::hours free_window{48};
inline constexpr std::chrono::hours billed_window{7 * 24};

} // namespace bot::flow
