#include "adapters/sandbox/platform_state.hpp"

#include "adapters/sandbox/digest.hpp"

#include <algorithm>
#include <utility>

namespace adapters::sandbox {

namespace {

/// How much later an event leaves that is to be overtaken.
constexpr duration overtaken_by = std::chrono::milliseconds{1'500};

} // namespace

platform_state::platform_state(options with, instant now, std::uint64_t run)
    : setup(std::move(with)), chats(setup, now),
      tokens(setup.app_id + setup.app_secret +
                 std::to_string(now.time_since_epoch().count() + static_cast<std::int64_t>(run)),
             setup.refresh_token, setup.access_token_life, now),
      webhooks(setup.webhook_retries), writer(setup.app_id, setup.oa_id),
      epoch(static_cast<std::uint64_t>(now.time_since_epoch().count()) + run)
{
}

std::string platform_state::next_id()
{
    return sha256_hex(setup.app_id + std::to_string(epoch) + "message" + std::to_string(++id_count))
        .substr(0, 20);
}

std::string platform_state::keep_file(stored_file what)
{
    if (files.size() >= files_kept_max)
        files.erase(files.begin()); // keys are zero-padded: the first is the oldest
    std::string number = std::to_string(++file_count);
    number.insert(0, 8 - std::min<std::size_t>(8, number.size()), '0');
    std::string path = "/attachments/" + number;
    files.emplace(std::move(number), std::move(what));
    return path;
}

void platform_state::announce(const event& what, const std::string& lane, instant now, const std::string& of)
{
    if (faults.silence)
        return;
    delivery leaves{.body = what.body,
                    .signature =
                        event_signature(setup.app_id, what.body, what.timestamp, setup.oa_secret_key),
                    .lane = lane,
                    .chat = of.empty() ? "" : lane,
                    .message_id = of};
    instant due = now;
    if (faults.delay_next > 0) {
        --faults.delay_next;
        due += overtaken_by;
        leaves.lane.clear();
    }
    if (faults.duplicate_next > 0) {
        --faults.duplicate_next;
        webhooks.push(leaves, due);
    }
    webhooks.push(std::move(leaves), due);
}

void platform_state::announce_template_receipt(const event& what, const std::string& lane, instant now)
{
    if (faults.silence)
        return;
    webhooks.push({.body = what.body,
                   .signature = event_signature(setup.app_id, what.body, what.timestamp, setup.oa_secret_key),
                   .lane = lane,
                   .template_service = true},
                  now);
}

void platform_state::phone_is_on(const member& who, instant now)
{
    for (const message& one : chats.chat(who.who.user_id))
        if (one.from.empty() && one.kind != message_kind::notice && one.progress == receipt::sent)
            receipts.emplace(now + setup.delivered_after, receipt_due{who.who.user_id, one.id});
}

std::string platform_state::deliver_to_person(member& whom, message what, instant now)
{
    what.id = next_id();
    what.at = now;
    if (what.billed)
        ++billed;
    const message& sent = chats.append(whom.who.user_id, std::move(what));
    if (whom.phone_on)
        receipts.emplace(now + setup.delivered_after, receipt_due{whom.who.user_id, sent.id});
    if (setup.echoes && sent.kind != message_kind::template_text)
        announce(writer.oa_sent(whom, sent), whom.who.user_id, now);
    return sent.id;
}

std::string platform_state::deliver_to_group(const group& where, message what, instant now)
{
    what.id = next_id();
    what.at = now;
    const message& sent = chats.append(where.about.group_id, std::move(what));
    if (setup.echoes)
        announce(writer.oa_sent_to_group(where.about.group_id, sent), where.about.group_id, now);
    return sent.id;
}

std::string user_id_by_app(std::string_view app_id, std::string_view user_id)
{
    const std::string hex = sha256_hex(std::string(app_id).append(":").append(user_id)).substr(0, 15);
    return std::to_string(1'000'000'000'000'000'000ULL +
                          std::stoull(hex, nullptr, 16) % 900'000'000'000'000'000ULL);
}

} // namespace adapters::sandbox
