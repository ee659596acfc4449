#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// One thing a scripted mail server does.
struct mail_step {
    enum class kind : std::uint8_t {
        say,      ///< sends `text`
        hear,     ///< reads until `text` has come; "{tag}" in later steps is the first word of its line
        secure,   ///< TLS handshake
        flood,    ///< sends `text` again and again, up to `times`, until the client leaves
        drip,     ///< sends `text` byte by byte, one every 20 ms
        silence,  ///< reads, and says nothing, until the client leaves
        close,    ///< closes without a word; under TLS without its closing alert too
    };
    kind what = kind::say;
    std::string text{};
    std::size_t times = 1;
};

inline mail_step says(std::string text)
{
    return {.what = mail_step::kind::say, .text = std::move(text)};
}
inline mail_step hears(std::string text)
{
    return {.what = mail_step::kind::hear, .text = std::move(text)};
}
inline mail_step secures()
{
    return {.what = mail_step::kind::secure};
}
inline mail_step floods(std::string text, std::size_t times)
{
    return {.what = mail_step::kind::flood, .text = std::move(text), .times = times};
}
inline mail_step drips(std::string text)
{
    return {.what = mail_step::kind::drip, .text = std::move(text)};
}
inline mail_step is_silent()
{
    return {.what = mail_step::kind::silence};
}
inline mail_step closes()
{
    return {.what = mail_step::kind::close};
}

using mail_script = std::vector<mail_step>;

/// A mail server on loopback without manners: plays one script for each connection, the last one again and again. After
/// the last step of a script it is silent, and closes when the client says good-bye.
class mail_peer {
public:
    mail_peer(boost::asio::io_context& io, std::vector<mail_script> scripts, const std::string& certificate = {}, const std::string& key = {});
    ~mail_peer();

    std::uint16_t port() const;
    std::size_t connections() const;
    /// All that clients said, decrypted, in order.
    const std::string& heard() const;
    /// The same, but only what came before TLS.
    const std::string& heard_in_the_clear() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};
