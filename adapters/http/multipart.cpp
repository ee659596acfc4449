#include "adapters/http/multipart.hpp"

#include <algorithm>
#include <functional>

namespace adapters::http {

namespace {

/// As browsers write names (HTML, "multipart/form-data encoding algorithm").
std::string quoted(std::string_view name)
{
    std::string safe = "\"";
    for (const char c : name) {
        if (c == '"')
            safe += "%22";
        else if (c == '\r')
            safe += "%0D";
        else if (c == '\n')
            safe += "%0A";
        else
            safe += c;
    }
    return safe + '"';
}

std::string boundary_for(const std::vector<form_part>& parts)
{
    std::size_t seed = parts.size();
    for (;;) {
        for (const form_part& part : parts)
            seed = seed * 31 + std::hash<std::string_view>{}(part.content) + 1;
        std::string boundary = "----sucobot" + std::to_string(seed);
        const bool occurs = std::any_of(parts.begin(), parts.end(), [&boundary](const form_part& part) {
            return part.content.find(boundary) != std::string_view::npos;
        });
        if (!occurs)
            return boundary;
    }
}

} // namespace

multipart make_multipart(const std::vector<form_part>& parts)
{
    const std::string boundary = boundary_for(parts);
    std::string body;
    for (const form_part& part : parts) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=" + quoted(part.name);
        if (!part.file_name.empty())
            body += "; filename=" + quoted(part.file_name);
        if (!part.content_type.empty())
            body += "\r\nContent-Type: " + part.content_type;
        body += "\r\n\r\n";
        body += part.content;
        body += "\r\n";
    }
    body += "--" + boundary + "--\r\n";
    return {"multipart/form-data; boundary=" + boundary, std::move(body)};
}

} // namespace adapters::http
