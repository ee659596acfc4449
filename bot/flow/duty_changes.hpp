#pragma once

#include "bot/flow/speaker.hpp"

#include <string>

namespace bot::flow {

// The roster by chat. Every change is kept with who entered it and when, and the answer says exactly what now stands.

/// "lịch trực": who is on duty in the coming four weeks, by role, in the person's units.
void show_roster(const speaker&);

/// "trực thay Lan từ thứ Bảy đến thứ Hai": the speaker takes the named colleague's duty over for that time, in the roles both
/// hold. The colleague and the head of the unit's IT hear of it.
void cover_duty(const speaker&, const std::string& rest);

/// "đổi trực với Minh": offers the speaker's next turn for the colleague's next one. Nothing changes until they accept.
void offer_swap(const speaker&, const std::string& rest);

/// "đồng ý đổi trực 7", "từ chối đổi trực 7". Without a number the one offer that is open is meant. Whoever made an offer takes
/// it back by refusing it.
void answer_swap(const speaker&, const std::string& number, bool accepted);

} // namespace bot::flow
