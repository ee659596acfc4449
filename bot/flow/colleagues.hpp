#pragma once

#include "bot/flow/duty_posts.hpp"
#include "bot/flow/speaker.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::flow {

/// Somebody who holds a role together with the speaker.
struct colleague {
    std::string person;
    std::vector<duty_post> shared; ///< posts in which both hold the role; never empty
    std::string rest;              ///< what was said after the name
};

/// The colleague whom the words name first. When that is nobody or several, or the speaker may hold no duty at all, they are
/// told so and nothing is returned.
std::optional<colleague> colleague_named(const speaker&, const std::string& words);

} // namespace bot::flow
