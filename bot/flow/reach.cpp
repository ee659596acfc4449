#include "bot/flow/reach.hpp"

#include "bot/flow/heads.hpp"
#include "bot/flow/menu.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/quota.hpp"
#include "bot/flow/reach_flags.hpp"
#include "bot/flow/roster.hpp"
#include "bot/log.hpp"
#include "store/absences.hpp"
#include "store/reach_checks.hpp"
#include "store/settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using std::chrono::days;

constexpr std::string_view week_setting = "week.reach_checked"; ///< the Monday of the week whose check is done
constexpr store::channel_number no_channel = 0;

rules::instant next_look(rules::instant now)
{
    const auto today = rules::from_vietnam(rules::to_vietnam(now).date, reach_check_hour, 0);
    return now < today ? today : today + days{1};
}

/// The Monday of the week, as days since 1970-01-01 in Vietnam.
int week_of(rules::instant now)
{
    const std::chrono::sys_days today{rules::to_vietnam(now).date};
    const auto since_monday = std::chrono::weekday{today} - std::chrono::Monday;
    return static_cast<int>((today - since_monday).time_since_epoch().count());
}

/// Who holds a role in the unit, and who stands in for them.
std::set<std::string> people_of(const work& at, const config::unit_entry& unit)
{
    std::set<std::string> people;
    const auto& deputies = at.know.who.deputies();
    for (const auto& [role, holders] : unit.roles)
        for (const auto& person : holders) {
            people.insert(person);
            if (const auto deputy = deputies.find(person); deputy != deputies.end())
                people.insert(deputy->second);
        }
    return people;
}

std::vector<std::string> everybody_with_a_role(const work& at)
{
    std::vector<std::string> people;
    std::set<std::string, std::less<>> known;
    for (const auto& unit : at.know.who.units())
        for (const auto& person : people_of(at, unit))
            if (known.insert(person).second)
                people.push_back(person);
    return people;
}

std::optional<rules::instant> last_heard(work& at, std::string_view person)
{
    std::optional<rules::instant> latest;
    for (const auto& one : store::contacts_of(at.tx, person))
        if (one.last_inbound_at && (!latest || *latest < *one.last_inbound_at))
            latest = one.last_inbound_at;
    return latest;
}

/// A flag's reason in words. The list is of what is known about the channel, not of whose fault it is.
phrase why(const store::unreachable& flag)
{
    struct reason {
        std::string_view name;
        const char* key;
    };
    static constexpr std::array reasons{
        reason{"no_answer", "reach.why.no_answer"}, reason{"never", "reach.why.never"},     reason{"window", "reach.why.window"},
        reason{"stopped", "reach.why.stopped"},     reason{"blocked", "reach.why.refused"}, reason{"permanent", "reach.why.refused"},
        reason{"bounced", "reach.why.bounced"},
    };
    const auto found = std::ranges::find(reasons, std::string_view(flag.reason), &reason::name);
    const bool by_mail = flag.channel == static_cast<store::channel_number>(channel_kind::email);
    return {found == reasons.end() ? "reach.why.other" : found->key, {{"channel", phrases{{by_mail ? "reach.channel.mail" : "reach.channel.zalo"}}}}};
}

std::vector<store::unreachable> flags_of(work& at, std::string_view person)
{
    auto flags = store::all_unreachable(at.tx);
    std::erase_if(flags, [&](const store::unreachable& one) { return one.person != person; });
    return flags;
}

/// Why a person cannot be reached who has no flag yet.
std::string reason_without_channel(work& at, std::string_view person)
{
    return last_heard(at, person) ? "window" : "never";
}

/// False when only the quota stands against asking: that says nothing about the person.
bool ask(work& at, const std::string& person)
{
    const std::set templates{way::template_by_user, way::template_by_phone};
    const auto there = route_to(at, person, templates, 0);
    if (!there && route_to(at, person, templates))
        return false;
    if (!there) {
        if (flags_of(at, person).empty()) // else it is known better why
            mark_unreachable(at, person, channel_kind::zalo, reason_without_channel(at, person));
        store::note_reach_asked(at.tx, person, no_channel, at.now);
        return true;
    }
    auto& to = at.contact(*there);
    phrases what{{there->in_chat() ? "reach.ask" : "reach.ask_by_mail"}};
    if (there->in_chat()) {
        // A number must go on meaning what the last card about an incident offered.
        const menu button{.about = std::nullopt, .actions = {dialog::verb::reachable}};
        const bool number_taken = menu_from_json(to.menu).about.has_value();
        const auto lines = number_taken ? menu_lines(button, "", true) : offer(to, button, "");
        what.insert(what.end(), lines.begin(), lines.end());
    }
    say(at, to, what, {.purpose = "reach"});
    store::note_reach_asked(at.tx, person, static_cast<store::channel_number>(there->channel), at.now);
    return true;
}

/// One line a person of the unit who is flagged at present; empty when there is none among `silent`.
phrases lines_of_unit(work& at, const config::unit_entry& unit, const std::set<std::string>& silent)
{
    phrases lines;
    bool news = false;
    for (const auto& person : people_of(at, unit)) {
        phrases reasons;
        for (const auto& flag : flags_of(at, person))
            reasons.push_back(why(flag));
        if (reasons.empty())
            continue;
        news = news || silent.contains(person);
        lines.push_back({"reach.line", {{"name", name_of_person(at, person)}, {"why", phrases{reasons.front()}}}});
    }
    return news ? lines : phrases{};
}

