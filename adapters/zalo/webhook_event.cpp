#include "adapters/zalo/webhook_event.hpp"

#include "adapters/zalo/event_json.hpp"
#include "adapters/zalo/mention_guard.hpp"
#include "adapters/zalo/phone.hpp"
#include "adapters/zalo/signature.hpp"
#include "bot/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace adapters::zalo {

namespace {

using bot::flow::channel_kind;
using bot::flow::inbound;
using bot::flow::inbound_attachment;
using bot::flow::inbound_kind;

constexpr std::size_t id_bytes_max = 128;
constexpr std::size_t key_bytes = 16;
constexpr std::size_t card_bytes_max = 4 << 10;

/// What an event is, by its name (contract §1.5). Names that are in neither table nor prefix are `other`, and so are all of
/// group administration under its various names, echoes, reactions, consent, calls, quota and template notices.
enum class shape : std::uint8_t { chat, group, delivered, seen, opened, unfollow, info, withdraw, other };

constexpr std::array<std::pair<std::string_view, shape>, 7> named{{
    {"follow", shape::opened},
    {"unfollow", shape::unfollow},
    {"user_click_chatnow", shape::opened},
    {"user_received_message", shape::delivered},
    {"user_seen_message", shape::seen},
    {"user_submit_info", shape::info},
    {"user_withdraw", shape::withdraw},
}};

shape shape_of(std::string_view name)
{
    // Also kinds of messages that are yet to be invented: somebody wrote and waits.
    if (name.starts_with("user_send_group_"))
        return shape::group;
    if (name.starts_with("user_send_"))
        return shape::chat;
    const auto found = std::find_if(named.begin(), named.end(), [name](const auto& one) { return one.first == name; });
    return found == named.end() ? shape::other : found->second;
}

/// Ids are decimal or hex text (contract §0); anything else is as good as none.
std::string id(const std::string& text)
{
    const bool plain = text.size() <= id_bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F;
    });
    return plain ? text : std::string();
}

