#include "store/deliveries.hpp"
#include "store/outbox.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

namespace {

outbound reply(const std::string& address)
{
    return {.channel = 1, .address = address, .text = "Câu 2/9"};
}

outbound reminder(const std::string& address)
{
    return {.channel = 1,
            .address = address,
            .text = "còn 3 giờ",
            .person = "minh",
            .purpose = "reminder:A-H2",
            .incident = incident_id{7},
            .urgency = urgency_class::high,
            .track = true,
            .payload = "{}"};
}

} // namespace

TEST_CASE("A plain reply is forgotten once it is sent and a settled row settles only once", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = enqueue(tx, reply("a"), morning);
    CHECK(is_outbound(tx, id));
    CHECK(find_outbound(tx, id)->attempts == 1);
    CHECK(find_outbound(tx, id)->created_at == morning);
    CHECK(settle(tx, id, {.provider_message_id = "m1"}, morning));
    CHECK_FALSE(settle(tx, id, {.provider_message_id = "m1"}, morning));
    CHECK_FALSE(is_outbound(tx, id));
    CHECK_FALSE(find_delivery(tx, id));
    CHECK(count_outbound(tx) == 0);
}

TEST_CASE("An id never comes back although rows go and transactions are rolled back", "[store]")
{
    scratch::folder folder;
    std::vector<outbox_id> given;
    const auto use = [&given](database& db) {
        for (int i = 0; i < 3; ++i)
            write_now(db, [&](transaction& tx) {
                for (int j = 0; j < 500; ++j) {
                    const auto id = enqueue(tx, reply("a"), morning);
                    settle(tx, id, {}, morning);
                    given.push_back(id);
                }
                savepoint undone(tx);
                for (int j = 0; j < 1000; ++j)
                    enqueue(tx, reply("b"), morning);
            });
        transaction undone(db);
        for (int j = 0; j < 3000; ++j)
            enqueue(undone, reply("b"), morning);
    };
    for (int start = 0; start < 3; ++start) {
        database db(folder / "a.db", {.flush = false});
        use(db);
    }
    CHECK(std::is_sorted(given.begin(), given.end()));
    CHECK(std::adjacent_find(given.begin(), given.end()) == given.end());
}

TEST_CASE("A message keeps all it was given", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    auto message = reminder("a");
    message.fallback_of = outbox_id{3};
    message.not_before = morning + 1h;
    const auto found = find_outbound(tx, enqueue(tx, message, morning));
    REQUIRE(found);
    CHECK(found->channel == 1);
    CHECK(found->address == "a");
    CHECK(found->text == "còn 3 giờ");
    CHECK(found->person == "minh");
    CHECK(found->purpose == "reminder:A-H2");
    CHECK(found->incident == incident_id{7});
    CHECK(found->urgency == urgency_class::high);
    CHECK(found->track);
    CHECK(found->fallback_of == outbox_id{3});
    CHECK(found->payload == "{}");
    CHECK(found->not_before == morning + 1h);
    CHECK(found->attempts == 0);
}

TEST_CASE("A10: the most urgent leave first and then the oldest and none before its time", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto wait = [&tx](const std::string& address, urgency_class urgency, instant at) {
        auto message = reply(address);
        message.urgency = urgency;
        message.not_before = at;
        enqueue(tx, message, morning);
    };
    for (int i = 0; i < 300; ++i)
        wait("later", urgency_class::normal, morning + 2s);
    wait("night", urgency_class::low, morning);
    wait("first", urgency_class::normal, morning + 1s);
    wait("level 4", urgency_class::critical, morning + 2s);
    wait("tomorrow", urgency_class::critical, morning + 24h);
    enqueue(tx, reply("in hand"), morning);
    CHECK(next_outbound_at(tx) == morning);
    const auto taken = take_ready(tx, morning + 2s, 3);
    REQUIRE(taken.size() == 3);
    CHECK(taken[0].address == "level 4");
    CHECK(taken[0].attempts == 1);
    CHECK(taken[1].address == "first");
    CHECK(taken[2].address == "later");
    CHECK(take_ready(tx, morning + 2s, 1000).size() == 300); // those taken are with the sender
    CHECK(next_outbound_at(tx) == morning + 24h);
    CHECK(take_ready(tx, morning + 2s, 1000).empty());
}

TEST_CASE("A row given back comes again at its time with its attempts counted", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = enqueue(tx, reply("a"), morning);
    note_attempt(tx, id);
    give_back(tx, id, morning + 34s, false);
    log_attempt(tx, {.message = id, .at = morning, .channel = 1, .error = "rate -32"});
    CHECK(take_ready(tx, morning + 33s, 10).empty());
    const auto again = take_ready(tx, morning + 34s, 10);
    REQUIRE(again.size() == 1);
    CHECK(again[0].attempts == 3);
    CHECK_FALSE(again[0].resend); // the provider said no: not in doubt
    REQUIRE(attempts_of(tx, id).size() == 1);
    CHECK(attempts_of(tx, id)[0].error == "rate -32");
}

