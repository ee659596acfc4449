#pragma once

#include "adapters/http/message.hpp"
#include "adapters/sandbox/clock_control.hpp"
#include "adapters/sandbox/zalo_platform.hpp"

#include <cstdint>
#include <string>

namespace adapters::sandbox {

/// True for a path of the control API.
bool is_control(std::string_view path);

/// The control API under /sandbox/ (each order's members: orders_*.cpp): JSON in, JSON out; 400 with
/// {"error": ...} for what cannot be done. POST wants `Content-Type: application/json`, so that no foreign
/// web page can press here.
http::response control(zalo_platform& platform, clock_control& clock, const http::request& call);

/// What the page shows: everything changed after the version `since` (0: all).
std::string page_state(const zalo_platform& platform, const clock_control& clock, std::uint64_t since);

} // namespace adapters::sandbox
