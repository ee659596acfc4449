#pragma once

#include "adapters/http/message.hpp"

#include <span>
#include <string_view>

namespace adapters::sandbox {

/// A file of adapters/sandbox/page, built into the binary by embed.cmake.
struct page_file {
    std::string_view name;
    std::string_view bytes;
};
std::span<const page_file> page_files();

/// The file a browser asks for, "/" being the page itself; 404 for anything else.
http::response page_answer(std::string_view path);

} // namespace adapters::sandbox