TEST_CASE("D3: what was in flight is ready again after a restart in the old order", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "a.db");
        write_now(db, [](transaction& tx) {
            for (int i = 0; i < 26; ++i)
                enqueue(tx, reply(std::to_string(i)), morning);
        });
    }
    database db(folder / "a.db");
    transaction tx(db);
    CHECK(recover_outbox(tx, morning + 1s) == 26);
    const auto again = take_ready(tx, morning + 1s, 100);
    REQUIRE(again.size() == 26);
    for (std::size_t i = 0; i < again.size(); ++i) {
        CHECK(again[i].address == std::to_string(i));
        CHECK(again[i].resend);
    }
}

TEST_CASE("A tracked message goes from sent to delivered to seen and never back", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = enqueue(tx, reminder("a"), morning);
    CHECK(settle(tx, id, {.provider_message_id = "m1"}, morning + 1s));
    const auto sent = find_delivery(tx, id);
    REQUIRE(sent);
    CHECK(sent->state == delivery_state::sent);
    CHECK(sent->text == "còn 3 giờ"); // for the next channel
    CHECK(sent->person == "minh");
    CHECK(sent->incident == incident_id{7});
    CHECK(sent->sent_at == morning + 1s);
    CHECK(undelivered(tx, morning + 1s, 10).empty());
    CHECK(undelivered(tx, morning + 2s, 10).size() == 1);

    CHECK_FALSE(note_receipt(tx, 2, "a", "m1", delivery_state::seen, morning + 2s)); // another channel's id
    const auto seen = note_receipt(tx, 1, "a", "m1", delivery_state::seen, morning + 3s);
    REQUIRE(seen);
    CHECK(seen->state == delivery_state::seen);
    CHECK(seen->text.empty());
    CHECK_FALSE(note_receipt(tx, 1, "a", "m1", delivery_state::delivered, morning + 4s)); // reordered
    CHECK(find_delivery(tx, 1, "m1")->state == delivery_state::seen);
    CHECK(find_delivery(tx, 1, "m1")->state_at == morning + 3s);
    CHECK(undelivered(tx, morning + 24h, 10).empty());
    CHECK(deliveries_of(tx, incident_id{7}).size() == 1);
}

TEST_CASE("A receipt that overtakes the provider's answer is not lost", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = enqueue(tx, reminder("a"), morning);
    CHECK_FALSE(note_receipt(tx, 1, "a", "m1", delivery_state::seen, morning + 1s));
    CHECK_FALSE(note_receipt(tx, 1, "a", "m1", delivery_state::delivered, morning + 2s));
    CHECK_FALSE(
        note_receipt(tx, 1, "b", "m9", delivery_state::seen, morning)); // nothing tracked is under way there
    CHECK(scratch::count(tx, "SELECT count(*) FROM early_receipt") == 1);
    settle(tx, id, {.provider_message_id = "m1"}, morning + 3s);
    CHECK(find_delivery(tx, id)->state == delivery_state::seen);
    CHECK(scratch::count(tx, "SELECT count(*) FROM early_receipt") == 0);
}

TEST_CASE("E2: what is given up stays on record with its reason and its text", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto id = enqueue(tx, reply("a"), morning);
    CHECK(settle(tx, id, {.what = outcome::kind::failed, .reason = "refused -213"}, morning + 1s));
    const auto failed = find_delivery(tx, id);
    REQUIRE(failed);
    CHECK(failed->state == delivery_state::failed);
    CHECK(failed->text == "Câu 2/9");
    CHECK(attempts_of(tx, id)[0].error == "refused -213");
    CHECK(undelivered(tx, morning + 24h, 10).empty());
}

TEST_CASE("Acting cancels the messages left of an incident by purpose or altogether", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto first = enqueue(tx, reminder("a"), morning);
    auto card = reminder("b");
    card.purpose = "card";
    const auto second = enqueue(tx, card, morning);
    auto other = reminder("c");
    other.incident = incident_id{8};
    const auto third = enqueue(tx, other, morning);
    const auto plain = enqueue(tx, reply("a"), morning);
    CHECK(cancel_outbound(tx, incident_id{7}, "reminder:A-H2", morning) == std::vector{first});
    CHECK(find_delivery(tx, first)->state == delivery_state::cancelled);
    CHECK(find_delivery(tx, first)->text.empty());
    CHECK(cancel_outbound(tx, incident_id{7}, "", morning) == std::vector{second});
    CHECK_FALSE(settle(tx, first, {.provider_message_id = "m"}, morning)); // its answer comes too late
    CHECK(cancel_outbound(tx, 1, "a", morning) == std::vector{plain});
    CHECK(is_outbound(tx, third));
    CHECK(settle(tx, third, {.what = outcome::kind::superseded}, morning));
    CHECK(find_delivery(tx, third)->state == delivery_state::superseded);
}

