#include "tests/sim/year.hpp"
#include "tests/sim/year_checker.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

// The checker is checked by faults that are planted into the record of a real month: each must be found, and named.
namespace {

using namespace std::chrono_literals;
using sim::sent_message;
using sim::year_record;

const year_record& a_month()
{
    static const year_record lived = [] {
        sim::year_options options;
        options.until = options.from + std::chrono::hours{24 * 40};
        options.incidents = 60;
        return sim::live_through(11, options);
    }();
    return lived;
}

using such = std::function<bool(const sent_message&)>;

/// The first message of that kind, from the second week on.
std::vector<sent_message>::iterator first(year_record& in, const such& wanted)
{
    const auto found = std::ranges::find_if(in.sent, [&](const auto& one) { return one.at > in.from + 7 * 24h && wanted(one); });
    REQUIRE(found != in.sent.end());
    return found;
}

such reminder()
{
    return [](const auto& one) { return one.purpose == "nudge:A-H2" && one.text.starts_with("Nhắc việc"); };
}

void in_order(year_record& record)
{
    std::ranges::stable_sort(record.sent, {}, &sent_message::at);
}

/// One of the faults says so.
void finds(const year_record& doctored, const std::vector<std::string>& parts)
{
    const auto found = sim::check(doctored);
    std::string all;
    for (const auto& one : found.faults)
        all += "\n  " + one;
    for (const auto& part : parts) {
        INFO("should be found: " << part << "\nfound:" << all);
        CHECK(std::ranges::any_of(found.faults, [&](const auto& one) { return one.find(part) != std::string::npos; }));
    }
    CHECK(found.faults.size() <= 4); // and nothing else is called a fault
}

bool is_night(bot::rules::instant at)
{
    const auto hour = bot::rules::to_vietnam(at).hour;
    return hour >= 22 || hour < 6;
}

} // namespace

TEST_CASE("The record of a month as it was has no fault")
{
    const auto found = sim::check(a_month());
    for (const auto& one : found.faults)
        UNSCOPED_INFO(one);
    CHECK(found.faults.empty());
    CHECK(found.reminders > 200);
    CHECK(found.calls > 60);
}

TEST_CASE("A reminder that never left is missed")
{
    auto doctored = a_month();
    doctored.sent.erase(first(doctored, reminder()));
    finds(doctored, {"nudge:A-H2 (reminder", "never came to"});
}

TEST_CASE("A reminder a minute late is missed at its time and unasked for at its own")
{
    auto doctored = a_month();
    first(doctored, reminder())->at += 1min;
    in_order(doctored);
    finds(doctored, {"never came to", "nudge:A-H2 to"});
}

TEST_CASE("A reminder a minute early is found")
{
    auto doctored = a_month();
    first(doctored, reminder())->at -= 1min;
    in_order(doctored);
    finds(doctored, {"never came to", "although nothing called for it"});
}

TEST_CASE("A reminder to the wrong person is found")
{
    auto doctored = a_month();
    const auto one = first(doctored, reminder());
    one->person = one->person.starts_with("nhi-") ? "phoi-leader1" : "nhi-leader1";
    finds(doctored, {"never came to", "although nothing called for it"});
}

TEST_CASE("A reminder told twice is found")
{
    auto doctored = a_month();
    const auto one = first(doctored, reminder());
    doctored.sent.insert(one, sent_message(*one));
    finds(doctored, {"although nothing called for it"});
}

TEST_CASE("A reminder of what is done already is found")
{
    auto doctored = a_month();
    auto late = *first(doctored, reminder());
    const auto about = std::ranges::find(doctored.cases, late.number, &sim::case_history::number);
    const auto done = std::ranges::find_if(about->events, [](const auto& event) { return std::holds_alternative<bot::incident::resolved>(event.what); });
    REQUIRE(done != about->events.end());
    late.at = done->at + 2h;
    while (is_night(late.at))
        late.at += 1h;
    doctored.sent.push_back(late);
    in_order(doctored);
    finds(doctored, {"nudge:A-H2 to " + late.person + " although nothing called for it"});
}

