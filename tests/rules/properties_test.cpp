#include "bot/rules/classify.hpp"
#include "bot/rules/prove.hpp"
#include "tests/rules/support.hpp"

#include <algorithm>
#include <functional>
#include <random>

using namespace rules_test;

namespace {

constexpr int runs = 300;
const instant day_one = at("2026-02-10 08:00"); // so that Tết falls into the terms

/// Random histories, the same for the same seed on every machine (no std distributions: those differ by
/// library).
class dice {
public:
    explicit dice(unsigned seed) : bits_(seed) {}

    int below(int limit) { return static_cast<int>(bits_() % static_cast<unsigned>(limit)); }
    bool chance(int percent) { return below(100) < percent; }
    instant moment_of_two_weeks() { return day_one + std::chrono::minutes{below(14 * 24 * 60)}; }

    notice_signs signs()
    {
        return {.national_security_sign = chance(10),
                .public_order_sign = chance(10),
                .severe_disruption = chance(10),
                .admin_takeover = chance(10),
                .ransomware = chance(10),
                .health_data_leak = chance(10),
                .long_outage = chance(10),
                .complex_case = chance(30),
                .location_or_biometric = chance(20),
                .personal_data = static_cast<answer>(below(3))};
    }

    case_facts facts()
    {
        case_facts made;
        made[moment::received] = moment_of_two_weeks();
        for (std::size_t i = 0; i < moment_count; ++i)
            if (static_cast<moment>(i) != moment::stopped && chance(35))
                made.moments[i] = moment_of_two_weeks();
        if (chance(5))
            made[moment::stopped] = moment_of_two_weeks();
        made.system = static_cast<criticality>(below(3));
        made.signs = signs();
        instant when = *made[moment::received];
        for (int i = below(4); i > 0; --i) {
            when += std::chrono::minutes{below(12 * 60)};
            made.levels.push_back({.at = when, .level = below(5), .lowering_approved = chance(40)});
            if (made.levels.back().lowering_approved && chance(50))
                made.levels.back().approved_at = when + std::chrono::minutes{below(12 * 60)};
        }
        instant free = day_one;
        for (int i = below(4); i > 0; --i) {
            bot::rules::pause held{.from = free + std::chrono::minutes{below(48 * 60)},
                                   .to = {},
                                   .reason = "p" + std::to_string(i)};
            if (i > 1 || chance(80))
                held.to = held.from + std::chrono::minutes{below(10 * 60)};
            free = held.to.value_or(held.from);
            made.pauses.push_back(held);
        }
        for (const placed_rule& placed : shipped_book().rules()) {
            if (chance(8))
                made.done[placed.rule->cited.id] = moment_of_two_weeks();
            if (chance(5))
                made.waived[placed.rule->cited.id] = "reason";
        }
        return made;
    }

private:
    std::mt19937 bits_;
};

/// All handling rules may be paused, to put the pause arithmetic under the properties as well.
const rule_book& pausable_book()
{
    static const rule_book book = book_with(
        R"({"A-H1": {"pausable": true}, "A-H2": {"pausable": true}, "A-H3": {"pausable": true}, "A-ACK": {"pausable": true}})");
    return book;
}

const rule_book& book_of(int run)
{
    return run % 2 == 0 ? shipped_book() : pausable_book();
}

std::optional<instant> handling_due(const std::vector<deadline>& all)
{
    for (const deadline& one : all)
        if (one.state == deadline_state::running && one.rule_id.size() == 4 && one.rule_id.starts_with("A-H"))
            return one.due;
    return std::nullopt;
}

} // namespace

TEST_CASE("Unknown answers never lower a level", "[rules][properties]")
{
    for (const criticality system : {criticality::normal, criticality::important, criticality::special})
        for (int code = 0; code < 125; ++code)
            for (int secret = 0; secret < 2; ++secret) {
                assessment known{.system = system,
                                 .operation = code % 5,
                                 .data = code / 5 % 5,
                                 .impact = code / 25,
                                 .signs = {}};
                known.signs.national_security_sign = secret == 1;
                const int level = propose(shipped_book(), known).level;
                for (const auto unanswered :
                     {&assessment::operation, &assessment::data, &assessment::impact}) {
                    assessment vaguer = known;
                    (vaguer.*unanswered).reset();
                    CHECK(propose(shipped_book(), vaguer).level >= level);
                    CHECK(propose(shipped_book(), vaguer).needs_confirmation);
                }
            }
}

