#include "bot/flow/broadcast.hpp"
#include "bot/flow/menu.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "messages/when.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using reader = store::broadcast_reader;

constexpr std::string_view purpose_prefix = "broadcast:";
constexpr std::chrono::minutes pace{1};
constexpr std::size_t names_shown = 40;

// What the timer is for: data of the timer.
constexpr std::string_view to_send = "send";
constexpr std::string_view to_report = "report";
constexpr std::string_view to_remind = "remind";

std::string number_of_broadcast(const store::broadcast& what)
{
    return std::to_string(static_cast<std::int64_t>(what.id));
}

std::string purpose_of(const store::broadcast& what)
{
    return std::string(purpose_prefix) + number_of_broadcast(what);
}

std::optional<store::broadcast_id> id_in(std::string_view text)
{
    std::int64_t id = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), id).ec != std::errc{})
        return std::nullopt;
    return store::broadcast_id{id};
}

/// Nobody is woken by a reminder: what falls between 22:00 and 06:00 waits until 07:00.
rules::instant in_waking_hours(rules::instant at)
{
    using namespace std::chrono_literals;
    const auto local = rules::to_vietnam(at);
    const auto seven = rules::from_vietnam(local.date, 7, 0);
    if (local.hour >= 22)
        return seven + 24h;
    return local.hour < 6 ? seven : at;
}

/// A chat inside the free window, else mail. A warning to many is never worth paid messages.
std::optional<route> free_route(work& at, std::string_view person)
{
    const std::set<way> paid{way::template_by_user, way::template_by_phone};
    auto there = route_to(at, person, paid);
    if (!there || !there->billed)
        return there;
    return route_to(at, person, {way::message, way::template_by_user, way::template_by_phone});
}

/// How the reader says that they have read it: by number, unless numbers stand for what is to be done about an incident.
phrases how_to_answer(store::contact& to, const store::broadcast& what)
{
    const menu offered{{}, {dialog::verb::read_notice}};
    const bool in_words = to.channel != static_cast<store::channel_number>(channel_kind::zalo) || menu_from_json(to.menu).about.has_value();
    return in_words ? menu_lines(offered, number_of_broadcast(what), true) : offer(to, offered, number_of_broadcast(what));
}

/// False when no channel is open that costs nothing.
bool write_to(work& at, const store::broadcast& what, const std::string& person, std::string_view key)
{
    const auto route = free_route(at, person);
    if (!route)
        return false;
    auto& to = at.contact(*route);
    const auto* unit = at.know.who.unit(what.unit);
    phrases said{{std::string(key),
                  {{"number", number_of_broadcast(what)},
                   {"by", name_of_person(at, what.sender)},
                   {"unit", unit == nullptr ? what.unit : unit->name},
                   {"at", phrases{messages::moment(what.at, at.now)}},
                   {"text", what.text}}}};
    const auto answer = how_to_answer(to, what);
    said.insert(said.end(), answer.begin(), answer.end());
    say(at, to, said, {.purpose = purpose_of(what), .unhurried = true});
    return true;
}

void tell_sender(work& at, const store::broadcast& what, const phrases& said)
{
    if (const auto route = free_route(at, what.sender))
        say(at, at.contact(*route), said, {.purpose = "broadcast_report", .unhurried = true});
}

int room_now(work& at)
{
    return broadcast_messages_per_minute - static_cast<int>(store::broadcast_messages_since(at.tx, at.now - pace));
}

phrase named(std::string key, const work& at, const std::vector<std::string>& people)
{
    std::string names;
    for (std::size_t i = 0; i < std::min(people.size(), names_shown); ++i)
        names += (i == 0 ? "" : ", ") + name_of_person(at, people[i]);
    const auto more = people.size() > names_shown ? people.size() - names_shown : 0;
    return {std::move(key), {{"names", names}, {"more", static_cast<std::int64_t>(more)}}};
}

