#pragma once

#include "adapters/sandbox/world.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::sandbox {

/// An event as JSON text and what its signature needs.
struct event {
    std::string body{};
    std::string timestamp{}; ///< 13 digits, as in the body
};

/// Writes webhook bodies with the keys, their order and their types as in the platform's samples
/// (contract 1.4 and 1.5).
class event_writer {
public:
    event_writer(std::string app_id, std::string oa_id) : app_id_(std::move(app_id)), oa_id_(std::move(oa_id))
    {
    }

    /// Where attachments are to be had; prefixed to their paths.
    void set_base(std::string base) { base_ = std::move(base); }
    const std::string& base() const { return base_; }

    event user_sent(const member& who, const message& what) const;
    event group_sent(std::string_view group_id, const message& what) const;

    /// Echo of what the Official Account sent.
    event oa_sent(const member& whom, const message& what) const;
    event oa_sent_to_group(std::string_view group_id, const message& what) const;

    event received(const member& who, std::string_view message_id, instant at) const;
    event received_by_phone(std::string_view phone, const message& what, instant at) const;
    event seen(const member& who, const std::vector<std::string>& message_ids, instant at) const;

    event follow(const member& who, bool follows, instant at) const;
    event chat_now(const member& who, instant at) const;
    event submit_info(const member& who, instant at) const;
    event withdraw(const member& who, instant at) const;
    event reacted(const member& who, std::string_view message_id, std::string_view icon, instant at) const;

    /// Administration of groups; `users` only where the event has them.
    event group_changed(std::string_view name, std::string_view group_id,
                        const std::vector<std::string>& users, instant at) const;

private:
    std::string app_id_;
    std::string oa_id_;
    std::string base_;
};

} // namespace adapters::sandbox
