#include "bot/flow/confirmations.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/telling.hpp"

#include <nlohmann/json.hpp>

namespace bot::flow {

namespace {

using dialog::verb;

constexpr auto purpose = "confirmation";

store::timer_key key_of(const case_file& about)
{
    return timer_key(timer_kind::confirmation, about.row.id);
}

void set_reminder(work& at, const case_file& about, std::int64_t every_ms, int left)
{
    at.set_timer(key_of(about), at.now + rules::duration{every_ms}, nlohmann::json{{"every", every_ms}, {"left", left}}.dump());
}

} // namespace

void ask_confirmations(work& at, const case_file& about, const rules::chain_step& step)
{
    set_reminder(at, about, step.remind_every.count(), step.remind_times);
}

void confirmation_due(work& at, const store::timer& timer)
{
    store::remove_timer(at.tx, timer.id);
    auto about = open_case(at, timer.key.incident);
    if (!about || about->state.to_confirm.empty() || incident::is_over(about->state.state))
        return;
    const auto kept = nlohmann::json::parse(timer.data, nullptr, false);
    const auto every = kept.value("every", std::int64_t{0});
    const auto left = kept.value("left", 0);
    const auto waiting = about->state.to_confirm;
    if (left <= 0) {
        std::string names;
        for (const auto& one : waiting)
            names += (names.empty() ? "" : ", ") + one.name;
        return post_to_leaders(at, *about, worded(*about, "group.not_confirmed", {{"names", names}}));
    }
    withdraw(at, about->row.id, purpose);
    for (const auto& one : waiting)
        tell_with_menu(at, *about, one.person, {worded(*about, "notice.please_confirm")}, {verb::acknowledge, verb::details}, matter(*about, purpose));
    set_reminder(at, *about, every, left - 1);
}

void settle_confirmations(work& at, const case_file& about)
{
    if (!about.state.to_confirm.empty() && !incident::is_over(about.state.state))
        return;
    if (store::cancel_timer(at.tx, key_of(about)))
        withdraw(at, about.row.id, purpose);
}

} // namespace bot::flow
