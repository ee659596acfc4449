#include "bot/flow/refusals.hpp"

#include "bot/flow/heads.hpp"
#include "bot/flow/post.hpp"
#include "bot/incident/history.hpp"

#include <algorithm>

namespace bot::flow {

void tell_of_refusals(work& at, const case_file& about, const std::vector<incident::event>& record)
{
    const auto refused = std::ranges::find_if(record, [](const incident::event& one) { return std::holds_alternative<incident::attempt_refused>(one.what); });
    if (refused == record.end())
        return;
    const auto& by = refused->by;
    const auto before = std::ranges::find_if(about.state.refused, [&](const incident::attempts& one) { return incident::same_person(one.by, by); });
    if ((before == about.state.refused.end() ? 0 : before->count) + 1 != refusals_before_telling)
        return;
    for (const auto& head : heads_of(at, about.row.unit))
        if (head != by.person && tell(at, head, {{"notice.refused_often", {{"who", incident::who_argument(by)}, {"number", about.row.number}, {"times", std::int64_t{refusals_before_telling}}}}},
                                      {.incident = about.row.id, .purpose = "refused", .level = about.row.level, .drill = about.row.drill, .unit = about.row.unit}))
            return;
}

} // namespace bot::flow
