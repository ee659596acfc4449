#include "adapters/email/folder_progress.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using namespace std::chrono_literals;

namespace {

constexpr folder_progress::moment start{};

} // namespace

TEST_CASE("The position moves over what is settled and stops before what is not", "[inbox]")
{
    folder_progress folder(position{.uidvalidity = 9, .last_uid = 10});
    CHECK_FALSE(folder.selected(9));
    CHECK(folder.next_uid() == 11);
    folder.found({11, 12, 15});
    CHECK(folder.due(start, 10) == uid_list{11, 12, 15});
    CHECK(folder.due(start, 2) == uid_list{11, 12});
    folder.settled(12);
    CHECK(folder.where().last_uid == 10);
    folder.failed(11, start + 1min);
    CHECK(folder.due(start, 10) == uid_list{15});
    CHECK(folder.next_due() == start); // 15
    folder.settled(15);
    CHECK(folder.where().last_uid == 10);
    CHECK(folder.next_due() == start + 1min);
    CHECK(folder.due(start + 1min, 10) == uid_list{11});
    folder.settled(11);
    CHECK(folder.where().last_uid == 15);
    CHECK(folder.next_uid() == 16);
    CHECK_FALSE(folder.next_due());
    CHECK(folder.unmarked() == uid_list{11, 12, 15});
    folder.marked({11, 12});
    CHECK(folder.unmarked() == uid_list{15});
}

TEST_CASE("Another UIDVALIDITY means that everything is read anew", "[inbox]")
{
    folder_progress folder(position{.uidvalidity = 9, .last_uid = 10});
    folder.found({11});
    CHECK(folder.selected(10));
    CHECK(folder.next_uid() == 1);
    CHECK(folder.where() == position{.uidvalidity = 10, .last_uid = 0});
    CHECK(folder.open() == 0);
    folder_progress fresh;
    CHECK_FALSE(fresh.selected(4));
    CHECK(fresh.where().uidvalidity == 4);
}

TEST_CASE("The sweep brings back what lies unseen below and leaves the position alone", "[inbox]")
{
    folder_progress folder(position{.uidvalidity = 9, .last_uid = 10});
    folder.selected(9);
    folder.found({11, 12});
    folder.settled(11); // settled but not marked yet: not fetched again
    folder.found_unseen({3, 11, 99});
    CHECK(folder.due(start, 10) == uid_list{3, 12});
    folder.settled(12);
    CHECK(folder.where().last_uid == 12);
    folder.gone(3);
    CHECK(folder.open() == 0);
}

TEST_CASE("A mail that cannot be fetched is tried alone then as a header and then given up", "[inbox]")
{
    folder_progress folder(position{.uidvalidity = 9, .last_uid = 0});
    folder.selected(9);
    folder.found({1, 2});
    CHECK(folder.way_of(1) == fetch_way::together);
    CHECK(folder.troubled({1, 2}, start + 1min).empty());
    CHECK(folder.way_of(1) == fetch_way::alone);
    CHECK(folder.due(start, 10) == uid_list{1, 2}); // at once, alone
    folder.settled(2);
    for (int i = 0; i < 4; ++i)
        CHECK(folder.troubled({1}, start + 1min).empty());
    CHECK(folder.way_of(1) == fetch_way::header);
    CHECK(folder.due(start, 10).empty());
    CHECK(folder.where().last_uid == 0);
    folder.found({3});
    CHECK(folder.due(start + 1min, 10) == uid_list{3, 1}); // the sound one first
    folder.settled(3);
    CHECK(folder.troubled({1}, start).empty());
    CHECK(folder.troubled({1}, start).empty());
    CHECK(folder.troubled({1}, start) == uid_list{1});
    CHECK(folder.open() == 0);
    CHECK(folder.where().last_uid == 3);
    folder.found_unseen({1});
    CHECK(folder.open() == 0);
}
