#pragma once

#include "adapters/zalo/access_token.hpp"

#include <optional>
#include <utility>

/// A token store in memory whose disk can fail.
class memory_token_store final : public adapters::zalo::token_store {
public:
    memory_token_store() = default;
    explicit memory_token_store(adapters::zalo::saved_tokens first) : record(std::move(first)) {}

    /// A pair good for a day from `now` on.
    static adapters::zalo::saved_tokens pair(bot::rules::instant now)
    {
        adapters::zalo::saved_tokens made;
        made.access = "A1";
        made.refresh = "R1";
        made.obtained_at = now - std::chrono::hours(1);
        made.expires_at = now + std::chrono::hours(24);
        return made;
    }

    boost::asio::awaitable<bot::result<std::optional<adapters::zalo::saved_tokens>>> load() override
    {
        co_return record;
    }
    boost::asio::awaitable<bot::result<void>> save(adapters::zalo::saved_tokens one) override
    {
        ++saves;
        if (saves >= fail_from && saves <= fail_to)
            co_return bot::fail(bot::errc::unreachable, "disk full");
        record = std::move(one);
        co_return bot::result<void>();
    }

    std::optional<adapters::zalo::saved_tokens> record{};
    int saves = 0;
    int fail_from = 0; ///< these saves, counted from one, meet a full disk
    int fail_to = -1;
};