void tell_head(work& at, const config::unit_entry& unit, const std::set<std::string>& silent, const phrases& lines)
{
    const auto heads = heads_of(at, unit.id);
    phrases what{{"reach.unit", {{"unit", unit.name}, {"count", static_cast<std::int64_t>(lines.size())}}}};
    what.insert(what.end(), lines.begin(), lines.end());
    what.push_back({"reach.what_to_do"});
    for (const auto& head : heads)
        if (!silent.contains(head) && tell_in_full(at, head, what, {.purpose = "reach", .unit = unit.id}))
            return;
    log::warning("person.nobody_told", {{"unit", unit.id}});
}

} // namespace

bool is_to_be_asked(const reach_facts& facts, rules::instant now)
{
    if (facts.heard && now - *facts.heard <= free_window)
        return false;
    if (facts.asked && now - *facts.asked < reach_not_asked_again_for)
        return false;
    if (facts.weekly)
        return true;
    // An hour to spare: the platform's clock is not ours, and the message must get there.
    constexpr std::chrono::hours spare{1};
    const bool shuts_before_tomorrow = facts.heard && now - *facts.heard <= billed_window && now + days{1} + spare - *facts.heard > billed_window;
    return shuts_before_tomorrow && !(facts.asked && *facts.asked > *facts.heard);
}

void plan_reach_checks(work& at)
{
    const auto key = timer_key(timer_kind::reach_check);
    if (store::find_timer(at.tx, key))
        return;
    store::set_setting(at.tx, week_setting, std::to_string(week_of(at.now))); // the first check is next Monday's
    at.set_timer(key, next_look(at.now));
}

void reach_check_due(work& at, const store::timer& timer)
{
    at.set_timer(timer.key, next_look(at.now));
    if (const int hour = rules::to_vietnam(at.now).hour; hour < reach_check_hour || hour >= reach_check_last_hour)
        return;
    // On Monday, or on the first day the bot is up after it.
    const auto week = std::to_string(week_of(at.now));
    const bool weekly = store::setting(at.tx, week_setting) != week;
    store::set_setting(at.tx, week_setting, week);
    bool asked = false;
    for (const auto& person : everybody_with_a_role(at)) {
        const auto before = store::find_reach_check(at.tx, person);
        const reach_facts facts{.heard = last_heard(at, person), .asked = before ? std::optional{before->asked_at} : std::nullopt, .weekly = weekly};
        if (is_to_be_asked(facts, at.now) && !store::absence_of(at.tx, person, at.now))
            asked = ask(at, person) || asked;
    }
    if (asked)
        at.set_timer(timer_key(timer_kind::reach_answer, {}, std::to_string(at.now.time_since_epoch().count())), at.now + reach_answer_within);
}

void reach_answer_due(work& at, const store::timer& timer)
{
    store::remove_timer(at.tx, timer.id);
    std::int64_t asked_ms = 0;
    std::from_chars(timer.key.subject.data(), timer.key.subject.data() + timer.key.subject.size(), asked_ms);
    const rules::instant asked_at{rules::duration{asked_ms}};
    std::set<std::string> silent;
    for (const auto& check : store::unanswered_reach_checks(at.tx, asked_at)) {
        const auto heard = last_heard(at, check.person);
        if (heard && *heard >= asked_at) {
            store::note_reach_answered(at.tx, check.person, *heard);
            continue;
        }
        if (check.channel != no_channel && !store::unreachable_since(at.tx, check.person, check.channel))
            mark_unreachable(at, check.person, static_cast<channel_kind>(check.channel), "no_answer");
        silent.insert(check.person);
    }
    for (const auto& unit : at.know.who.units())
        if (const auto lines = lines_of_unit(at, unit, silent); !lines.empty())
            tell_head(at, unit, silent, lines);
}

void confirm_reachable(const speaker& who)
{
    if (!who.self.person.empty())
        store::note_reach_answered(who.at.tx, who.self.person, who.at.now);
    reply_privately(who, {{"reach.thanks"}});
}

void channel_closed(work& at, const store::contact& closed, std::string_view reason)
{
    const auto channel = static_cast<channel_kind>(closed.channel);
    if (closed.person.empty() || !mark_unreachable(at, closed.person, channel, std::string(reason)))
        return;
    log::warning("person.channel_failed", {{"person", closed.person}, {"reason", reason}});
    const auto units = units_of(at, closed.person);
    const bool another_way = route_to(at, closed.person).has_value();
    const phrase news{another_way ? "reach.closed" : "reach.closed_no_other",
                      {{"name", name_of_person(at, closed.person)}, {"why", phrases{why({closed.person, closed.channel, at.now, std::string(reason)})}}}};
    std::set<std::string> told{closed.person};
    for (const auto& unit : units)
        for (const auto& mender : menders_of(at, unit))
            if (told.insert(mender).second)
                tell(at, mender, {news}, {.purpose = "reach", .unit = unit});
}

std::optional<phrase> reach_warning(work& at, std::string_view person)
{
    const auto flags = flags_of(at, person);
    if (flags.empty() && route_to(at, person))
        return std::nullopt;
    const store::unreachable flag = flags.empty() ? store::unreachable{std::string(person), static_cast<store::channel_number>(channel_kind::zalo), at.now,
                                                                       reason_without_channel(at, person)}
                                                  : flags.front();
    return phrase{"reach.warning", {{"name", name_of_person(at, person)}, {"why", phrases{why(flag)}}}};
}

} // namespace bot::flow
