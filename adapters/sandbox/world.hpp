#pragma once

#include "adapters/sandbox/options.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::sandbox {

enum class message_kind : std::uint8_t {
    text,
    image,
    gif,
    file,
    audio,
    video,
    sticker,
    location,
    link,
    business_card,
    ask_phone,     ///< request_user_info: the phone offers to share its number
    list,          ///< list template with buttons
    template_text, ///< a ZBS template message
    notice,        ///< what the phone itself says: joined, blocked, shared
};
std::string_view name_of(message_kind kind);
std::optional<message_kind> message_kind_from(std::string_view name);

/// What people attach: a file, a picture, a place; not a text and not what only the account sends.
bool is_attachment(message_kind kind);

/// How far a message of the Official Account got: sent, on the phone, read. A person's own message is
/// delivered when the bot has taken its webhook.
enum class receipt : std::uint8_t { sent, delivered, seen };

struct button {
    std::string title{};
    std::string payload{}; ///< what a press sends as text
};

/// One bubble.
struct message {
    std::string id{};
    std::string from{}; ///< user id, "" for the Official Account
    message_kind kind = message_kind::text;
    std::string text{};
    std::string quote{}; ///< id of the message replied to
    std::string url{};   ///< of an attachment; begins with '/' when the sandbox itself serves it
    std::string name{};
    std::size_t size = 0;
    std::string checksum{}; ///< MD5, as Zalo gives it
    std::string latitude{}; ///< decimal text, as Zalo gives it
    std::string longitude{};
    std::string phone{};       ///< of a business card
    std::string tracking_id{}; ///< of a template message by phone
    std::string template_id{};
    std::vector<button> buttons{};
    std::string reaction{};
    bool billed = false; ///< sent 48 h to 7 d after the person's last interaction, or a template
    instant at{};
    receipt progress = receipt::sent;
    bool receipt_lost = false; ///< it arrived, but the bot was not told
    std::uint64_t version = 0; ///< of the world when it last changed
};

/// A person and what the platform knows of them.
struct member {
    person who;
    std::string user_id_by_app{};
    bool follows = true;
    bool blocked = false; ///< has blocked the Official Account
    bool phone_on = true; ///< off: nothing is delivered until it is on again
    bool wrote = false;   ///< has ever written to the Official Account
    bool shared_phone = false;
    int welcome_left = 3; ///< messages to a follower who never interacted
    std::optional<instant> last_interaction{};
};

struct group {
    group_chat about;
    bool enabled = true; ///< false: its package has lapsed (-237)
    bool oa_inside = true;
};

/// People, groups and what was said. Every change raises `version()`, so that a page can ask for what is new.
class world {
public:
    /// Messages kept of a chat; the oldest are forgotten.
    static constexpr std::size_t messages_kept_max = 2'000;

    world(const options& setup, instant now);

    std::uint64_t version() const { return version_; }
    void touch() { ++version_; }

    /// Versions go on from another world's, so that whoever watches sees the change.
    void continue_after(std::uint64_t version) { version_ = version + 1; }

    member* find_person(std::string_view user_id);
    const member* find_person(std::string_view user_id) const;
    member* find_phone(std::string_view phone);
    group* find_group(std::string_view group_id);
    const group* find_group(std::string_view group_id) const;

    /// Adds, or renames somebody known.
    member& add(const person& who, std::string user_id_by_app);
    group& add(const group_chat& which);

    const std::vector<member>& people() const { return people_; }
    std::vector<member>& people() { return people_; }
    const std::vector<group>& groups() const { return groups_; }

    /// Appends to the chat `address` (user id or group id) and returns where it stands until the next append.
    message& append(const std::string& address, message what);

    /// A message that changed: gives it the new version.
    void changed(message& what);

    const std::deque<message>& chat(const std::string& address) const;
    std::deque<message>& chat(const std::string& address);
    message* find_message(const std::string& address, std::string_view id);

    /// How many messages of the chat were forgotten: index of its first one.
    std::size_t forgotten(const std::string& address) const;

private:
    struct transcript {
        std::deque<message> messages;
        std::size_t forgotten = 0;
    };

    std::uint64_t version_ = 1;
    std::vector<member> people_;
    std::vector<group> groups_;
    std::map<std::string, transcript> chats_;
};

} // namespace adapters::sandbox
