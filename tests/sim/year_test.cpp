#include "tests/sim/year.hpp"
#include "tests/sim/year_checker.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>

TEST_CASE("Explore a month", "[.]")
{
    using namespace std::chrono_literals;
    sim::year_options options;
    const int days = std::getenv("DAYS") ? std::atoi(std::getenv("DAYS")) : 35;
    options.until = options.from + std::chrono::hours{24 * days};
    options.incidents = std::getenv("INCIDENTS") ? std::atoi(std::getenv("INCIDENTS")) : 30;
    const auto began = std::chrono::steady_clock::now();
    const auto found = sim::live_through(1, options);
    std::cerr << std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() << " s, " << found.sent.size() << " messages, " << found.cases.size() << " cases, "
              << found.absences.size() << " absences, " << found.puzzles.size() << " puzzles, " << found.unsent.size() << " unsent\n";
    const auto judged = sim::check(found);
    std::cerr << judged.reminders << " reminders, " << judged.calls << " calls, " << judged.posts << " posts, " << judged.nights << " nights, " << judged.receipts << " receipts, "
              << judged.closings << " closings, " << judged.faults.size() << " faults\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(judged.faults.size(), 40); ++i)
        std::cerr << "! " << judged.faults[i] << "\n";
    std::map<std::string, int> purposes;
    for (const auto& one : found.sent)
        ++purposes[one.purpose.starts_with("group") ? "group" : one.purpose];
    for (const auto& [purpose, count] : purposes)
        std::cerr << "  " << purpose << ": " << count << "\n";
    std::map<std::string, int> endings;
    for (const auto& one : found.cases)
        ++endings[std::string(bot::incident::name_of(one.events.back().what))];
    for (const auto& [last, count] : endings)
        std::cerr << "  ends with " << last << ": " << count << "\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(found.puzzles.size(), 12); ++i)
        std::cerr << "? " << found.puzzles[i] << "\n";
    std::map<std::string, int> p72;
    for (const auto& one : found.sent)
        if (one.purpose == (std::getenv("PURPOSE") ? std::getenv("PURPOSE") : "nudge:P-72"))
            ++p72[one.number];
    for (const auto& [number, count] : p72)
        std::cerr << number << ": " << count << "\n";
    if (const char* chat = std::getenv("CHAT"))
        for (const auto& one : found.sent)
            if (one.number == chat || one.person == chat)
                std::cerr << bot::rules::format_vietnam(one.at) << " -> " << one.person << one.address << " [" << one.purpose << "] " << one.text << "\n\n";
}