TEST_CASE("A graver effect or a more important system never lowers a level", "[rules][properties]")
{
    for (int code = 0; code < 375; ++code) {
        const assessment milder{.system = static_cast<criticality>(code / 125),
                                .operation = code % 5,
                                .data = code / 5 % 5,
                                .impact = code / 25 % 5,
                                .signs = {}};
        const int level = propose(shipped_book(), milder).level;
        for (const auto effect : {&assessment::operation, &assessment::data, &assessment::impact}) {
            assessment graver = milder;
            if (*(graver.*effect) < 4) {
                ++*(graver.*effect);
                CHECK(propose(shipped_book(), graver).level >= level);
            }
        }
        if (milder.system != criticality::special) {
            assessment weightier = milder;
            weightier.system = static_cast<criticality>(static_cast<int>(milder.system) + 1);
            CHECK(propose(shipped_book(), weightier).level >= level);
        }
    }
}

TEST_CASE("Raising a level never moves a due time later", "[rules][properties]")
{
    for (int run = 0; run < runs; ++run) {
        CAPTURE(run);
        dice roll(static_cast<unsigned>(run));
        const rule_book& book = book_of(run);
        case_facts facts = roll.facts();
        facts[moment::resolved].reset();
        facts[moment::stopped].reset();
        if (facts.levels.empty())
            facts.levels.push_back(
                {.at = *facts[moment::received], .level = roll.below(4), .lowering_approved = false});
        const int level = *clock_level(facts);
        if (level == 4)
            continue;
        const auto before = deadlines(book, facts);
        facts.levels.push_back({.at = facts.levels.back().at + std::chrono::minutes{roll.below(600)},
                                .level = level + 1 + roll.below(4 - level),
                                .lowering_approved = false});
        const auto after = deadlines(book, facts);
        for (const deadline& one : before) {
            CAPTURE(one.rule_id);
            REQUIRE(listed(after, one.rule_id));
            const deadline raised = find(after, one.rule_id);
            CHECK(raised.start == one.start);
            if (one.due && raised.due)
                CHECK(*raised.due <= *one.due);
            if (one.state == deadline_state::running && one.rule_id.starts_with("B-"))
                CHECK(raised.state == deadline_state::running);
        }
        const auto was = handling_due(before);
        const auto now = handling_due(after);
        if (was && now)
            CHECK(*now <= *was);
    }
}

TEST_CASE("Lowering a level without approval changes no clock", "[rules][properties]")
{
    for (int run = 0; run < runs; ++run) {
        CAPTURE(run);
        dice roll(1000U + static_cast<unsigned>(run));
        case_facts facts = roll.facts();
        if (facts.levels.empty())
            facts.levels.push_back(
                {.at = *facts[moment::received], .level = 1 + roll.below(4), .lowering_approved = false});
        const int level = *clock_level(facts);
        if (level == 0)
            continue;
        const auto before = deadlines(book_of(run), facts);
        facts.levels.push_back(
            {.at = facts.levels.back().at + 1min, .level = roll.below(level), .lowering_approved = false});
        CHECK(deadlines(book_of(run), facts) == before);
    }
}

TEST_CASE("Recomputing from history equals recomputing after each fact in whatever order facts came",
          "[rules][properties]")
{
    for (int run = 0; run < runs; ++run) {
        CAPTURE(run);
        dice roll(2000U + static_cast<unsigned>(run));
        const rule_book& book = book_of(run);
        const case_facts whole = roll.facts();

        std::vector<std::function<void(case_facts&)>> steps;
        for (std::size_t i = 0; i < moment_count; ++i)
            if (whole.moments[i])
                steps.emplace_back([&, i](case_facts& facts) { facts.moments[i] = whole.moments[i]; });
        for (const auto& [rule, when] : whole.done)
            steps.emplace_back([&](case_facts& facts) { facts.done[rule] = when; });
        for (const auto& [rule, reason] : whole.waived)
            steps.emplace_back([&](case_facts& facts) { facts.waived[rule] = reason; });
        for (std::size_t i = 0; i < whole.levels.size(); ++i)
            steps.emplace_back(
                [&](case_facts& facts) { facts.levels.push_back(whole.levels[facts.levels.size()]); });
        for (std::size_t i = 0; i < whole.pauses.size(); ++i)
            steps.emplace_back(
                [&](case_facts& facts) { facts.pauses.push_back(whole.pauses[facts.pauses.size()]); });
        steps.emplace_back([&](case_facts& facts) {
            facts.system = whole.system;
            facts.signs = whole.signs;
        });
        for (std::size_t i = steps.size(); i > 1; --i)
            std::swap(steps[i - 1], steps[static_cast<std::size_t>(roll.below(static_cast<int>(i)))]);

        case_facts growing;
        std::map<std::string, deadline> table; // as a store would keep it, row by row
        for (const auto& step : steps) {
            step(growing);
            table.clear();
            for (const deadline& one : deadlines(book, growing)) {
                REQUIRE(one.effective_from >= one.start);
                REQUIRE(table.emplace(one.rule_id, one).second);
            }
        }
        CHECK(growing == whole);
        const auto at_once = deadlines(book, whole);
        REQUIRE(table.size() == at_once.size());
        for (const deadline& one : at_once)
            CHECK(table.at(one.rule_id) == one);
    }
}

