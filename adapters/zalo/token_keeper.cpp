#include "adapters/zalo/token_keeper.hpp"

#include "adapters/zalo/signature.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace adapters::zalo {

using bot::rules::duration;
using bot::rules::instant;

std::string token_hash(std::string_view token)
{
    return to_hex(sha256(token));
}

token_keeper::token_keeper(keeper_options options) : options_(options) {}

std::vector<keeper_action> token_keeper::on(const keeper_event& event, instant now)
{
    return std::visit(
        [this, now](const auto& what) -> actions {
            using type = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<type, record_loaded>)
                return loaded(what, now);
            else if constexpr (std::is_same_v<type, record_saved>)
                return saved(what, now);
            else if constexpr (std::is_same_v<type, record_not_saved>)
                return not_saved(what, now);
            else if constexpr (std::is_same_v<type, refresh_answered>)
                return answered(what, now);
            else if constexpr (std::is_same_v<type, refresh_unanswered>)
                return unanswered(what, now);
            else if constexpr (std::is_same_v<type, token_rejected>)
                return rejected(what, now);
            else if constexpr (std::is_same_v<type, consent_given>)
                return consented(what, now);
            else
                return time(now);
        },
        event);
}

bool token_keeper::holds(instant now) const
{
    return !record_.access.empty() && !access_rejected_ && now + options_.margin < record_.expires_at;
}

std::optional<std::string> token_keeper::access(instant now) const
{
    // While a new pair is on its way to disk the old one is dead already, and the new one not yet ours to use.
    const bool between = phase_ == phase::starting || phase_ == phase::saving;
    return between || !holds(now) ? std::nullopt : std::optional(record_.access);
}

bool token_keeper::pending() const
{
    return phase_ == phase::starting || phase_ == phase::marking || phase_ == phase::refreshing ||
           phase_ == phase::saving;
}

token_keeper::actions token_keeper::loaded(const record_loaded& event, instant now)
{
    configured_ = event.configured_refresh.empty() ? std::string() : token_hash(event.configured_refresh);
    record_ = event.record.value_or(saved_tokens{});
    // A first token that is not the one this chain began with: the operator started a new chain by hand.
    if (!configured_.empty() && configured_ != record_.seed) {
        record_ = {};
        record_.refresh = event.configured_refresh;
        record_.seed = configured_;
        return begin_refresh();
    }
    if (record_.refresh.empty() && !holds(now))
        return lose("no refresh token: consent has not been given yet");
    // A refresh began and its answer is not here: find out at once whether the chain still holds, not in a day.
    if (!record_.began_with.empty())
        return begin_refresh();
    return plan(now);
}

/// With a pair in hand: when to renew it.
token_keeper::actions token_keeper::plan(instant now)
{
    phase_ = phase::idle;
    failures_ = 0;
    alarmed_.reset();
    const double life = static_cast<double>((record_.expires_at - record_.obtained_at).count());
    wake_at_ = record_.obtained_at + duration(std::llround(life * options_.refresh_at_life));
    actions all;
    if (*wake_at_ <= now)
        all = begin_refresh();
    all.emplace_back(tell_waiters{});
    return all;
}

/// First the mark on disk, then the request.
token_keeper::actions token_keeper::begin_refresh()
{
    wake_at_.reset();
    if (record_.refresh.empty())
        return lose("the platform gave no refresh token");
    phase_ = phase::marking;
    record_.began_with = token_hash(record_.refresh);
    return save();
}

token_keeper::actions token_keeper::save()
{
    return {save_record{record_, ++saves_}};
}

token_keeper::actions token_keeper::saved(const record_saved& event, instant now)
{
    if (event.number != saves_)
        return {};
    if (phase_ == phase::marking) {
        phase_ = phase::refreshing;
        return {ask_refresh{record_.refresh}};
    }
    if (phase_ != phase::saving)
        return {};
    access_rejected_ = false;
    return plan(now);
}

token_keeper::actions token_keeper::not_saved(const record_not_saved& event, instant now)
{
    if (event.number != saves_)
        return {};
    if (phase_ == phase::marking) {
        // Nothing has been asked yet, so nothing is lost: the old pair serves as long as it lives.
        return again_later(token_trouble::not_saved, event.detail, options_.save_retry, now);
    }
    if (phase_ != phase::saving)
        return {};
    wake_at_ = now + options_.save_retry; // the only copy of the chain is in memory: keep trying, use nothing
    return alarm(token_trouble::not_saved, event.detail);
}

