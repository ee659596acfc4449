#include "bot/flow/what_if.hpp"

namespace bot::flow {

void show_what_if(const speaker&, const std::string&) {}

} // namespace bot::flow
