#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace adapters::http {

/// One part of a multipart/form-data body (RFC 7578).
struct form_part {
    std::string name;
    std::string file_name{}; ///< "" for an ordinary field
    std::string content_type{};
    std::string_view content{};
};

struct multipart {
    std::string content_type; ///< with the boundary
    std::string body;
};

/// The boundary is derived from the content and never occurs in it. Quotes and line ends in names are escaped as
/// browsers do.
multipart make_multipart(const std::vector<form_part>& parts);

} // namespace adapters::http
