#include "bot/incident/time_used.hpp"

#include <algorithm>

namespace bot::incident {

time_used time_used_by(const incident& subject, instant now)
{
    using rules::moment;
    time_used split;
    const auto& facts = subject.facts;
    auto start = facts[moment::received].value_or(now);
    if (facts[moment::detected])
        start = std::min(start, *facts[moment::detected]);
    const auto end = std::max(start, std::min(facts[moment::resolved].value_or(now), now));
    split.total = end - start;
    split.unit = split.total;
    for (const auto& pause : facts.pauses) {
        const auto from = std::clamp(pause.from, start, end);
        const auto length = std::max(rules::duration{}, std::clamp(pause.to.value_or(end), start, end) - from);
        auto known = std::ranges::find(split.waits, pause.waiting_for, &time_used::share::vendor);
        if (known == split.waits.end())
            known = split.waits.insert(split.waits.end(), {.vendor = pause.waiting_for, .name = pause.vendor_name, .length = {}});
        known->length += length;
        split.unit -= length;
    }
    return split;
}

rules::duration time_of_vendor(const time_used& split, std::string_view vendor)
{
    const auto found = std::ranges::find(split.waits, vendor, &time_used::share::vendor);
    return found == split.waits.end() ? rules::duration{} : found->length;
}

} // namespace bot::incident
