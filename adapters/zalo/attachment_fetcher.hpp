#pragma once

#include "adapters/http/client.hpp"
#include "bot/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::zalo {

struct fetch_options {
    std::filesystem::path folder; ///< files go here, named by their hash
    /// A host must be one of these or end in "." and one of these. Zalo's media hosts (contract §6).
    std::vector<std::string> hosts{"zdn.vn", "zadn.vn"};
    std::uint64_t bytes_max = 25 << 20;
    std::chrono::milliseconds within{60'000}; ///< for one download, redirects included
    int redirects_max = 3;
    bool loopback = false; ///< also plain http to loopback: set when the configured API base is loopback (sandbox)
};

/// What arrived so far, see partial_file.hpp.
class partial_file;

struct fetched_file {
    std::string sha256;      ///< hex; also the file's name in the folder
    std::uint64_t size = 0;
    std::filesystem::path path;
    std::string media_type;  ///< from its first bytes, never from what the sender claims; "application/octet-stream" if unknown
};

/// Downloads what people attach: https only, from Zalo's hosts, to public addresses only (SSRF), with a limit on size and
/// time, hashed on the way, complete or not there at all.
class attachment_fetcher {
public:
    /// Pieces are written as they come; the flush to disk, which may take long, happens on `disk`.
    attachment_fetcher(http::client& client, boost::asio::any_io_executor disk, fetch_options options);

    /// `rejected` for a link that is not allowed, too large, or answered with anything but 200;
    /// `unreachable` when it may help to try again.
    boost::asio::awaitable<bot::result<fetched_file>> fetch(std::string link);

private:
    boost::asio::awaitable<bot::result<void>> download(std::string link, partial_file& into);

    http::client& client_;
    boost::asio::any_io_executor disk_;
    fetch_options options_;
    std::uint64_t next_ = 0; ///< names temporary files apart
};

/// Whether a link may be fetched at all, before any name is resolved.
bot::result<void> link_allowed(std::string_view link, const fetch_options& options);

/// Not loopback, private, link-local, shared, reserved, multicast or a way around these (v4 in v6).
bool is_public(const boost::asio::ip::address& address);

/// From the first bytes: jpeg, png, gif, webp, pdf, zip (docx, xlsx), old Office, mp4, amr, mp3, ogg, plain text.
std::string sniff_media_type(std::string_view first_bytes);

/// A file name as somebody sent it, fit to show and to store: the last path component, NFC, without control and
/// bidirectional characters or those no file system likes, at most 120 characters, "tep" when nothing is left.
std::string clean_file_name(std::string_view name);

} // namespace adapters::zalo
