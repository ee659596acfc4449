#pragma once

#include "bot/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::zalo {

/// What the bot reads of a webhook body, as text, "" where it is missing. Numbers keep their digits.
struct event_fields {
    struct attachment {
        std::string type;
        std::string url;
        std::string name;
        std::string size;
        std::string description;
        std::string latitude;
        std::string longitude;
    };
    std::string app_id;
    std::string oa_id;
    std::string event_name;
    std::string timestamp;
    std::string sender;
    std::string recipient;
    std::string recipient_group;
    std::string group;
    std::string user;
    std::string follower;
    std::string text;
    std::string message_id;
    std::string quoted;
    std::string phone;
    std::string name;
    std::string delivery_time;
    std::vector<std::string> message_ids;
    std::vector<attachment> attachments;
};

/// Reads a body without building a tree of it. `malformed` when it is no JSON object or nested deeper than `depth_max`.
/// A body that is JSON but for lone surrogates, broken UTF-8 or raw control characters inside strings is read with U+FFFD in
/// their place, and `repaired` set: an event is worth more than its spelling.
bot::result<event_fields> read_event(std::string_view body, int depth_max, bool& repaired);

} // namespace adapters::zalo
