#include "tests/rules/support.hpp"

#include <stdexcept>

using namespace rules_test;

TEST_CASE("A drill's book divides terms and ladders and cadences by its speed", "[rules][book]")
{
    const auto fast = shipped_book().at_speed(60);
    const auto facts = of_level(2, at("2026-11-23 08:00"));
    const auto real = find(shipped_book(), facts, "A-H2");
    const auto drilled = find(fast, facts, "A-H2");
    CHECK(*real.due - real.start == 8h);
    CHECK(*drilled.due - drilled.start == 8min);
    const auto as_real = offsets(real, nudges(shipped_book(), real, facts, 7));
    const auto as_drilled = offsets(drilled, nudges(fast, drilled, facts, 7));
    REQUIRE(as_real.size() == as_drilled.size());
    for (std::size_t i = 0; i < as_real.size(); ++i)
        CHECK(as_drilled[i] * 60 == as_real[i]);
}

TEST_CASE("A term in days of a calendar becomes days of 24 hours in a drill", "[rules][book]")
{
    const auto fast = shipped_book().at_speed(1440);
    auto facts = of_level(0, at("2026-11-27 16:00")); // a Friday: the weekend does not count at real speed
    const auto drilled = find(fast, facts, "A-H0");
    CHECK(*drilled.due - drilled.start == 5min);
    CHECK(offsets(drilled, nudges(fast, drilled, facts, 1)) == std::vector<duration>{4min}); // a day before
}

TEST_CASE("The chain of a drill is as many times shorter and its calls still strictly increase", "[rules][book]")
{
    const auto* real = shipped_book().chain();
    const auto fast = shipped_book().at_speed(60);
    REQUIRE(fast.chain() != nullptr);
    REQUIRE(fast.chain()->usual.steps.size() == real->usual.steps.size());
    for (std::size_t i = 0; i < real->usual.steps.size(); ++i)
        CHECK(fast.chain()->usual.steps[i].after * 60 == real->usual.steps[i].after);
    CHECK(fast.chain()->usual.repeat_after * 60 == real->usual.repeat_after);
    for (const auto& [level, policy] : real->by_level)
        for (std::size_t i = 0; i < policy.steps.size(); ++i) {
            CHECK(fast.chain()->by_level.at(level).steps[i].after * 60 == policy.steps[i].after);
            CHECK((!policy.steps[i].each || fast.chain()->by_level.at(level).steps[i].remind_every * 60 == policy.steps[i].remind_every));
        }
    CHECK(fast.chain()->still_working_after * 60 == real->still_working_after);
    CHECK(fast.chain()->answer_within * 60 == real->answer_within);

    const auto seconds = book_with(R"({"A-CHAIN": {"steps": [{"after": "PT0S", "roles": ["leader"]}, {"after": "PT0.5S", "roles": ["leader"]},
                                                             {"after": "PT1S", "roles": ["it_head"]}]}})");
    const auto calls = chain_calls(seconds.at_speed(1440).chain()->usual, at("2026-11-23 08:00"));
    REQUIRE(calls.size() == 4); // three steps and the end
    for (std::size_t i = 1; i < calls.size(); ++i)
        CHECK(calls[i - 1].at < calls[i].at);
}

TEST_CASE("A figure that was divided is nobody's law", "[rules][book]")
{
    const auto facts = received(at("2026-11-23 08:00"));
    CHECK(find(shipped_book(), facts, "A-ACK").figure_basis == basis::law);
    CHECK(find(shipped_book().at_speed(2), facts, "A-ACK").figure_basis == basis::cfg);
    CHECK(find(shipped_book().at_speed(2), facts, "A-ACK").basis == basis::law); // the duty is the law's all the same
}

TEST_CASE("A drill's book is told from the real one and read back as it was", "[rules][book]")
{
    const auto changed = book_with(R"({"A-ACK": {"within": "PT12H"}})");
    const auto fast = changed.at_speed(60);
    CHECK(fast.speed() == 60);
    CHECK(changed.speed() == 1);
    CHECK(fast.fingerprint() != changed.fingerprint());
    CHECK(fast.fingerprint() != changed.at_speed(30).fingerprint());
    CHECK(fast.stamp() == changed.stamp() + " ×60");
    problems none;
    const auto back = rule_book::from_text(fast.to_text(), none);
    REQUIRE(back);
    CHECK(back->speed() == 60);
    CHECK(back->fingerprint() == fast.fingerprint());
    CHECK(back->find("A-ACK")->rule->within == 12min);
    CHECK(changed.at_speed(1).fingerprint() == changed.fingerprint());
}

TEST_CASE("A book is sped up once and within a day a minute", "[rules][book]")
{
    CHECK_THROWS_AS(shipped_book().at_speed(0), std::logic_error);
    CHECK_THROWS_AS(shipped_book().at_speed(1441), std::logic_error);
    CHECK_THROWS_AS(shipped_book().at_speed(2).at_speed(2), std::logic_error);
    problems faults;
    CHECK_FALSE(rule_book::from_text(R"({"packs": [], "calendar": {"file": "", "text": ""}, "changes": [], "speed": 0})", faults));
}
