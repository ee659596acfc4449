#include "adapters/sandbox/page_files.hpp"

namespace adapters::sandbox {

http::response page_answer(std::string_view path)
{
    const std::string_view name = path == "/" ? "index.html" : path.substr(1);
    for (const page_file& file : page_files()) {
        if (file.name != name)
            continue;
        std::string_view type = "text/html; charset=utf-8";
        if (name.ends_with(".css"))
            type = "text/css; charset=utf-8";
        else if (name.ends_with(".js"))
            type = "text/javascript; charset=utf-8";
        else if (name.ends_with(".png"))
            type = "image/png";
        else if (name.ends_with(".svg"))
            type = "image/svg+xml";
        http::response answer{.content_type = std::string(type), .body = std::string(file.bytes)};
        // Nothing from outside, nothing inline: what people write stays text.
        answer.fields.push_back({"Content-Security-Policy", "default-src 'self'; img-src 'self' data:; "
                                                            "base-uri 'none'; frame-ancestors 'none'"});
        answer.fields.push_back({"Cache-Control", "no-store"});
        answer.fields.push_back({"X-Content-Type-Options", "nosniff"});
        return answer;
    }
    return {.status = 404, .content_type = "text/plain", .body = "not found"};
}

} // namespace adapters::sandbox
