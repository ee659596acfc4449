#include "tests/sim/year_people.hpp"

#include <algorithm>

namespace sim {

namespace {

using namespace std::chrono_literals;
using adapters::sandbox::message_kind;

constexpr int most_tries = 40;     ///< of one deed about one incident
constexpr int most_repetitions = 3; ///< of one question before somebody gives up

} // namespace

people::people(support::hospital& house, const department& place, year_plan& plan, std::uint64_t seed)
    : house_(house), place_(place), plan_(plan), reading_(house.knowledge().texts), chance_(seed ^ 0x9e3779b97f4a7c15U)
{
    std::map<std::string, person*, std::less<>> by_id;
    for (const auto& who : place.people()) {
        auto& one = all_.emplace_back(person{.who = place.by_id(who.id), .place = all_.size()});
        const auto lines = house.zalo().transcript(who.zalo);
        one.read = lines.empty() ? 0 : lines.back().index + 1;
        by_address_[who.zalo] = by_address_[who.phone] = by_id[who.id] = &one;
    }
    for (auto& one : plan_.fates) {
        auto& nurse = *by_id.at(one.reporter);
        nurse.errands.push_back({.what = deed::report, .about = &one, .at = one.reported_at});
        wake(nurse, one.reported_at);
    }
    for (const auto& one : plan_.leaves) {
        auto& who = *by_id.at(one.person);
        who.errands.push_back({.what = deed::go_away, .at = one.from, .until = one.until});
        wake(who, one.from);
    }
}

void people::wake(person& who, instant at)
{
    if (at >= who.wakes)
        return;
    wakes_.erase({who.wakes, who.place});
    who.wakes = at;
    wakes_.insert({at, who.place});
}

void people::hear_a_ping(const std::string& address)
{
    if (const auto found = by_address_.find(address); found != by_address_.end())
        wake(*found->second, house_.now() + chance_.between(5s, 40s));
}

std::optional<instant> people::next() const
{
    return wakes_.empty() ? std::nullopt : std::optional{wakes_.begin()->first};
}

void people::act()
{
    auto& who = all_[wakes_.begin()->second];
    wakes_.erase(wakes_.begin());
    who.wakes = instant::max();
    act(who);
}

void people::act(person& who)
{
    if (house_.now() < who.away_until)
        return wake(who, who.away_until);
    std::string asked;
    std::string question;
    std::string all;
    for (const auto& one : house_.zalo().transcript(who.who->zalo, who.read)) {
        who.read = one.index + 1;
        if (!one.what.from.empty() || one.what.kind == message_kind::notice)
            continue;
        take_in(who, one.what.text);
        if (const auto key = reading_.question_in(one.what.text); !key.empty()) {
            question = key;
            asked = one.what.text;
        }
        all += one.what.text + "\n";
    }
    if (who.talking) {
        if (!question.empty())
            carry_on(who, asked, question);
        else if (!all.empty())
            end_talk(who, all);
    }
    const auto due = std::ranges::min_element(who.errands, {}, &errand::at);
    if (who.talking || due == who.errands.end())
        return;
    if (due->at > house_.now())
        return wake(who, due->at);
    auto next = *due;
    who.errands.erase(due);
    start(who, std::move(next));
}

void people::say(person& who, const std::string& text)
{
    house_.says(who.who->zalo, text);
    wake(who, house_.now() + chance_.between(4s, 25s));
}

void people::start(person& who, errand what)
{
    ++who.done[{what.what, what.about, what.detail}];
    who.talking = talk{.about = what};
    say(who, opening_words(who, what));
}

void people::carry_on(person& who, const std::string& message, const std::string& question)
{
    auto& now = *who.talking;
    const bool misunderstood = reading_.is_a_complaint(message);
    if (misunderstood)
        puzzles_.push_back(who.who->id + " was not understood: " + message);
    now.asked_again = question == now.asked ? now.asked_again + 1 : 0;
    now.asked = question;
    if (now.asked_again >= most_repetitions) {
        puzzles_.push_back(who.who->id + " gives up at " + question + ": " + message);
        say(who, "để sau");
        now.asked.clear();
        now.asked_again = 0;
        return;
    }
    const auto answer = answer_to(question, message, now.about);
    if (question == "form.assign.handler") // the level is decided, and with it what there is to do
        plan_duties(who, *now.about.about);
    say(who, answer);
}

void people::end_talk(person& who, const std::string& last_words)
{
    const auto done = who.talking->about;
    who.talking.reset();
    const auto heard = [&](const char* key) { return last_words.find(reading_.opening(key)) != std::string::npos; };
    if (done.what == deed::go_away && !heard("say.absent")) {
        puzzles_.push_back(who.who->id + " could not say they are away: " + last_words);
    } else if (done.what == deed::go_away) {
        who.away_until = done.until;
        absences_.push_back({who.who->id, house_.now(), done.until});
    } else if (done.what == deed::close && last_words.find("chưa đóng được") != std::string::npos) {
        mean_to(who, deed::close, done.about, chance_.between(20h, 40h));
    } else if (done.what == deed::acknowledge || done.what == deed::classify) {
        done.about->in_hand = true;
        if (done.about->level == 0 && heard("say.classified"))
            plan_duties(who, *done.about);
        if (heard("say.asleep"))
            mean_to(who, deed::classify, done.about, chance_.between(20min, 5h));
    }
    wake(who, std::max(house_.now(), who.away_until) + 1s);
}

void people::mean_to(person& who, deed what, fate* about, duration after, std::string detail)
{
    const bool meant = std::ranges::any_of(who.errands, [&](const errand& one) { return one.what == what && one.about == about && one.detail == detail; });
    const bool at_it = who.talking && who.talking->about.what == what && who.talking->about.about == about && who.talking->about.detail == detail;
    const auto key = std::tuple{what, static_cast<const fate*>(about), detail};
    const auto tried = who.done.find(key);
    if (meant || at_it || (tried != who.done.end() && tried->second >= most_tries))
        return;
    who.errands.push_back({.what = what, .about = about, .at = house_.now() + after, .detail = std::move(detail)});
    if (!who.talking)
        wake(who, house_.now() + after);
}

void people::finish(year_record& into) const
{
    into.absences = absences_;
    into.puzzles = puzzles_;
}

} // namespace sim
