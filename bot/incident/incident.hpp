#pragma once

#include "bot/incident/event.hpp"
#include "bot/incident/report.hpp"
#include "bot/incident/status.hpp"
#include "bot/rules/facts.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::incident {

/// Who did something, and when the bot took it in.
struct act {
    instant at{};
    actor by{};

    bool operator==(const act&) const = default;
};

/// Somebody who hears how it goes on.
struct subscriber {
    actor who{};
    instant since{};
    std::vector<std::string> origins{}; ///< "" for themselves, else the duplicate they came with

    bool operator==(const subscriber&) const = default;
};

/// A line of the handling log (Form 2 item 2.3).
struct log_entry {
    instant at{};
    actor by{};
    std::string action{};
    std::vector<std::string> attachments{};

    bool operator==(const log_entry&) const = default;
};

/// A question of a reporter, or the answer to one.
struct letter {
    instant at{};
    actor by{};
    bool answer = false;
    std::string text{};

    bool operator==(const letter&) const = default;
};

/// A level somebody decided, with the why.
struct level_entry {
    instant at{};
    actor by{};
    int level = 0;
    std::string reason{};

    bool operator==(const level_entry&) const = default;
};

/// What was done about one duty to an authority.
struct duty_record {
    std::optional<instant> sent_at{};
    std::string to{};
    std::string proof{};
    std::optional<instant> confirmed_at{};
    std::string confirmation{};
    std::optional<std::string> waived{}; ///< the reason

    bool operator==(const duty_record&) const = default;
};

/// When the next word is promised.
struct promise {
    instant finish{};
    std::int64_t generation = 0;

    bool operator==(const promise&) const = default;
};

/// How often somebody tried what their roles do not allow.
struct attempts {
    actor by{};
    int count = 0;

    bool operator==(const attempts&) const = default;
};

/// One incident, folded from its events.
struct incident {
    std::string number{};
    std::string unit{};
    std::string rules_stamp{};
    bool drill = false;

    status state = status::none;
    status before_aside = status::none; ///< where it stood when it was dismissed or linked
    std::string linked_into{};          ///< number of the main incident while linked
    instant last_event_at{};
    /// Set while nobody has it in hand: the report, or a lapse. The escalation chain counts from here. The
    /// acknowledgment of Đ9.1, once given, stays given: its clock does not start again.
    std::optional<instant> unattended_since{};
    /// Counts what shows that somebody has it in hand, or that nobody has any more: a question or a timer of an
    /// earlier count is void (B7, B8).
    std::int64_t attendance = 0;
    std::optional<instant> attended_at{};   ///< when it last counted up while in hand
    std::optional<instant> work_asked_at{}; ///< "còn xử lý không?" stands unanswered since
    std::vector<actor> called{};            ///< by the chain since it last started
    std::vector<actor> to_confirm{};        ///< of these, who each have to confirm and have not yet (B4)
    int steps_called = 0;                   ///< how far the chain came: the next step's index
    std::optional<snoozed> snooze{};        ///< the latest; over when `until` has passed
    actor snoozed_by{};

    actor reported_by{}; ///< who the report is from; the first of the reporters
    std::vector<subscriber> subscribers{};
    report_fields report{};
    std::vector<letter> letters{};

    std::string type{};
    std::optional<int> level{}; ///< as last decided; `level_in_force` drives clocks
    std::vector<level_entry> level_history{};
    std::optional<classified> assessment{};
    signs notice{};

    std::optional<actor> handler{};
    std::vector<log_entry> log{};
    std::optional<promise> promised{};
    std::int64_t promises = 0; ///< generation of the latest one
    std::optional<resolved> outcome{};
    std::optional<summarised> summary{};
    bool summary_is_approved = false;
    std::string analysis{}; ///< level 0

    std::map<std::string, duty_record> duties{}; ///< by rule id
    /// The latest event of each kind, by its name: answers "who did that already, and when".
    std::map<std::string, act, std::less<>> last{};
    std::vector<attempts> refused{};

    rules::case_facts facts{}; ///< kept up by `apply`; read it through `facts_of`

    bool operator==(const incident&) const = default;
};

/// Folds one event. Events are facts: nothing is refused here, whatever their order.
void apply(incident& subject, const event& entry);
incident replay(std::span<const event> history);

/// What the deadlines depend on. Beyond the fold: the personal-data clock (Luật 91/2025 Đ23.1) starts from
/// detection until somebody names another moment, and unanswered signs count as no.
rules::case_facts facts_of(const incident& subject);

/// The level that drives clocks and guards: a lowering counts only once a leader approved it.
std::optional<int> level_in_force(const incident& subject);
/// A lowering waits for a leader.
bool lowering_pending(const incident& subject);
bool is_paused(const incident& subject);
/// Whether somebody has it in hand, so that silence would mean it was forgotten: acknowledged and not yet handled,
/// not paused, not level 0, not waiting for the leader.
bool is_attended(const incident& subject);
/// Who has it in hand: the handler, else who acknowledged or classified it; the bot when nobody has.
actor attendant(const incident& subject);
/// Until when a snooze holds; nothing when none does at `now`.
std::optional<instant> snoozed_until(const incident& subject, instant now);
/// Called by the chain since it last started.
bool is_called(const incident& subject, const actor& who);
/// The system as people call it: its name, else its id, else "".
std::string system_label(const incident& subject);
/// One of those who hear about this incident, or who reported it.
bool is_reporter(const incident& subject, const actor& who);
bool is_handler(const incident& subject, const actor& who);

} // namespace bot::incident
