#include "bot/incident/transitions.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {
namespace {

using enum status;
using kind = command_kind;

constexpr status_set open{reported, acknowledged, classified,       in_handling, escalated,
                          resolved, summarised,   sent_to_ministry, monitored};
constexpr status_set ever = open | status_set{closed, linked, dismissed};
constexpr status_set worked_on{classified, in_handling, escalated};
constexpr status_set levelled = worked_on | status_set{resolved, summarised, sent_to_ministry, monitored};

// regulation.md §3d, row by row; rows marked + are the product's (product.md §2, §4; scenarios A6, A8, B7,
// F4).
constexpr std::array table{
    transition{{none}, kind::report, lead::to, reported},
    transition{{reported}, kind::acknowledge, lead::to, acknowledged},
    transition{worked_on, kind::acknowledge, lead::stay, none},           // + only after a lapse
    transition{{acknowledged}, kind::lapse, lead::to, reported},          // +
    transition{{classified, in_handling}, kind::lapse, lead::stay, none}, // +
    transition{{reported, acknowledged}, kind::dismiss, lead::to, dismissed},
    transition{{reported, acknowledged}, kind::link, lead::to, linked},
    transition{{linked}, kind::unlink, lead::restore, none},    // +
    transition{{dismissed}, kind::reopen, lead::restore, none}, // + dismissed by mistake
    transition{{reported, acknowledged}, kind::classify, lead::to, classified},
    transition{{classified}, kind::assign, lead::to, in_handling},
    transition{{in_handling}, kind::assign, lead::stay, none}, // + another handler
    transition{{classified}, kind::park, lead::to, monitored},
    transition{worked_on, kind::reclassify, lead::stay, none},
    transition{{monitored}, kind::reclassify, lead::to, classified}, // + it turned out worse than level 0
    transition{levelled, kind::approve_lowering, lead::stay, none},
    transition{levelled, kind::refuse_lowering, lead::stay, none},
    transition{levelled | status_set{acknowledged}, kind::log_action, lead::stay, none},
    transition{worked_on | status_set{acknowledged}, kind::promise_finish, lead::stay, none},
    transition{worked_on, kind::pause, lead::stay, none},
    transition{worked_on, kind::resume, lead::stay, none},
    transition{{in_handling}, kind::declare_unable, lead::to, escalated},
    transition{{escalated}, kind::leader_decide, lead::to, in_handling},
    transition{{in_handling}, kind::resolve, lead::to, resolved},
    transition{{resolved}, kind::reopen, lead::to, in_handling},
    transition{{resolved}, kind::summarise, lead::to, summarised},
    transition{{summarised}, kind::approve_summary, lead::stay, none},
    transition{{summarised}, kind::return_summary, lead::to, resolved}, // +
    transition{{summarised}, kind::send_to_ministry, lead::to, sent_to_ministry},
    transition{{summarised, sent_to_ministry, monitored}, kind::close, lead::to, closed},
    // + who has it in hand says so, or asks for quiet; the chain is put under new rules
    transition{worked_on | status_set{acknowledged}, kind::keep_working, lead::stay, none},
    transition{worked_on | status_set{reported, acknowledged}, kind::snooze, lead::stay, none},
    transition{worked_on | status_set{reported}, kind::apply_policy, lead::stay, none},
    // What runs beside the status.
    transition{open, kind::supplement, lead::stay, none},
    transition{open | status_set{closed, dismissed}, kind::ask, lead::stay, none},
    transition{open | status_set{closed, dismissed}, kind::answer, lead::stay, none},
    transition{ever, kind::attach, lead::stay, none}, // a download may finish late
    transition{open, kind::join, lead::stay, none},
    transition{ever, kind::leave, lead::stay, none},
    transition{
        {acknowledged}, kind::move_unit, lead::to, reported}, // + the other unit acknowledges for itself
    transition{worked_on | status_set{reported}, kind::move_unit, lead::stay, none},
    transition{open, kind::send_duty, lead::stay, none},
    transition{open | status_set{closed}, kind::confirm_duty, lead::stay, none}, // an answer may come late
    transition{open, kind::waive_duty, lead::stay, none},
    transition{open, kind::flag, lead::stay, none},
    transition{open, kind::mark_moment, lead::stay, none},
    transition{ever, kind::erase, lead::stay, none},
};

} // namespace

std::span<const transition> transitions()
{
    return table;
}

const transition* find_transition(status from, command_kind what)
{
    const auto* const found = std::find_if(table.begin(), table.end(), [&](const transition& row) {
        return row.what == what && row.from.has(from);
    });
    return found == table.end() ? nullptr : found;
}

} // namespace bot::incident
