#pragma once

#include <span>
#include <string_view>

namespace adapters::sandbox {

/// A file of adapters/sandbox/page, built into the binary by embed.cmake.
struct page_file {
    std::string_view name;
    std::string_view bytes;
};
std::span<const page_file> page_files();

} // namespace adapters::sandbox
