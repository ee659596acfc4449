#include "adapters/zalo/token_keeper.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <set>

using namespace adapters::zalo;
using namespace std::chrono_literals;
using bot::rules::instant;
using phase = token_keeper::phase;

namespace {

const instant start(1'700'000'000'000ms);

saved_tokens pair(int n, instant at = start)
{
    saved_tokens made;
    made.access = "A" + std::to_string(n);
    made.refresh = "R" + std::to_string(n);
    made.obtained_at = at;
    made.expires_at = at + 25h;
    return made;
}

token_grant grant(int n)
{
    return {.access = "A" + std::to_string(n), .refresh = "R" + std::to_string(n), .lives = 90'000s};
}

template <class Action>
const Action* only(const std::vector<keeper_action>& all)
{
    const Action* found = nullptr;
    for (const keeper_action& one : all)
        if (const auto* match = std::get_if<Action>(&one)) {
            CHECK(found == nullptr);
            found = match;
        }
    return found;
}

/// A keeper with pair 1 in hand.
token_keeper idle_keeper()
{
    token_keeper keeper;
    keeper.on(record_loaded{pair(1), {}}, start);
    return keeper;
}

/// … with a refresh of it on its way.
token_keeper refreshing_keeper(instant at = start + 18h)
{
    token_keeper keeper = idle_keeper();
    const auto mark = keeper.on(time_passed{}, at);
    const auto* save = only<save_record>(mark);
    REQUIRE(save != nullptr);
    const auto ask = keeper.on(record_saved{save->number}, at);
    REQUIRE(only<ask_refresh>(ask) != nullptr);
    return keeper;
}

} // namespace

TEST_CASE("A pair from disk is used and renewed at seventy percent of its life", "[zalo]")
{
    token_keeper keeper = idle_keeper();
    CHECK(keeper.where() == phase::idle);
    CHECK(keeper.access(start) == "A1");
    CHECK(keeper.wake_at() == start + 17h + 30min);
    CHECK(keeper.on(time_passed{}, start + 17h).empty());
}

TEST_CASE("A refresh is marked on disk before it is asked for and the new pair is stored before it is used", "[zalo]")
{
    token_keeper keeper = idle_keeper();
    const instant at = start + 18h;
    const auto first = keeper.on(time_passed{}, at);
    const auto* mark = only<save_record>(first);
    REQUIRE(mark != nullptr);
    CHECK(mark->record.began_with == token_hash("R1"));
    CHECK(mark->record.refresh == "R1");
    CHECK(only<ask_refresh>(first) == nullptr);
    CHECK(keeper.access(at) == "A1");

    const auto second = keeper.on(record_saved{mark->number}, at);
    REQUIRE(only<ask_refresh>(second) != nullptr);
    CHECK(only<ask_refresh>(second)->refresh == "R1");
    CHECK(keeper.access(at) == "A1");

    const auto third = keeper.on(refresh_answered{grant(2), "raw"}, at);
    const auto* kept = only<save_record>(third);
    REQUIRE(kept != nullptr);
    CHECK(kept->record.access == "A2");
    CHECK(kept->record.began_with.empty());
    CHECK_FALSE(keeper.access(at));
    CHECK(keeper.pending());

    const auto fourth = keeper.on(record_saved{kept->number}, at);
    CHECK(only<tell_waiters>(fourth) != nullptr);
    CHECK(keeper.access(at) == "A2");
    CHECK(keeper.wake_at() == at + 17h + 30min);
}

TEST_CASE("However many find the token refused one refresh is begun", "[zalo]")
{
    token_keeper keeper = idle_keeper();
    const instant at = start + 2h;
    int begun = 0;
    for (int i = 0; i < 10; ++i)
        begun += keeper.on(token_rejected{"A1"}, at).empty() ? 0 : 1;
    CHECK(begun == 1);
    CHECK_FALSE(keeper.access(at));
    CHECK(keeper.pending());
    token_keeper other = refreshing_keeper();
    CHECK(other.on(token_rejected{"A1"}, start + 18h).empty());
    CHECK(other.on(time_passed{}, start + 19h).empty());
}

TEST_CASE("A refusal of a token that is no longer ours changes nothing", "[zalo]")
{
    token_keeper keeper = idle_keeper();
    CHECK(keeper.on(token_rejected{"A0"}, start + 2h).empty());
    CHECK(keeper.access(start + 2h) == "A1");
}

TEST_CASE("A fresh token that is refused is not renewed in a circle", "[zalo]")
{
    token_keeper keeper = idle_keeper();
    const auto actions = keeper.on(token_rejected{"A1"}, start + 5s);
    CHECK(only<save_record>(actions) == nullptr);
    REQUIRE(only<raise_alarm>(actions) != nullptr);
    CHECK(only<raise_alarm>(actions)->what == token_trouble::failing);
    CHECK(keeper.wake_at() == start + 1min);
    CHECK(only<save_record>(keeper.on(time_passed{}, start + 1min)) != nullptr);
}

TEST_CASE("A used up refresh token means consent and nothing is asked again", "[zalo]")
{
    token_keeper keeper = refreshing_keeper();
    const token_refusal refusal{.why = token_refusal::kind::chain_lost, .code = -14014, .detail = "Invalid refresh token"};
    const auto actions = keeper.on(refresh_answered{refusal, "raw"}, start + 18h);
    REQUIRE(only<raise_alarm>(actions) != nullptr);
    CHECK(only<raise_alarm>(actions)->what == token_trouble::chain_lost);
    CHECK(keeper.where() == phase::lost);
    CHECK_FALSE(keeper.wake_at());
    CHECK(keeper.on(time_passed{}, start + 400h).empty());
    CHECK(keeper.access(start + 18h) == "A1"); // as long as the platform takes it
    keeper.on(token_rejected{"A1"}, start + 18h);
    CHECK_FALSE(keeper.access(start + 18h));

    const auto again = keeper.on(consent_given{grant(7)}, start + 20h);
    const auto* kept = only<save_record>(again);
    REQUIRE(kept != nullptr);
    CHECK_FALSE(keeper.access(start + 20h));
    keeper.on(record_saved{kept->number}, start + 20h);
    CHECK(keeper.access(start + 20h) == "A7");
}

TEST_CASE("Trouble that may pass is tried again ever more slowly", "[zalo]")
{
    struct row {
        keeper_event event;
    };
    const auto event = GENERATE(values<row>({
        {refresh_unanswered{true, "unsent: connect"}},
        {refresh_unanswered{false, "ambiguous: timed out"}},
        {refresh_answered{token_refusal{.why = token_refusal::kind::unavailable, .code = 0, .detail = "http 503"}, {}}},
    }));
    token_keeper keeper = refreshing_keeper();
    instant now = start + 18h;
    bot::rules::duration last{};
    for (int i = 0; i < 12; ++i) {
        keeper.on(event.event, now);
        CHECK(keeper.where() == phase::waiting);
        CHECK(keeper.access(now) == "A1");
        const auto wait = *keeper.wake_at() - now;
        CHECK(wait >= last);
        CHECK(wait <= 5min);
        last = wait;
        now = *keeper.wake_at();
        const auto begun = keeper.on(time_passed{}, now);
        const auto* mark = only<save_record>(begun);
        REQUIRE(mark != nullptr);
        keeper.on(record_saved{mark->number}, now);
        CHECK(keeper.where() == phase::refreshing);
    }
    CHECK(last == 5min);
}

TEST_CASE("An operator hears once that the token expired and no new one comes", "[zalo]")
{
    token_keeper keeper = refreshing_keeper(start + 18h);
    int alarms = 0;
    instant now = start + 26h;
    for (int i = 0; i < 5; ++i) {
        alarms += only<raise_alarm>(keeper.on(refresh_unanswered{true, "unsent: connect"}, now)) != nullptr ? 1 : 0;
        now = *keeper.wake_at();
        const auto begun = keeper.on(time_passed{}, now);
        keeper.on(record_saved{only<save_record>(begun)->number}, now);
    }
    CHECK(alarms == 1);
}

TEST_CASE("Wrong configuration is reported and tried again rarely", "[zalo]")
{
    token_keeper keeper = refreshing_keeper();
    const token_refusal refusal{.why = token_refusal::kind::configuration, .code = -14002, .detail = "Invalid app id"};
    const auto actions = keeper.on(refresh_answered{refusal, {}}, start + 18h);
    CHECK(only<raise_alarm>(actions)->what == token_trouble::configuration);
    CHECK(*keeper.wake_at() == start + 18h + 15min);
}

TEST_CASE("A pair that cannot be stored is not used and not forgotten", "[zalo]")
{
    token_keeper keeper = refreshing_keeper();
    instant now = start + 18h;
    auto actions = keeper.on(refresh_answered{grant(2), {}}, now);
    int alarms = 0;
    for (int i = 0; i < 4; ++i) {
        const auto number = only<save_record>(actions)->number;
        const auto failed = keeper.on(record_not_saved{number, "disk full"}, now);
        alarms += only<raise_alarm>(failed) != nullptr ? 1 : 0;
        CHECK_FALSE(keeper.access(now));
        now = *keeper.wake_at();
        actions = keeper.on(time_passed{}, now);
        REQUIRE(only<save_record>(actions) != nullptr);
        CHECK(only<save_record>(actions)->record.access == "A2");
    }
    CHECK(alarms == 1);
    keeper.on(record_saved{only<save_record>(actions)->number}, now);
    CHECK(keeper.access(now) == "A2");
}

TEST_CASE("A mark that cannot be stored holds the refresh back and not the old pair", "[zalo]")
{
    token_keeper keeper = idle_keeper();
    const auto begun = keeper.on(time_passed{}, start + 18h);
    const auto failed = keeper.on(record_not_saved{only<save_record>(begun)->number, "disk full"}, start + 18h);
    CHECK(only<ask_refresh>(failed) == nullptr);
    CHECK(keeper.access(start + 18h) == "A1");
    CHECK(keeper.wake_at() == start + 18h + 2s);
}

TEST_CASE("An answer nobody can read is kept for rescue by hand", "[zalo]")
{
    token_keeper keeper = refreshing_keeper();
    const token_refusal odd{.why = token_refusal::kind::unreadable, .code = 0, .detail = "http 200"};
    const auto actions = keeper.on(refresh_answered{odd, "<html>R2</html>"}, start + 18h);
    REQUIRE(only<save_record>(actions) != nullptr);
    CHECK(only<save_record>(actions)->record.last_answer == "<html>R2</html>");
    CHECK(only<save_record>(actions)->record.began_with == token_hash("R1"));
    CHECK(keeper.where() == phase::waiting);
}

TEST_CASE("Consent overtakes a refresh and the overtaken answers change nothing", "[zalo]")
{
    token_keeper marking = idle_keeper();
    const auto begun = marking.on(time_passed{}, start + 18h);
    const auto old_number = only<save_record>(begun)->number;
    const auto consented = marking.on(consent_given{grant(9)}, start + 18h);
    const auto new_number = only<save_record>(consented)->number;
    CHECK(marking.on(record_saved{old_number}, start + 18h).empty());
    CHECK_FALSE(marking.access(start + 18h)); // the mark is on disk, the pair is not
    marking.on(record_saved{new_number}, start + 18h);
    CHECK(marking.access(start + 18h) == "A9");

    token_keeper asking = refreshing_keeper();
    const auto kept = asking.on(consent_given{grant(9)}, start + 18h);
    CHECK(asking.on(refresh_answered{grant(2), {}}, start + 18h).empty());
    CHECK(asking.on(refresh_unanswered{false, "late"}, start + 18h).empty());
    asking.on(record_saved{only<save_record>(kept)->number}, start + 18h);
    CHECK(asking.access(start + 18h) == "A9");
}

TEST_CASE("The configured first token begins a chain once", "[zalo]")
{
    token_keeper first;
    const auto begun = first.on(record_loaded{std::nullopt, "SEED"}, start);
    REQUIRE(only<save_record>(begun) != nullptr);
    const saved_tokens marked = only<save_record>(begun)->record;
    CHECK(marked.refresh == "SEED");
    CHECK(marked.seed == token_hash("SEED"));
    first.on(record_saved{only<save_record>(begun)->number}, start);
    const auto granted = first.on(refresh_answered{grant(1), {}}, start);
    const saved_tokens stored = only<save_record>(granted)->record;
    CHECK(stored.seed == token_hash("SEED"));

    token_keeper again; // the same configuration after a restart: the chain goes on, the used up seed is not tried
    CHECK(only<save_record>(again.on(record_loaded{stored, "SEED"}, start + 1h)) == nullptr);
    CHECK(again.access(start + 1h) == "A1");

    token_keeper rescued; // another seed: the operator began a new chain
    const auto fresh = rescued.on(record_loaded{stored, "SEED2"}, start + 1h);
    REQUIRE(only<save_record>(fresh) != nullptr);
    CHECK(only<save_record>(fresh)->record.refresh == "SEED2");
}

TEST_CASE("Without any token consent is asked for at once", "[zalo]")
{
    token_keeper keeper;
    const auto actions = keeper.on(record_loaded{std::nullopt, {}}, start);
    REQUIRE(only<raise_alarm>(actions) != nullptr);
    CHECK(only<raise_alarm>(actions)->what == token_trouble::chain_lost);
    CHECK(keeper.where() == phase::lost);
}

TEST_CASE("A pair without refresh token serves its life and then needs consent", "[zalo]")
{
    token_keeper keeper;
    saved_tokens one = pair(1);
    one.refresh.clear();
    keeper.on(record_loaded{one, {}}, start);
    CHECK(keeper.access(start + 1h) == "A1");
    const auto actions = keeper.on(time_passed{}, start + 18h);
    CHECK(only<raise_alarm>(actions)->what == token_trouble::chain_lost);
    CHECK(keeper.access(start + 24h) == "A1");
    CHECK_FALSE(keeper.access(start + 25h));
}

TEST_CASE("D9: a restart that finds a refresh begun and unanswered finds out at once", "[zalo]")
{
    saved_tokens marked = pair(1);
    marked.began_with = token_hash("R1");
    token_keeper keeper;
    const auto begun = keeper.on(record_loaded{marked, {}}, start + 1h); // long before seventy percent
    REQUIRE(only<save_record>(begun) != nullptr);
    const auto asked = keeper.on(record_saved{only<save_record>(begun)->number}, start + 1h);
    REQUIRE(only<ask_refresh>(asked) != nullptr);
    const token_refusal used{.why = token_refusal::kind::chain_lost, .code = -14020, .detail = "used"};
    const auto told = keeper.on(refresh_answered{used, {}}, start + 1h + 15s);
    CHECK(only<raise_alarm>(told)->what == token_trouble::chain_lost);
}

namespace {

/// Deals out choices: the first run takes 0 everywhere, each next one the next combination, until all were tried.
class every_way {
public:
    explicit every_way(std::size_t depth_max) : depth_max_(depth_max) {}
    int choose(int options)
    {
        if (at_ == depth_max_)
            return 0;
        if (at_ == taken_.size())
            taken_.push_back({0, options});
        return taken_[at_++].chosen;
    }
    bool next()
    {
        while (!taken_.empty() && taken_.back().chosen + 1 == taken_.back().options)
            taken_.pop_back();
        at_ = 0;
        if (taken_.empty())
            return false;
        ++taken_.back().chosen;
        return true;
    }

private:
    struct choice {
        int chosen;
        int options;
    };
    std::size_t depth_max_;
    std::size_t at_ = 0;
    std::vector<choice> taken_;
};

/// The platform, a disk and a process that may die between any two steps.
struct token_world {
    every_way& chance;
    instant now = start;
    std::optional<saved_tokens> disk = pair(1);
    int platform = 1;             ///< the number of the live pair there
    bool answer_lost = false;     ///< the platform rotated and nobody was told
    bool alarmed = false;
    std::optional<instant> restarted{};
    token_keeper keeper{};
    std::deque<keeper_action> todo{};

