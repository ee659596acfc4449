#include "adapters/sandbox/orders.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace adapters::sandbox::orders {

using nlohmann::json;

// {"kind","scope"?,"chat"?,"code"?,"text"?,"status"?,"retry_after_seconds"?,"delay_ms"?,"times"?,"seconds"?}
// Without "times" and "seconds" it holds until it is removed; "seconds" count on the sandbox's clock.
outcome add_fault(const desk& at)
{
    const auto kind = fault_kind_from(at.text("kind"));
    if (!kind)
        return malformed("kind is none of refuse, http_status, timeout, drop_answer, slow");
    fault what{.kind = *kind};
    if (const std::string scope = at.text("scope"); !scope.empty()) {
        const auto known = call_scope_from(scope);
        if (!known)
            return malformed("scope is none of send, upload, read, oauth, any");
        what.scope = *known;
    }
    what.chat = at.text("chat");
    what.text = at.text("text");
    what.code = at.whole("code", -200);
    const int status = at.whole("status", 503);
    if (status < 400 || status > 599)
        return malformed("status is not from 400 to 599");
    what.status = static_cast<unsigned>(status);
    what.retry_after_seconds = at.whole("retry_after_seconds", 0);
    what.delay = std::chrono::milliseconds{at.whole("delay_ms", 0)};
    if (at.number("times"))
        what.times = at.whole("times", 0);
    if (const auto length = at.seconds("seconds"))
        what.until = at.now() + *length;
    const std::uint64_t id = at.platform.state().faults.add(std::move(what));
    at.platform.state().chats.touch();
    return json{{"id", id}}.dump();
}

// {"id"}: one; {}: all, and the switches
outcome clear_faults(const desk& at)
{
    fault_desk& faults = at.platform.state().faults;
    if (at.number("id"))
        faults.remove(static_cast<std::uint64_t>(std::max(0, at.whole("id", 0))));
    else
        faults.clear();
    at.platform.state().chats.touch();
    return std::string("{}");
}

// {"lose_receipts"?,"silence"?,"duplicate_next"?,"delay_next"?}
outcome set_switches(const desk& at)
{
    fault_desk& faults = at.platform.state().faults;
    faults.lose_receipts = at.body.truth("/lose_receipts", faults.lose_receipts);
    faults.silence = at.body.truth("/silence", faults.silence);
    faults.duplicate_next = at.whole("duplicate_next", faults.duplicate_next);
    faults.delay_next = at.whole("delay_next", faults.delay_next);
    at.platform.state().chats.touch();
    return std::string("{}");
}

// {"deed": "expire"|"revoke"} or {"life_seconds"}: for tokens issued from now on
outcome set_token(const desk& at)
{
    token_desk& tokens = at.platform.state().tokens;
    const std::string deed = at.text("deed");
    if (deed == "expire")
        tokens.expire_access(at.now());
    else if (deed == "revoke")
        tokens.revoke_chain();
    else if (const auto life = at.seconds("life_seconds"); life && *life > duration::zero())
        tokens.set_access_life(*life);
    else
        return malformed("neither deed expire or revoke nor life_seconds");
    at.platform.state().chats.touch();
    return std::string("{}");
}

// {"speed"?,"jump_seconds"?}
outcome set_clock(const desk& at)
{
    constexpr double speed_max = 100'000;
    constexpr duration jump_max = std::chrono::days{366};
    const auto speed = at.number("speed");
    const auto jump = at.seconds("jump_seconds");
    if ((speed && (*speed < 0 || *speed > speed_max)) ||
        (jump && (*jump < duration::zero() || *jump > jump_max)))
        return malformed("speed is 0 to 100000, jump_seconds 0 to a year");
    if (speed)
        at.clock.set_speed(*speed);
    if (jump)
        at.clock.jump(*jump);
    at.platform.state().chats.touch();
    return json{{"now", at.now().time_since_epoch().count()}, {"speed", at.clock.speed()}}.dump();
}

// {"url"?,"subscribe"?: true}
outcome set_webhooks(const desk& at)
{
    platform_state& state = at.platform.state();
    if (at.body.has("/url"))
        state.setup.webhook_url = at.text("url");
    if (at.body.truth("/subscribe"))
        state.webhooks.subscribe();
    state.chats.touch();
    return std::string("{}");
}

// {"body"?: "{}", "signature"?: ""}: an event of the tester's own; unsigned it is the console's probe
outcome send_raw(const desk& at)
{
    at.platform.send_raw(at.body.has("/body") ? at.text("body") : "{}", at.text("signature"), at.now());
    return std::string("{}");
}

// {}
outcome reset(const desk& at)
{
    at.platform.reset(at.now());
    return std::string("{}");
}

} // namespace adapters::sandbox::orders