TEST_CASE("An escalation of an incident that somebody has in hand is found")
{
    auto doctored = a_month();
    auto late = *first(doctored, [](const auto& one) { return one.purpose == "chain"; });
    const auto about = std::ranges::find(doctored.cases, late.number, &sim::case_history::number);
    const auto in_hand = std::ranges::find_if(about->events, [](const auto& event) { return std::holds_alternative<bot::incident::acknowledged>(event.what); });
    REQUIRE(in_hand != about->events.end());
    late.at = in_hand->at + 30min;
    while (is_night(late.at))
        late.at += 1h;
    doctored.sent.push_back(late);
    in_order(doctored);
    finds(doctored, {"chain to " + late.person + " although nothing called for it"});
}

TEST_CASE("A step of the chain that called nobody is missed")
{
    auto doctored = a_month();
    doctored.sent.erase(first(doctored, [](const auto& one) { return one.purpose == "chain" && one.text.starts_with("Cần người tiếp nhận"); }));
    finds(doctored, {"chain (step"});
}

TEST_CASE("Two posts to a group within a minute are found")
{
    auto doctored = a_month();
    const auto one = first(doctored, [](const auto& message) { return message.purpose.starts_with("group:"); });
    auto again = *one;
    again.at += 20s;
    doctored.sent.insert(one + 1, again);
    finds(doctored, {"a second post to"});
}

TEST_CASE("A post that the group never got and one that nothing called for are found")
{
    auto doctored = a_month();
    const auto one = first(doctored, [](const auto& message) { return message.purpose.starts_with("group:") && message.text.find("quá hạn") != std::string::npos; });
    one->at += 25min;
    in_order(doctored);
    finds(doctored, {"was never posted to", "that nothing called for"});
}

TEST_CASE("Somebody woken without being on duty is found")
{
    auto doctored = a_month();
    auto update = *first(doctored, [](const auto& one) { return one.purpose == "update" && is_night(one.at) && !one.person.starts_with("syt"); });
    const auto* who = doctored.place.by_id(update.person);
    update.person = doctored.place.with_role(who->unit, "leader").back()->id;
    doctored.absences.clear(); // so that the deputy leader is not on duty
    const auto found = sim::check([&] {
        doctored.sent.push_back(update);
        in_order(doctored);
        return doctored;
    }());
    CHECK(std::ranges::any_of(found.faults, [&](const auto& one) { return one.find(update.person + " was woken (update) although not on duty") != std::string::npos; }));
}

TEST_CASE("Somebody woken while away is found")
{
    auto doctored = a_month();
    const auto one = first(doctored, [](const auto& message) { return message.purpose == "update" && is_night(message.at) && !message.person.empty(); });
    doctored.absences.push_back({one->person, one->at - 1s, one->at + 1s});
    finds(doctored, {one->person + " was woken (update) although away"});
}

TEST_CASE("A reporter without receipt or closing note is found")
{
    auto doctored = a_month();
    doctored.sent.erase(first(doctored, [](const auto& one) { return one.text.find("Đã ghi nhận sự cố") != std::string::npos; }));
    finds(doctored, {"had no receipt"});
    doctored = a_month();
    doctored.sent.erase(first(doctored, [](const auto& one) { return one.purpose == "reporter" && one.text.find("đã được xử lý xong") != std::string::npos; }));
    finds(doctored, {"never heard how it ended"});
}

TEST_CASE("A broken hash chain and an unsent message are found")
{
    auto doctored = a_month();
    doctored.chain_intact = false;
    doctored.unsent.push_back("2500000000000000001 (nudge:A-H2): Nhắc việc");
    finds(doctored, {"the hash chain does not verify", "left unsent: 2500000000000000001"});
}
