#include "bot/flow/snooze.hpp"

#include "bot/dialog/time_phrase.hpp"
#include "bot/flow/cards.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/telling.hpp"
#include "messages/when.hpp"

#include <algorithm>
#include <array>

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

/// Whoever is woken shall still have time to act.
constexpr std::chrono::minutes before_deadline{15};

store::timer_key key_of(const case_file& about)
{
    return timer_key(timer_kind::wake_up, about.row.id);
}

/// "2 tiếng: chờ nhà thầu" or "đến 15:30 vì chờ nhà thầu": the time, and the reason behind it.
std::pair<std::string, std::string> time_and_reason(const std::string& rest)
{
    constexpr std::array<std::string_view, 5> joints{": ", " vì ", " vi ", " because ", ", "};
    auto cut = std::string::npos;
    std::size_t length = 0;
    for (const auto joint : joints)
        if (const auto found = rest.find(joint); found < cut) {
            cut = found;
            length = joint.size();
        }
    return cut == std::string::npos ? std::pair{rest, std::string{}} : std::pair{rest.substr(0, cut), rest.substr(cut + length)};
}

} // namespace

std::optional<rules::instant> latest_snooze(work& at, const case_file& about)
{
    std::optional<rules::instant> latest;
    for (const auto& duty : deadlines_now(at, about)) {
        const bool the_laws_own = duty.figure_basis == rules::basis::law || duty.immediate;
        if (duty.state != rules::deadline_state::running || !duty.due || !the_laws_own)
            continue;
        const auto last = duty.immediate ? duty.start : std::chrono::floor<std::chrono::minutes>(*duty.due - before_deadline);
        latest = std::min(latest.value_or(last), rules::instant{last});
    }
    return latest;
}

void snooze(const speaker& who, case_file& about, const std::string& rest)
{
    const auto [when, reason] = time_and_reason(rest);
    const auto until = dialog::parse_time(when, who.at.now, dialog::direction::future);
    if (!until || !until->at || reason.empty()) {
        if (auto refusal = refused_beforehand(who.at, about, incident::snooze{}, actor_of(who)))
            return reply(who, {std::move(*refusal)});
        return begin_form(who, "snooze", &about);
    }
    snooze_until(who, about, *until->at, reason);
}

void snooze_until(const speaker& who, case_file& about, rules::instant until, const std::string& reason)
{
    try_command(who, about, incident::snooze{.until = until, .reason = reason, .latest = latest_snooze(who.at, about)},
                {{"say.snoozed", {{"number", about.row.number}, {"until", phrases{messages::moment(until, who.at.now)}}}}});
}

void begin_snooze(work& at, case_file& about)
{
    hold_chain(at, about);
    at.set_timer(key_of(about), about.state.snooze->until);
}

void wake_up_due(work& at, const store::timer& timer)
{
    store::remove_timer(at.tx, timer.id);
    auto about = open_case(at, timer.key.incident);
    if (!about || !about->row.open || !about->state.snooze)
        return;
    phrases what{worded(*about, "notice.snooze_over", {{"reason", shown(about->state.snooze->reason)}})};
    const auto details = card(at, *about);
    what.insert(what.end(), details.begin(), details.end());
    const auto clock = first_clock(at, *about);
    what.insert(what.end(), clock.begin(), clock.end());
    const bool waiting = about->state.unattended_since.has_value();
    const auto actions = waiting ? std::vector{verb::acknowledge, verb::dismiss, verb::duplicate, verb::details}
                                 : std::vector{verb::log, verb::unable, verb::resolve, verb::details};
    tell_with_menu(at, *about, about->state.snoozed_by.person, what, actions, matter(*about, "wake_up"));
}

void drop_wake_up(work& at, const case_file& about)
{
    if (store::cancel_timer(at.tx, key_of(about)))
        withdraw(at, about.row.id, "wake_up");
}

} // namespace bot::flow
