#include "adapters/zalo/partial_file.hpp"

#include "adapters/zalo/signature.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace adapters::zalo {

namespace {

constexpr std::size_t beginning_bytes = 512;

bot::error disk_error(const char* what)
{
    return {bot::errc::unreachable, std::string(what) + ": " + std::generic_category().message(errno)};
}

bool flush_folder(const std::filesystem::path& folder)
{
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = handle >= 0 && ::fsync(handle) == 0;
    if (handle >= 0)
        ::close(handle);
    return done;
}

} // namespace

partial_file::partial_file(std::filesystem::path path, int handle)
    : path_(std::move(path)), handle_(handle), hash_(EVP_MD_CTX_new())
{
    EVP_DigestInit_ex(hash_.get(), EVP_sha256(), nullptr);
}

partial_file::partial_file(partial_file&& other) noexcept
    : path_(std::move(other.path_)), handle_(std::exchange(other.handle_, -1)), size_(other.size_),
      beginning_(std::move(other.beginning_)), hash_(std::move(other.hash_))
{
}

partial_file::~partial_file()
{
    if (handle_ < 0)
        return;
    ::close(handle_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

bot::result<partial_file> partial_file::create(std::filesystem::path path)
{
    const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (handle < 0)
        return tl::unexpected(disk_error("attachment file"));
    return partial_file(std::move(path), handle);
}

bool partial_file::append(std::string_view piece)
{
    EVP_DigestUpdate(hash_.get(), piece.data(), piece.size());
    size_ += piece.size();
    if (beginning_.size() < beginning_bytes)
        beginning_ += piece.substr(0, beginning_bytes - beginning_.size());
    while (!piece.empty()) {
        const auto written = ::write(handle_, piece.data(), piece.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            disk_failed_ = true;
            return false;
        }
        piece.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string partial_file::sha256()
{
    std::array<unsigned char, 32> made{};
    EVP_DigestFinal_ex(hash_.get(), made.data(), nullptr);
    return to_hex(std::string(made.begin(), made.end()));
}

bot::result<std::filesystem::path> partial_file::keep(const std::filesystem::path& folder, const std::string& name)
{
    const std::filesystem::path target = folder / name;
    if (::fsync(handle_) != 0)
        return tl::unexpected(disk_error("attachment flush"));
    std::error_code failure;
    std::filesystem::rename(path_, target, failure);
    if (failure)
        return bot::fail(bot::errc::unreachable, "attachment rename: " + failure.message());
    ::close(std::exchange(handle_, -1));
    if (!flush_folder(folder))
        return tl::unexpected(disk_error("attachment folder"));
    return target;
}

} // namespace adapters::zalo
