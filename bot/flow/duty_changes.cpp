#include "bot/flow/duty_changes.hpp"

namespace bot::flow {

void show_roster(const speaker&) {}
void cover_duty(const speaker&, const std::string&) {}
void offer_swap(const speaker&, const std::string&) {}
void answer_swap(const speaker&, const std::string&, bool) {}

} // namespace bot::flow
