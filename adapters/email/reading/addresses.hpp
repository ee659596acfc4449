#pragma once

#include "adapters/email/reading/letter.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::email::mime {

inline constexpr std::size_t addresses_max = 200;

/// The addresses of a From, To, … field: names decoded, groups opened, comments left out. Reads in one pass without
/// recursion; at most `addresses_max`.
std::vector<mailbox> read_addresses(std::string_view raw);

/// An address as it is compared: ASCII letters small, the domain in punycode. "" for what is none.
std::string normal_address(std::string_view address);

/// What follows the last "@" of a normal address; "" if there is none.
std::string_view domain_of(std::string_view address);

/// Message ids of a field, without <>, in their order; words with an "@" where the <> are missing.
std::vector<std::string> read_message_ids(std::string_view raw);

} // namespace adapters::email::mime
