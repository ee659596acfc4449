#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bot::incident {

/// What people (and the bot) can ask of an incident; one per alternative of `command`, in the same order.
enum class command_kind : std::uint8_t {
    report,
    supplement,
    ask,
    answer,
    attach,
    join,
    leave,
    acknowledge,
    lapse,
    dismiss,
    link,
    unlink,
    move_unit,
    classify,
    assign,
    park,
    reclassify,
    approve_lowering,
    refuse_lowering,
    log_action,
    promise_finish,
    pause,
    resume,
    declare_unable,
    leader_decide,
    resolve,
    reopen,
    summarise,
    approve_summary,
    return_summary,
    send_to_ministry,
    send_duty,
    confirm_duty,
    waive_duty,
    flag,
    mark_moment,
    close,
    erase,
    apply_policy,
    snooze,
    keep_working,
};
inline constexpr std::size_t command_kind_count = 41;

/// "acknowledge", "leader_decide" …; also the end of the catalogue key `incident.command.<name>`.
std::string_view name_of(command_kind value);
std::optional<command_kind> command_kind_named(std::string_view name);

} // namespace bot::incident
