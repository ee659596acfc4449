#include "bot/flow/duty_rounds.hpp"

#include "bot/flow/absence.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/roster_holes.hpp"
#include "store/absences.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using people = std::set<std::string>;

constexpr std::chrono::hours check_at{8}; ///< of the day in Vietnam: product default
/// Absences are no part of any register; a year covers what is ever asked about a roster.
constexpr std::chrono::hours absences_kept_for{366 * 24};

store::timer_key key_of(const duty_post& post)
{
    return timer_key(timer_kind::hand_over, {}, to_subject(post));
}

/// Who is on duty and until when; without an end when nothing is known to change.
struct standing {
    duty::shift now;
    bool ends = false;
};

standing look(work& at, const duty_post& post)
{
    const auto horizon = at.now + horizon_of(at.know.who, post);
    const auto& turns = at.know.who.unit(post.unit)->duty;
    const auto own = turns.find(post.role);
    const auto begins = own == turns.end() ? at.now : duty::turn_at(own->second, at.now).when.from;
    const auto all = duty::joined(duty::shifts(load_roster(at, post, {begins, horizon}), {begins, horizon}));
    const auto now = std::ranges::find_if(all, [&](const duty::shift& one) { return one.when.covers(at.now); });
    return {*now, now->when.until < horizon};
}

void tell_new_holder(work& at, const duty_post& post, const standing& current, const std::string& before)
{
    phrases lines{{current.ends ? "duty.begins" : "duty.begins_open", named(at, post, current.now.when)}};
    if (!before.empty())
        lines.push_back({"duty.before", {{"name", name_of_person(at, before)}}});
    const auto incidents = open_incidents_of(at, post);
    lines.insert(lines.end(), incidents.begin(), incidents.end());
    tell(at, current.now.person, lines, {.purpose = "duty"});
}

void tell_who_leaves(work& at, const duty_post& post, const std::string& next, const std::string& before)
{
    auto words = named(at, post);
    if (next.empty())
        return void(tell(at, before, {{"duty.ends_nobody", std::move(words)}}, {.purpose = "duty"}));
    words["name"] = name_of_person(at, next);
    tell(at, before, {{"duty.ends", std::move(words)}}, {.purpose = "duty"});
}

/// The timer's data is who was last told to be on duty: comparing with it tells once whatever happened in between.
void refresh(work& at, const duty_post& post, const people& know)
{
    const auto known = store::find_timer(at.tx, key_of(post));
    const auto current = look(at, post);
    const auto& person = current.now.person;
    if (known && known->data != person) {
        if (!person.empty() && !know.contains(person))
            tell_new_holder(at, post, current, known->data);
        if (!known->data.empty() && !know.contains(known->data) && !store::absence_of(at.tx, known->data, at.now))
            tell_who_leaves(at, post, person, known->data);
    }
    const bool turns = at.know.who.unit(post.unit)->duty.contains(post.role);
    if (current.ends || turns)
        at.set_timer(key_of(post), current.now.when.until, person);
    else
        store::cancel_timer(at.tx, key_of(post)); // the same person for good: nothing to wait for
}

/// Whether a round that is due would tell the person of their duty together with what happened in their absence.
void come_back_first(work& at, const duty_post& post)
{
    const auto person = look(at, post).now.person;
    const auto back = store::find_timer(at.tx, timer_key(timer_kind::return_to_work, {}, person));
    if (back && back->at <= at.now)
        return_to_work_due(at, *back);
}

rules::instant next_check(rules::instant now)
{
    const auto today = rules::from_vietnam(rules::to_vietnam(now).date, static_cast<int>(check_at.count()), 0);
    return today > now ? today : today + std::chrono::hours{24};
}

} // namespace

void plan_duty_rounds(work& at)
{
    for (const auto& post : duty_posts(at.know.who)) {
        const bool turns = at.know.who.unit(post.unit)->duty.contains(post.role);
        const auto timer = store::find_timer(at.tx, key_of(post));
        const bool due = timer && timer->at <= at.now; // it tells when it fires, in its place among the others
        if (!due && (timer || turns))
            refresh(at, post, {});
    }
    plan_returns(at);
    if (const auto key = timer_key(timer_kind::roster_check); !store::find_timer(at.tx, key))
        at.set_timer(key, next_check(at.now));
}

void hand_over_due(work& at, const store::timer& timer)
{
    const auto post = duty_post_of(at.know.who, timer.key.subject);
    if (!post) {
        store::remove_timer(at.tx, timer.id);
        return;
    }
    come_back_first(at, *post);
    refresh(at, *post, {});
}

void return_to_work_due(work& at, const store::timer& timer)
{
    const std::string person = timer.key.subject;
    const auto since = store::find_timer(at.tx, timer.key); // it may have fired already, together with a hand-over
    if (!since || since->at > at.now)
        return;
    welcome_back(at, person, since->data);
    for (const auto& post : duty_posts_of(at.know.who, person))
        refresh(at, post, {person});
}

void roster_check_due(work& at, const store::timer& timer)
{
    warn_of_holes(at, duty_posts(at.know.who));
    store::prune_absences(at.tx, at.now - absences_kept_for);
    at.set_timer(timer.key, next_check(at.now));
}

void with_hand_over(work& at, const std::vector<duty_post>& posts, const people& know, const std::function<void()>& change)
{
    for (const auto& post : posts)
        if (!store::find_timer(at.tx, key_of(post)))
            at.set_timer(key_of(post), at.now, look(at, post).now.person);
    change();
    for (const auto& post : posts)
        refresh(at, post, know);
}

} // namespace bot::flow
