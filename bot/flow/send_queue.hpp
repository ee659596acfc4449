#pragma once

#include "bot/flow/inbound.hpp"
#include "bot/rules/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bot::flow {

/// What the channel is to make of an outbound message.
enum class outbound_kind : std::uint8_t {
    text,      ///< `text` in the chat
    ask_phone, ///< a card asking the person to share their phone number; falls back to `text`
    templated, ///< an approved template with `template_data`; by phone (zalo_template) or by user id (zalo)
};

/// What a mail says about itself. Ids are without <>; tags stand behind "+" in addresses of ours.
struct mail_header {
    std::string message_id{}; ///< fixed when the message was written: every try repeats it
    std::string subject{};
    std::string in_reply_to{};
    std::vector<std::string> references{}; ///< oldest first
    std::string reply_tag{};  ///< where an answer goes: it names the incident and its reader, and cannot be guessed
    std::string bounce_tag{}; ///< where a report of non-delivery goes
    bool answers = false;     ///< a mail of the reader's, as against news of our own
};

/// One message on its way out: an outbox row, as the channel needs it.
struct outbound {
    std::int64_t id = 0; ///< outbox row; the idempotency key, the same on every try
    chat to{};
    std::string text{};
    outbound_kind kind = outbound_kind::text;
    int priority = 0;                  ///< higher leaves first; an incident's level serves well
    std::string unit{};                ///< whose it is: units of equal priority take turns
    std::string quoted_message_id{};   ///< the channel's id of the message this answers, "" if none
    std::vector<std::string> mentions{}; ///< user ids named before the text in a group, never the group itself
    std::string repeat_mark{};         ///< put before the text when an earlier try may have arrived, e.g. "(gửi lại) "
    bool maybe_sent = false;           ///< a send began before a crash and was never settled
    std::string template_id{};
    std::map<std::string, std::string> template_data{};
    std::optional<mail_header> mail{}; ///< of a mail
};

/// How one try ended, or all of them together.
enum class send_class : std::uint8_t {
    sent,
    retry,     ///< peer down, overloaded or limiting us: the same again later (the queue's business)
    ambiguous, ///< no answer after the request went out: it may have arrived
    permanent, ///< this person cannot be reached by this channel (blocked, not a follower): flag the contact
    window,    ///< outside the channel's interaction window or its hours: another channel
    quota,     ///< free messages used up for this person or for the account: another channel
    money,     ///< a paid message and nobody pays: another channel, and tell the operator
    setup,     ///< the account, its rights or the group are not in order: tell the operator, another channel
    rejected,  ///< the peer does not like the request itself (our fault or the content): another channel
    exhausted, ///< only from the queue: every try failed; another channel, or push again later
};

/// Stable name for logs and metrics.
std::string_view name_of(send_class what);

/// What is left of the free messages, where the channel tells.
struct send_quota {
    std::string type;
    std::optional<int> remain;
    std::optional<int> total;

    bool operator==(const send_quota&) const = default;
};

struct send_outcome {
    send_class what = send_class::sent;
    std::optional<rules::duration> wait{}; ///< of `retry`: how long the peer asked us to wait
    bool channel_wide = false;             ///< of `retry`: the wait holds for every chat, not this one alone
    std::string message_id{};              ///< the channel's id of what was sent, receipts name it
    std::optional<send_quota> quota{};
    int code = 0;             ///< the channel's own error number, 0 if none
    std::string detail{};     ///< for log and delivery record; never text of the message
    std::size_t parts_sent{}; ///< of a long text sent in parts: how many have arrived so far
};

/// One try, handed out by `send_queue::next`.
struct sending {
    outbound message;
    int attempt = 1;            ///< 1 for the first try
    bool repeat = false;        ///< an earlier try may have arrived: say so to the reader
    std::size_t parts_sent = 0; ///< parts of a long text that arrived in earlier tries: not again
};

/// A try that did not succeed, for the log of attempts.
struct failed_try {
    rules::instant at{};
    send_class what = send_class::retry;
    int code = 0;
};

/// The fate of a message, once nothing more will be tried.
struct settlement {
    outbound message;
    send_outcome outcome;
    int attempts = 0;
    bool maybe_sent = false; ///< of a failure: one of the tries may have arrived all the same
    std::optional<rules::instant> first_try{};
    std::vector<failed_try> failed{}; ///< all that failed, the last one of a failure included
};

struct send_limits {
    std::size_t in_flight_max = 64;     ///< tries under way at once
    std::size_t in_flight_reserved = 8; ///< of these, only for messages of `urgent_priority` and above
    int urgent_priority = 3;
    int tries_max = 3;
    rules::duration first_wait = std::chrono::seconds(5); ///< between the first and the second try
    int wait_factor = 4;                                  ///< each further wait is that many times longer
    rules::duration fate_within = std::chrono::minutes(2); ///< from the first try; then the next channel has its turn
    int per_minute = 4'000;                               ///< Zalo contract §8: requests per minute and app
    int burst = 200;                                      ///< of these, how many may leave at one moment
};

