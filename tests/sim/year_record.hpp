#pragma once

#include "bot/incident/event.hpp"
#include "bot/rules/rule_book.hpp"
#include "tests/sim/department.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sim {

using bot::rules::instant;

/// A message as it left the outbox.
struct sent_message {
    instant at{};          ///< when Zalo, or the mail server, took it
    std::string address{}; ///< user id, group id, phone or mail address
    std::string person{};  ///< directory id, "" for groups and for people the directory does not know
    std::string purpose{}; ///< as the outbox has it: "nudge:A-H2", "chain", "group:<channel>", "reporter" …; "" for a reply
    std::string number{};  ///< of the incident it is about, "" for none
    std::string text{};
};

/// One incident as its history tells it.
struct case_history {
    std::string number{};
    std::string unit{};
    std::string reporter{}; ///< user id of who reported it
    std::vector<bot::incident::event> events{};
};

/// Somebody told the bot that they are away, and the bot said it noted that.
struct absence {
    std::string person{};
    instant from{};
    instant until{};
};

/// All that is known of a run when it is over: what the checker judges.
struct year_record {
    department place{};
    bot::rules::rule_book rules; ///< of all units
    instant from{};
    instant until{};
    std::vector<sent_message> sent{}; ///< in the order in which they left
    std::vector<case_history> cases{};
    std::vector<absence> absences{};
    bool chain_intact = false;           ///< the hash chain verifies
    std::vector<std::string> unsent{};   ///< what lies in the outbox although its time has come
    std::vector<std::string> puzzles{};  ///< where somebody could not make sense of the bot, or the bot of them
    std::uint64_t digest = 0;            ///< of all that was sent and when: equal for equal seeds
};

} // namespace sim
