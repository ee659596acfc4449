#include "bot/flow/quiet.hpp"

#include "bot/flow/held_notes.hpp"
#include "bot/flow/morning.hpp"
#include "bot/rules/quiet.hpp"

namespace bot::flow {

std::optional<rules::instant> quiet_for(work& at, std::string_view person, std::optional<int> level)
{
    return rules::quiet_until(at.know.who.quiet_hours_of(person), level, at.now);
}

bool held_for_morning(work& at, std::string_view person, std::optional<int> level, const std::vector<phrase>& what, const about& matter)
{
    if (!matter.may_wait_until || !quiet_for(at, person, level) || *matter.may_wait_until <= rules::next_time_of_day(digest_time, at.now))
        return false;
    hold_for_digest(at, person, what, matter);
    return true;
}

} // namespace bot::flow
