#pragma once

#include "adapters/http/message.hpp"
#include "adapters/sandbox/platform_state.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace adapters::sandbox {

/// `offset` and `count` of a listing call.
struct page_of_list {
    std::size_t offset = 0;
    std::size_t count = 10;
};

/// From the query, or from the JSON in its `data`; `count` at most `most`.
page_of_list page_asked(const http::request& call, std::size_t most);

/// JSON array of a chat's messages, newest first, with the fields of contract 1.3 (`src` 0 is the Official
/// Account).
std::string messages_backwards(const platform_state& state, const std::string& chat, page_of_list page);

/// JSON array of the last message of each chat, newest first.
std::string last_messages(const platform_state& state, const std::vector<std::string>& chats,
                          page_of_list page);

} // namespace adapters::sandbox
