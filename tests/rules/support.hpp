#pragma once

#include "bot/rules/deadlines.hpp"
#include "bot/rules/rule_book.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace rules_test {

using namespace bot::rules;
using namespace std::chrono_literals;

std::string read_file(const std::string& path_in_project);
source_text source_of(const std::string& path_in_project);
/// The packs as shipped, the disabled one included.
const std::vector<source_text>& shipped_packs();
const rule_book& shipped_book();
/// The shipped book with changes that are known to be good.
rule_book book_with(std::string_view overrides);

/// "2026-11-23 08:00" or "… 08:00:30.500" on a Vietnamese clock.
instant at(std::string_view text);

/// An incident detected and received at `when`, not yet classified.
case_facts received(instant when);
/// The same, decided to be of that level when it was received.
case_facts of_level(int level, instant when);
void decide(case_facts& facts, int level, instant when, bool lowering_approved = false);

/// The only deadline of that rule, running or not; fails the test when there is none.
deadline find(const std::vector<deadline>& all, std::string_view rule_id);
deadline find(const rule_book& book, const case_facts& facts, std::string_view rule_id);
bool listed(const std::vector<deadline>& all, std::string_view rule_id);
/// The first `count` nudges of a deadline.
std::vector<nudge> nudges(const rule_book& book, const deadline& of, const case_facts& facts,
                          std::size_t count);
/// Their offsets from the start.
std::vector<duration> offsets(const deadline& of, const std::vector<nudge>& all);
/// Problems as "pointer: what", for messages that explain a failure.
std::string told(const problems& all);
bool has_problem(const problems& all, std::string_view pointer);

} // namespace rules_test
