#include "bot/flow/drill.hpp"

#include "bot/dialog/folded_words.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/flow/drill_course.hpp"
#include "bot/flow/form_options.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;
using dialog::folded_word;

constexpr std::size_t words_read = 12;
constexpr std::size_t longest_scenario = 300; ///< characters

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> all)
{
    return std::ranges::find(all, word) != all.end();
}

bool begins(const std::string& folded, std::initializer_list<std::string_view> all)
{
    return std::ranges::any_of(all, [&](std::string_view one) { return folded == one || folded.starts_with(std::string(one) + " "); });
}

/// Units in whose own roster the person stands with a role that may lead a drill, in the directory's order.
std::vector<std::string> units_led_by(const knowledge& know, std::string_view person)
{
    std::vector<std::string> led;
    for (const auto& unit : know.who.units()) {
        const bool own = std::ranges::any_of(unit.roles, [&](const auto& role) { return std::ranges::find(role.second, person) != role.second.end(); });
        if (own && may_lead_drill(know, person, unit.id))
            led.push_back(unit.id);
    }
    return led;
}

/// The running drill of a unit that somebody who writes here can mean: of a unit they have a role in, or the one they report from.
std::optional<store::drill> drill_at_hand(const speaker& who)
{
    auto& at = who.at;
    const auto running = store::running_drills(at.tx, at.now);
    if (running.empty())
        return std::nullopt;
    const auto seen = at.know.who.units_seen_by(who.self.person);
    const auto from = usual_unit(who);
    for (const auto& one : running) {
        const auto above = at.know.who.with_superiors(from);
        if (std::ranges::find(seen, one.unit) != seen.end() || std::ranges::any_of(above, [&](const auto* unit) { return unit->id == one.unit; }))
            return one;
    }
    return seen.empty() && from.empty() && running.size() == 1 ? std::optional{running.front()} : std::nullopt;
}

/// The running drill the person may steer.
std::optional<store::drill> drill_led_by(const speaker& who)
{
    for (const auto& one : store::running_drills(who.at.tx, who.at.now))
        if (may_lead_drill(who.at.know, who.self.person, one.unit))
            return one;
    return std::nullopt;
}

void take_part(const speaker& who)
{
    auto& at = who.at;
    at.of_a_drill = true;
    if (in_drill(who))
        return reply(who, {{"say.drill_begun"}});
    if (const auto running = drill_at_hand(who)) {
        store::join_drill(at.tx, running->id, who.self.id);
        return reply(who, {{"say.drill_begun"}});
    }
    const auto seen = at.know.who.units_seen_by(who.self.person);
    if (seen.empty()) {
        at.of_a_drill = false;
        return reply(who, {{"say.roles_only"}});
    }
    const auto id = start_drill(at.tx, {.unit = seen.front(), .person = who.self.person, .started_by = who.self.person, .started_at = at.now, .ends_at = at.now + drill_lasts});
    store::join_drill(at.tx, id, who.self.id);
    at.wake(at.now + drill_lasts);
    reply(who, {{"say.drill_begun"}});
}

/// "x60", "60" or "x" and "60" as two words; how many words it took, 0 when it is no speed at all.
std::size_t read_speed(const std::vector<folded_word>& words, std::size_t from, int& speed)
{
    if (from >= words.size())
        return 0;
    std::string_view digits = words[from].text;
    std::size_t taken = 1;
    if (digits == "x" && from + 1 < words.size()) {
        digits = words[from + 1].text;
        taken = 2;
    } else if (digits.starts_with('x')) {
        digits.remove_prefix(1);
    }
    // "bắt đầu 3 máy bị nhiễm" names no speed.
    const bool marked = words[from].text.starts_with('x');
    if (!marked && from + 1 < words.size() && !words[from].sign_after)
        return 0;
    int read = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), read);
    if (fault != std::errc{} || end != digits.data() + digits.size())
        return 0;
    speed = read;
    return taken;
}

