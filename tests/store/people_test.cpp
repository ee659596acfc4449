#include "store/absences.hpp"
#include "store/attachments.hpp"
#include "store/incidents.hpp"
#include "store/links.hpp"
#include "store/reachability.hpp"
#include "store/settings.hpp"
#include "store/tokens.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

TEST_CASE("A link code works once and not after its time and not after a newer one", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    add_link_code(tx, "h1", "lan", morning + 10min);
    CHECK_FALSE(redeem_link_code(tx, "h2", morning));
    CHECK(redeem_link_code(tx, "h1", morning) == "lan");
    CHECK_FALSE(redeem_link_code(tx, "h1", morning));
    add_link_code(tx, "h3", "lan", morning + 10min);
    CHECK_FALSE(redeem_link_code(tx, "h3", morning + 10min));
    add_link_code(tx, "h4", "lan", morning + 10min);
    add_link_code(tx, "h5", "lan", morning + 10min);
    CHECK_FALSE(redeem_link_code(tx, "h4", morning));
    CHECK(redeem_link_code(tx, "h5", morning) == "lan");
}

TEST_CASE("Wrong codes are counted by who tried and forgotten with time", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    CHECK(note_wrong_code(tx, contact_id{1}, morning, morning - 1h) == 1);
    CHECK(note_wrong_code(tx, contact_id{1}, morning + 30min, morning - 30min) == 2);
    CHECK(note_wrong_code(tx, contact_id{2}, morning + 30min, morning - 30min) == 1);
    CHECK(wrong_codes(tx, contact_id{1}, morning + 10min) == 1);
    add_link_code(tx, "h1", "lan", morning);
    CHECK(prune_links(tx, morning + 10min) == 2);
    CHECK(wrong_codes(tx, contact_id{1}, morning - 1h) == 1);
}

TEST_CASE("D9: a refresh that began and was not finished is seen after a restart", "[store]")
{
    scratch::folder folder;
    {
        database db(folder / "a.db");
        transaction tx(db);
        CHECK_FALSE(load_tokens(tx, "zalo"));
        save_tokens(tx, "zalo",
                    {.access = "a1", .refresh = "r1", .obtained_at = morning, .expires_at = morning + 25h});
        CHECK_FALSE(unfinished_refresh(tx, "zalo"));
        note_refresh_started(tx, "zalo", {.old_hash = "hash(r1)", .at = morning + 12h});
        tx.commit();
    }
    database db(folder / "a.db");
    transaction tx(db);
    const auto begun = unfinished_refresh(tx, "zalo");
    REQUIRE(begun);
    CHECK(begun->old_hash == "hash(r1)");
    CHECK(begun->at == morning + 12h);
    CHECK(load_tokens(tx, "zalo")->refresh == "r1");
    save_tokens(tx, "zalo",
                {.access = "a2", .refresh = "r2", .obtained_at = morning + 12h, .expires_at = morning + 37h});
    CHECK_FALSE(unfinished_refresh(tx, "zalo"));
    CHECK(load_tokens(tx, "zalo")->access == "a2");
    CHECK(load_tokens(tx, "zalo")->expires_at == morning + 37h);
    note_refresh_started(tx, "zalo", {.old_hash = "x", .at = morning});
    drop_refresh_mark(tx, "zalo");
    CHECK_FALSE(unfinished_refresh(tx, "zalo"));
}

TEST_CASE("The provider's last five answers are kept for rescue", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    for (int i = 0; i < 8; ++i)
        keep_token_answer(tx, "zalo", morning, std::to_string(i));
    keep_token_answer(tx, "other", morning, "x");
    CHECK(token_answers(tx, "zalo") == std::vector<std::string>{"7", "6", "5", "4", "3"});
}

TEST_CASE("An absence stands in its time and gives way to a newer one", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    add_absence(tx, {.person = "minh", .from = morning, .until = morning + 72h, .by = "minh"});
    CHECK_FALSE(absence_of(tx, "minh", morning - 1ms));
    CHECK(absence_of(tx, "minh", morning));
    CHECK_FALSE(absence_of(tx, "minh", morning + 72h));
    CHECK_FALSE(absence_of(tx, "lan", morning));
    add_absence(tx, {.person = "minh", .from = morning + 1h, .until = morning + 24h, .by = "lan"});
    CHECK(absence_of(tx, "minh", morning + 2h)->by == "lan");
    CHECK_FALSE(absence_of(tx, "minh", morning + 48h));
    CHECK(absences_at(tx, morning + 2h).size() == 1);
    CHECK(end_absence(tx, "minh", morning + 3h));
    CHECK_FALSE(end_absence(tx, "minh", morning + 3h));
    CHECK(absences_at(tx, morning + 4h).empty());
    CHECK(prune_absences(tx, morning + 24h) == 1);
}

