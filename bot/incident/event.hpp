#pragma once

#include "bot/incident/command_kind.hpp"
#include "bot/incident/report.hpp"
#include "bot/incident/status.hpp"
#include "bot/result.hpp"
#include "bot/rules/facts.hpp"
#include "bot/rules/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bot::incident {

using rules::instant;

/// Who did something. Both `person` and `contact` empty: the bot itself.
struct actor {
    std::string person{};  ///< directory id, "" when not in the directory
    std::string contact{}; ///< "zalo:<user id>" or "email:<address>" when not in the directory
    std::string name{};    ///< as shown to others

    bool operator==(const actor&) const = default;
};

/// Stands in `actor::contact` where an erasure blanked who it was.
inline constexpr std::string_view erased_contact = "erased";

/// True for the bot itself.
bool is_system(const actor& who);
/// True when both are the same known person or the same contact; the bot and erased people are nobody.
bool same_person(const actor& left, const actor& right);

// What can happen to an incident. Every struct is stored for ever: members may be added, never renamed or
// given another meaning. Moments inside are those people name; when the bot learned of it is `event::at`.

struct reported {
    std::string number{};      ///< "SC-2026-000012"
    std::string unit{};        ///< directory id
    std::string rules_stamp{}; ///< rule_book::stamp() the incident was opened under
    bool drill = false;
    std::optional<instant>
        received_at{}; ///< when it differs from event::at (imported, mail that lay in the box)
    report_fields report{};

    bool operator==(const reported&) const = default;
};
struct supplemented {
    report_fields report{};
    std::string reason{}; ///< why a moment or the criticality was corrected

    bool operator==(const supplemented&) const = default;
};
struct asked { ///< a reporter's question
    std::string text{};

    bool operator==(const asked&) const = default;
};
struct answered {
    std::string text{};

    bool operator==(const answered&) const = default;
};
struct attachment_added {
    attachment file{};

    bool operator==(const attachment_added&) const = default;
};
struct reporter_joined { ///< hears what the reporter hears
    std::vector<actor> reporters{};
    std::string from{}; ///< number of the duplicate they came with, "" when they joined by themselves

    bool operator==(const reporter_joined&) const = default;
};
struct reporter_left {
    std::vector<actor> reporters{}; ///< empty with `from`: all who came with it
    std::string from{};

    bool operator==(const reporter_left&) const = default;
};
struct acknowledged {
    bool operator==(const acknowledged&) const = default;
};
struct acknowledged_again { ///< a later press of the same button: kept, changes nothing (B3)
    bool operator==(const acknowledged_again&) const = default;
};
struct attempt_refused { ///< somebody without the role tried (B12)
    command_kind what = command_kind::acknowledge;

    bool operator==(const attempt_refused&) const = default;
};
struct acknowledgement_lapsed { ///< nobody has it in hand any more; the chain restarts (A6, B7)
    bool passed_up = false;     ///< handed to the next step on purpose; otherwise silence
    std::string reason{};

    bool operator==(const acknowledgement_lapsed&) const = default;
};
struct dismissed {
    std::string reason{};

    bool operator==(const dismissed&) const = default;
};
struct linked {
    std::string into{}; ///< number of the incident this one duplicates
    std::string reason{};

    bool operator==(const linked&) const = default;
};
struct unlinked {
    std::string from{};
    std::string reason{};

    bool operator==(const unlinked&) const = default;
};
struct moved {
    std::string from_unit{};
    std::string to_unit{};
    std::string reason{};

    bool operator==(const moved&) const = default;
};
struct classified {
    std::string type{};
    int level = 0;
    std::optional<rules::criticality> criticality{}; ///< as decided upon
    std::optional<int> operation_effect{};           ///< 0–4, absent: unknown
    std::optional<int> data_effect{};
    std::optional<int> unit_social_impact{};
    std::optional<int> proposed_level{};
    std::vector<std::string> fired{}; ///< clause ids behind the proposal
    signs notice{};
    std::string reason{}; ///< why it differs from the proposal

    bool operator==(const classified&) const = default;
};
struct assigned {
    actor handler{};
    std::string note{};

    bool operator==(const assigned&) const = default;
};
struct parked { ///< level 0: noted, to be analysed
    std::string note{};

    bool operator==(const parked&) const = default;
};
struct reclassified {
    int from = 0;
    int to = 0;
    std::string reason{};

    bool operator==(const reclassified&) const = default;
};
struct lowering_approved {
    int level = 0;
    std::string note{};

    bool operator==(const lowering_approved&) const = default;
};
struct lowering_refused { ///< the level in force stays
    int level = 0;        ///< that level
    std::string reason{};

    bool operator==(const lowering_refused&) const = default;
};
struct logged {
    std::string action{};
    std::optional<instant> done_at{}; ///< when it differs from event::at
    std::vector<std::string> attachments{};

    bool operator==(const logged&) const = default;
};
struct status_promised {
    instant finish{};
    std::int64_t generation = 0; ///< counts promises; a reminder of an older one is void

    bool operator==(const status_promised&) const = default;
};
struct paused {
    std::string reason{};
    std::string waiting_for{};  ///< vendor id when the unit waits for a vendor: their contract clock runs
    std::string vendor_name{};

    bool operator==(const paused&) const = default;
};
struct resumed {
    std::string note{};

    bool operator==(const resumed&) const = default;
};
struct unable_declared {
    std::string reason{};
    std::string needs{}; ///< what would help

    bool operator==(const unable_declared&) const = default;
};
struct leader_decided {
    std::string plan{};
    bool beyond_unit = false; ///< the leader confirms that the unit cannot handle it alone (Đ10.2)
    std::string experts{};    ///< who is called in
    std::optional<actor> handler{};

