#pragma once

#include "bot/flow/speaker.hpp"

namespace bot::flow {

void broadcast_due(work&, const store::timer&);

void begin_broadcast(const speaker&, const std::string& rest);
void read_notice(const speaker&, const std::string& number);
void show_notice_readers(const speaker&, const std::string& number);

} // namespace bot::flow
