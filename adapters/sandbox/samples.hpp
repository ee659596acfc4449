#pragma once

#include "adapters/sandbox/platform_state.hpp"

namespace adapters::sandbox {

/// A harmless file of the kind, for a phone that has none of its own.
stored_file sample_file(message_kind kind);

} // namespace adapters::sandbox