/// The readers by what is known of them.
struct readings {
    std::vector<std::string> read{}, unread{}, unreached{}, waiting{};
};

readings readings_of(work& at, const store::broadcast& what)
{
    const auto failed = store::failed_readers(at.tx, purpose_of(what));
    readings found;
    const auto list_for = [&](const reader& one) -> std::vector<std::string>& {
        if (one.read_at)
            return found.read;
        if (!one.tried_at)
            return found.waiting;
        return !one.reached || failed.contains(one.person) ? found.unreached : found.unread;
    };
    for (const auto& one : store::readers_of(at.tx, what.id))
        list_for(one).push_back(one.person);
    return found;
}

store::timer_key timer_of(const store::broadcast& what)
{
    return timer_key(timer_kind::broadcast, {}, number_of_broadcast(what));
}

void remind(work& at, const store::broadcast& what)
{
    if (const auto morning = in_waking_hours(at.now); morning > at.now)
        return at.set_timer(timer_of(what), morning, to_remind);
    int room = room_now(at);
    for (const auto& one : store::readers_of(at.tx, what.id)) {
        if (one.read_at || one.reminded_at)
            continue;
        if (room <= 0)
            return at.set_timer(timer_of(what), at.now + pace, to_remind);
        const bool reached = write_to(at, what, one.person, "broadcast.reminder");
        store::note_reminded(at.tx, what.id, one.person, at.now, reached);
        room -= reached ? 1 : 0;
    }
    store::cancel_timer(at.tx, timer_of(what));
}

} // namespace

void send_broadcast(work& at, const store::broadcast& what)
{
    int room = room_now(at);
    for (const auto& one : store::readers_of(at.tx, what.id)) {
        if (one.tried_at)
            continue;
        if (room <= 0)
            return at.set_timer(timer_of(what), at.now + pace, to_send);
        const bool reached = write_to(at, what, one.person, "broadcast.notice");
        store::note_tried(at.tx, what.id, one.person, at.now, reached);
        room -= reached ? 1 : 0;
    }
    if (const auto unreached = readings_of(at, what).unreached; !unreached.empty())
        tell_sender(at, what, {named("broadcast.unreached", at, unreached)});
    at.set_timer(timer_of(what), in_waking_hours(what.at + broadcast_reported_after), to_report);
}

std::vector<phrase> reader_lines(work& at, const store::broadcast& what)
{
    const auto found = readings_of(at, what);
    const auto total = found.read.size() + found.unread.size() + found.unreached.size() + found.waiting.size();
    phrases lines{{"broadcast.readers",
                   {{"number", number_of_broadcast(what)}, {"read", static_cast<std::int64_t>(found.read.size())}, {"total", static_cast<std::int64_t>(total)}}}};
    if (!found.unread.empty())
        lines.push_back(named("broadcast.unread", at, found.unread));
    if (!found.unreached.empty())
        lines.push_back(named("broadcast.unreached", at, found.unreached));
    if (!found.waiting.empty())
        lines.push_back(named("broadcast.waiting", at, found.waiting));
    return lines;
}

void note_broadcast_seen(work& at, const store::delivery& message)
{
    if (message.state != store::delivery_state::seen || !message.purpose.starts_with(purpose_prefix))
        return;
    if (const auto id = id_in(std::string_view(message.purpose).substr(purpose_prefix.size())))
        store::note_read(at.tx, *id, message.person, at.now);
}

void broadcast_due(work& at, const store::timer& timer)
{
    const auto id = id_in(timer.key.subject);
    const auto what = id ? store::find_broadcast(at.tx, *id) : std::nullopt;
    if (!what) {
        store::remove_timer(at.tx, timer.id);
        return;
    }
    if (timer.data == to_send)
        return send_broadcast(at, *what);
    if (timer.data == to_report)
        tell_sender(at, *what, reader_lines(at, *what));
    remind(at, *what);
}

} // namespace bot::flow
