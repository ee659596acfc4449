#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bot::flow {

/// Makes and checks what proves that a mail answers one of ours: 80 bits of HMAC-SHA256 over the incident and the address it was
/// written to, in lower-case base32, since the case of an address is not kept on its way. A token is good for that address alone.
class mail_keys {
public:
    /// `key`: at least 16 random bytes.
    explicit mail_keys(std::string key) : key_(std::move(key)) {}

    /// "r.sc-2026-000012.<16>": behind "+" in the address that answers go to. `number` "" for no incident.
    std::string reply_tag(std::string_view number, std::string_view address) const;
    /// "c.<16>.<16>.sc-2026-000012": local part of a Message-ID. `unique` tells mails to one address about one incident apart.
    std::string message_id(std::string_view number, std::string_view address, std::string_view unique) const;
    /// "b.<16>.<16>": behind "+" in the envelope sender, so that a report of non-delivery finds its mail without any structure.
    static std::string bounce_tag(std::string_view message_id);
    /// The beginning of the Message-ID that a bounce tag belongs to; nothing when it is none.
    static std::optional<std::string> message_id_prefix(std::string_view bounce_tag);

    /// What a tag or the local part of a Message-ID says, if it was made for `address`: the incident's number, "" for none.
    std::optional<std::string> number_in_tag(std::string_view tag, std::string_view address) const;
    std::optional<std::string> number_in_message_id(std::string_view id, std::string_view address) const;
    /// The same without a proof of the address: whether we made it at all cannot be told. For finding the thread only.
    static std::optional<std::string> claimed_number(std::string_view tag_or_id);

private:
    std::string mac(std::string_view what) const;

    std::string key_;
};

/// The keys of this installation; made on first use and kept in the store.
mail_keys keys_of(store::transaction& tx);

} // namespace bot::flow
