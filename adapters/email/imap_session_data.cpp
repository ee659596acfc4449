#include "adapters/email/imap_session.hpp"

#include "adapters/email/alarm.hpp"
#include "adapters/email/imap_text.hpp"

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace {

constexpr std::size_t quotas_max = 16;

const imap_value* find_item(const std::vector<imap_value>& pairs, std::string_view name)
{
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        if (pairs[i].what == imap_value::kind::atom && pairs[i].text == name)
            return &pairs[i + 1];
    return nullptr;
}

/// BODY[], BODY[]<0>, BODY[HEADER]<0>
imap_value* find_body(std::vector<imap_value>& pairs)
{
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        if (pairs[i].what == imap_value::kind::atom && pairs[i].text.starts_with("BODY["))
            return &pairs[i + 1];
    return nullptr;
}

} // namespace

void imap_session::on_search(const imap_reply& reply)
{
    if (command_.what != imap_command::kind::search || phase_ != phase::busy)
        return;
    for (const imap_value& value : reply.values) {
        if (value.what == imap_value::kind::list)
            continue; // (MODSEQ n)
        const auto uid = imap_number(value.text);
        if (!uid || *uid == 0) {
            fail(bot::errc::malformed, "imap: a search found no number");
            return;
        }
        outcome_.found.push_back(*uid);
    }
}

void imap_session::on_fetch(imap_reply& reply)
{
    if (reply.values.size() != 1 || reply.values.front().what != imap_value::kind::list) {
        fail(bot::errc::malformed, "imap: FETCH without a list");
        return;
    }
    auto& items = reply.values.front().items;
    const imap_value* const uid_item = find_item(items, "UID");
    const std::uint32_t uid = uid_item == nullptr ? 0 : imap_number(uid_item->text).value_or(0); // 0 is no UID
    imap_value* const body = find_body(items);
    if (body != nullptr) {
        if (body->what == imap_value::kind::nil)
            return; // gone meanwhile
        if (uid == 0)
            fail(bot::errc::malformed, "imap: a mail without its UID");
        else
            on_mail(uid, std::move(body->text));
        return;
    }
    const imap_value* const size = find_item(items, "RFC822.SIZE");
    if (size == nullptr || uid == 0 || command_.what != imap_command::kind::sizes)
        return; // somebody changed a flag
    if (!std::binary_search(command_.uids.begin(), command_.uids.end(), uid))
        return;
    // A size beyond 32 bits is as good as the largest of them: over any limit.
    const bool digits = !size->text.empty() && size->text.find_first_not_of("0123456789") == std::string::npos;
    if (!digits) {
        fail(bot::errc::malformed, "imap: RFC822.SIZE is no number");
        return;
    }
    outcome_.sizes.push_back({.uid = uid, .bytes = imap_number(size->text).value_or(UINT32_MAX)});
}

void imap_session::on_mail(std::uint32_t uid, std::string raw)
{
    const bool asked = command_.what == imap_command::kind::mails && phase_ == phase::busy &&
                       std::binary_search(command_.uids.begin(), command_.uids.end(), uid);
    const bool again = std::any_of(outcome_.mails.begin(), outcome_.mails.end(), [uid](const imap_mail& one) { return one.uid == uid; });
    if (!asked || again) {
        fail(bot::errc::malformed, "imap: a mail nobody asked for");
        return;
    }
    mail_bytes_ += raw.size();
    if (mail_bytes_ > command_.bytes_max) {
        fail(bot::errc::malformed, "imap: mails are larger than the server said");
        return;
    }
    const bool cut = raw.size() > command_.mail_bytes_max;
    if (cut)
        raw.resize(command_.mail_bytes_max);
    outcome_.mails.push_back({.uid = uid, .raw = std::move(raw), .cut = cut});
}

void imap_session::on_quota(const imap_reply& reply)
{
    if (command_.what != imap_command::kind::quota || reply.values.size() != 2 || outcome_.quotas.size() >= quotas_max)
        return;
    const auto& resources = reply.values[1].items;
    for (std::size_t i = 0; i + 2 < resources.size(); i += 3) {
        const auto used = imap_number(resources[i + 1].text);
        const auto limit = imap_number(resources[i + 2].text);
        if (resources[i].text == "STORAGE" && used && limit)
            outcome_.quotas.push_back({.root = printable(reply.values[0].text), .used_kib = *used, .limit_kib = *limit});
    }
}

} // namespace adapters::email
