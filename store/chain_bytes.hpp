#pragma once

#include "store/ids.hpp"

#include <string>
#include <string_view>

namespace store {

/// SHA-256 in hex of a payload behind its salt; the salt keeps an erased payload from being guessed.
std::string payload_digest(std::string_view salt, std::string_view payload);

/// What the hash of an entry covers besides the hash before it.
std::string chain_bytes(event_seq seq, incident_id incident, instant at, std::string_view kind,
                        std::string_view digest);

} // namespace store
