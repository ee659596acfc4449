#include "adapters/zalo/event_json.hpp"

#include "bot/utf8.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace adapters::zalo {

namespace {

/// More than any message of the platform carries; the rest stays in the raw body.
constexpr std::size_t attachments_max = 64;
constexpr std::size_t message_ids_max = 1'024;

enum class word : std::uint8_t {
    none,
    app_id,
    attachments,
    coordinates,
    delivery_time,
    description,
    event_name,
    follower,
    group_id,
    id,
    info,
    latitude,
    longitude,
    message,
    msg_id,
    msg_ids,
    name,
    oa_id,
    payload,
    phone,
    quote_msg_id,
    recipient,
    sender,
    size,
    text,
    timestamp,
    type,
    url,
    user_id,
};

constexpr std::array<std::pair<std::string_view, word>, 28> words{{
    {"app_id", word::app_id},
    {"attachments", word::attachments},
    {"coordinates", word::coordinates},
    {"delivery_time", word::delivery_time},
    {"description", word::description},
    {"event_name", word::event_name},
    {"follower", word::follower},
    {"group_id", word::group_id},
    {"id", word::id},
    {"info", word::info},
    {"latitude", word::latitude},
    {"longitude", word::longitude},
    {"message", word::message},
    {"msg_id", word::msg_id},
    {"msg_ids", word::msg_ids},
    {"name", word::name},
    {"oa_id", word::oa_id},
    {"payload", word::payload},
    {"phone", word::phone},
    {"quote_msg_id", word::quote_msg_id},
    {"recipient", word::recipient},
    {"sender", word::sender},
    {"size", word::size},
    {"text", word::text},
    {"timestamp", word::timestamp},
    {"type", word::type},
    {"url", word::url},
    {"user_id", word::user_id},
}};
static_assert(std::is_sorted(words.begin(), words.end()));

word word_named(std::string_view name)
{
    const auto found = std::lower_bound(words.begin(), words.end(), name,
                                        [](const auto& one, std::string_view wanted) { return one.first < wanted; });
    return found != words.end() && found->first == name ? found->second : word::none;
}

/// Where a value stands, as a number to switch on: six bits a level. Elements of an array stand where the array does.
using place = std::uint64_t;
constexpr place nowhere = ~place{0};

constexpr place below(place outer, word name)
{
    const bool known = outer != nowhere && name != word::none && outer < (place{1} << 48U);
    return known ? outer << 6U | static_cast<place>(name) : nowhere;
}

template <class... Words>
constexpr place at(Words... path)
{
    place here = 0;
    ((here = below(here, path)), ...);
    return here;
}

constexpr place in_attachments = at(word::message, word::attachments);
constexpr place in_payload = at(word::message, word::attachments, word::payload);
constexpr place in_coordinates = at(word::message, word::attachments, word::payload, word::coordinates);

/// Takes nlohmann's events as they come. Return values tell the parser whether to go on.
class collector {
public:
    collector(event_fields& into, int depth_max) : into_(into), depth_max_(depth_max) {}

