#include "bot/duty/roster.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace bot::duty;
using namespace std::chrono_literals;
using bot::rules::from_vietnam;

namespace {

const instant monday = from_vietnam(std::chrono::year{2026} / 11 / 23, 7, 30);
constexpr auto week = 168h;

roster weekly()
{
    return {.turns = rotation{{"lan", "minh", "tam"}, monday, week}, .holders = {"lan", "minh", "tam"}};
}

std::string pick(std::mt19937& chance, const std::vector<std::string>& from)
{
    return from[chance() % from.size()];
}

/// Any roster whose edges fall anywhere, within three months of `monday`.
roster any_roster(std::mt19937& chance)
{
    const std::vector<std::string> people{"lan", "minh", "tam", "hung", "phuc"};
    const auto some_time = [&] { return monday + std::chrono::minutes{static_cast<int>(chance() % 120'000) - 20'000}; };
    roster made;
    made.holders = {people.begin(), people.begin() + static_cast<std::ptrdiff_t>(chance() % 4)};
    if (!made.holders.empty() && chance() % 3 != 0)
        made.turns = rotation{made.holders, some_time(), std::chrono::minutes{60 + chance() % 20'000}};
    for (auto count = chance() % 5; count > 0; --count) {
        const auto from = some_time();
        made.changes.push_back({pick(chance, people), "", {from, from + std::chrono::minutes{1 + chance() % 15'000}}});
    }
    for (auto count = chance() % 5; count > 0; --count) {
        const auto from = some_time();
        made.absences.push_back({pick(chance, people), {from, from + std::chrono::minutes{1 + chance() % 30'000}}});
    }
    if (chance() % 2 == 0)
        made.deputies = {{"lan", "hung"}, {"hung", "phuc"}};
    return made;
}

void check_tiles(const std::vector<shift>& all, const span& within)
{
    REQUIRE_FALSE(all.empty());
    CHECK(all.front().when.from == within.from);
    CHECK(all.back().when.until == within.until);
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].when.from < all[i].when.until);
        if (i > 0)
            CHECK(all[i - 1].when.until == all[i].when.from);
    }
}

} // namespace

TEST_CASE("Turns go round from the first hand-over, forward and back", "[duty]")
{
    const auto turns = *weekly().turns;
    CHECK(turn_at(turns, monday) == shift{"lan", {monday, monday + week}});
    CHECK(turn_at(turns, monday + week - 1ms).person == "lan");
    CHECK(turn_at(turns, monday + week).person == "minh");
    CHECK(turn_at(turns, monday + 3 * week + 1h) == shift{"lan", {monday + 3 * week, monday + 4 * week}});
    CHECK(turn_at(turns, monday - 1ms) == shift{"tam", {monday - week, monday}});
    CHECK(turn_at(turns, monday - 3 * week).person == "lan");
}

TEST_CASE("Without turns the first holder is planned and the week is the shift", "[duty]")
{
    const roster plain{.holders = {"lan", "minh"}};
    CHECK(planned(plain, monday) == "lan");
    CHECK(turn_begins(plain, monday + 30h) == from_vietnam(std::chrono::year{2026} / 11 / 23, 0, 0));
    CHECK(turn_begins(plain, from_vietnam(std::chrono::year{2026} / 11 / 29, 23, 59)) == from_vietnam(std::chrono::year{2026} / 11 / 23, 0, 0));
    CHECK(planned_shifts(plain, {monday, monday + week}).size() == 2); // cut on the next Monday at 00:00
    CHECK(joined(planned_shifts(plain, {monday, monday + week})).size() == 1);
    CHECK(planned(roster{}, monday).empty());
    CHECK(available(roster{}, monday).empty());
}

TEST_CASE("A change covers exactly its span", "[duty]")
{
    auto all = weekly();
    const span weekend{monday + 120h, monday + 7 * 24h + 5h};
    all.changes.push_back({"minh", "lan", weekend});
    CHECK(planned(all, weekend.from - 1ms) == "lan");
    CHECK(planned(all, weekend.from) == "minh");
    CHECK(planned(all, weekend.until - 1ms) == "minh");
    all.changes.push_back({"tam", "minh", {weekend.from, weekend.from + 2h}}); // entered later, so it counts
    CHECK(planned(all, weekend.from + 1h) == "tam");
    CHECK(planned(all, weekend.from + 2h) == "minh");
}

TEST_CASE("The person planned comes first, then who stands in, then the other holders", "[duty]")
{
    auto all = weekly();
    CHECK(available(all, monday + week) == std::vector<std::string>{"minh", "lan", "tam"});
    all.absences.push_back({"minh", {monday, monday + 2 * week}});
    CHECK(available(all, monday + week) == std::vector<std::string>{"lan", "tam"});
    all.deputies = {{"minh", "hung"}, {"hung", "phuc"}};
    CHECK(available(all, monday + week) == std::vector<std::string>{"hung", "lan", "tam"});
    all.absences.push_back({"hung", {monday, monday + 2 * week}});
    CHECK(available(all, monday + week) == std::vector<std::string>{"phuc", "lan", "tam"});
    all.absences.push_back({"phuc", {monday, monday + 2 * week}});
    CHECK(available(all, monday + week) == std::vector<std::string>{"lan", "tam"});
    CHECK(available(all, monday + 2 * week).front() == "tam");
    all.deputies["phuc"] = "minh"; // the directory refuses this
    CHECK(stand_in(all, "minh", monday + week).empty());
}

TEST_CASE("A hole is where neither the one planned nor anybody named in their place is there", "[duty]")
{
    auto all = weekly();
    const span month{monday, monday + 4 * week};
    CHECK(holes(all, month).empty());
    all.absences.push_back({"minh", {monday + week + 24h, monday + 3 * week}});
    CHECK(holes(all, month) == std::vector<span>{{monday + week + 24h, monday + 2 * week}});
    all.deputies = {{"minh", "hung"}};
    CHECK(holes(all, month).empty());
    all.deputies.clear();
    all.changes.push_back({"tam", "minh", {monday + week + 24h, monday + week + 48h}});
    CHECK(holes(all, month) == std::vector<span>{{monday + week + 48h, monday + 2 * week}});
}

TEST_CASE("Without turns there is a hole only where no holder is there", "[duty]")
{
    roster all{.holders = {"lan", "minh"}};
    all.absences.push_back({"lan", {monday, monday + 48h}});
    CHECK(holes(all, {monday, monday + week}).empty());
    all.absences.push_back({"minh", {monday + 24h, monday + 72h}});
    CHECK(holes(all, {monday, monday + week}) == std::vector<span>{{monday + 24h, monday + 48h}});
}

TEST_CASE("Shifts of any roster tile any span and say who is on duty at every moment of it", "[duty]")
{
    std::mt19937 chance(20'261'130);
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        const auto all = any_roster(chance);
        const auto from = monday + std::chrono::minutes{chance() % 60'000};
        const span within{from, from + std::chrono::minutes{1 + chance() % 60'000}};
        const auto by_plan = planned_shifts(all, within);
        const auto real = shifts(all, within);
        check_tiles(by_plan, within);
        check_tiles(real, within);
        check_tiles(joined(real), within);
        for (int probe = 0; probe < 20; ++probe) {
            const auto at = within.from + std::chrono::minutes{static_cast<std::int64_t>(chance()) % ((within.until - within.from) / 1min)};
            const auto in = [&](const std::vector<shift>& of) {
                return std::ranges::find_if(of, [&](const shift& one) { return one.when.covers(at); })->person;
            };
            CHECK(in(by_plan) == planned(all, at));
            const auto people = available(all, at);
            CHECK(in(real) == (people.empty() ? "" : people.front()));
            const auto empty = holes(all, within);
            const bool hole = std::ranges::any_of(empty, [&](const span& one) { return one.covers(at); });
            if (people.empty())
                CHECK(hole);
            if (!hole && all.turns)
                CHECK((people.front() == planned(all, at) || people.front() == stand_in(all, planned(all, at), at)));
        }
    }
    CHECK(shifts(weekly(), {monday, monday}).empty());
}
