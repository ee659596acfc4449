#pragma once

#include <span>

namespace store {

/// Step n takes the schema from version n to n + 1. A released step is never edited; changes are new steps.
std::span<const char* const> schema_steps();

} // namespace store
