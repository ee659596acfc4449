#include "bot/incident/command_kind.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {
namespace {

constexpr std::array<std::string_view, command_kind_count> names{"report",
                                                                 "supplement",
                                                                 "ask",
                                                                 "answer",
                                                                 "attach",
                                                                 "join",
                                                                 "leave",
                                                                 "acknowledge",
                                                                 "lapse",
                                                                 "dismiss",
                                                                 "link",
                                                                 "unlink",
                                                                 "move_unit",
                                                                 "classify",
                                                                 "assign",
                                                                 "park",
                                                                 "reclassify",
                                                                 "approve_lowering",
                                                                 "refuse_lowering",
                                                                 "log_action",
                                                                 "promise_finish",
                                                                 "pause",
                                                                 "resume",
                                                                 "declare_unable",
                                                                 "leader_decide",
                                                                 "resolve",
                                                                 "reopen",
                                                                 "summarise",
                                                                 "approve_summary",
                                                                 "return_summary",
                                                                 "send_to_ministry",
                                                                 "send_duty",
                                                                 "confirm_duty",
                                                                 "waive_duty",
                                                                 "flag",
                                                                 "mark_moment",
                                                                 "close",
                                                                 "erase",
                                                                 "apply_policy",
                                                                 "snooze",
                                                                 "keep_working"};

} // namespace

std::string_view name_of(command_kind value)
{
    return names.at(static_cast<std::size_t>(value));
}

std::optional<command_kind> command_kind_named(std::string_view name)
{
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<command_kind>(found - names.begin());
}

} // namespace bot::incident
