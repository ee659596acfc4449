#pragma once

#include "adapters/http/message.hpp"
#include "adapters/zalo/signature.hpp"
#include "adapters/zalo/webhook_event.hpp"
#include "bot/flow/inbound.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::zalo {

/// How one POST ended; the label of sucobot_events_total{channel="zalo",outcome}.
enum class event_outcome : std::uint8_t { accepted, duplicate, unsigned_probe, bad_signature, malformed };
std::string_view name_of(event_outcome what); ///< accepted, duplicate, unsigned, bad_signature, malformed

/// What became of an event handed on.
enum class sink_outcome : std::uint8_t {
    stored,    ///< committed and flushed
    duplicate, ///< its key is known: nothing done
    failed,    ///< not durable
};

/// Completes after the durable commit.
using event_sink = std::function<boost::asio::awaitable<sink_outcome>(bot::flow::inbound)>;

struct webhook_options {
    webhook_secrets secrets;            ///< app id, OA secret key; oa id and app secret for the hint
    std::string domain_verifier{};      ///< CODE of /zalo_verifier<CODE>.html, "" if none
};

struct webhook_ports {
    event_sink sink;
    std::function<void(event_outcome)> count;
};

/// POST /webhooks/zalo. What is unsigned or wrongly signed is answered 200 and dropped: the console saves the URL only
/// if its unsigned probe gets 200 (contract §1.1). What is well signed is answered 200 after it is durable, also when it
/// cannot be read (kept raw). When it could not be made durable the answer is 503: the contract's §1.3 warns that a non-200
/// may lose the event for ever, but the platform repeats five times over two hours, whereas a 200 for something that is
/// not on disk loses it for certain (scenario D6).
class webhook {
public:
    webhook(webhook_options options, webhook_ports ports);

    boost::asio::awaitable<http::response> post(http::request what);

    /// GET /zalo_verifier<CODE>.html, and `/` for the meta tag; nothing for other paths or without a code.
    std::optional<http::response> domain_proof(const http::request& what) const;

private:
    void hint(const http::request& what);

    webhook_options options_;
    oa_identity identity_;
    webhook_ports ports_;
    unsigned hints_left_ = 16; ///< the hint costs several hashes: not for every stranger
};

} // namespace adapters::zalo
