#pragma once

#include "store/database.hpp"

#include <chrono>
#include <filesystem>
#include <random>
#include <string>

namespace scratch {

/// A folder of its own for a test, removed with it.
class folder {
public:
    folder()
    {
        std::random_device chance;
        do
            path_ = std::filesystem::temp_directory_path() / ("sucobot-store-" + std::to_string(chance()));
        while (!std::filesystem::create_directory(path_));
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// 08:00 on 23/11/2026 in Vietnam.
inline constexpr store::instant morning{std::chrono::milliseconds{1795395600000}};

/// A key of 16 bytes.
inline std::string key(std::uint64_t number)
{
    std::string text = std::to_string(number);
    return std::string(16 - text.size(), '0') + text;
}

inline std::int64_t count(store::connection& from, store::sql text)
{
    auto row = from.query(text);
    row.step();
    return row.integer(0);
}

} // namespace scratch