    void feed(const keeper_event& event)
    {
        for (keeper_action& one : keeper.on(event, now))
            todo.push_back(std::move(one));
    }
    void restart()
    {
        todo.clear();
        keeper = token_keeper();
        restarted = now;
        feed(record_loaded{disk, {}});
    }
    void save(const save_record& what)
    {
        switch (chance.choose(4)) {
        case 0: disk = what.record; feed(record_saved{what.number}); break;
        case 1: feed(record_not_saved{what.number, "disk"}); break;
        case 2: restart(); break;                            // killed before the write
        default: disk = what.record; restart(); break;       // killed after it
        }
    }
    void ask(const ask_refresh& what)
    {
        REQUIRE(disk->refresh == what.refresh);
        REQUIRE(disk->began_with == token_hash(what.refresh));
        const bool live = what.refresh == "R" + std::to_string(platform);
        const int how = chance.choose(6);
        const bool reaches = how == 0 || how == 3 || how == 5;
        if (reaches && live)
            ++platform;
        const token_refusal used{.why = token_refusal::kind::chain_lost, .code = -14014, .detail = {}};
        const token_refusal busy{.why = token_refusal::kind::unavailable, .code = 0, .detail = "503"};
        const token_answer answer = live ? token_answer(grant(platform)) : token_answer(used);
        answer_lost = answer_lost || (live && (how == 3 || how == 5));
        switch (how) {
        case 0: feed(refresh_answered{answer, {}}); break;
        case 1: feed(refresh_unanswered{true, "unsent"}); break;
        case 2: feed(refresh_answered{busy, {}}); break;
        case 3: feed(refresh_unanswered{false, "ambiguous"}); break;
        case 4: restart(); break; // killed before it left
        default: restart(); break; // killed before the answer came
        }
    }
    void check()
    {
        const auto token = keeper.access(now);
        if (token)
            REQUIRE(disk->access == *token);
    }
    void run()
    {
        feed(record_loaded{disk, {}});
        now = start + 18h;
        feed(time_passed{});
        for (int steps = 0; steps < 200 && keeper.where() != phase::lost; ++steps) {
            check();
            if (todo.empty()) {
                if (keeper.where() == phase::idle && keeper.access(now) != "A1")
                    break;
                now = std::max(now, keeper.wake_at().value_or(now)) + 1ms;
                feed(time_passed{});
                continue;
            }
            const keeper_action next = std::move(todo.front());
            todo.pop_front();
            if (const auto* what = std::get_if<save_record>(&next))
                save(*what);
            else if (const auto* refresh = std::get_if<ask_refresh>(&next))
                ask(*refresh);
            else if (const auto* alarm = std::get_if<raise_alarm>(&next))
                alarmed = alarmed || alarm->what == token_trouble::chain_lost;
        }
        for (const keeper_action& left : todo)
            if (const auto* alarm = std::get_if<raise_alarm>(&left))
                alarmed = alarmed || alarm->what == token_trouble::chain_lost;
        // In the end there is a live pair on disk, or the operator knows; and he is never called for nothing.
        const bool live = disk->refresh == "R" + std::to_string(platform) && keeper.access(now) == disk->access;
        REQUIRE((live || alarmed));
        if (alarmed)
            REQUIRE(disk->refresh != "R" + std::to_string(platform));
    }
};

} // namespace

TEST_CASE("D9: whatever fails or dies at each step the chain lives on or the operator is called", "[zalo]")
{
    every_way chance(6);
    int runs = 0;
    int lost = 0;
    do {
        token_world world{chance};
        world.run();
        ++runs;
        lost += world.alarmed ? 1 : 0;
    } while (chance.next());
    CHECK(runs > 5'000);
    CHECK(lost > 0);
}
