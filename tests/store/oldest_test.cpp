#include "store/oldest.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

TEST_CASE("The look for old rows ends at the first younger one and at the limit", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto last = [&](instant older_than, int limit) { return last_older(tx, "SELECT id, at_ms FROM delivery_attempt ORDER BY id LIMIT ?", older_than, limit); };
    CHECK(last(morning, 10) == std::nullopt);
    for (const int hour : {1, 2, 5, 3})
        tx.run("INSERT INTO delivery_attempt(outbox_id, at_ms, channel, error) VALUES(1, ?, 1, '')", morning + hour * 1h);
    CHECK(last(morning + 1h, 10) == std::nullopt);
    CHECK(last(morning + 4h, 10) == 2);
    CHECK(last(morning + 4h, 1) == 1);
    CHECK(last(morning + 9h, 10) == 4);
}
