#pragma once

#include "bot/flow/speaker.hpp"

#include <string>
#include <string_view>

namespace bot::flow {

/// "vắng mặt đến thứ Hai", "vắng mặt từ thứ Bảy đến thứ Hai": records it, or asks until when.
void ask_absence(const speaker&, const std::string& rest);

/// Records the person's absence, says who stands in and where nobody does, and tells those whose duty begins by it.
void set_absent(const speaker&, rules::instant from, rules::instant until);

/// "đã trở lại": ends what covers now, with a summary of what is open.
void end_absence(const speaker&);

/// Sets the timers of the returns of everybody who is away.
void plan_returns(work&);

/// The end of a person's absence: one summary of what was given to them or opened in their units since `since_ms` and is
/// still open. Nothing while another absence goes on.
void welcome_back(work&, const std::string& person, std::string_view since_ms);

} // namespace bot::flow
