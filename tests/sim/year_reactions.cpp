#include "tests/sim/year_people.hpp"

#include <algorithm>
#include <array>

// What a message makes its reader do. People know the bot's messages by how they begin.
namespace sim {

namespace {

using namespace std::chrono_literals;

/// The duties to authorities that a manager sees to, by rule id.
constexpr std::array duties{"B-NOW", "B-24", "B-72", "P-72", "A-EXT"};

bool has(std::string_view message, std::string_view part)
{
    return !part.empty() && message.find(part) != std::string_view::npos;
}

bool manages(const staff_member& who)
{
    return who.role == "incident_manager" || who.role == "it_head" || who.role == "leader";
}

} // namespace

void people::take_in(person& who, const std::string& message)
{
    // The morning's digest: each note that the night held back is read for itself.
    if (message.starts_with(reading_.opening("digest.head")) || message.starts_with(reading_.opening("digest.held"))) {
        const auto mark = "\n" + reading_.opening("digest.held_note");
        for (auto at = message.find(mark); at != std::string::npos;) {
            const auto next = message.find(mark, at + mark.size());
            take_in(who, message.substr(at + mark.size(), next == std::string::npos ? next : next - at - mark.size()));
            at = next;
        }
        return;
    }
    const auto number = reading::number_in(message);
    if (number.empty())
        return;
    const auto begins = [&](std::string_view key) { return has(message, reading_.opening(key)); };
    if (begins("notice.receipt") && who.talking && who.talking->about.what == deed::report) {
        auto& mine = *who.talking->about.about;
        if (mine.number.empty()) {
            mine.number = number;
            by_number_[number] = &mine;
            if (mine.reporter_joins && mine.same_as >= 0 && begins("say.maybe_same"))
                mean_to(who, deed::join, &mine, 20s);
        }
        return;
    }
    const auto found = by_number_.find(number);
    if (found == by_number_.end())
        return;
    auto& about = *found->second;
    if (begins("notice.new"))
        return consider_answering(who, about, true);
    if (begins("notice.unattended"))
        return consider_answering(who, about, false);
    if (begins("say.assigned") && has(message, number + " cho " + who.who->name + ".")) {
        about.own_hands = who.who->id;
        return plan_handling(who, about);
    }
    if (has(message, "Anh/chị được ") && has(message, " giao xử lý "))
        return plan_handling(who, about);
    if (has(message, "đã quyết định về") && who.who->role == "handler")
        return mean_to(who, deed::resolve, &about, about.handled_after);
    if (has(message, "báo không xử lý được") && who.who->role == "leader")
        return mean_to(who, deed::decide, &about, chance_.between(8min, 70min));
    if (has(message, "Anh/chị còn xử lý") || has(message, "anh/chị có nắm việc này không"))
        return about.forgets ? void() : mean_to(who, deed::keep_at_it, &about, chance_.between(1min, 25min));
    if (begins("notice.resolved_manager"))
        return mean_to(who, deed::summarise, &about, about.summary_after);
    if (begins("notice.summary_ready"))
        return mean_to(who, about.summary_returned ? deed::return_back : deed::approve, &about, chance_.between(20min, 40h));
    if (begins("notice.summary_returned")) {
        about.summary_returned = false;
        return mean_to(who, deed::summarise, &about, chance_.between(1h, 30h));
    }
    if (has(message, "đã duyệt báo cáo tổng kết") && who.who->role == "incident_manager") {
        if (about.level >= 3)
            mean_to(who, deed::ministry, &about, chance_.between(1h, 80h));
        if (about.closes)
            mean_to(who, deed::close, &about, chance_.between(2h, 60h));
        return;
    }
    const bool too_late = begins("notice.nudge.breach") || begins("notice.nudge.repeat") || begins("notice.nudge.late");
    if (too_late || begins("notice.nudge.reminder") || begins("notice.nudge.escalation"))
        take_in_reminder(who, message, about, too_late);
}

void people::consider_answering(person& who, fate& about, bool first_call)
{
    if (!manages(*who.who))
        return;
    const auto& role = who.who->role;
    const auto place = role == "leader" ? answerer::leader : role == "it_head" ? answerer::it_head : first_call ? answerer::manager : answerer::backup;
    if (about.answers == answerer::nobody_that_day || place < about.answers)
        return;
    if (about.ends == ending::dismissed)
        return mean_to(who, deed::dismiss, &about, about.answers_after);
    if (about.ends == ending::duplicate && !about.reporter_joins && about.same_as >= 0)
        return mean_to(who, deed::link, &about, about.answers_after);
    mean_to(who, deed::acknowledge, &about, about.answers_after);
}

/// A reminder names its duty; whoever can do something about it does, the slow ones only when it is too late.
void people::take_in_reminder(person& who, const std::string& message, fate& about, bool too_late)
{
    const auto is = [&](const char* rule) { return has(message, reading_.opening(std::string("rule.") + rule)); };
    const auto& role = who.who->role;
    if (is("A-ACK") && manages(*who.who))
        return mean_to(who, deed::acknowledge, &about, chance_.between(5min, 4h));
    if (is("A-CLS") && !about.in_hand)
        return consider_answering(who, about, true);
    if (is("A-CLS") && role == "incident_manager")
        return mean_to(who, deed::classify, &about, chance_.between(5min, too_late ? 30min : 3h));
    if (is("A-H4-ASSIGN") && role == "incident_manager")
        return mean_to(who, deed::assign, &about, chance_.between(2min, 10min));
    if ((is("A-H4-STATUS") || is("A-H4-HOURLY")) && role == "handler")
        return mean_to(who, deed::log, &about, chance_.between(3min, 20min));
    const auto handling = std::to_string(about.level);
    const bool handles = role == "handler" || about.own_hands == who.who->id;
    if (is(("A-H" + handling).c_str()) && about.level > 0 && handles && too_late)
        return mean_to(who, deed::resolve, &about, chance_.between(20min, 3h));
    if (is("A-H0") && role == "incident_manager")
        return mean_to(who, deed::close, &about, chance_.between(1h, 12h));
    if (is("A-UNABLE") && role == "leader")
        return mean_to(who, deed::decide, &about, chance_.between(5min, 30min));
    if (is("A-SUM") && role == "incident_manager")
        return mean_to(who, deed::summarise, &about, too_late ? chance_.between(1h, 20h) : about.summary_after);
    if (is("A-MOH") && role == "incident_manager")
        return mean_to(who, deed::ministry, &about, chance_.between(1h, 20h));
    for (const char* duty : duties)
        if (is(duty) && role == "incident_manager")
            return mean_to(who, deed::duty, &about, too_late ? chance_.between(10min, 5h) : about.duty_after / 4, duty);
}

void people::plan_handling(person& who, fate& about)
{
    if (about.logs)
        mean_to(who, deed::log, &about, chance_.between(3min, 10min) + about.handled_after / 5);
    if (about.forgets)
        return;
    if (about.pauses) {
        mean_to(who, deed::pause, &about, about.handled_after / 4);
        mean_to(who, deed::resume, &about, about.handled_after / 2);
    }
    if (about.unable)
        return mean_to(who, deed::unable, &about, about.handled_after / 3);
    mean_to(who, deed::resolve, &about, about.handled_after);
}

/// What the level entails, as a manager knows who has just decided it.
void people::plan_duties(person& who, fate& about)
{
    if (about.level == 0) {
        mean_to(who, deed::park, &about, chance_.between(30s, 40min));
        return mean_to(who, deed::close, &about, chance_.between(20h, 190h));
    }
    if (about.forgets)
        return;
    mean_to(who, deed::duty, &about, about.level >= 3 ? about.duty_after * 3 : about.duty_after, "B-72");
    if (about.level >= 3 || about.ransomware)
        mean_to(who, deed::duty, &about, about.duty_after * 3 / 2, "B-24");
    if (about.level >= 4)
        mean_to(who, deed::duty, &about, about.duty_after, "B-NOW");
    if (about.personal_data)
        mean_to(who, deed::duty, &about, about.duty_after * 2, "P-72");
}

} // namespace sim