template <class Number>
std::optional<Number> number(std::string_view text)
{
    Number value{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<double> degrees(std::string_view text, double most)
{
    const auto value = number<double>(text);
    return value && *value >= -most && *value <= most ? value : std::nullopt;
}

/// A card is a link whose description is JSON in a string (contract §1.4): its number is all there is to tell them apart.
std::string card_phone(const std::string& description)
{
    if (description.size() > card_bytes_max)
        return {};
    const auto card = nlohmann::json::parse(description, nullptr, false);
    if (!card.is_object() || !card.contains("phone"))
        return {};
    const auto& phone = card.at("phone");
    return phone_84(phone.is_string() ? phone.get<std::string>() : phone.dump());
}

inbound_attachment attachment_of(event_fields::attachment& from, bool card)
{
    inbound_attachment made;
    made.kind = bot::to_nfc(from.type);
    made.url = std::move(from.url);
    made.name = bot::to_nfc(from.name);
    made.size_claimed = number<std::uint64_t>(from.size);
    const auto latitude = degrees(from.latitude, 90);
    const auto longitude = degrees(from.longitude, 180);
    if (latitude && longitude) {
        made.latitude = latitude;
        made.longitude = longitude;
    }
    if (card && made.name.empty())
        made.name = card_phone(from.description);
    return made;
}

/// "[@us] ack 12" is meant as "ack 12".
std::string without_mention(const std::string& text, const std::string& account)
{
    const std::string called = mention(account);
    std::string rest;
    std::size_t from = 0;
    for (auto at = called.empty() ? std::string::npos : text.find(called); at != std::string::npos;
         at = text.find(called, from)) {
        rest.append(text, from, at - from);
        from = at + called.size();
    }
    rest.append(text, from);
    const auto start = rest.find_first_not_of(' ');
    return start == std::string::npos ? std::string() : rest.substr(start);
}

/// Time stamps are milliseconds; one that cannot be is no time at all.
bot::rules::instant time_of(std::string_view text)
{
    constexpr std::int64_t year_2200_ms = 7'258'118'400'000;
    const auto value = number<std::int64_t>(text);
    return bot::rules::instant(std::chrono::milliseconds(value && *value > 0 && *value < year_2200_ms ? *value : 0));
}

/// The event's own parts, put together; what is missing turns it into `ignored`.
class reading {
public:
    reading(event_fields& fields, const oa_identity& identity, parse_notes& notes)
        : fields_(fields), us_(identity.oa_id), notes_(notes), sender_(id(fields.sender)), recipient_(id(fields.recipient)),
          account_(id(fields.oa_id))
    {
    }

    void into(inbound& event)
    {
        event.event_name = id(fields_.event_name);
        event.sent_at = time_of(fields_.timestamp);
        switch (shape_of(event.event_name)) {
        case shape::chat: chat(event, recipient_); break;
        case shape::group: group(event); break;
        case shape::delivered: receipt(event, inbound_kind::delivered); break;
        case shape::seen: receipt(event, inbound_kind::seen); break;
        case shape::opened: about_person(event, inbound_kind::followed); break;
        case shape::unfollow: about_person(event, inbound_kind::unfollowed); break;
        case shape::info: info(event); break;
        case shape::withdraw: about_person(event, inbound_kind::withdrew); break;
        case shape::other: other(event); break;
        }
    }

private:
    /// Events of all accounts of an app arrive at one address (contract §1.1).
    bool ours(const std::string& account)
    {
        const bool mine = us_.empty() || account.empty() || account == us_;
        notes_.other_account = !mine;
        return mine;
    }
    void place(inbound& event, channel_kind where, const std::string& address, const std::string& person) const
    {
        event.from = {.channel = where, .address = address};
        event.sender = person;
    }
    void content(inbound& event)
    {
        event.text = bot::to_nfc(fields_.text);
        event.quoted_message_id = id(fields_.quoted);
        const bool card = event.event_name.ends_with("_business_card");
        for (event_fields::attachment& one : fields_.attachments)
            event.attachments.push_back(attachment_of(one, card));
    }
    void chat(inbound& event, const std::string& account)
    {
        place(event, channel_kind::zalo, sender_, sender_);
        if (sender_.empty() || sender_ == us_ || !ours(account_.empty() ? account : account_))
            return;
        content(event);
        event.kind = inbound_kind::message;
    }
    /// group_id, else recipient.group_id, else recipient.id: no verbatim sample of a group message is known (contract §3.4).
    void group(inbound& event)
    {
        std::string where = id(fields_.group);
        if (where.empty())
            where = id(fields_.recipient_group);
        if (where.empty() && !recipient_.empty() && recipient_ != account_ && recipient_ != us_) {
            where = recipient_;
            notes_.group_from_recipient = true;
        }
        place(event, channel_kind::zalo_group, where, sender_);
        const std::string self = account_.empty() ? us_ : account_;
        if (where.empty() || sender_.empty() || sender_ == self || sender_ == us_ || !ours(account_))
            return;
        content(event);
        event.text = without_mention(event.text, self);
        event.kind = inbound_kind::message;
    }
    /// Sender is the account and recipient the person, who may be a phone number for a template message (contract §4).
    void receipt(inbound& event, inbound_kind kind)
    {
        const bool from_account = us_.empty() || sender_ == us_ || recipient_ != us_;
        const std::string person = from_account ? recipient_ : sender_;
        const bool by_phone = !fields_.delivery_time.empty();
        place(event, by_phone ? channel_kind::zalo_template : channel_kind::zalo, person, person);
        for (std::string& one : fields_.message_ids)
            if (std::string plain = id(one); !plain.empty())
                event.message_ids.push_back(std::move(plain));
        if (std::string plain = id(fields_.message_id); !plain.empty())
            event.message_ids.push_back(std::move(plain));
        if (!person.empty() && !event.message_ids.empty() && ours(account_.empty() && from_account ? sender_ : account_))
            event.kind = kind;
    }
    std::string person() const
    {
        for (const std::string* one : {&fields_.follower, &fields_.user})
            if (std::string plain = id(*one); !plain.empty())
                return plain;
        return sender_ == us_ ? recipient_ : sender_;
    }
    void about_person(inbound& event, inbound_kind kind)
    {
        const std::string who = person();
        place(event, channel_kind::zalo, who, who);
        if (!who.empty() && who != us_ && ours(account_.empty() ? recipient_ : account_))
            event.kind = kind;
    }
    void info(inbound& event)
    {
        event.phone = phone_84(fields_.phone);
        event.sender_name = bot::to_nfc(fields_.name);
        about_person(event, event.phone.empty() ? inbound_kind::ignored : inbound_kind::shared_phone);
    }
    void other(inbound& event)
    {
        const std::string group_id = id(fields_.group);
        const std::string who = person();
        if (!group_id.empty())
            place(event, channel_kind::zalo_group, group_id, who);
        else
            place(event, channel_kind::zalo, who, who);
        ours(account_);
    }

    event_fields& fields_;
    const std::string& us_;
    parse_notes& notes_;
    std::string sender_;
    std::string recipient_;
    std::string account_;
};

} // namespace

std::string dedup_key(std::string_view event_name, std::string_view message_id, std::string_view body)
{
    // A reaction carries the id of the message reacted to: several people's reactions would look like one.
    const bool own_id = !message_id.empty() && event_name.find("reacted") == std::string_view::npos;
    return (own_id ? sha256(event_name, std::string_view("\0", 1), message_id) : sha256(body)).substr(0, key_bytes);
}

bot::result<inbound> parse_event(std::string&& body, const oa_identity& identity, parse_notes* notes)
{
    parse_notes own_notes;
    parse_notes& seen = notes != nullptr ? *notes : own_notes;
    seen = {};
    auto fields = read_event(body, event_depth_max, seen.repaired);
    if (!fields)
        return tl::unexpected(fields.error());
    if (!fields->app_id.empty() && fields->app_id != identity.app_id)
        return bot::fail(bot::errc::unauthentic, "zalo webhook of another app");
    inbound event;
    event.dedup_key = dedup_key(fields->event_name, fields->message_id, body);
    reading(*fields, identity, seen).into(event);
    event.raw = std::move(body);
    return event;
}

inbound unreadable_event(std::string body)
{
    inbound event;
    event.dedup_key = dedup_key({}, {}, body);
    event.raw = std::move(body);
    return event;
}

} // namespace adapters::zalo
