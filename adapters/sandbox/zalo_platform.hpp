#pragma once

#include "adapters/http/message.hpp"
#include "adapters/sandbox/platform_state.hpp"
#include "bot/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::sandbox {

struct route; // api.hpp

/// What a person does besides writing.
enum class deed : std::uint8_t {
    follow,
    unfollow,
    chat_now,    ///< the button "Nhắn tin"
    share_phone, ///< answers request_user_info
    withdraw,    ///< asks for their data to be deleted
    block,       ///< blocks the Official Account
    unblock,
    phone_off, ///< nothing is delivered until the phone is on again
    phone_on,
    leave_window, ///< as if the last interaction were eight days ago
};
std::optional<deed> deed_from(std::string_view name);

/// What a member of a group does.
enum class group_deed : std::uint8_t { join, leave, disband };

/// An attachment a person sends. Empty content is replaced by a sample of the kind.
struct attachment {
    message_kind kind = message_kind::image;
    std::string name{};
    std::string content_type{};
    std::string bytes{};
    std::string caption{};
    std::string latitude = "21.0003"; ///< of a location
    std::string longitude = "105.8412";
};

/// One line of a chat.
struct line {
    std::string chat{}; ///< user id or group id
    std::size_t index = 0;
    std::string who{}; ///< display name; the Official Account's own for its lines
    message what;
};

/// What becomes of a call.
struct api_answer {
    http::response response;
    bool hang = false;                  ///< no answer is to reach the caller
    std::chrono::milliseconds delay{0}; ///< real time to wait before answering
};

/// Zalo's side of the contract without sockets and without a clock: requests in and answers out, people's
/// deeds in and webhooks out. Time comes in as `now` and never goes back.
class zalo_platform {
public:
    zalo_platform(options setup, instant now);

    /// True for a path of one of Zalo's hosts.
    static bool knows(std::string_view path);

    /// Answers a call to openapi, oauth, business or the attachment host.
    api_answer serve(const http::request& call, instant now);

    // --- people; results are message ids
    // ---------------------------------------------------------------------
    /// A text to the Official Account, perhaps as a reply to the message `quote`.
    bot::result<std::string> say(const std::string& user_id, const std::string& text, instant now,
                                 const std::string& quote = {});
    bot::result<std::string> say_in_group(const std::string& group_id, const std::string& user_id,
                                          const std::string& text, instant now,
                                          const std::string& quote = {});
    bot::result<std::string> attach(const std::string& user_id, const attachment& what, instant now);
    bot::result<std::string> attach_in_group(const std::string& group_id, const std::string& user_id,
                                             const attachment& what, instant now);
    bot::result<void> react(const std::string& user_id, const std::string& message_id,
                            const std::string& icon, instant now);
    bot::result<void> act(const std::string& user_id, deed what, instant now);
    bot::result<void> act_in_group(const std::string& group_id, const std::string& user_id, group_deed what,
                                   instant now);

    // --- webhooks out
    // ----------------------------------------------------------------------------------------
    /// Receipts whose time has come become events. Call before `take`.
    void advance(instant now);
    std::optional<delivery> take(instant now) { return state_.webhooks.take(now); }
    void settle(std::uint64_t id, bool accepted, instant now);

    /// When something happens by itself next: a receipt or a retry.
    std::optional<instant> next_due() const;

    // --- looking on
    // ------------------------------------------------------------------------------------------
    std::uint64_t version() const { return state_.chats.version(); }
    std::vector<line> transcript(const std::string& chat, std::size_t from = 0) const;

    platform_state& state() { return state_; }
    const platform_state& state() const { return state_; }

    /// A body of the tester's own, unsigned ("") or with any signature: probes and forgeries. Never repeated
    /// when unsigned.
    void send_raw(const std::string& body, const std::string& signature, instant now);

    /// Back to the first day: people, chats, tokens and faults as they were set up.
    void reset(instant now);

private:
    bot::result<std::string> receive(member& who, message what, instant now);
    bot::result<std::string> receive_in_group(const std::string& group_id, const std::string& user_id,
                                              message what, instant now);

    /// Signature, limits and faults passed: the call itself.
    api_answer run(const http::request& call, const route& way, instant now);

    options first_;
    std::uint64_t runs_ = 0;
    platform_state state_;
};

} // namespace adapters::sandbox
