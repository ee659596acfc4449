#pragma once

#include "adapters/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace adapters::http {

/// How far a message has been read.
enum class read_state : std::uint8_t { header, body, done, failed };

/// Reads HTTP/1.1 requests from bytes; no socket. One reader serves one connection, request after request.
class request_reader {
public:
    request_reader(std::size_t header_bytes_max, std::size_t body_bytes_max);
    ~request_reader();

    /// Takes what it can of `bytes` and returns how much; the rest must be offered again, with more behind it.
    std::size_t put(std::string_view bytes);
    read_state state() const;

    /// Of a failed request: what to answer (400, 413, 431, 501, 505).
    unsigned refusal() const;
    bool keep_alive() const;
    bool expects_continue() const;

    /// The finished request; the reader is ready for the next one.
    request take();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

/// Reads one HTTP/1.1 answer. Interim answers (1xx) are skipped.
class response_reader {
public:
    /// With a `sink` the body of a 2xx answer goes there piece by piece; it ends the reading by returning false.
    response_reader(std::size_t body_bytes_max, bool to_head_request, std::function<bool(std::string_view)> sink);
    ~response_reader();

    std::size_t put(std::string_view bytes);
    void put_end(); ///< the peer closed: the end of an answer without a length
    read_state state() const;
    bool limit_broken() const; ///< failed because a limit was passed or the sink had enough
    bool keep_alive() const;
    response take();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace adapters::http