TEST_CASE("A channel that fails is flagged once since when it fails", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    CHECK(flag_unreachable(tx, {.person = "minh", .channel = 1, .since = morning, .reason = "blocked"}));
    CHECK_FALSE(
        flag_unreachable(tx, {.person = "minh", .channel = 1, .since = morning + 1h, .reason = "stopped"}));
    const auto flagged = unreachable_since(tx, "minh", 1);
    REQUIRE(flagged);
    CHECK(flagged->since == morning);
    CHECK(flagged->reason == "stopped");
    CHECK_FALSE(unreachable_since(tx, "minh", 4));
    CHECK(all_unreachable(tx).size() == 1);
    CHECK(clear_unreachable(tx, "minh", 1));
    CHECK_FALSE(clear_unreachable(tx, "minh", 1));
}

TEST_CASE("Settings and counters keep their last value and sum", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    set_setting(tx, "sealed", "a");
    set_setting(tx, "sealed", "b");
    CHECK(setting(tx, "sealed") == "b");
    drop_setting(tx, "sealed");
    CHECK_FALSE(setting(tx, "sealed"));
    add_to_counter(tx, "reports", 20000);
    add_to_counter(tx, "reports", 20000, 4);
    add_to_counter(tx, "reports", 20001);
    CHECK(counter(tx, "reports", 20000, 20001) == 5);
    CHECK(counter(tx, "reports", 20000, 20002) == 6);
    CHECK(counter(tx, "other", 0, 99999) == 0);
}

TEST_CASE("An attachment goes from pending to stored with its hash and loses its link", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const attachment photo{.contact = contact_id{1},
                           .kind = "image",
                           .url = "https://example/x.jpg",
                           .name = "màn hình.jpg",
                           .created_at = morning};
    const auto id = add_attachment(tx, photo);
    REQUIRE(pending_attachments(tx, morning, 10).size() == 1);
    attachment_failed(tx, id, "timeout", morning + 1min);
    CHECK(pending_attachments(tx, morning, 10).empty());
    CHECK(pending_attachments(tx, morning + 1min, 10)[0].attempts == 1);
    CHECK(attachment_stored(tx, id, "abc", 1234, "2026/abc.jpg"));
    CHECK_FALSE(attachment_stored(tx, id, "abc", 1234, "2026/abc.jpg"));
    CHECK(pending_attachments(tx, morning + 1h, 10).empty());
    auto found = find_attachment(tx, id);
    REQUIRE(found);
    CHECK(found->state == attachment_state::stored);
    CHECK(found->sha256 == "abc");
    CHECK(found->size == 1234);
    CHECK(found->path == "2026/abc.jpg");
    CHECK(found->url.empty());
    CHECK(found->name == "màn hình.jpg");
    CHECK_FALSE(found->incident);

    const auto incident = add_incident(tx, {.number = "SC-2026-000001"});
    const std::vector ids{id};
    assign_attachments(tx, ids, incident);
    CHECK(attachments_of(tx, incident).size() == 1);

    const auto refused = add_attachment(tx, photo);
    attachment_refused(tx, refused, "host");
    CHECK(find_attachment(tx, refused)->state == attachment_state::refused);
    const auto given_up = add_attachment(tx, photo);
    attachment_failed(tx, given_up, "gone", std::nullopt);
    CHECK(find_attachment(tx, given_up)->state == attachment_state::failed);
}

TEST_CASE("Erasing a sender names the files to delete and a late download does not bring one back", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const attachment photo{
        .contact = contact_id{1}, .kind = "image", .url = "https://example/x.jpg", .created_at = morning};
    const auto stored = add_attachment(tx, photo);
    attachment_stored(tx, stored, "abc", 1, "a.jpg");
    const auto loading = add_attachment(tx, photo);
    CHECK(erase_attachments(tx, contact_id{1}) == std::vector<std::string>{"a.jpg"});
    CHECK_FALSE(attachment_stored(tx, loading, "def", 1, "b.jpg"));
    CHECK(find_attachment(tx, loading)->state == attachment_state::erased);
    CHECK(find_attachment(tx, stored)->path.empty());
}
