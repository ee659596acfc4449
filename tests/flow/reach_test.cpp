#include "bot/flow/reach.hpp"

#include <catch2/catch.hpp>

using namespace bot::flow;
using namespace std::chrono_literals;

namespace {

const bot::rules::instant now(1'795'000'000'000ms);

reach_facts heard(bot::rules::duration ago, bool weekly)
{
    return {.heard = now - ago, .asked = std::nullopt, .weekly = weekly};
}

} // namespace

TEST_CASE("Whoever was heard of within two days is not asked even on the day of the check", "[flow]")
{
    CHECK_FALSE(is_to_be_asked(heard(0h, true), now));
    CHECK_FALSE(is_to_be_asked(heard(48h, true), now));
    CHECK(is_to_be_asked(heard(48h + 1ms, true), now));
    CHECK(is_to_be_asked({.heard = std::nullopt, .asked = std::nullopt, .weekly = true}, now));
}

TEST_CASE("On other days only those are asked whose window shuts before the next look", "[flow]")
{
    CHECK_FALSE(is_to_be_asked(heard(5 * 24h, false), now));
    CHECK(is_to_be_asked(heard(6 * 24h, false), now));
    CHECK(is_to_be_asked(heard(7 * 24h, false), now));
    CHECK_FALSE(is_to_be_asked(heard(7 * 24h + 1ms, false), now)); // too late: only a template could go
    CHECK_FALSE(is_to_be_asked({.heard = std::nullopt, .asked = std::nullopt, .weekly = false}, now));
}

TEST_CASE("Nobody is asked twice for one silence on ordinary days nor twice within three days", "[flow]")
{
    auto facts = heard(6 * 24h + 12h, false);
    facts.asked = now - 4 * 24h;
    CHECK_FALSE(is_to_be_asked(facts, now));
    facts.asked = now - 10 * 24h; // before they were last heard of
    CHECK(is_to_be_asked(facts, now));
    facts.weekly = true;
    facts.asked = now - 24h;
    CHECK_FALSE(is_to_be_asked(facts, now));
    facts.asked = now - 7 * 24h;
    CHECK(is_to_be_asked(facts, now));
}
