#include "bot/dialog/draft.hpp"

namespace bot::dialog {

draft_state draft_state_at(const conversation& draft, rules::instant now)
{
    const auto idle = now - draft.touched;
    if (idle >= draft_kept_for)
        return draft_state::gone;
    if (idle >= draft_expires_after)
        return draft_state::expired;
    return idle >= draft_warned_after ? draft_state::idle : draft_state::open;
}

std::optional<rules::instant> next_draft_change(const conversation& draft, rules::instant now)
{
    for (const rules::duration limit :
         {rules::duration(draft_warned_after), rules::duration(draft_expires_after),
          rules::duration(draft_kept_for)})
        if (draft.touched + limit > now)
            return draft.touched + limit;
    return std::nullopt;
}

} // namespace bot::dialog
