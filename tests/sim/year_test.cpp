#include "tests/sim/year.hpp"
#include "tests/sim/year_checker.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <set>

namespace {

using sim::year_options;
using sim::year_record;

std::string in_words(const std::vector<std::string>& all)
{
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 30); ++i)
        text += "\n  " + all[i];
    return text + (all.size() > 30 ? "\n  … " + std::to_string(all.size()) + " in all" : "");
}

year_options a_month()
{
    year_options options;
    options.until = options.from + std::chrono::hours{24 * 35};
    options.incidents = 40;
    return options;
}

/// YEAR_SEED=7 plays another year.
std::uint64_t seed_of_the_year()
{
    const char* given = std::getenv("YEAR_SEED");
    return given == nullptr ? 1 : std::strtoull(given, nullptr, 10);
}

/// How many incidents have such an event.
template <class Event>
long cases_with(const year_record& of)
{
    return std::ranges::count_if(of.cases, [](const auto& one) {
        return std::ranges::any_of(one.events, [](const auto& event) { return std::holds_alternative<Event>(event.what); });
    });
}

} // namespace

TEST_CASE("A year of ten units runs in under two minutes and keeps every promise to everybody")
{
    // The run uses one thread and waits for nothing, so on a machine of its own the processor's time is the real time.
    const auto began = std::clock();
    const auto lived = sim::live_through(seed_of_the_year());
    const auto seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(seconds < 120);
#endif
    WARN("a year of " << lived.cases.size() << " incidents and " << lived.sent.size() << " messages in " << seconds << " s of processor time");

    const auto found = sim::check(lived);
    INFO("faults:" << in_words(found.faults));
    CHECK(found.faults.empty());
    INFO("puzzles:" << in_words(lived.puzzles));
    CHECK(lived.puzzles.empty());

    // It was a year worth checking.
    CHECK(lived.cases.size() == 500);
    CHECK(lived.absences.size() > 300);
    CHECK(found.reminders > 5'000);
    CHECK(found.held > 100);
    CHECK(found.calls > 1'000);
    CHECK(found.posts > 500);
    CHECK(found.nights > 1'000);
    CHECK(found.receipts == 500);
    CHECK(found.closings > 450);
    CHECK(found.out_of_window < 15);
    using namespace bot::incident;
    CHECK(cases_with<dismissed>(lived) > 20);
    CHECK(cases_with<linked>(lived) > 8);
    CHECK(cases_with<parked>(lived) > 40);
    CHECK(cases_with<paused>(lived) > 10);
    CHECK(cases_with<unable_declared>(lived) > 10);
    CHECK(cases_with<summary_returned>(lived) > 20);
    CHECK(cases_with<sent_to_ministry>(lived) > 30);
    CHECK(cases_with<closed>(lived) > 300);
    const auto reached_the_superior = [](const auto& one) {
        return one.purpose == "group:syt-leaders" && one.text.find("chưa ai tiếp nhận") != std::string::npos;
    };
    CHECK(std::ranges::any_of(lived.sent, reached_the_superior));
}

TEST_CASE("One seed gives one year and another seed another")
{
    auto options = a_month();
    options.until = options.from + std::chrono::hours{24 * 18};
    options.incidents = 12;
    const auto first = sim::live_through(7, options).digest;
    CHECK(first == sim::live_through(7, options).digest);
    CHECK(first != sim::live_through(8, options).digest);
}

TEST_CASE("Months of other seeds keep every promise too")
{
    for (std::uint64_t seed = 2; seed <= 6; ++seed) {
        const auto lived = sim::live_through(seed, a_month());
        const auto found = sim::check(lived);
        INFO("seed " << seed << in_words(found.faults) << in_words(lived.puzzles));
        CHECK(found.faults.empty());
        CHECK(lived.puzzles.empty());
        CHECK(found.reminders > 100);
    }
}
