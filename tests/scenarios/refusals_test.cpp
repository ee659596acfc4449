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
    support::hospital_options options; // Hà works for another hospital of the same department
    options.directory_patch = R"({"units": [
        {"id": "syt", "name": "Sở Y tế", "prefix": "SYT", "leadership_channel": "syt-leaders", "roles": {"leader": ["thanh"], "incident_manager": ["quyen"]}},
        {"id": "bvdk", "name": "Bệnh viện Đa khoa Hòa Bình", "parent": "syt", "prefix": "SC", "leadership_channel": "bvdk-leaders",
         "roles": {"incident_manager": ["lan", "minh"], "handler": ["hung", "phuc"], "it_head": ["tuan"], "leader": ["binh"]},
         "systems": [{"id": "pacs", "name": "PACS – lưu trữ hình ảnh", "criticality": "important"}]},
        {"id": "bvb", "name": "Bệnh viện B", "parent": "syt", "prefix": "BVB", "roles": {"leader": ["ha"]}}], "vendors": []})";
    story all(options);
    for (const char* text : {"báo nhanh", "không", "Bệnh viện Đa khoa Hòa Bình", printer, "PACS", "công việc", "để sau"})
        all.says(people::hoa, text);
    const std::string number = "SC-2026-000001";
    all.pass(2h + 1min); // the leaders' group has the card
    all.group().hears(number);
    all.read_all();
    for (std::size_t n = 1; n <= 3; ++n) {
        all.person(people::ha).says_in_group(n == 1 ? "tiếp nhận 1" : "tiếp nhận");
        all.group().hears(number);
        CHECK(refused(all, number) == n);
        CHECK_FALSE(all.row(number).acknowledged);
    }
    CHECK(all.tuan().hears("đã 3 lần thao tác trên " + number).text.find("Đặng Thu Hà") != std::string::npos);
    all.nothing_else();
    all.person(people::ha).says_in_group("tiếp nhận 7"); // no card of theirs
    CHECK(refused(all, number) == 3);
}