    bool null() { return value({}); }
    bool boolean(bool) { return value({}); }
    bool number_integer(std::int64_t number) { return value(std::to_string(number)); }
    bool number_unsigned(std::uint64_t number) { return value(std::to_string(number)); }
    bool number_float(double, const std::string& digits) { return value(std::string(digits)); }
    bool string(std::string& text) { return value(std::move(text)); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool key(std::string& name)
    {
        here_ = below(open_.back(), word_named(name));
        return true;
    }
    bool start_object(std::size_t)
    {
        if (here_ == in_attachments) {
            skipping_ = into_.attachments.size() == attachments_max;
            if (!skipping_)
                into_.attachments.emplace_back();
        }
        return enter();
    }
    bool end_object() { return leave(); }
    bool start_array(std::size_t) { return !open_.empty() && enter(); } // the whole must be an object
    bool end_array() { return leave(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) { return false; }

private:
    bool enter()
    {
        open_.push_back(here_);
        return open_.size() <= static_cast<std::size_t>(depth_max_);
    }
    bool leave()
    {
        here_ = open_.back(); // the next element of an array stands where this one stood
        open_.pop_back();
        return true;
    }
    bool value(std::string text)
    {
        if (open_.empty())
            return false;
        if (std::string* slot = top_slot(); slot != nullptr)
            *slot = std::move(text);
        else if (here_ == at(word::message, word::msg_ids) && into_.message_ids.size() < message_ids_max)
            into_.message_ids.push_back(std::move(text));
        else if (std::string* part = attachment_slot(); part != nullptr)
            *part = std::move(text);
        return true;
    }
    std::string* top_slot()
    {
        switch (here_) {
        case at(word::app_id): return &into_.app_id;
        case at(word::oa_id): return &into_.oa_id;
        case at(word::event_name): return &into_.event_name;
        case at(word::timestamp): return &into_.timestamp;
        case at(word::sender, word::id): return &into_.sender;
        case at(word::recipient, word::id): return &into_.recipient;
        case at(word::recipient, word::group_id): return &into_.recipient_group;
        case at(word::group_id): return &into_.group;
        case at(word::user_id): return &into_.user;
        case at(word::follower, word::id): return &into_.follower;
        case at(word::message, word::text): return &into_.text;
        case at(word::message, word::msg_id): return &into_.message_id;
        case at(word::message, word::quote_msg_id): return &into_.quoted;
        case at(word::message, word::delivery_time): return &into_.delivery_time;
        case at(word::info, word::phone): return &into_.phone;
        case at(word::info, word::name): return &into_.name;
        default: return nullptr;
        }
    }
    std::string* attachment_slot()
    {
        if (into_.attachments.empty() || skipping_)
            return nullptr;
        event_fields::attachment& last = into_.attachments.back();
        switch (here_) {
        case below(in_attachments, word::type): return &last.type;
        case below(in_payload, word::url): return &last.url;
        case below(in_payload, word::name): return &last.name;
        case below(in_payload, word::size): return &last.size;
        case below(in_payload, word::description): return &last.description;
        case below(in_coordinates, word::latitude): return &last.latitude;
        case below(in_coordinates, word::longitude): return &last.longitude;
        default: return nullptr;
        }
    }

    event_fields& into_;
    int depth_max_;
    place here_ = 0;
    bool skipping_ = false; ///< in an attachment beyond the most we take
    std::vector<place> open_;
};

bool parse(std::string_view body, event_fields& into, int depth_max)
{
    into = {};
    collector events(into, depth_max);
    return nlohmann::json::sax_parse(body, &events);
}

bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// The code unit of a \uXXXX escape at `i`, or nothing.
unsigned escape_at(std::string_view text, std::size_t i)
{
    if (i + 6 > text.size() || text[i] != '\\' || text[i + 1] != 'u' ||
        !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 2, text.begin() + static_cast<std::ptrdiff_t>(i) + 6,
                     is_hex))
        return 0;
    return static_cast<unsigned>(std::stoul(std::string(text.substr(i + 2, 4)), nullptr, 16));
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// The body with what nlohmann refuses inside strings replaced. Structure is left as it is.
std::string repair(std::string_view body)
{
    std::string good;
    good.reserve(body.size() + 16);
    bool in_string = false;
    for (std::size_t i = 0; i < body.size();) {
        const char c = body[i];
        if (in_string && c == '\\' && i + 1 < body.size()) {
            const unsigned unit = escape_at(body, i);
            const bool pair = is_high(unit) && is_low(escape_at(body, i + 6));
            std::size_t taken = pair ? 12 : unit != 0 ? 6 : 2;
            if (!pair && (is_high(unit) || is_low(unit)))
                good += "\\ufffd";
            else
                good += body.substr(i, taken);
            i += taken;
        } else if (in_string && static_cast<unsigned char>(c) < 0x20) {
            good += "\\ufffd";
            ++i;
        } else {
            if (c == '"')
                in_string = !in_string;
            const bot::code_point point = bot::decode_utf8(body, i);
            bot::append_utf8(good, point.value);
            i += point.size;
        }
    }
    return good;
}

} // namespace

bot::result<event_fields> read_event(std::string_view body, int depth_max, bool& repaired)
{
    event_fields fields;
    repaired = false;
    if (parse(body, fields, depth_max))
        return fields;
    const std::string good = repair(body);
    if (good != body && parse(good, fields, depth_max)) {
        repaired = true;
        return fields;
    }
    return bot::fail(bot::errc::malformed, "zalo webhook body");
}

} // namespace adapters::zalo