TEST_CASE("Nudges strictly increase and are never early", "[rules][properties]")
{
    int seen = 0;
    for (int run = 0; run < runs; ++run) {
        CAPTURE(run);
        dice roll(3000U + static_cast<unsigned>(run));
        const rule_book& book = book_of(run);
        const case_facts facts = roll.facts();
        for (const deadline& one : deadlines(book, facts)) {
            CAPTURE(one.rule_id);
            instant last = instant::min();
            int ordinal = 0;
            for (const nudge& sent : nudges(book, one, facts, 20)) {
                ++seen;
                CHECK(sent.at > last);
                CHECK(sent.at >= one.effective_from);
                CHECK(sent.ordinal == ++ordinal);
                const bool overdue = sent.kind == nudge_kind::breach || sent.kind == nudge_kind::repeat;
                CHECK(overdue == (sent.at >= *one.due));
                CHECK((!sent.to_roles.empty() || sent.to_leadership_channel || sent.to_superior_channel));
                last = sent.at;
            }
        }
    }
    CHECK(seen > 10'000);
}

TEST_CASE("Catching up loses no nudge and repeats none", "[rules][properties]")
{
    for (int run = 0; run < runs; ++run) {
        CAPTURE(run);
        dice roll(4000U + static_cast<unsigned>(run));
        const rule_book& book = book_of(run);
        const case_facts facts = roll.facts();
        for (const deadline& one : deadlines(book, facts)) {
            CAPTURE(one.rule_id);
            const instant from = one.start + std::chrono::minutes{roll.below(100 * 60) - 600};
            const instant upto = from + std::chrono::minutes{roll.below(100 * 60)};
            const auto next = next_nudge(book, one, facts, from);
            const auto latest = latest_nudge(book, one, facts, from, upto);
            CHECK(latest.has_value() == (next && next->at <= upto));
            if (!latest)
                continue;
            // The same by walking: the last instant and everybody on the way.
            nudge walked = *next;
            instant after = next->at;
            while (const auto more = next_nudge(book, one, facts, after)) {
                if (more->at > upto)
                    break;
                for (const std::string& role : more->to_roles)
                    if (std::ranges::find(walked.to_roles, role) == walked.to_roles.end())
                        walked.to_roles.push_back(role);
                walked.to_leadership_channel = walked.to_leadership_channel || more->to_leadership_channel;
                walked.to_superior_channel = walked.to_superior_channel || more->to_superior_channel;
                walked.ordinal = more->ordinal;
                after = more->at;
            }
            CHECK(latest->at == after);
            CHECK(latest->ordinal == walked.ordinal);
            CHECK(latest->to_leadership_channel == walked.to_leadership_channel);
            CHECK(latest->to_superior_channel == walked.to_superior_channel);
            CHECK(std::ranges::is_permutation(latest->to_roles, walked.to_roles));
        }
    }
}

TEST_CASE("Every proof of every random incident ends at the due time", "[rules][properties]")
{
    for (int run = 0; run < runs; ++run) {
        CAPTURE(run);
        dice roll(5000U + static_cast<unsigned>(run));
        const case_facts facts = roll.facts();
        for (const deadline& one : deadlines(book_of(run), facts)) {
            CAPTURE(one.rule_id);
            const proof made = prove(book_of(run), one, facts);
            REQUIRE_FALSE(made.lines.empty());
            CHECK(made.due == one.due);
            if (one.due) {
                CHECK(made.lines.back().result == *one.due);
                CHECK(made.lines[made.lines.size() - 2].result == *one.due);
            }
        }
    }
}
