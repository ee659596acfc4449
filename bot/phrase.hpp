#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace bot {

struct phrase;

/// What fills a place in a text: literal text, a number, or further phrases (rendered and joined by line ends).
using argument = std::variant<std::string, std::int64_t, std::vector<phrase>>;
using arguments = std::map<std::string, argument>;

/// Something to say, before a language is chosen: a key of the message catalogue and what fills its places.
/// The core speaks in phrases only; `messages::catalogue` turns them into text.
struct phrase {
    std::string key;
    arguments args{};

    bool operator==(const phrase&) const = default;
};

} // namespace bot
