#include "adapters/zalo/oauth.hpp"
#include "adapters/zalo/stored_tokens.hpp"
#include "adapters/zalo/token_keeper.hpp"
#include "bot/cli/readiness.hpp"
#include "store/audit.hpp"
#include "tests/support/story.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;
namespace zalo = adapters::zalo;

namespace {

std::vector<std::string> told(story& all, const std::string& chat, const std::string& part)
{
    std::vector<std::string> found;
    for (const auto& one : all.zalo().transcript(chat))
        if (one.what.from.empty() && one.what.text.find(part) != std::string::npos)
            found.push_back(one.what.text);
    return found;
}

bool ready(const story& all)
{
    std::vector<cli::trouble> troubles;
    if (const auto fault = all.store_fault(); !fault.empty())
        troubles.push_back({"store", fault});
    return nlohmann::json::parse(cli::readiness_page(troubles, {}))["ready"];
}

} // namespace

TEST_CASE("D3 death with 26 sends in flight loses none and all are out again within ten seconds")
{
    support::hospital_options options;
    options.more_people = 26;
    story all(options);
    all.hold_answers(true);
    for (int i = 0; i < 26; ++i)
        all.says(people::another(i), "trợ giúp");
    REQUIRE(all.in_flight() == 26);
    all.crash();
    all.hold_answers(false);
    all.pass(3s);
    all.restart();
    all.pass(10s);
    std::size_t repeated = 0;
    for (int i = 0; i < 26; ++i) {
        const auto lines = told(all, people::another(i), "Anh/chị có thể nhắn");
        REQUIRE_FALSE(lines.empty());
        REQUIRE(lines.size() <= 2);
        CHECK(lines.back().rfind("(gửi lại)", 0) == 0); // what may have arrived says so
        repeated += lines.size() == 2 ? 1u : 0u;
    }
    CHECK(repeated == 13); // those that Zalo had taken before
    CHECK(all.in_flight() == 0);
    all.pass(1h);
    for (int i = 0; i < 26; ++i)
        CHECK(told(all, people::another(i), "Anh/chị có thể nhắn").size() <= 2);
}

