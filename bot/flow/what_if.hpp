#pragma once

#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// "nếu mức 3 lúc 22h": the timeline of who would get what, when and by which channel.
void show_what_if(const speaker&, const std::string& rest);

} // namespace bot::flow
