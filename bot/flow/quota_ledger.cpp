#include "bot/flow/quota_ledger.hpp"

#include "bot/flow/post.hpp"
#include "bot/log.hpp"
#include "store/settings.hpp"

#include <set>

namespace bot::flow {

namespace {

using store::paid_kind;

std::string_view name_of(paid_kind kind)
{
    return kind == paid_kind::billed ? "spent.billed" : "spent.templates";
}

std::optional<std::int64_t> budget_of(const work& at, paid_kind kind)
{
    const auto& quota = at.know.policy.quota;
    return kind == paid_kind::billed ? quota.billed_per_month : quota.templates_per_month;
}

std::int64_t used_this_month(work& at, paid_kind kind)
{
    const auto month = month_of(at.now);
    return store::counter(at.tx, name_of(kind), month.first, month.next);
}

std::set<std::string> administrators(const work& at)
{
    std::set<std::string> all;
    for (const auto& unit : at.know.who.units())
        if (const auto found = unit.roles.find("administrator"); found != unit.roles.end())
            all.insert(found->second.begin(), found->second.end());
    return all;
}

/// Once a month for each warning.
void warn(work& at, paid_kind kind, std::string_view what, const phrase& words)
{
    const std::string name = std::string(name_of(kind)) + "." + std::string(what);
    const auto month = std::to_string(month_of(at.now).first);
    if (store::setting(at.tx, name) == month)
        return;
    store::set_setting(at.tx, name, month);
    log::warning("spending.warning", {{"kind", name_of(kind)}, {"what", what}});
    for (const auto& person : administrators(at))
        tell(at, person, {words}, {.purpose = "quota"});
}

} // namespace

bool may_spend(work& at, paid_kind kind, std::optional<int> level)
{
    if (kind == paid_kind::free)
        return true;
    const auto budget = budget_of(at, kind);
    if (!budget)
        return true;
    const auto on_their_way = store::count_paid_outbound(at.tx, kind);
    return left_for(*budget, used_this_month(at, kind) + on_their_way, at.know.policy.quota.reserve_percent, level) > 0;
}

void note_spent(work& at, paid_kind kind, std::int64_t count)
{
    store::add_to_counter(at.tx, name_of(kind), vietnam_day(at.now), count);
    report_quota(at);
    const auto budget = budget_of(at, kind);
    if (!budget)
        return;
    const auto used = used_this_month(at, kind);
    const auto expected = forecast(used, at.now);
    const std::vector<phrase> of{{kind == paid_kind::billed ? "quota.kind.billed" : "quota.kind.templates"}};
    const auto worded = [&](std::string key) -> phrase {
        return {std::move(key), {{"kind", of}, {"used", used}, {"budget", *budget}, {"expected", expected.value_or(used)},
                                 {"percent", std::int64_t{at.know.policy.quota.reserve_percent}}}};
    };
    if (left_for(*budget, used, at.know.policy.quota.reserve_percent, 0) == 0)
        warn(at, kind, "reserve", worded("quota.reserve_reached"));
    else if (expected && *expected > *budget)
        warn(at, kind, "forecast", worded("quota.too_fast"));
}

void report_quota(work& at)
{
    quota_figures figures{.billed_used = used_this_month(at, paid_kind::billed), .templates_used = used_this_month(at, paid_kind::templated)};
    const auto left = [&](paid_kind kind, std::int64_t used) -> std::optional<std::int64_t> {
        const auto budget = budget_of(at, kind);
        return budget ? std::optional{left_for(*budget, used, 0, {})} : std::nullopt;
    };
    figures.billed_left = left(paid_kind::billed, figures.billed_used);
    figures.templates_left = left(paid_kind::templated, figures.templates_used);
    at.out.quota = figures;
}

} // namespace bot::flow
