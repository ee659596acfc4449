#pragma once

#include "bot/result.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace adapters::email {

/// What a protocol session wants done next on its connection.
struct wire_action {
    enum class kind : std::uint8_t {
        read,   ///< hear more from the server
        write,  ///< send `bytes`
        secure, ///< begin TLS, then tell the session
        done,   ///< the command has its answer
        failed, ///< close; `why`
    };
    kind what = kind::read;
    std::string bytes{};
    bot::error why{};
};

} // namespace adapters::email
