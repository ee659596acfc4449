#pragma once

#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"
#include "store/deliveries.hpp"

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
    std::optional<int> level = 0; ///< of the incident: 3 and 4 overtake; nothing while it has none, which counts as the worst
    bool drill = false;    ///< the banner stands on every message
    std::string unit{};    ///< of the incident; "" to have it looked up
};

/// Puts a message into the outbox for a chat: the phrases in the chat's language, one below the other.
void say(work&, store::contact&, const std::vector<phrase>& what, const about& matter = {});

/// The card on which a person can share their phone number; plain words where the channel has no such card.
void say_phone_card(work&, store::contact&);

/// The message as it will be read, for a chat that is not at hand.
std::string render(const work&, std::string_view language, const std::vector<phrase>& what, const about& matter);

/// How a person is reached: each way fails for reasons of its own.
enum class way : std::uint8_t {
    message,           ///< in their Zalo chat; the only way on which they can answer by a number
    template_by_user,  ///< a template to their Zalo user id
    template_by_phone, ///< a template to their phone number
    mail,
};

/// The chat a message goes to, and on which way.
struct route : chat {
    way by = way::message;
    bool billed = false; ///< a message outside the free window

    bool in_chat() const { return by == way::message; }
};

/// The way by which a person is reached now, best first: their Zalo chat inside the free window, a template by user id, a
/// template by phone, their chat in the billed window, mail. Left out are those in `not_by`, which have just failed, those
/// flagged as failing, and those the quota does not allow for an incident of that level (nothing: not known yet; from level 3
/// on a way beyond the quota is better than none).
std::optional<route> route_to(work&, std::string_view person, const std::set<way>& not_by = {}, std::optional<int> level = {});

/// Tells a directory person by the channel that reaches them; false, with a flag and a line in the log, when none does.
/// What only the quota stands against waits for their morning digest: false as well, for they have not heard it.
bool tell(work&, std::string_view person, const std::vector<phrase>& what, const about& matter = {});

/// The same for what is of no use cut to the few words of a template: their chat or mail, where there is one, comes first.
bool tell_in_full(work&, std::string_view person, const std::vector<phrase>& what, const about& matter = {});

/// What becomes of a message that only the quota stands against.
enum class if_too_dear : std::uint8_t {
    hold,     ///< it waits for the person's morning digest
    leave_it, ///< nothing: it has been sent, or the way that failed may work again sooner
};

/// Tells by another way after `failed` did not work, nor would `not_by`. False when none is left.
bool tell_again(work&, const store::outbound& failed, const std::string& text, std::set<way> not_by = {}, if_too_dear otherwise = if_too_dear::hold);

/// A message as the outbox had it, for the person's next channel.
store::outbound as_outbound(const store::delivery& sent);

/// The way a message takes or took.
way way_of(store::channel_number channel, const std::string& payload);

/// The language a person is written to in.
std::string language_of(work&, std::string_view person);

/// Posts to a group, and to the mailbox of a channel that has one. At most one post a minute a group: a later post about the
/// same incident takes the place of one that still waits, and among those that wait the more urgent go first.
void post(work&, const config::channel_entry& group, const std::vector<phrase>& what, const about& matter);

/// Takes back what waits for the incident under that purpose ("" for all), in the outbox or for a morning digest.
void withdraw(work&, store::incident_id incident, std::string_view purpose);

/// The row as the sender needs it.
outbound to_sender(const store::outbound& row, const knowledge& know);

/// Time between two posts to one group (product rule: leadership groups stay readable).
inline constexpr std::chrono::minutes group_post_interval{1};

/// Zalo, contract §2.1: free for 48 hours after the person's last interaction, billed up to 7 days, then closed.
inline constexpr std::chrono::hours free_window{48};
inline constexpr std::chrono::hours billed_window{7 * 24};

} // namespace bot::flow
