#include "bot/incident/judge.hpp"

#include "bot/incident/history.hpp"

#include <algorithm>

namespace bot::incident {

event judge::entry(change what) const
{
    return {.at = now, .by = who, .channel = std::string(channel), .what = std::move(what)};
}

refusal judge::no(refusal_kind kind, std::string_view key, bot::arguments more) const
{
    more.emplace("number", subject.number);
    return {.kind = kind, .why = {.key = std::string(key), .args = std::move(more)}, .record = {}};
}

refusal judge::told(refusal_kind kind, std::string_view key, std::string_view event_name) const
{
    const auto found = subject.last.find(event_name);
    const act done = found == subject.last.end() ? act{} : found->second;
    return no(kind, key,
              {{"by", who_argument(done.by)},
               {"at_ms", static_cast<std::int64_t>(done.at.time_since_epoch().count())}});
}

refusal judge::already(std::string_view key, std::string_view event_name) const
{
    return told(refusal_kind::already_done, key, event_name);
}

tl::unexpected<refusal> judge::deny(refusal_kind kind, std::string_view key, bot::arguments more) const
{
    return tl::unexpected<refusal>(no(kind, key, std::move(more)));
}

tl::unexpected<refusal> judge::need_reason() const
{
    return deny(refusal_kind::incomplete, "incident.refused.reason_needed");
}

tl::unexpected<refusal> judge::lacking(std::vector<bot::phrase> missing, std::string_view key) const
{
    return deny(refusal_kind::incomplete, key, {{"missing", std::move(missing)}});
}

instant judge::clock_start() const
{
    using rules::moment;
    auto start = subject.facts[moment::received].value_or(now);
    for (const auto& other : {subject.facts[moment::detected], subject.report.occurred_at})
        if (other)
            start = std::min(start, *other);
    return start;
}

bool judge::has_to_confirm() const
{
    return !is_over(subject.state) && std::any_of(subject.to_confirm.begin(), subject.to_confirm.end(),
                                                  [&](const actor& one) { return same_person(one, who); });
}

verdict judge::level_change(int level, const std::string& reason) const
{
    constexpr int highest = 4;
    if (level < 0 || level > highest)
        return deny(refusal_kind::invalid, "incident.refused.level_unknown",
                    {{"level", std::int64_t{level}}});
    if (subject.level == level)
        return deny(refusal_kind::already_done, "incident.refused.same_level",
                    {{"level", std::int64_t{level}}});
    if (blank(reason))
        return need_reason();
    std::vector<change> changes{
        reclassified{.from = subject.level.value_or(0), .to = level, .reason = reason}};
    if (level < level_in_force(subject).value_or(0) && leads())
        changes.emplace_back(lowering_approved{.level = level, .note = reason});
    return changes;
}

} // namespace bot::incident
