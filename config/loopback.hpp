#pragma once

#include <string_view>

namespace config {

/// Whether a host name or address literal (IPv6 without brackets) is this machine itself: "localhost", "127.a.b.c", "::1".
/// "127.0.0.1.example.vn" is not.
bool is_loopback_host(std::string_view host);

/// Whether `url` is plain http:// to such a host, with or without a port; an address with user info never is.
bool is_loopback_url(std::string_view url);

} // namespace config