TEST_CASE("D6 what the store cannot keep is not answered 200 and works by itself when the store does again")
{
    story all;
    for (const char* text : {"báo nhanh", "không", "Máy in phòng khám lỗi", "PACS"})
        all.hoa().says(text);
    all.read_all();
    const auto rows_before = all.all_rows().size();
    std::unique_ptr<store::database> intruder;
    std::unique_ptr<store::transaction> held;
    const auto limit_pages = [&](const std::string& pages) { all.db().sqlite().exec("PRAGMA max_page_count = " + pages); };

    SECTION("a full disk")
    {
        // Every page is in use: nothing that grows can be kept.
        std::int64_t pages = 0;
        all.in_store([&](store::transaction& tx) {
            auto row = tx.query("PRAGMA page_count");
            row.step();
            pages = row.integer(0);
        });
        limit_pages(std::to_string(pages));
        std::string big(200'000, 'x');
        REQUIRE(all.zalo().say(people::hoa, big, all.now()));
        all.settle_down();
        CHECK_FALSE(ready(all));
        limit_pages("1000000");
    }
    SECTION("a file that has become read-only")
    {
        all.db().sqlite().exec("PRAGMA query_only = 1");
        REQUIRE(all.zalo().say(people::hoa, "công việc", all.now()));
        all.settle_down();
        CHECK_FALSE(ready(all));
    }
    SECTION("a file that another process holds")
    {
        all.db().sqlite().exec("PRAGMA busy_timeout = 1");
        intruder = std::make_unique<store::database>(all.db().file());
        held = std::make_unique<store::transaction>(*intruder);
        REQUIRE(all.zalo().say(people::hoa, "công việc", all.now()));
        all.settle_down();
        CHECK_FALSE(ready(all));
        CHECK(all.post(all.last_body(), all.last_signature()) == 503);
        held.reset();
    }
    all.in_store([&](store::transaction& tx) { CHECK(store::verify(tx).intact()); });
    CHECK(all.all_rows().size() == rows_before); // no half report
    all.hoa().hears_nothing();

    all.pass(1min); // Zalo delivers again what was not answered 200
    CHECK(ready(all));
    CHECK(all.unread(people::hoa).size() >= 1);
    all.in_store([&](store::transaction& tx) { CHECK(store::verify(tx).intact()); });
}

namespace {

/// The keeper of the token chain with the real store, the sandbox's OAuth host, and a process that can die.
struct token_world {
    explicit token_world(story& in) : all(in) {}

    story& all;
    zalo::token_keeper keeper{};
    std::vector<zalo::raise_alarm> alarms;
    std::optional<bot::rules::instant> alarmed_at{};
    int asked = 0;
    bool die_after_answer = false; ///< the platform has rotated, and nothing of it is on disk
    bool died = false;

    void start()
    {
        keeper = zalo::token_keeper();
        died = false;
        std::optional<zalo::saved_tokens> record;
        all.in_store([&](store::transaction& tx) { record = zalo::read_tokens(tx); });
        feed(zalo::record_loaded{record, "first-refresh"});
    }
    void feed(const zalo::keeper_event& event)
    {
        for (const auto& action : keeper.on(event, all.now()))
            if (!died)
                std::visit([this](const auto& what) { act(what); }, action);
    }
    void act(const zalo::save_record& what)
    {
        all.in_store([&](store::transaction& tx) { zalo::write_tokens(tx, what.record); });
        feed(zalo::record_saved{what.number});
    }
    void act(const zalo::ask_refresh& what)
    {
        ++asked;
        const auto& setup = all.zalo().state().setup;
        const auto answer = all.zalo().serve(zalo::token_by_refresh(setup.app_id, setup.app_secret, what.refresh), all.now());
        if (die_after_answer) {
            died = true;
            return;
        }
        feed(zalo::refresh_answered{zalo::parse_token_answer(answer.response.status, answer.response.body), answer.response.body});
    }
    void act(const zalo::raise_alarm& what)
    {
        alarms.push_back(what);
        alarmed_at = alarmed_at.value_or(all.now());
    }
    void act(const zalo::tell_waiters&) {}
    bool works()
    {
        const auto token = keeper.access(all.now());
        return token && all.zalo().state().tokens.judge(*token, all.now()) == adapters::sandbox::token_state::good;
    }
    /// Time goes on to the keeper's next moment.
    void on_to_next()
    {
        all.until(std::max(all.now(), keeper.wake_at().value_or(all.now())));
        feed(zalo::time_passed{});
    }
};

} // namespace

TEST_CASE("D9 a death right after Zalo rotated the refresh token calls the operator within a minute of the restart")
{
    support::hospital_options nobody;
    nobody.staff_linked = false; // nothing else uses the chain
    story all(nobody);
    token_world world(all);
    world.start();
    REQUIRE(world.works());
    world.die_after_answer = true;
    world.on_to_next();
    REQUIRE(world.died);

    world.die_after_answer = false;
    const auto restarted = all.now();
    world.start();
    while (world.alarms.empty() && all.now() < restarted + 1min && world.keeper.wake_at())
        world.on_to_next();
    REQUIRE(world.alarms.size() == 1);
    CHECK(world.alarms[0].what == zalo::token_trouble::chain_lost); // the page of consent is told with it: access_token_test
    CHECK(*world.alarmed_at <= restarted + 1min);
    CHECK(world.keeper.where() == zalo::token_keeper::phase::lost);
}

TEST_CASE("D9 a death after the new pair was stored goes on with it and calls nobody")
{
    support::hospital_options nobody;
    nobody.staff_linked = false;
    story all(nobody);
    token_world world(all);
    world.start();
    world.on_to_next(); // a refresh, whole
    const auto asked = world.asked;
    REQUIRE(asked == 2);
    world.start();
    CHECK(world.works());
    CHECK(world.asked == asked);
    CHECK(world.alarms.empty());
}
