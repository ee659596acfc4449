#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot::dialog {

/// What a message outside a conversation asks for.
enum class verb : std::uint8_t {
    // anybody
    report_quick,
    report_full,
    menu,
    help,
    status,
    list_open,
    list_mine,
    list_overdue,
    stats,
    on_duty,
    absent,  ///< rest: until when
    present, ///< ends an absence
    drill,
    english,
    vietnamese,
    stop,
    start,
    link_account, ///< rest: the one-time code
    continue_draft,
    join,
    unjoin,
    supplement, ///< adds to a report
    reachable,  ///< answers the weekly check of channels
    read_notice, ///< has read a broadcast; number: of the broadcast
    // duty and roster
    roster,      ///< who is on duty in the coming weeks
    cover_duty,  ///< takes somebody's duty over; rest: whose, and when
    swap_duty,   ///< offers to swap a turn; rest: with whom
    accept_swap, ///< number: of the offer
    refuse_swap,
    what_if,     ///< rest: level and hour
    broadcast,   ///< rest: the text
    notice_readers, ///< who has read a broadcast; number: of the broadcast
    unit_duties,
    unit_duty_done, ///< rest: which, and the proof
    maintenance,    ///< rest: until when, or that it is over
    maintenance_over,
    // incident manager
    acknowledge,
    dismiss,
    duplicate,
    unlink, ///< undoes duplicate
    details,
    classify,
    assign,
    reclassify,
    escalate,
    pause,
    resume,
    expected_finish,
    reopen,
    summary,
    sent_ministry,
    duty_sent,
    duty_confirmed,
    waive,
    close,
    park,
    prove,
    still_working, ///< answers "còn xử lý không?"
    snooze,        ///< rest: how long, and why
    apply_policy,  ///< the escalation chain as it is now takes the place of the one it began with
    move_unit,     ///< rest: which unit, and why
    accept_mail,  ///< a mail of an unverified sender becomes an incident; number: of the mail
    discard_mail,
    // handler
    log,
    unable,
    resolve,
    // leader
    plan,
    approve,
    return_back,
    approve_lowering,
};

struct command {
    verb what;
    std::optional<std::string> number{}; ///< incident as `parse_incident_number` gives it
    std::string rest{};                  ///< what follows verb and number, as the person wrote it, trimmed
    /// Text follows without a sign between ("cập nhật 12 máy trạm …"): it might as well be a sentence. To be
    /// taken as a command only where no question is open.
    bool loose = false;

    bool operator==(const command&) const = default;
};

/// Reads a command: a verb of the table at the start of the message (longest first; without regard to case,
/// diacritics and signs; "/" before it is allowed), then, as the verb allows, an incident number and text.
/// Nothing for an ordinary sentence: a verb that takes text needs a sign (":", "-", ",", ".", line end) or a
/// number before it, and a verb that takes none must stand alone. So "xong: đã khởi động lại" and "xong 12"
/// are commands, "xong rồi mà máy vẫn treo" is not.
std::optional<command> parse_command(std::string_view text);

/// Whether a command stands on its own while a question is open: it names an incident or carries text after a
/// sign
/// ("cập nhật 12: …"), or ends all messages ("dừng"). Bare words ("xong", "ok", "tiếp tục") belong to the
/// open question.
bool interrupts(const command& said);

/// The number of an answer to a numbered card: "1", "1.", " 1 A ", "1a", "số 1". Nothing for anything else.
std::optional<int> parse_menu_answer(std::string_view text);

} // namespace bot::dialog
