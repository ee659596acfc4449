#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http {

/// Header names compare without case, as HTTP has it. Names with underscores (Zalo's `access_token`) are kept as they are.
struct header {
    std::string name;
    std::string value;
};
using headers = std::vector<header>;

/// First value under `name`, "" when absent.
std::string_view find(const headers& all, std::string_view name);

struct request {
    std::string method = "GET";
    std::string target = "/"; ///< path and query, as on the wire
    headers fields{};
    std::string body{};

    std::string_view path() const;                                   ///< target before '?'
    std::string query(std::string_view name) const;                  ///< percent-decoded, "" when absent
};

struct response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body{};
    headers fields{};
};

} // namespace adapters::http
