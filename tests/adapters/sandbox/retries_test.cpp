#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;

namespace {

/// The attempt that leaves now and fails.
std::optional<sandbox::delivery> failed_attempt(zalo_world& zalo)
{
    auto next = zalo.platform.take(zalo.now);
    if (next)
        zalo.platform.settle(next->id, false, zalo.now);
    return next;
}

} // namespace

TEST_CASE("A refused event comes again after 30 s 5 min 15 min 30 min and 1 h with the same body",
          "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "tin", zalo.now);
    const auto first = failed_attempt(zalo);
    REQUIRE(first);
    CHECK(first->retry == 0);
    int retry = 0;
    for (const sandbox::duration pause :
         {sandbox::duration{30s}, sandbox::duration{5min}, sandbox::duration{15min}, sandbox::duration{30min},
          sandbox::duration{1h}}) {
        CHECK(zalo.platform.state().webhooks.subscribed());
        zalo.now += pause - 1ms;
        CHECK_FALSE(zalo.platform.take(zalo.now));
        zalo.now += 1ms;
        CHECK(zalo.platform.next_due() == zalo.now);
        const auto again = failed_attempt(zalo);
        REQUIRE(again);
        CHECK(again->retry == ++retry);
        CHECK(again->body == first->body);
        CHECK(again->signature == first->signature);
    }
    CHECK_FALSE(zalo.platform.state().webhooks.subscribed());
    CHECK_FALSE(zalo.platform.next_due());
}

TEST_CASE("After the last failure events are lost until somebody subscribes again", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "một", zalo.now);
    for (int attempt = 0; attempt < 6; ++attempt) {
        REQUIRE(failed_attempt(zalo));
        zalo.now += 1h;
    }
    zalo.platform.say(lan, "hai", zalo.now);
    CHECK(zalo.taken().empty());
    CHECK(zalo.platform.state().webhooks.lost() == 2);
    zalo.platform.state().webhooks.subscribe();
    zalo.platform.say(lan, "ba", zalo.now);
    CHECK(zalo.event_names() == std::vector<std::string>{"user_send_text"});
}

TEST_CASE("An event that fails does not hold up the next one of the chat", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "một", zalo.now);
    zalo.platform.say(lan, "hai", zalo.now);
    const auto one = zalo.platform.take(zalo.now);
    REQUIRE(one);
    CHECK_FALSE(zalo.platform.take(zalo.now)); // one at a time in a chat
    zalo.platform.settle(one->id, false, zalo.now);
    const auto two = zalo.platform.take(zalo.now);
    REQUIRE(two);
    CHECK(json::parse(two->body)["message"]["text"] == "hai");
}

TEST_CASE("Different chats leave side by side", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "một", zalo.now);
    zalo.platform.say(minh, "hai", zalo.now);
    CHECK(zalo.platform.take(zalo.now));
    CHECK(zalo.platform.take(zalo.now));
}

TEST_CASE("The bot's own message shows that its webhook was taken", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "tin", zalo.now);
    REQUIRE(failed_attempt(zalo));
    CHECK(zalo.platform.transcript(lan).back().what.progress == sandbox::receipt::sent);
    zalo.now += 30s;
    zalo.taken();
    CHECK(zalo.platform.transcript(lan).back().what.progress == sandbox::receipt::delivered);
}

TEST_CASE("A late answer to an event of before a reset changes nothing", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.say(lan, "cũ", zalo.now);
    const auto old = zalo.platform.take(zalo.now);
    REQUIRE(old);
    zalo.platform.reset(zalo.now);
    zalo.platform.say(lan, "mới", zalo.now);
    zalo.platform.settle(old->id, true, zalo.now);
    CHECK(zalo.platform.state().webhooks.waiting() == 1);
}

TEST_CASE("An unsigned probe is sent once", "[sandbox]")
{
    zalo_world zalo;
    zalo.platform.send_raw("{}", "", zalo.now);
    const auto probe = failed_attempt(zalo);
    REQUIRE(probe);
    CHECK(probe->body == "{}");
    CHECK(probe->signature.empty());
    CHECK_FALSE(zalo.platform.next_due());
    CHECK(zalo.platform.state().webhooks.subscribed());
}