/// Decides what is sent when: per chat strictly in order and one at a time, many chats side by side, a failing head
/// holds back its own chat only. Among chats that may send, the one with the most urgent message waiting goes first, then
/// one of the unit that was served longest ago, so that a flood of one hospital's never holds another's back, then the one
/// whose head waits longest. Pure: no clock, no I/O; the dispatcher and the simulation drive it alike.
///
/// A wait the peer asked for uses up no try. Nothing is held longer than `fate_within` after its first try: what would
/// have to wait beyond that is `exhausted` at once. A clock set back moves every wait back with it.
class send_queue {
public:
    explicit send_queue(send_limits limits = {});

    /// Puts a message at the end of its chat. False, and nothing done, when its id is already here.
    bool push(outbound message, rules::instant now);

    /// Takes a message back; false when a try of it is under way or it is not here.
    bool cancel(std::int64_t id);

    /// The next try to begin at `now`, if any: call until nothing comes.
    std::optional<sending> next(rules::instant now);

    /// Tells how the try of `id` ended. Gives the message's fate, or nothing when it will be tried again.
    std::optional<settlement> settled(std::int64_t id, send_outcome outcome, rules::instant now);

    /// When `next` may have something again without a further push or settlement; nothing when only those can help.
    std::optional<rules::instant> wake_at(rules::instant now) const;

    std::size_t size() const { return by_id_.size(); } ///< messages whose fate is open
    std::size_t in_flight() const { return in_flight_; }

private:
    using fine_instant = std::chrono::sys_time<std::chrono::microseconds>;
    struct item {
        outbound message;
        std::uint64_t order = 0; ///< of arrival
        int attempts = 0;
        int failures = 0; ///< attempts that count against tries_max
        bool repeat = false;
        std::size_t parts_sent = 0;
        std::optional<rules::instant> first_try{};
        std::vector<failed_try> failed{};
    };
    struct line {
        std::deque<item> waiting{};                 ///< front: the head, perhaps under way
        std::map<int, int, std::greater<>> ranks{}; ///< priority → how many of it wait
        bool under_way = false;
        bool failing = false; ///< the last message was given up: those behind it get one try each until one arrives
        std::optional<rules::instant> not_before{};
    };
    using lines = std::map<chat, line>;
    /// Chats of one unit that may send, of one priority, by the age of their heads.
    using by_age = std::map<std::uint64_t, const chat*>;
    /// A unit in the order in which units take turns: the last turn it had, then the age of its oldest head.
    struct place {
        std::uint64_t last_turn;
        std::uint64_t order;
        std::string unit;
        auto operator<=>(const place&) const = default;
    };
    /// The chats of one priority that may send.
    struct level {
        std::map<std::string, by_age, std::less<>> units{};
        std::set<place> turns{};
    };

    static int priority_of(const line& of) { return of.ranks.begin()->first; }
    static const std::string& unit_of(const line& of) { return of.waiting.front().message.unit; }
    place place_of(const std::string& unit, const by_age& chats) const;
    void make_ready(const lines::value_type& one);
    void unready(const lines::value_type& one);
    void had_a_turn(const std::string& unit);
    const chat* next_ready() const;
    void offer(const lines::value_type& one);
    void withdraw(const lines::value_type& one);
    void remove(lines::iterator one, std::deque<item>::iterator which);
    void follow(rules::instant now);
    bool slot_for(int priority) const;
    fine_instant token_at() const;
    rules::duration wait_before(const item& head, const send_outcome& outcome, rules::instant now) const;
    settlement fate_of(const item& head, send_outcome outcome) const;

    send_limits limits_;
    lines lines_;
    std::unordered_map<std::int64_t, lines::iterator> by_id_;
    std::map<int, level, std::greater<>> ready_; ///< by priority; no empty levels or units
    std::map<std::string, std::uint64_t, std::less<>> last_turns_; ///< of units; as many as there are units
    std::uint64_t turns_ = 0;
    std::set<std::pair<rules::instant, const chat*>> delayed_;
    std::size_t in_flight_ = 0;
    std::uint64_t next_order_ = 0;
    rules::instant last_{};                        ///< latest `now` seen
    std::chrono::microseconds token_every_;        ///< one request each, in the long run
    fine_instant spent_{};                         ///< up to here the tokens are spent (GCRA)
    std::optional<rules::instant> closed_until_{}; ///< the peer limits the whole channel
};

} // namespace bot::flow
