#pragma once

#include "bot/flow/duty_posts.hpp"

#include <set>
#include <string>
#include <vector>

namespace bot::flow {

/// Looks for stretches without anybody on duty and warns the heads of the units about those that begin within a week, and
/// again about those that begin within a day; each once, for as long as it is the same stretch (product defaults). Heads in
/// `know` have just read of it in an answer.
void warn_of_holes(work&, const std::vector<duty_post>&, const std::set<std::string>& know = {});

} // namespace bot::flow
