#include "bot/flow/broadcast.hpp"

namespace bot::flow {

void broadcast_due(work&, const store::timer&) {}
void begin_broadcast(const speaker&, const std::string&) {}
void read_notice(const speaker&, const std::string&) {}
void show_notice_readers(const speaker&, const std::string&) {}

} // namespace bot::flow
