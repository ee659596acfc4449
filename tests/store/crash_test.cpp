#include "store/contacts.hpp"
#include "store/inbox.hpp"
#include "store/outbox.hpp"
#include "store/settings.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <future>

using namespace store;

namespace {

/// What an event leaves behind, all of it in one job.
void receive(transaction& tx, int number)
{
    if (!note_inbound(tx, scratch::key(static_cast<std::uint64_t>(number)), scratch::morning))
        return;
    auto one = load_or_create(tx, 1, "nurse");
    append_raw(tx, 1, one.id, scratch::morning, "body");
    one.strikes += 1;
    one.conversation = "{}";
    save(tx, one);
    enqueue(tx, {.channel = 1, .address = "nurse", .text = "Câu 2/9"}, scratch::morning);
}

/// Events 1 to 3 in one group of a writer that is killed at the `visit`th passing of `point`.
void die_at(const std::filesystem::path& file, const std::string& point, int visit)
{
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        database db(file);
        int passed = 0;
        bool armed = false;
        writer queue(db, {.at_point = [&](std::string_view here) {
                         if (armed && here == point && ++passed == visit)
                             raise(SIGKILL);
                     }});
        std::promise<void> begun;
        std::promise<void> all_in;
        queue.submit(
            [&begun, &all_in](transaction&) {
                begun.set_value();
                all_in.get_future().wait();
            },
            [&](const std::exception_ptr&) { armed = true; });
        begun.get_future().wait(); // the first group is closed: what follows makes the second
        for (int number = 1; number <= 3; ++number)
            queue.submit([number](transaction& tx) { receive(tx, number); },
                         [](const std::exception_ptr&) {});
        all_in.set_value();
        queue.stop();
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    REQUIRE(WTERMSIG(status) == SIGKILL);
}

} // namespace

TEST_CASE("D1: killed at any write point an event is kept whole or not at all and redelivery completes it",
          "[store]")
{
    struct place {
        std::string point;
        int visit;
        bool kept;
    };
    const auto where =
        GENERATE(place{"group:begin", 1, false}, place{"job:before", 1, false}, place{"job:before", 2, false},
                 place{"job:after", 1, false}, place{"job:after", 3, false}, place{"commit:before", 1, false},
                 place{"commit:after", 1, true});
    CAPTURE(where.point, where.visit);
    scratch::folder folder;
    die_at(folder / "a.db", where.point, where.visit);

    database db(folder / "a.db");
    const std::int64_t expected = where.kept ? 3 : 0;
    CHECK(scratch::count(db, "SELECT count(*) FROM raw") == expected);
    CHECK(count_outbound(db) == expected);
    {
        const auto nurse = find_contact(db, 1, "nurse");
        CHECK(nurse.has_value() == where.kept);
        CHECK((nurse ? nurse->strikes : 0) == expected);
    }

    // The channel delivers them again, as it got no answer.
    inline_writer queue(db);
    for (int number = 1; number <= 3; ++number)
        queue.submit([number](transaction& tx) { receive(tx, number); },
                     [](const std::exception_ptr& error) { CHECK_FALSE(error); });
    CHECK(scratch::count(db, "SELECT count(*) FROM raw") == 3);
    CHECK(count_outbound(db) == 3);
    CHECK(find_contact(db, 1, "nurse")->strikes == 3);
}

TEST_CASE("D2: killed between the provider's yes and its record a message goes out again marked as such",
          "[store]")
{
    scratch::folder folder;
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        database db(folder / "a.db");
        write_now(db, [](transaction& tx) {
            enqueue(tx, {.channel = 1, .address = "a", .text = "handed over at once"}, scratch::morning);
            enqueue(tx, {.channel = 1, .address = "b", .text = "for later", .not_before = scratch::morning},
                    scratch::morning);
        });
        raise(SIGKILL); // the provider has the first one by now
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);

    database db(folder / "a.db");
    transaction tx(db);
    CHECK(recover_outbox(tx, scratch::morning) == 1);
    const auto again = take_ready(tx, scratch::morning, 10);
    REQUIRE(again.size() == 2);
    CHECK(again[0].text == "handed over at once");
    CHECK(again[0].resend);
    CHECK(again[0].attempts == 2);
    CHECK(again[1].text == "for later");
    CHECK_FALSE(again[1].resend);
    CHECK(again[1].attempts == 1);
}
