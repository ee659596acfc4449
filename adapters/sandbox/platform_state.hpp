#pragma once

#include "adapters/sandbox/event_writer.hpp"
#include "adapters/sandbox/fault_desk.hpp"
#include "adapters/sandbox/options.hpp"
#include "adapters/sandbox/token_desk.hpp"
#include "adapters/sandbox/webhook_queue.hpp"
#include "adapters/sandbox/world.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace adapters::sandbox {

/// Something uploaded by the bot, or sent by a person.
struct stored_file {
    std::string name{};
    std::string content_type{};
    std::string bytes{};
    instant at{};
};

/// A message of the Official Account that will next be delivered, or seen.
struct receipt_due {
    std::string user_id{};
    std::string message_id{};
};

/// Calls of the current minute.
struct call_counter {
    instant minute{};
    int calls = 0;
};

/// All the platform knows: what the parts of `zalo_platform` work on.
struct platform_state {
    platform_state(options with, instant now, std::uint64_t run = 0);

    /// Files kept; the oldest go first.
    static constexpr std::size_t files_kept_max = 500;
    /// An uploaded asset can be sent for this long (-100 afterwards).
    static constexpr duration asset_life = std::chrono::days{7};

    options setup;
    world chats; ///< people, groups and what was said
    token_desk tokens;
    fault_desk faults;
    webhook_queue webhooks;
    event_writer writer;
    call_counter counter;
    std::map<std::string, stored_file, std::less<>> uploads; ///< by attachment_id or token
    std::map<std::string, stored_file, std::less<>> files;   ///< by number, served under /attachments/
    std::uint64_t file_count = 0;
    std::uint64_t id_count = 0;
    std::uint64_t billed = 0; ///< messages that cost money
    std::uint64_t epoch;      ///< differs for every first day: part of all ids, so that none comes twice

    /// Receipts still to come: a message on its way to a phone, or there and unread.
    std::multimap<instant, receipt_due> receipts;

    /// A fresh message id: 20 hexadecimal digits.
    std::string next_id();

    /// The path under which `bytes` can be fetched from now on.
    std::string keep_file(stored_file what);

    /// Signs and queues an event of the lane, with the doubling and delaying that is switched on. `of` names
    /// a person's message it reports.
    void announce(const event& what, const std::string& lane, instant now, const std::string& of = {});
    void announce_template_receipt(const event& what, const std::string& lane, instant now);

    /// Sends on its way what waits for a phone that was off.
    void phone_is_on(const member& who, instant now);

    /// Appends a message of the Official Account, sets its receipts going and queues its echo. Returns its
    /// id.
    std::string deliver_to_person(member& whom, message what, instant now);
    std::string deliver_to_group(const group& where, message what, instant now);
};

/// The id Zalo gives a person per app; here derived from both.
std::string user_id_by_app(std::string_view app_id, std::string_view user_id);

} // namespace adapters::sandbox
