#pragma once

#include "bot/incident/command_kind.hpp"
#include "bot/incident/event.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bot::incident {

// What can be asked of an incident, one struct per command_kind and in that order.

/// Opens it. `number`, `unit` and `rules_stamp` are the caller's to fill. Needs a description and a way to
/// reach the reporter: phone, email, contact, or the actor's own.
struct report {
    reported content{};
};
struct supplement {
    report_fields fields{};
    std::string reason{}; ///< needed by whoever moves the detection later or lowers the criticality
};
struct ask {
    std::string text{};
};
struct answer {
    std::string text{};
};
struct attach {
    attachment file{};
};
/// People who are to hear of this incident: themselves (`from` ""), or with a duplicate whose number is
/// `from`.
struct join {
    std::vector<actor> reporters{};
    std::string from{};
};
/// Undoes `join`: `reporters` of origin `from`; an empty list with a `from` means all who came with it.
struct leave {
    std::vector<actor> reporters{};
    std::string from{};
};
struct acknowledge {};
/// Nobody has it in hand: by the bot after silence, or handed on by a person (`passed_up`, with a reason).
struct lapse {
    bool passed_up = false;
    std::string reason{};
};
struct dismiss {
    std::string reason{};
};
/// The caller checks that `into` exists and takes it, by `join` with this number on the other incident: both
/// or none.
struct link {
    std::string into{};
    std::string reason{};
};
/// The caller also gives `leave` with this number to the incident it was linked into.
struct unlink {
    std::string reason{};
};
struct move_unit {
    std::string to_unit{};
    std::string reason{};
};
/// The proposal inside is computed by `decide` from the effects; a level other than proposed needs a reason.
/// From `reported` it acknowledges too: who classifies has received.
struct classify {
    classified decision{};
};
struct assign {
    actor handler{};
    std::string note{};
};
struct park {
    std::string note{};
};
struct reclassify {
    int level = 0;
    std::string reason{};
};
struct approve_lowering {
    std::string note{};
};
struct refuse_lowering {
    std::string reason{};
};
struct log_action {
    std::string action{};
    std::optional<instant> done_at{};
    std::vector<std::string> attachments{};
};
struct promise_finish {
    instant finish{};
};
struct pause {
    std::string reason{};
    std::string waiting_for{}; ///< vendor id, "" when it is no vendor one waits for
    std::string vendor_name{};
};
struct resume {
    std::string note{};
};
struct declare_unable {
    std::string reason{};
    std::string needs{};
};
struct leader_decide {
    leader_decided decision{};
    std::optional<int> level{}; ///< re-assessed (Đ10.1c); a lowering by the leader is approved at once
    std::string level_reason{};
};
struct resolve {
    resolved outcome{};
};
struct reopen {
    std::string reason{};
};
struct summarise {
    summarised summary{};
};
struct approve_summary {
    std::string note{};
};
struct return_summary {
    std::string reason{};
};
struct send_to_ministry {
    std::optional<instant> sent_at{}; ///< default now
    std::string proof{};
};
struct send_duty {
    std::string duty{};
    std::optional<instant> sent_at{};
    std::string to{};
    std::string proof{};
};
struct confirm_duty {
    std::string duty{};
    std::optional<instant> confirmed_at{};
    std::string proof{};
};
struct waive_duty {
    std::string duty{};
    std::string reason{};
};
struct flag {
    signs notice{};
    std::string reason{}; ///< needed to take a sign back
};
struct mark_moment {
    rules::moment which = rules::moment::investigation_completed;
    instant when{};
    std::string reason{}; ///< needed when it moves a clock later
};
struct close {
    std::string note{};
    std::string analysis{}; ///< needed from `monitored`
};
/// Removes a person's data from the state; the store redacts the rows before (`rewritten` lists them).
struct erase {
    std::string person{};
    std::string contact{};
    std::vector<rewritten_row> rewritten{};
};

/// The running chain begins again under the rules whose stamp this is (scenario A7).
struct apply_policy {
    std::string rules_stamp{};
};
/// Reminders and chain wait until then. `latest` is the latest moment allowed: before the next legal deadline
/// (scenario C2).
struct snooze {
    instant until{};
    std::string reason{};
    std::optional<instant> latest{};
};
/// "còn xử lý": the answer to the question after a long silence, or said unasked.
struct keep_working {
    std::string note{};
};

using command =
    std::variant<report, supplement, ask, answer, attach, join, leave, acknowledge, lapse, dismiss, link,
                 unlink, move_unit, classify, assign, park, reclassify, approve_lowering, refuse_lowering,
                 log_action, promise_finish, pause, resume, declare_unable, leader_decide, resolve, reopen,
                 summarise, approve_summary, return_summary, send_to_ministry, send_duty, confirm_duty,
                 waive_duty, flag, mark_moment, close, erase, apply_policy, snooze, keep_working>;
static_assert(std::variant_size_v<command> == command_kind_count);

inline command_kind kind_of(const command& what)
{
    return static_cast<command_kind>(what.index());
}

} // namespace bot::incident
