#pragma once

#include "bot/flow/inbound.hpp"
#include "bot/flow/work.hpp"

namespace bot::flow {

/// How much of a mail may be kept.
enum class keeping : std::uint8_t { whole, fact_only };

/// Takes a mail in: a report, an answer, a command in its thread, a report of non-delivery; or a mail made by a program, which is
/// entered in its thread and never answered.
keeping hear_mail(work&, const inbound& event);

/// Answers to one sender, about one incident and in all; beyond them the bot is silent and a person is told once.
struct mail_cap {
    rules::duration within;
    int answers;
};

} // namespace bot::flow