/// "bắt đầu x60: mã độc ở HIS"; `spoken` are the words of the verb.
void start_for_unit(const speaker& who, const std::string& rest, const std::vector<folded_word>& words, std::size_t spoken)
{
    auto& at = who.at;
    const auto units = units_led_by(at.know, who.self.person);
    if (units.empty())
        return reply(who, {{"drill.leaders_only"}});
    if (const auto running = store::running_drill(at.tx, units.front(), at.now))
        return reply(who, {{"drill.runs_already"}});
    store::drill begun{.unit = units.front(), .started_by = who.self.person, .started_at = at.now, .ends_at = at.now + drill_lasts, .announced = true};
    const auto taken = read_speed(words, spoken, begun.speed);
    if (begun.speed < 1 || begun.speed > fastest_drill)
        return reply(who, {{"drill.speed_range", {{"fastest", std::to_string(fastest_drill)}}}});
    const auto last = words[spoken + taken - 1].end;
    begun.scenario = shorten(dialog::trimmed(std::string_view(rest).substr(std::min(last, rest.size()))), longest_scenario);
    begun.id = start_drill(at.tx, begun);
    store::join_drill(at.tx, begun.id, who.self.id);
    at.wake(begun.ends_at);
    announce_drill(at, begun, who.self.person);
    at.of_a_drill = true;
    reply(who, {{"drill.you_began", {{"unit", at.know.who.unit(begun.unit)->name}, {"speed", std::to_string(begun.speed)}}}});
}

/// Leaves the unit's drill, or ends the person's own; `for_all` ends the unit's.
void stop_drill(const speaker& who, bool for_all)
{
    auto& at = who.at;
    at.of_a_drill = true;
    if (const auto led = for_all ? drill_led_by(who) : std::nullopt)
        return reply(who, end_drill(at, *led, who.self.person));
    const auto joined = store::drill_joined(at.tx, who.self.id, at.now);
    if (joined && !joined->person.empty())
        return reply(who, end_drill(at, *joined));
    store::leave_drill(at.tx, who.self.id);
    const bool leads = drill_led_by(who).has_value();
    reply(who, {{leads ? "drill.left_but_leads" : joined ? "drill.left" : "say.drill_ended"}});
}

/// The person of the unit who is named in the words, else the incident manager on duty.
std::string silent_one(const speaker& who, const store::drill& exercise, const std::string& folded)
{
    for (const auto& person : people_of_unit(who.at, exercise.unit)) {
        const auto name = fold(name_of_person(who.at, person));
        const auto given = name.substr(name.rfind(' ') + 1);
        const auto padded = " " + folded + " ";
        if (padded.find(" " + name + " ") != std::string::npos || padded.find(" anh " + given + " ") != std::string::npos ||
            padded.find(" chi " + given + " ") != std::string::npos)
            return person;
    }
    const auto managers = on_duty(who.at, exercise.unit, "incident_manager");
    return managers.empty() ? "" : managers.front();
}

void end_all_injects(const speaker& who, const store::drill& exercise)
{
    for (const auto& one : store::injects_of(who.at.tx, exercise.id))
        if (!one.until)
            announce_inject_end(who.at, exercise, one);
    store::end_injects(who.at.tx, exercise.id, who.at.now);
    reply(who, {{"drill.injects_ended"}});
}

