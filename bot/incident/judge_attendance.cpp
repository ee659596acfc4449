#include "bot/incident/judge.hpp"

// Who has it in hand, and when they want to be reminded.
namespace bot::incident {
namespace {

using enum refusal_kind;

} // namespace

verdict judge::operator()(const apply_policy& what) const
{
    if (!subject.unattended_since)
        return tl::unexpected<refusal>(told(invalid, "incident.refused.chain_not_running", "acknowledged"));
    return std::vector<change>{policy_applied{.rules_stamp = what.rules_stamp}};
}

verdict judge::operator()(const snooze& what) const
{
    if (blank(what.reason))
        return need_reason();
    if (what.until <= now)
        return deny(invalid, "incident.refused.snooze_in_past");
    if (what.latest && what.until > *what.latest) {
        if (*what.latest <= now)
            return deny(invalid, "incident.refused.snooze_too_late");
        return deny(invalid, "incident.refused.snooze_beyond_deadline",
                    {{"latest_ms", static_cast<std::int64_t>(what.latest->time_since_epoch().count())}});
    }
    return std::vector<change>{snoozed{.until = what.until, .reason = what.reason}};
}

verdict judge::operator()(const keep_working& what) const
{
    if (subject.unattended_since)
        return deny(invalid, "incident.refused.take_it_in_hand");
    return std::vector<change>{still_working{.note = what.note}};
}

} // namespace bot::incident
