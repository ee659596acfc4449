#pragma once

#include "adapters/sandbox/call_body.hpp"
#include "adapters/sandbox/platform_state.hpp"

#include <cstdint>
#include <string>

namespace adapters::sandbox {

enum class chat_kind : std::uint8_t { person, group };

/// The message of a sending call, or the error it earns.
struct content {
    int refused = 0;
    std::string why{}; ///< "" for the official wording
    message what{};
};

/// Reads `message` of a call as contract 2 and 3.2 have it: text, quote, media, file, request_user_info,
/// list. Groups take no templates but media (-233).
content read_content(const platform_state& state, const call_body& body, chat_kind where, instant now);

} // namespace adapters::sandbox