/// "tình huống: người trực không trả lời", "tình huống: Zalo hỏng", "tình huống: hết".
void inject(const speaker& who, const std::string& folded)
{
    auto& at = who.at;
    const auto exercise = drill_led_by(who);
    if (!exercise)
        return reply(who, {{"drill.none_to_lead"}});
    at.of_a_drill = true;
    const auto says = [&](std::string_view words) { return folded.find(words) != std::string::npos; };
    store::drill_inject one{.of = exercise->id, .from = at.now};
    if (says(" het") || says(" end") || says(" over"))
        return end_all_injects(who, *exercise);
    if (says("zalo")) {
        one.what = store::inject_kind::zalo_down;
    } else if (says("khong tra loi") || says("no answer") || says("not answer")) {
        one.what = store::inject_kind::no_answer;
        one.person = silent_one(who, *exercise, folded);
        if (one.person.empty())
            return reply(who, {{"drill.nobody_to_silence"}});
    } else {
        return reply(who, {{"drill.inject_words"}});
    }
    one.id = store::add_inject(at.tx, one);
    announce_inject(at, *exercise, one);
    reply(who, {one.what == store::inject_kind::zalo_down ? phrase{"drill.zalo_is_down"}
                                                          : phrase{"drill.is_silent", {{"name", name_of_person(at, one.person)}}}});
}

std::string subject_of(store::drill_id id)
{
    return std::to_string(static_cast<std::int64_t>(id));
}

} // namespace

bool may_lead_drill(const knowledge& know, std::string_view person, std::string_view unit)
{
    if (person.empty())
        return false;
    return std::ranges::any_of(know.who.roles_of(person, unit), [](const std::string& role) {
        return is_one_of(role, {"incident_manager", "it_head", "leader", "administrator"});
    });
}

void begin_drill(const speaker& who, const std::string& rest)
{
    const auto folded = fold(rest);
    if (folded.empty())
        return take_part(who);
    if (begins(folded, {"ket thuc", "end", "finish"}))
        return stop_drill(who, true);
    if (begins(folded, {"dung", "xong", "thoi", "stop"}))
        return stop_drill(who, false);
    if (begins(folded, {"tinh huong", "inject"}))
        return inject(who, folded);
    if (begins(folded, {"bat dau", "start", "begin"}))
        return start_for_unit(who, rest, dialog::folded_words(rest, words_read), folded.starts_with("bat dau") ? 2 : 1);
    // "Diễn tập: máy chủ bị mã hóa" is how one describes what a drill is about: an answer, where a question is open.
    if (const auto draft = open_conversation(who); draft && draft->now != dialog::phase::asleep)
        return answer_form(who, *draft);
    reply(who, {{"drill.words"}});
}

bool in_drill(const speaker& who)
{
    return store::drill_joined(who.at.tx, who.self.id, who.at.now).has_value();
}

store::drill_id start_drill(store::transaction& tx, const store::drill& starts)
{
    const auto id = store::add_drill(tx, starts);
    if (starts.announced)
        store::drill_announced(tx, id);
    wake_drill(tx, id, starts.announced || !starts.person.empty() ? starts.ends_at : starts.started_at);
    return id;
}

void wake_drill(store::transaction& tx, store::drill_id id, rules::instant at)
{
    store::set_timer(tx, timer_key(timer_kind::drill, {}, subject_of(id)), at);
}

void drill_due(work& at, const store::timer& timer)
{
    const store::drill_id id{std::atoll(timer.key.subject.c_str())};
    auto exercise = store::find_drill(at.tx, id);
    if (!exercise || exercise->ended_at)
        return void(store::remove_timer(at.tx, timer.id));
    if (at.now >= exercise->ends_at) {
        const auto answer = end_drill(at, *exercise);
        if (!exercise->person.empty())
            tell(at, exercise->person, answer, {.purpose = "drill", .drill = true});
        return void(store::remove_timer(at.tx, timer.id));
    }
    if (exercise->person.empty() && !exercise->announced)
        announce_drill(at, *exercise);
    for (const auto& one : store::injects_of(at.tx, id)) {
        if (one.told == store::inject_notice::none && !one.until)
            announce_inject(at, *exercise, one);
        else if (one.told == store::inject_notice::begun && one.until)
            announce_inject_end(at, *exercise, one);
    }
    at.set_timer(timer.key, exercise->ends_at);
}

} // namespace bot::flow