TEST_CASE("An erased chat leaves deliveries without a person in them", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto theirs = enqueue(tx, reminder("a"), morning);
    const auto another = enqueue(tx, reminder("b"), morning);
    settle(tx, theirs, {.provider_message_id = "m1"}, morning);
    settle(tx, another, {.provider_message_id = "m2"}, morning);
    CHECK(erase_deliveries(tx, 1, "a") == 1);
    const auto left = find_delivery(tx, theirs);
    REQUIRE(left);
    CHECK(left->address.empty());
    CHECK(left->person.empty());
    CHECK(left->text.empty());
    CHECK(left->state == delivery_state::sent);
    CHECK(find_delivery(tx, another)->person == "minh");
}

TEST_CASE("Deliveries go after their time and the record of failed tries with them", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    for (int i = 0; i < 5; ++i)
        settle(tx, enqueue(tx, reminder("a"), morning), {.what = outcome::kind::failed, .reason = "x"},
               morning + i * 24h);
    CHECK(prune_deliveries(tx, morning + 3 * 24h, 2) == 2);
    CHECK(prune_deliveries(tx, morning + 3 * 24h, 10) == 1);
    CHECK(scratch::count(tx, "SELECT count(*) FROM delivery") == 2);
    CHECK(scratch::count(tx, "SELECT count(*) FROM delivery_attempt") == 2);
}

TEST_CASE("A plain reply touches no index of the outbox", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    enqueue(tx, reply("a"), morning);
    CHECK(scratch::count(
              tx, "SELECT count(*) FROM outbox INDEXED BY outbox_waiting WHERE next_try_ms IS NOT NULL") ==
          0);
    CHECK(scratch::count(
              tx, "SELECT count(*) FROM outbox INDEXED BY outbox_incident WHERE incident_id IS NOT NULL") ==
          0);
    CHECK(scratch::count(tx, "SELECT count(*) FROM outbox INDEXED BY outbox_tracked WHERE track = 1") == 0);
}

TEST_CASE("However receipts and acting are ordered or repeated a message never moves back", "[store]")
{
    std::vector<delivery_state> order{delivery_state::delivered, delivery_state::seen, delivery_state::acted, delivery_state::delivered};
    std::ranges::sort(order);
    int orders = 0;
    do {
        database db(":memory:");
        transaction tx(db);
        const auto id = enqueue(tx, reminder("a"), morning);
        settle(tx, id, {.provider_message_id = "m1"}, morning + 1s);
        auto highest = delivery_state::sent;
        for (const auto next : order) {
            if (next == delivery_state::acted)
                note_acted(tx, incident_id{7}, "minh", morning + 2s);
            else
                note_receipt(tx, 1, "a", "m1", next, morning + 2s);
            highest = std::max(highest, next);
            CHECK(find_delivery(tx, id)->state == highest);
            CHECK(find_delivery(tx, id)->text.empty());
        }
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(orders == 12);
}

TEST_CASE("Acting moves what the person was sent about that incident and nothing else", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto send = [&tx](const outbound& what, outcome how) {
        const auto id = enqueue(tx, what, morning);
        settle(tx, id, how, morning);
        return id;
    };
    const auto mine = send(reminder("a"), {.provider_message_id = "m1"});
    const auto failed = send(reminder("a"), {.what = outcome::kind::failed, .reason = "x"});
    auto other = reminder("b");
    other.person = "lan";
    const auto of_another = send(other, {.provider_message_id = "m2"});
    auto elsewhere = reminder("a");
    elsewhere.incident = incident_id{8};
    const auto about_another = send(elsewhere, {.provider_message_id = "m3"});
    CHECK(note_acted(tx, incident_id{7}, "minh", morning + 1h) == 1);
    CHECK(note_acted(tx, incident_id{7}, "minh", morning + 2h) == 0);
    CHECK(find_delivery(tx, mine)->state == delivery_state::acted);
    CHECK(find_delivery(tx, mine)->state_at == morning + 1h);
    CHECK(find_delivery(tx, failed)->state == delivery_state::failed);
    CHECK(find_delivery(tx, of_another)->state == delivery_state::sent);
    CHECK(find_delivery(tx, about_another)->state == delivery_state::sent);
}

TEST_CASE("What waits for a chat can be looked at and moved and what it costs is counted", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    auto post = reminder("group");
    post.unit = "bvdk";
    post.paid = paid_kind::templated;
    enqueue(tx, post, morning); // with the sender
    post.not_before = morning + 2min;
    const auto later = enqueue(tx, post, morning);
    post.not_before = morning + 1min;
    post.paid = paid_kind::free;
    const auto sooner = enqueue(tx, post, morning);
    auto waiting = waiting_outbound(tx, 1, "group");
    REQUIRE(waiting.size() == 2);
    CHECK(waiting[0].id == sooner);
    CHECK(waiting[1].id == later);
    CHECK(waiting[1].unit == "bvdk");
    CHECK(waiting[1].paid == paid_kind::templated);
    CHECK(count_paid_outbound(tx, paid_kind::templated) == 2);
    CHECK(count_paid_outbound(tx, paid_kind::billed) == 0);
    reschedule(tx, later, morning + 30s);
    waiting = waiting_outbound(tx, 1, "group");
    CHECK(waiting[0].id == later);
    CHECK(next_outbound_at(tx) == morning + 30s);
}