token_keeper::actions token_keeper::answered(const refresh_answered& event, instant now)
{
    if (phase_ != phase::refreshing)
        return {};
    if (const auto* grant = std::get_if<token_grant>(&event.answer))
        return granted(*grant, now);
    const auto& refusal = std::get<token_refusal>(event.answer);
    const std::string detail = std::to_string(refusal.code) + " " + refusal.detail;
    switch (refusal.why) {
    case token_refusal::kind::chain_lost: return lose(detail);
    case token_refusal::kind::configuration:
        return again_later(token_trouble::configuration, detail, options_.retry_configuration, now);
    case token_refusal::kind::unavailable: return failed(detail, now);
    case token_refusal::kind::unreadable: break;
    }
    record_.last_answer = event.raw;
    actions all = save();
    for (keeper_action& next : failed(detail, now))
        all.push_back(std::move(next));
    return all;
}

token_keeper::actions token_keeper::unanswered(const refresh_unanswered& event, instant now)
{
    // Sent or not: whether the old token still works only the platform knows, so ask again (contract §12, U8). The mark stays.
    return phase_ == phase::refreshing ? failed(event.detail, now) : actions{};
}

token_keeper::actions token_keeper::failed(const std::string& detail, instant now)
{
    duration wait = options_.retry_first;
    for (int i = 0; i < failures_ && wait < options_.retry_max; ++i)
        wait *= 2;
    ++failures_;
    wait = std::min(wait, options_.retry_max);
    if (!holds(now))
        return again_later(token_trouble::failing, detail, wait, now);
    phase_ = phase::waiting;
    wake_at_ = now + wait;
    return {tell_waiters{}};
}

token_keeper::actions token_keeper::granted(const token_grant& grant, instant now)
{
    record_ = {.access = grant.access,
               .refresh = grant.refresh,
               .obtained_at = now,
               .expires_at = now + grant.lives,
               .began_with = {},
               .seed = record_.seed.empty() ? configured_ : record_.seed};
    phase_ = phase::saving;
    wake_at_.reset();
    return save();
}

token_keeper::actions token_keeper::consented(const consent_given& event, instant now)
{
    // A refresh under way belongs to the chain that consent has just replaced: its answer will find us in another phase.
    record_.seed = configured_;
    return granted(event.grant, now);
}

token_keeper::actions token_keeper::rejected(const token_rejected& event, instant now)
{
    if (event.access != record_.access)
        return {}; // an old one; the new one is there or on its way
    access_rejected_ = true;
    if (phase_ != phase::idle)
        return {};
    if (const auto age = now - record_.obtained_at; age >= duration::zero() && age < options_.renew_min_age)
        return again_later(token_trouble::failing, "a fresh access token was refused", options_.renew_min_age - age, now);
    return begin_refresh();
}

token_keeper::actions token_keeper::time(instant now)
{
    if (!wake_at_ || now < *wake_at_)
        return {};
    if (phase_ == phase::saving) {
        wake_at_.reset();
        return save();
    }
    if (phase_ == phase::idle || phase_ == phase::waiting)
        return begin_refresh();
    return {};
}

token_keeper::actions token_keeper::again_later(token_trouble what, const std::string& detail, duration wait,
                                                instant now)
{
    phase_ = phase::waiting;
    wake_at_ = now + wait;
    actions all = alarm(what, detail);
    all.emplace_back(tell_waiters{});
    return all;
}

token_keeper::actions token_keeper::lose(const std::string& detail)
{
    phase_ = phase::lost;
    wake_at_.reset();
    actions all = alarm(token_trouble::chain_lost, detail);
    all.emplace_back(tell_waiters{});
    return all;
}

/// Each trouble once, until a pair is in hand again.
token_keeper::actions token_keeper::alarm(token_trouble what, const std::string& detail)
{
    if (alarmed_ == what)
        return {};
    alarmed_ = what;
    return {raise_alarm{what, detail}};
}

} // namespace adapters::zalo
