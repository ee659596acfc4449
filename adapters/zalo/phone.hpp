#pragma once

#include <string>
#include <string_view>

namespace adapters::zalo {

/// A Vietnamese number the way the platform writes it: "0912 345 678", "+84912345678", "84912345678" → "84912345678".
/// "" when it is none.
std::string phone_84(std::string_view text);

} // namespace adapters::zalo
