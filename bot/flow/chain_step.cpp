#include "bot/flow/chain_step.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/confirmations.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/telling.hpp"
#include "messages/when.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

phrases words_of(work& at, const case_file& about, const rules::chain_call& call, const phrases& waited)
{
    const bool first = call.step == 0 && call.round == 0;
    phrases what{first ? worded(about, "notice.new") : worded(about, "notice.unattended", {{"waited", waited}})};
    if (call.what.each)
        what.push_back({"notice.each_confirms"});
    const auto details = card(at, about);
    what.insert(what.end(), details.begin() + (first ? 1 : 0), details.end());
    const auto clock = first_clock(at, about);
    what.insert(what.end(), clock.begin(), clock.end());
    return what;
}

/// "không có người trực": the group is the one place left where somebody may read it.
phrase nobody_reached(const rules::recipients& to, const case_file& about, work& at)
{
    phrases meant;
    for (const auto& role : to.roles)
        meant.push_back({"role." + role});
    if (!meant.empty())
        return worded(about, "group.nobody_reached", {{"role", phrases{meant.front()}}});
    return worded(about, "group.person_unreached", {{"name", to.people.empty() ? std::string{} : name_of_person(at, to.people.front())}});
}

void post_to_groups(work& at, const case_file& about, const rules::chain_call& call, bool reached, const phrases& waited)
{
    const auto& to = call.what.to;
    if (call.exhausted) {
        post_to_leaders(at, about, worded(about, "group.chain_exhausted", {{"waited", waited}}));
        post_to_superior(at, about, worded(about, "group.chain_exhausted_superior", {{"waited", waited}}));
        return;
    }
    const bool means_people = !to.roles.empty() || !to.people.empty();
    if (to.leadership_channel)
        post_to_leaders(at, about, worded(about, "group.unattended", {{"waited", waited}}));
    else if (!reached && means_people)
        post_to_leaders(at, about, nobody_reached(to, about, at));
    if (to.superior_channel)
        post_to_superior(at, about, worded(about, "group.unattended", {{"waited", waited}}));
}

} // namespace

std::vector<std::string> people_of_step(work& at, const case_file& about, const rules::recipients& to)
{
    std::vector<std::string> people;
    const auto add = [&](const std::string& person) {
        if (std::ranges::find(people, person) == people.end())
            people.push_back(person);
    };
    for (const auto& role : to.roles)
        for (const auto& person : people_for(at, about, role))
            add(person);
    for (const auto& person : to.people)
        add(person);
    return people;
}

bool call_step(work& at, case_file& about, const rules::chain_call& call)
{
    const auto waited = phrases{messages::length(at.now - about.state.unattended_since.value_or(at.now))};
    incident::step_called entry{.step = call.step, .round = call.round, .each = call.what.each, .exhausted = call.exhausted, .roles = call.what.to.roles};
    std::optional<phrases> words; // worded for the first who can be reached: the card is the dearest text there is
    for (const auto& person : people_of_step(at, about, call.what.to)) {
        if (!words && route_to(at, person))
            words = words_of(at, about, call, waited);
        if (tell_with_menu(at, about, person, words.value_or(phrases{}), {verb::acknowledge, verb::dismiss, verb::duplicate, verb::details}, matter(about, "chain")))
            entry.people.push_back({person, "", name_of_person(at, person)});
    }
    const bool reached = !entry.people.empty();
    const bool means_people = !call.what.to.roles.empty() || !call.what.to.people.empty();
    record(at, about, std::move(entry));
    if (call.what.each && reached)
        ask_confirmations(at, about, call.what);
    post_to_groups(at, about, call, reached, waited);
    return reached || !means_people;
}

} // namespace bot::flow
