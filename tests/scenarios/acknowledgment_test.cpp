#include "tests/support/story.hpp"

#include "store/audit.hpp"
#include "store/events.hpp"
#include "store/inbox.hpp"

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

std::size_t times(const std::vector<std::string>& names, const std::string& name)
{
    return static_cast<std::size_t>(std::ranges::count(names, name));
}

} // namespace

TEST_CASE("B1 an acknowledgment is understood in all its spellings")
{
    for (const std::string said : {"đã nhận", "ok", "1a", " 1 A ", "ack 1", "DA NHAN   ", "Tiếp nhận", "tiep nhan 1", "OK  ", "1", "1."}) {
        DYNAMIC_SECTION("said: " << said)
        {
            story all;
            const auto number = all.quick_report(people::hoa, printer, "PACS");
            all.lan().hears("Cần tiếp nhận");
            all.lan().says(said);
            all.lan().hears("Nguyễn Thị Lan đã tiếp nhận " + number);
            all.hoa().hears("Nguyễn Thị Lan đã tiếp nhận sự cố " + number);
            CHECK(all.row(number).acknowledged);
            CHECK(times(all.recorded(number), "acknowledged") == 1);
            all.nothing_else();
        }
    }
}

TEST_CASE("B2 an answer without a number acts on the incident shown last and says which")
{
    story all;
    const auto first = all.quick_report(people::hoa, printer, "PACS");
    const auto second = all.quick_report(people::tam, "Trang thông tin không vào được", "Trang thông tin điện tử");
    REQUIRE(first != second);
    all.read_all();

    SECTION("the one that was sent last")
    {
        all.lan().says("tiếp nhận");
        all.lan().hears("đã tiếp nhận " + second);
        all.tam().hears("đã tiếp nhận sự cố " + second);
        CHECK_FALSE(all.row(first).acknowledged);
    }
    SECTION("the one that was looked at last")
    {
        all.lan().says("chi tiết 1");
        all.lan().hears(first);
        all.lan().says("tiếp nhận");
        all.lan().hears("đã tiếp nhận " + first);
        all.hoa().hears("đã tiếp nhận sự cố " + first);
        CHECK_FALSE(all.row(second).acknowledged);
    }
    all.nothing_else();
}

TEST_CASE("B3 a second acknowledgment hears who was first and when and starts no new clock")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().says("tiếp nhận");
    all.read_all();
    const auto before = all.deadline(number, "A-CLS");
    all.pass(12min);
    all.minh().says("tiếp nhận 1");
    all.minh().hears(number + ": Nguyễn Thị Lan đã nhận lúc 08:01 hôm nay");
    CHECK(times(all.recorded(number), "acknowledged") == 1);
    CHECK(times(all.recorded(number), "acknowledged_again") == 1);
    const auto after = all.deadline(number, "A-CLS");
    CHECK(before->start == after->start);
    CHECK(before->due == after->due);
    all.nothing_else();
}

TEST_CASE("B6 of two acknowledgments in the same instant one wins and both hear the same name")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.read_all();

    SECTION("the chat is first")
    {
        REQUIRE(all.zalo().say(people::lan, "tiếp nhận 1", all.now()));
        REQUIRE(all.zalo().say_in_group(people::leaders, people::minh, "tiếp nhận 1", all.now()));
        all.settle_down();
        all.lan().hears("Nguyễn Thị Lan đã tiếp nhận " + number);
        all.group().hears("Nguyễn Thị Lan đã nhận lúc 08:01 hôm nay");
        all.hoa().hears("Nguyễn Thị Lan đã tiếp nhận sự cố");
    }
    SECTION("the group is first")
    {
        REQUIRE(all.zalo().say_in_group(people::leaders, people::minh, "tiếp nhận 1", all.now()));
        REQUIRE(all.zalo().say(people::lan, "tiếp nhận 1", all.now()));
        all.settle_down();
        all.group().hears("Trần Văn Minh đã tiếp nhận " + number);
        all.lan().hears("Trần Văn Minh đã nhận lúc 08:01 hôm nay");
        all.hoa().hears("Trần Văn Minh đã tiếp nhận sự cố");
    }
    CHECK(times(all.recorded(number), "acknowledged") == 1);
    all.nothing_else();
}

TEST_CASE("A person who withdraws is erased from the history and the chain still verifies")
{
    story all;
    all.quick_report(people::hoa, printer, "PACS");
    all.lan().hears("Cần tiếp nhận");
    REQUIRE(all.zalo().act(people::hoa, adapters::sandbox::deed::withdraw, all.now()));
    all.settle_down();
    all.in_store([&](store::transaction& tx) {
        for (const auto& event : store::events_after(tx, store::event_seq{0}, 100))
            CHECK(event.payload.find(people::hoa) == std::string::npos);
        for (const auto& raw : store::raw_entries(tx, store::raw_id{0}, 1'000))
            CHECK(raw.body.find("\"text\":\"báo nhanh\"") == std::string::npos);
        CHECK(store::verify(tx).intact());
    });
}

TEST_CASE("A linked duplicate is taken out again by the incident manager in their own words")
{
    story all;
    all.quick_report(people::hoa, printer, "PACS");
    const auto second = all.quick_report(people::tam, "Máy trạm phòng mổ bị treo", "LIS");
    for (const char* text : {"trùng 2", "1", "cùng một máy chủ"})
        all.lan().says(text);
    REQUIRE(all.row(second).status == "linked");
    all.lan().says("tách 2");
    CHECK(all.row(second).status == "reported");
}

TEST_CASE("B11 an unlinked person pressing in the group is privately invited to link and can act afterwards")
{
    support::hospital_options nobody_linked;
    nobody_linked.staff_linked = false;
    story all(nobody_linked);
    for (const auto& one : {people::lan, people::hung, people::tuan, people::binh})
        all.shares_phone(one);
    all.read_all();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().hears("Cần tiếp nhận");
    const auto recorded = all.recorded(number);

    all.minh().says_in_group("tiếp nhận 1");
    all.minh().hears("anh/chị cần liên kết tài khoản trước");
    all.minh().hears("chia sẻ số điện thoại để liên kết");
    CHECK_FALSE(all.row(number).acknowledged);
    CHECK(all.recorded(number) == recorded);
    all.nothing_else();

    all.shares_phone(people::minh);
    all.minh().hears("Đã liên kết với Trần Văn Minh");
    all.minh().says_in_group("tiếp nhận 1");
    all.group().hears("Trần Văn Minh đã tiếp nhận " + number);
    all.hoa().hears("Trần Văn Minh đã tiếp nhận sự cố");
    CHECK(all.row(number).acknowledged);
    all.nothing_else();
}
