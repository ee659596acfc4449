#pragma once

#include "bot/result.hpp"

#include <openssl/evp.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace adapters::zalo {

/// A file that is being filled: hashed on the way, gone again unless it was kept.
class partial_file {
public:
    /// Created afresh, readable by us alone; fails with `unreachable` when the folder cannot take it.
    static bot::result<partial_file> create(std::filesystem::path path);
    ~partial_file();
    partial_file(partial_file&& other) noexcept;
    partial_file& operator=(partial_file&&) = delete;
    partial_file(const partial_file&) = delete;
    partial_file& operator=(const partial_file&) = delete;

    /// False when the disk does not take it.
    bool append(std::string_view piece);
    bool disk_failed() const { return disk_failed_; }
    std::uint64_t size() const { return size_; }
    const std::string& beginning() const { return beginning_; } ///< the first bytes, enough to tell the type
    std::string sha256(); ///< hex; nothing can be appended after

    /// Flushes and moves it to `folder`/`name`. May take as long as a disk takes.
    bot::result<std::filesystem::path> keep(const std::filesystem::path& folder, const std::string& name);

private:
    partial_file(std::filesystem::path path, int handle);

    struct free_context {
        void operator()(EVP_MD_CTX* one) const { EVP_MD_CTX_free(one); }
    };
    std::filesystem::path path_;
    int handle_;
    std::uint64_t size_ = 0;
    bool disk_failed_ = false;
    std::string beginning_;
    std::unique_ptr<EVP_MD_CTX, free_context> hash_;
};

} // namespace adapters::zalo
