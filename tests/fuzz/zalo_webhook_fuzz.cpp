// libFuzzer entry: what a stranger may post to the webhook. Built with clang only (-fsanitize=fuzzer,address,undefined);
// good seeds are the bodies in tests/data/zalo/webhook-events.json.
#include "adapters/zalo/mention_guard.hpp"
#include "adapters/zalo/signature.hpp"
#include "adapters/zalo/webhook_event.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace adapters::zalo;
    const std::string body(reinterpret_cast<const char*>(data), size);
    const webhook_secrets secrets{
        .app_id = "1", .oa_secret_key = bot::secret("key"), .oa_id = "2", .app_secret = bot::secret("other")};
    // Nobody knows the key: nothing verifies, whatever the body and wherever a signature is cut from it.
    if (check_signature(body, body.substr(0, 64), secrets) == signature_verdict::valid)
        std::abort();

    const auto event = parse_event(std::string(body), {.app_id = "1", .oa_id = "2"});
    if (!event)
        return 0;
    const bool whole = event->raw == body && event->dedup_key.size() == 16;
    const bool actionable = event->kind == bot::flow::inbound_kind::ignored || !event->from.address.empty();
    const bool harmless = guard_mentions(event->text).find("[@") == std::string::npos;
    if (!whole || !actionable || !harmless)
        std::abort();
    return 0;
}
