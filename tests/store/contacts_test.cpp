#include "store/contacts.hpp"
#include "store/drafts.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

TEST_CASE("A contact is made once and comes back as it was saved", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    auto fresh = load_or_create(tx, 1, "2400000000000000017");
    CHECK(fresh.created);
    CHECK_FALSE(fresh.conversation);
    CHECK_FALSE(fresh.last_inbound_at);
    fresh.language = "en";
    fresh.conversation = R"({"cursor":"hệ thống"})";
    fresh.menu = "[1]";
    fresh.last_shown = incident_id{12};
    fresh.last_inbound_at = morning;
    fresh.stopped = true;
    fresh.blocked = true;
    fresh.strikes = 2;
    fresh.name = "Lan";
    fresh.phone = "84912345678";
    fresh.extra = "{}";
    save(tx, fresh);

    const auto again = load_or_create(tx, 1, "2400000000000000017");
    CHECK_FALSE(again.created);
    CHECK(again.id == fresh.id);
    CHECK(again.language == "en");
    CHECK(again.conversation == fresh.conversation);
    CHECK(again.menu == "[1]");
    CHECK(again.last_shown == incident_id{12});
    CHECK(again.last_inbound_at == morning);
    CHECK(again.stopped);
    CHECK(again.blocked);
    CHECK(again.strikes == 2);
    CHECK(again.name == "Lan");
    CHECK(again.phone == "84912345678");
    CHECK(again.extra == "{}");
    CHECK(load_or_create(tx, 2, "2400000000000000017").id != fresh.id); // another channel
    CHECK(find_contact(tx, fresh.id)->address == "2400000000000000017");
    CHECK_FALSE(find_contact(tx, contact_id{99}));
    CHECK_FALSE(find_contact(tx, 1, "nobody"));
}

TEST_CASE("A person is found in all their chats and the latest heard from comes first", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    auto phone = load_or_create(tx, 1, "a");
    auto mail = load_or_create(tx, 4, "lan@hospital.vn");
    load_or_create(tx, 1, "stranger");
    link_contact(tx, phone, "lan");
    link_contact(tx, mail, "lan");
    phone.last_inbound_at = morning;
    mail.last_inbound_at = morning + 1h;
    save(tx, phone);
    save(tx, mail);
    auto chats = contacts_of(tx, "lan");
    REQUIRE(chats.size() == 2);
    CHECK(chats[0].id == mail.id);
    link_contact(tx, mail, "");
    CHECK(contacts_of(tx, "lan").size() == 1);
    CHECK(contacts_of(tx, "").empty()); // nobody is not a person
}

TEST_CASE("Idle conversations are listed page by page", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    for (int i = 0; i < 5; ++i) {
        auto one = load_or_create(tx, 1, std::to_string(i));
        one.last_inbound_at = morning + i * 1h;
        if (i != 1)
            one.conversation = "{}";
        save(tx, one);
    }
    const auto first = idle_conversations(tx, morning + 4h, contact_id{0}, 2);
    REQUIRE(first.size() == 2);
    CHECK(first[1].address == "2");
    const auto rest = idle_conversations(tx, morning + 4h, first[1].id, 10);
    REQUIRE(rest.size() == 1);
    CHECK(rest[0].address == "3");
}

TEST_CASE("An erased contact keeps its row and nothing personal", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    auto one = load_or_create(tx, 1, "a");
    link_contact(tx, one, "lan");
    one.name = "Lan";
    one.phone = "84912345678";
    one.conversation = "{}";
    one.blocked = true;
    save(tx, one);
    archive_draft(tx, one.id, morning, "{}");
    erase_contact(tx, one.id);
    const auto left = find_contact(tx, one.id);
    REQUIRE(left);
    CHECK(left->name.empty());
    CHECK(left->phone.empty());
    CHECK(left->person.empty());
    CHECK_FALSE(left->conversation);
    CHECK(left->blocked);
    CHECK_FALSE(has_archived_draft(tx, one.id));
}

TEST_CASE("F2: an archived draft comes back newest first and goes after 30 days", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const contact_id lan{1};
    archive_draft(tx, lan, morning, "first");
    archive_draft(tx, lan, morning + 1h, "second");
    archive_draft(tx, contact_id{2}, morning + 2h, "another's");
    CHECK(has_archived_draft(tx, lan));
    CHECK(restore_draft(tx, lan) == "second");
    CHECK(restore_draft(tx, lan) == "first");
    CHECK_FALSE(restore_draft(tx, lan));
    CHECK(prune_drafts(tx, morning + 2h, 10) == 0);
    CHECK(prune_drafts(tx, morning + 24h * 30, 10) == 1);
}
