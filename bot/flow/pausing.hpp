#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/flow/speaker.hpp"

#include <string>

namespace bot::flow {

/// Records a pause, and, when the unit waits for a vendor, says what that means for whose time is used. No pause moves a legal
/// deadline; the pack says which others it does.
void pause_for(const speaker&, case_file&, const std::string& reason, const config::vendor_entry* waiting_for);

/// The vendor a reason speaks of: the one it names, or "nhà thầu" where only one serves the unit. Null when none is meant.
const config::vendor_entry* vendor_meant(const speaker&, const case_file&, const std::string& reason);

} // namespace bot::flow
