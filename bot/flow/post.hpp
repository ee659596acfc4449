#pragma once

#include "bot/flow/group_posts.hpp"
#include "bot/flow/outgoing.hpp"
#include "bot/flow/routes.hpp"
#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"
#include "store/deliveries.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Puts a message into the outbox for a chat: the phrases in the chat's language, one below the other.
void say(work&, store::contact&, const std::vector<phrase>& what, const about& matter = {});

/// The card on which a person can share their phone number; plain words where the channel has no such card.
void say_phone_card(work&, store::contact&);

/// The message as it will be read, for a chat that is not at hand.
std::string render(const work&, std::string_view language, const std::vector<phrase>& what, const about& matter);

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

/// Takes back what waits for the incident under that purpose ("" for all), in the outbox or for a morning digest.
void withdraw(work&, store::incident_id incident, std::string_view purpose);

} // namespace bot::flow
