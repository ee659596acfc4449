#include "store/broadcasts.hpp"
#include "store/deliveries.hpp"
#include "store/outbox.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

namespace {

broadcast_id sent_to(transaction& tx, const std::vector<std::string>& readers, instant at = morning)
{
    return add_broadcast(tx, {.unit = "syt", .sender = "hung", .at = at, .text = "Thay mật khẩu"}, readers);
}

} // namespace

TEST_CASE("A broadcast keeps who was tried and reached and who has read it and when first", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = sent_to(tx, {"lan", "minh", "lan"});
    const auto found = find_broadcast(tx, id);
    REQUIRE(found);
    CHECK(found->sender == "hung");
    CHECK(found->text == "Thay mật khẩu");
    CHECK(readers_of(tx, id).size() == 2);
    note_tried(tx, id, "lan", morning, true);
    note_tried(tx, id, "minh", morning, false);
    CHECK(note_read(tx, id, "lan", morning + 1min));
    CHECK(note_read(tx, id, "lan", morning + 2h));
    CHECK_FALSE(note_read(tx, id, "hung", morning));
    note_reminded(tx, id, "minh", morning + 24h, true);
    const auto readers = readers_of(tx, id);
    CHECK(readers[0].reached);
    CHECK(readers[0].read_at == morning + 1min);
    CHECK(readers[1].reached); // by the reminder
    CHECK(readers[1].reminded_at == morning + 24h);
    CHECK_FALSE(readers[1].read_at);
    CHECK_FALSE(find_broadcast(tx, broadcast_id{99}));
}

TEST_CASE("Without a number the newest broadcast that is not read is meant", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto first = sent_to(tx, {"lan"});
    const auto second = sent_to(tx, {"lan"}, morning + 1h);
    const auto waiting = sent_to(tx, {"lan"}, morning + 2h);
    note_tried(tx, first, "lan", morning, true);
    note_tried(tx, second, "lan", morning + 1h, true);
    CHECK(newest_broadcast_to(tx, "lan") == second); // the third has not left yet
    note_read(tx, second, "lan", morning + 2h);
    CHECK(newest_broadcast_to(tx, "lan") == first);
    note_read(tx, first, "lan", morning + 2h);
    CHECK(newest_broadcast_to(tx, "lan") == second);
    CHECK(newest_broadcast_by(tx, "hung") == waiting);
    CHECK_FALSE(newest_broadcast_to(tx, "minh"));
    CHECK_FALSE(newest_broadcast_by(tx, "lan"));
}

TEST_CASE("Messages of broadcasts are counted over all of them and only those that left", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    CHECK(broadcast_messages_since(tx, morning) == 0);
    const auto first = sent_to(tx, {"lan", "minh", "phuc"});
    const auto second = sent_to(tx, {"lan"});
    note_tried(tx, first, "lan", morning + 10s, true);
    note_tried(tx, first, "minh", morning + 20s, true);
    note_tried(tx, first, "phuc", morning + 20s, false);
    note_tried(tx, second, "lan", morning + 30s, true);
    CHECK(broadcast_messages_since(tx, morning) == 3);
    CHECK(broadcast_messages_since(tx, morning + 20s) == 1);
    note_reminded(tx, first, "minh", morning + 24h, true);
    CHECK(broadcast_messages_since(tx, morning + 24h - 1min) == 1);
}

TEST_CASE("A reader counts as not reached when every channel failed and none is being tried", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto send = [&](const std::string& person, const std::string& purpose) {
        return enqueue(tx, {.channel = 1, .address = person, .text = "x", .person = person, .purpose = purpose, .track = true}, morning);
    };
    settle(tx, send("lan", "broadcast:1"), {.what = outcome::kind::failed, .provider_message_id = {}, .reason = "permanent"}, morning);
    settle(tx, send("minh", "broadcast:1"), {.what = outcome::kind::failed, .provider_message_id = {}, .reason = "permanent"}, morning);
    (void)send("minh", "broadcast:1"); // by mail, on its way
    settle(tx, send("tuan", "broadcast:1"), {.what = outcome::kind::failed, .provider_message_id = {}, .reason = "permanent"}, morning);
    settle(tx, send("tuan", "broadcast:1"), {.what = outcome::kind::sent, .provider_message_id = "m1", .reason = {}}, morning);
    settle(tx, send("binh", "broadcast:2"), {.what = outcome::kind::failed, .provider_message_id = {}, .reason = "permanent"}, morning);
    CHECK(failed_readers(tx, "broadcast:1") == std::set<std::string>{"lan"});
    CHECK(failed_readers(tx, "broadcast:2") == std::set<std::string>{"binh"});
    CHECK(failed_readers(tx, "broadcast:12").empty());
}
