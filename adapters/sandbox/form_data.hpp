#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::sandbox {

/// A part of a multipart/form-data body as it came.
struct form_field {
    std::string name{};
    std::string file_name{};
    std::string content_type{};
    std::string content{};
};

/// Reads RFC 7578 bodies; nothing when the content type names no boundary or the body does not keep to it.
std::optional<std::vector<form_field>> read_form_data(std::string_view content_type, std::string_view body);

} // namespace adapters::sandbox
