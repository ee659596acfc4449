#pragma once

#include "bot/rules/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace bot::flow {

/// How far a chain has come: the data of its timer.
struct chain_run {
    std::string book{};       ///< fingerprint of the rules it started under
    std::optional<int> level{}; ///< of the incident when it started: it picks the steps
    rules::instant start{};   ///< the steps' times count from here; a hold moves it
    std::size_t next = 0;     ///< index of the next call
    std::optional<rules::instant> held_since{};

    bool operator==(const chain_run&) const = default;
};

std::string to_text(const chain_run&);
/// Also what version 0.1 wrote before there was more to remember: the index of the next call alone; then `book` is "" and
/// `start` is to be taken from the incident.
chain_run chain_run_from(std::string_view text);

} // namespace bot::flow
