#pragma once

#include "bot/flow/speaker.hpp"

#include <string>
#include <string_view>

namespace bot::flow {

/// Ties the chat to a person of the directory by a one-time code handed out by the administrator.
void link_by_code(const speaker&, const std::string& code);

/// Ties it by the phone number the person shared by their own act, when exactly one person of the directory has it.
void link_by_phone(const speaker&, const std::string& phone);

/// Shows the card on which the person can share their phone number.
void ask_for_phone(const speaker&);

/// A new one-time code for a person, to be given to them outside of Zalo. `random` are at least 8 random bytes.
std::string issue_link_code(store::transaction&, std::string_view person, rules::instant now, std::string_view random);

inline constexpr std::chrono::hours link_code_life{72};
inline constexpr int wrong_codes_max = 5; ///< in an hour; then no code of this chat is looked at

} // namespace bot::flow
