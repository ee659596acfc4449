#pragma once

#include "adapters/engine.hpp"
#include "adapters/zalo/access_token.hpp"

namespace adapters::zalo {

/// The record as the store keeps it; nothing before the first.
std::optional<saved_tokens> read_tokens(store::transaction& tx);
void write_tokens(store::transaction& tx, const saved_tokens& record);

/// The record of the token chain in the store: the pair, the mark of a refresh that began, the seed, the last answers.
class stored_tokens : public token_store {
public:
    explicit stored_tokens(engine& core) : core_(core) {}

    boost::asio::awaitable<bot::result<std::optional<saved_tokens>>> load() override;
    boost::asio::awaitable<bot::result<void>> save(saved_tokens record) override;

private:
    engine& core_;
};

} // namespace adapters::zalo
