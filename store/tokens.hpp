#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store {

/// A pair of tokens whose refresh token works once. `name` tells several apart, e.g. "zalo".
struct token_pair {
    std::string access{};
    std::string refresh{};
    instant obtained_at{};
    instant expires_at{};
};

/// A refresh that began and whose answer was not stored: the provider may have used up the old refresh token.
struct refresh_started {
    std::string old_hash{}; ///< of the refresh token handed in, hex
    instant at{};
};

std::optional<token_pair> load_tokens(connection& from, std::string_view name);
/// The new pair; ends a refresh that was begun. Durable before it may be used.
void save_tokens(transaction& tx, std::string_view name, const token_pair& pair);

/// Write-ahead mark before a refresh request leaves.
void note_refresh_started(transaction& tx, std::string_view name, const refresh_started& mark);
std::optional<refresh_started> unfinished_refresh(connection& from, std::string_view name);
/// The provider refused before using up the token: the mark goes, the pair stays.
void drop_refresh_mark(transaction& tx, std::string_view name);

/// Keeps the provider's last answers (five) for rescue by hand.
void keep_token_answer(transaction& tx, std::string_view name, instant at, std::string_view body);
std::vector<std::string> token_answers(connection& from, std::string_view name);

} // namespace store
