#pragma once

#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// "lịch trực", "trực thay Lan đến thứ Hai", "đổi trực với Minh" and the answer to such an offer.
void show_roster(const speaker&);
void cover_duty(const speaker&, const std::string& rest);
void offer_swap(const speaker&, const std::string& rest);
void answer_swap(const speaker&, const std::string& number, bool accepted);

} // namespace bot::flow
