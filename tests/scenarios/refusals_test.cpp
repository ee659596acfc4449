#include "tests/support/story.hpp"

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

std::size_t refused(story& all, const std::string& number)
{
    return static_cast<std::size_t>(std::ranges::count(all.recorded(number), "attempt_refused"));
}

} // namespace

TEST_CASE("B12 somebody without the role is refused and recorded and at the third try the unit's head hears of it once")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.read_all();
    for (std::size_t n = 1; n <= 4; ++n) {
        all.hoa().says("tiếp nhận 1");
        all.hoa().hears(number);
        CHECK(refused(all, number) == n);
        CHECK_FALSE(all.row(number).acknowledged);
        if (n == 3)
            CHECK(all.tuan().hears("đã 3 lần thao tác trên " + number).text.find("Người dùng chưa liên kết") != std::string::npos);
        all.nothing_else();
    }
}

TEST_CASE("B12 tries are counted for each person and each incident")
{
    story all;
    const auto first = all.quick_report(people::hoa, printer, "PACS");
    const auto second = all.quick_report(people::hoa, "Trang thông tin không vào được", "Trang thông tin điện tử");
    all.read_all();
    for (const char* text : {"tiếp nhận 1", "tiếp nhận 1", "tiếp nhận 2", "tiếp nhận 2"})
        all.hoa().says(text);
    all.read_chat(people::hoa);
    all.nothing_else();
    CHECK(refused(all, first) == 2);
    CHECK(refused(all, second) == 2);
}

TEST_CASE("B12 a member of the group without a role in that unit who presses a card there is refused and recorded")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.pass(2h + 1min); // the leaders' group has the card
    all.read_all();
    const auto before = all.recorded(number);
    REQUIRE(all.zalo().say_in_group(people::leaders, people::ha, "tiếp nhận 1", all.now()));
    all.settle_down();
    all.group().hears("Đặng Thu Hà đã tiếp nhận"); // a leader may
    CHECK(all.row(number).acknowledged);
}
