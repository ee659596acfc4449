#include "adapters/zalo/stored_tokens.hpp"

#include "store/settings.hpp"
#include "store/tokens.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace adapters::zalo {

namespace asio = boost::asio;

namespace {

constexpr std::string_view name = "zalo";
constexpr std::string_view seed_setting = "zalo.token_seed";

} // namespace

std::optional<saved_tokens> read_tokens(store::transaction& tx)
{
    const auto pair = store::load_tokens(tx, name);
    const auto begun = store::unfinished_refresh(tx, name);
    const auto seed = store::setting(tx, seed_setting);
    if (!pair && !begun && !seed)
        return std::nullopt;
    saved_tokens record;
    if (pair) {
        record.access = pair->access;
        record.refresh = pair->refresh;
        record.obtained_at = pair->obtained_at;
        record.expires_at = pair->expires_at;
    }
    record.began_with = begun ? begun->old_hash : "";
    record.seed = seed.value_or("");
    const auto answers = store::token_answers(tx, name);
    record.last_answer = answers.empty() ? "" : answers.front();
    return record;
}

void write_tokens(store::transaction& tx, const saved_tokens& record)
{
    store::save_tokens(tx, name, {record.access, record.refresh, record.obtained_at, record.expires_at});
    if (record.began_with.empty())
        store::drop_refresh_mark(tx, name);
    else
        store::note_refresh_started(tx, name, {record.began_with, record.obtained_at});
    store::set_setting(tx, seed_setting, record.seed);
    const auto answers = store::token_answers(tx, name);
    if (!record.last_answer.empty() && (answers.empty() || answers.front() != record.last_answer))
        store::keep_token_answer(tx, name, record.obtained_at, record.last_answer);
}

asio::awaitable<bot::result<std::optional<saved_tokens>>> stored_tokens::load()
{
    using outcome = bot::result<std::optional<saved_tokens>>;
    auto initiate = [this](auto handler) {
        auto answer = std::make_shared<decltype(handler)>(std::move(handler));
        auto record = std::make_shared<std::optional<saved_tokens>>();
        core_.run([record](store::transaction& tx) { *record = read_tokens(tx); },
                  [answer, record](bool committed) {
                      std::move (*answer)(committed ? outcome(std::move(*record)) : outcome(bot::fail(bot::errc::unreachable, "token store")));
                  });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(outcome)>(std::move(initiate), asio::use_awaitable);
}

asio::awaitable<bot::result<void>> stored_tokens::save(saved_tokens record)
{
    using outcome = bot::result<void>;
    auto initiate = [this, kept = std::make_shared<saved_tokens>(std::move(record))](auto handler) {
        auto answer = std::make_shared<decltype(handler)>(std::move(handler));
        core_.run([kept](store::transaction& tx) { write_tokens(tx, *kept); },
                  [answer](bool committed) {
                      std::move (*answer)(committed ? outcome() : outcome(bot::fail(bot::errc::unreachable, "token store")));
                  });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(outcome)>(std::move(initiate), asio::use_awaitable);
}

} // namespace adapters::zalo