    bool operator==(const leader_decided&) const = default;
};
struct resolved {
    std::string result{};
    std::string cause{};
    std::optional<instant> started_at{};
    instant handled_at{};
    std::vector<std::string> participants{};
    std::string measures{};

    bool operator==(const resolved&) const = default;
};
struct reopened {
    std::string reason{};

    bool operator==(const reopened&) const = default;
};
struct summarised { ///< Form 3
    std::string measures{};
    std::string result{};
    std::string cause{};
    std::string system_function{};
    std::string system_services{};
    std::string weaknesses_and_fix{}; ///< Đ12 k2, level ≥ 3
    std::string risk_review{};        ///< Đ12 k4, level ≥ 3

    bool operator==(const summarised&) const = default;
};
struct summary_approved {
    std::string note{};

    bool operator==(const summary_approved&) const = default;
};
struct summary_returned {
    std::string reason{};

    bool operator==(const summary_returned&) const = default;
};
struct sent_to_ministry {
    std::string duty{}; ///< rule id of the deadline it meets, "" when no pack has one
    instant sent_at{};
    std::string proof{}; ///< document number, message id …

    bool operator==(const sent_to_ministry&) const = default;
};
struct duty_sent {
    std::string duty{}; ///< rule id
    instant sent_at{};
    std::string to{};
    std::string proof{};

    bool operator==(const duty_sent&) const = default;
};
struct duty_confirmed {
    std::string duty{};
    instant confirmed_at{};
    std::string proof{};

    bool operator==(const duty_confirmed&) const = default;
};
struct duty_waived {
    std::string duty{};
    std::string reason{};

    bool operator==(const duty_waived&) const = default;
};
struct flagged {
    signs notice{};
    std::string reason{};

    bool operator==(const flagged&) const = default;
};
struct moment_marked { ///< investigation_completed, violation_detected, vendor_detected or leader_informed
    rules::moment which = rules::moment::investigation_completed;
    instant when{};
    std::string reason{};

    bool operator==(const moment_marked&) const = default;
};
struct closed {
    std::string note{};
    std::string analysis{}; ///< level 0: what was learned (Đ3.2a)

    bool operator==(const closed&) const = default;
};
// People and time: who was called when, and what they said to it.

/// The bot called a step of the escalation chain.
struct step_called {
    int step = 0;                     ///< 0-based; the number of steps when the chain is exhausted
    int round = 0;                    ///< 0 for the first run
    bool each = false;                ///< each of them has to confirm
    bool exhausted = false;           ///< nobody is left to call but the superior
    std::vector<actor> people{};      ///< who was told; empty: nobody on duty could be reached, or a group only
    std::vector<std::string> roles{}; ///< whom the step means

    bool operator==(const step_called&) const = default;
};
/// One of those who each had to confirm did so, after somebody else had acknowledged (scenario B4).
struct confirmed {
    bool operator==(const confirmed&) const = default;
};
/// The chain was put under the rules as they are now (scenario A7).
struct policy_applied {
    std::string rules_stamp{}; ///< for people, as `reported::rules_stamp`

    bool operator==(const policy_applied&) const = default;
};
/// Reminders and the chain wait until then (scenarios C1, C2).
struct snoozed {
    instant until{};
    std::string reason{};

    bool operator==(const snoozed&) const = default;
};
/// The bot asked "còn xử lý không?".
struct work_asked {
    std::int64_t generation = 0; ///< `incident::attendance` it was asked at

    bool operator==(const work_asked&) const = default;
};
/// The answer to it.
struct still_working {
    std::string note{};

    bool operator==(const still_working&) const = default;
};
/// A row of the log that an erasure rewrote, and the SHA-256 of what stands there now.
struct rewritten_row {
    std::int64_t sequence = 0;
    std::string sha256{};

    bool operator==(const rewritten_row&) const = default;
};
struct erased {
    std::string person{}; ///< blank once the row itself is redacted
    std::string contact{};
    std::vector<rewritten_row> rewritten{};

    bool operator==(const erased&) const = default;
};

using change =
    std::variant<reported, supplemented, asked, answered, attachment_added, reporter_joined, reporter_left,
                 acknowledged, acknowledged_again, attempt_refused, acknowledgement_lapsed, dismissed, linked,
                 unlinked, moved, classified, assigned, parked, reclassified, lowering_approved,
                 lowering_refused, logged, status_promised, paused, resumed, unable_declared, leader_decided,
                 resolved, reopened, summarised, summary_approved, summary_returned, sent_to_ministry,
                 duty_sent, duty_confirmed, duty_waived, flagged, moment_marked, closed, erased, step_called,
                 confirmed, policy_applied, snoozed, work_asked, still_working>;

/// One entry of an incident's history.
struct event {
    instant at{}; ///< when the bot took it in
    actor by{};
    std::string channel{}; ///< "zalo", "email", "console" …, "" for the bot itself
    change what{};

    bool operator==(const event&) const = default;
};

/// The stored name: "acknowledged", "duty_sent" …; also the end of the catalogue key `incident.event.<name>`.
std::string_view name_of(const change& what);
/// The names of all kinds of event, in the order of the variant.
const std::vector<std::string_view>& event_names();

/// One line of compact JSON with sorted keys, the canonical bytes of the hash chain. Bytes that are not UTF-8
/// become U+FFFD. Members at their default are left out.
std::string to_json(const event& entry);

/// Reads what any version wrote: unknown members are skipped, missing ones take their default. Malformed for
/// text that is not JSON, a member of the wrong type, an unknown kind of event or a newer major version.
result<event> from_json(std::string_view text);

} // namespace bot::incident
