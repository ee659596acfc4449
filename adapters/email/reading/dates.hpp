#pragma once

#include "bot/rules/time.hpp"

#include <optional>
#include <string_view>

namespace adapters::email::mime {

/// The moment a Date field names (RFC 5322 and its obsolete forms: two-digit years, zone letters, no seconds, no
/// weekday, comments). A missing zone counts as UTC. Nothing for what is no date.
std::optional<bot::rules::instant> read_date(std::string_view raw);

} // namespace adapters::email::mime
