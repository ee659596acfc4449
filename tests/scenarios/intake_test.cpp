#include "tests/support/story.hpp"

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

/// The full report's answers, up to and including the fifth question.
const std::vector<std::string>& first_answers()
{
    static const std::vector<std::string> all{"Trần Thị Hoa", "Khoa Nội", "0900000021", "PACS", "sáng nay 7h"};
    return all;
}

} // namespace

TEST_CASE("F1 going back and correcting and cancelling and putting off work at question six")
{
    story all;
    all.hoa().says("báo đầy đủ");
    all.hoa().says("không");
    for (const auto& one : first_answers())
        all.hoa().says(one);
    REQUIRE(all.hoa().count("(5/14)") > 0);
    if (all.hoa().count("(6/14)") == 0)
        all.hoa().says("đúng"); // the time as it was read
    all.hoa().hears("(6/14)");
    all.read_all();

    all.hoa().says("quay lại");
    all.hoa().hears("(5/14)");
    all.hoa().says("tiếp tục"); // keeps what is there
    all.hoa().hears("(6/14)");

    all.hoa().says("sửa mục 2");
    CHECK(all.hoa().hears("(2/14)").text.find("Đang ghi: Khoa Nội") != std::string::npos);
    all.hoa().says("Khoa Ngoại");
    all.hoa().hears("(6/14)"); // and back to where one was

    all.hoa().says("hủy");
    all.hoa().hears("Anh/chị chắc chắn hủy?");
    all.hoa().says("2");
    all.hoa().hears("(6/14)");

    all.hoa().says("để sau");
    all.hoa().hears("Đã lưu lại");
    all.hoa().says("tiếp tục");
    all.hoa().hears("(6/14)");
    all.hoa().says("xem lại");
    CHECK(all.hoa().hears("Đã trả lời").text.find("Khoa Ngoại") != std::string::npos);

    all.hoa().says("hủy");
    all.hoa().hears("Anh/chị chắc chắn hủy?");
    all.hoa().says("1");
    all.hoa().hears("Đã hủy");
    all.hoa().says("tiếp tục");
    all.hoa().hears("Không có bản nháp nào");
    CHECK(all.all_rows().empty());
    all.nothing_else();
}

TEST_CASE("F1 cancelling asks once and putting off resumes at every question")
{
    story all;
    all.hoa().says("báo đầy đủ");
    all.hoa().says("không");
    all.read_all();
    for (const auto& one : first_answers()) {
        all.hoa().says("hủy");
        all.hoa().hears("Anh/chị chắc chắn hủy?");
        all.hoa().says("2");
        const auto question = all.hoa().hears("/14)").text;
        all.hoa().says("để sau");
        all.hoa().hears("Đã lưu lại");
        all.hoa().says("tiếp tục");
        CHECK(all.hoa().hears("/14)").text == question);
        all.nothing_else();
        all.hoa().says(one);
        all.read_all();
    }
}

TEST_CASE("F2 an idle draft is warned about once after a day and closes after three and can be restored")
{
    story all;
    for (const char* text : {"báo nhanh", "không", printer})
        all.hoa().says(text);
    all.hoa().hears("(2/3)");
    all.read_all();
    const auto left = all.now();
    all.until(left + 24h - 1min);
    all.nothing_else();
    all.until(left + 24h + 16min); // the round comes every 15 minutes
    CHECK(all.hoa().hears("bản nháp chưa gửi").at >= left + 24h);
    all.until(left + 72h + 16min);
    all.nothing_else();

    // It is closed: what comes now does not belong to it.
    all.hoa().says("PACS");
    CHECK(all.hoa().hears("").text.find("(3/3)") == std::string::npos);
    all.read_all();
    all.hoa().says("tiếp tục");
    all.hoa().hears("(2/3)");
    all.hoa().says("PACS");
    all.hoa().hears("(3/3)");
    all.hoa().says("công việc");
    const auto rows = all.all_rows();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().title.find(printer) != std::string::npos);
    CHECK(rows.front().system == "pacs");
    all.hoa().hears("Đã ghi nhận sự cố");
    all.read_all();
}

TEST_CASE("F4 a second report of the same system is offered to join and the joined reporter hears how it goes")
{
    story all;
    const auto first = all.quick_report(people::hoa, printer, "PACS");
    all.pass(20min);
    all.read_all();
    for (const char* text : {"báo nhanh", "không", printer, "PACS", "công việc"})
        all.tam().says(text);
    CHECK(all.tam().hears("Đã ghi nhận sự cố SC-2026-000002").text.find("Có thể trùng với " + first) != std::string::npos);
    all.lan().hears("Cần tiếp nhận: sự cố mới SC-2026-000002");
    all.read_all();

    all.tam().says("tham gia 1");
    CHECK(all.tam().hears("Đã gộp SC-2026-000002 vào " + first).text.find("tách 2") != std::string::npos);
    CHECK(all.row("SC-2026-000002").status == "linked");
    all.read_all();

    SECTION("joined: both hear of the acknowledgment")
    {
        all.lan().says("tiếp nhận 1");
        all.lan().hears("đã tiếp nhận " + first);
        all.hoa().hears("đã tiếp nhận sự cố " + first);
        all.tam().hears("đã tiếp nhận sự cố " + first);
        all.nothing_else();
    }
    SECTION("taken back: the report stands by itself again")
    {
        all.tam().says("tách 2");
        all.tam().hears("Đã tách SC-2026-000002");
        CHECK(all.row("SC-2026-000002").status == "reported");
        all.read_all();
        all.lan().says("tiếp nhận 1");
        all.hoa().hears("đã tiếp nhận sự cố " + first);
        all.read_chat(people::lan);
        all.nothing_else();
    }
}

TEST_CASE("F4 another system or another day is not offered to join")
{
    story all;
    all.quick_report(people::hoa, printer, "PACS");
    all.lan().says("tiếp nhận 1");
    all.read_all();
    for (const char* text : {"báo nhanh", "không", "Trang chủ không vào được", "Trang thông tin điện tử", "công việc"})
        all.tam().says(text);
    CHECK(all.tam().hears("Đã ghi nhận sự cố").text.find("Có thể trùng") == std::string::npos);
}

TEST_CASE("F5 a patient's name and number are masked in cards and group posts")
{
    story all;
    const std::string number = all.quick_report(
        people::hoa, "Bệnh nhân Nguyễn Văn An CCCD 001085123456 thẻ DN4010123456789 bị lộ hồ sơ", "PACS");
    all.pass(5h); // the whole chain, up to the superior's group
    REQUIRE(all.group().count(number) > 0);
    REQUIRE(all.superior().count(number) > 0);
    all.lan().says("danh sách");
    all.lan().says("chi tiết 1");
    for (const auto& chat : all.chats())
        for (const auto& one : all.unread(chat)) {
            INFO(chat << ": " << one.text);
            CHECK(one.text.find("001085123456") == std::string::npos);
            CHECK(one.text.find("DN4010123456789") == std::string::npos);
            CHECK(one.text.find("Nguyễn Văn An") == std::string::npos);
        }
    CHECK(all.row(number).title.find("001085123456") == std::string::npos);
    all.read_all();
}

TEST_CASE("F6 the reporter of a level 0 incident hears that its file was closed")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.acknowledge();
    all.classify(0);
    all.lan().says("đưa vào theo dõi: xem có lặp lại không");
    all.read_all();
    all.pass(24h);
    all.read_all(); // a reminder of the draft that was put off
    all.lan().says("đóng 1: nhắc khoa kiểm tra dây nguồn");
    all.lan().hears("Đã đóng hồ sơ " + number);
    all.hoa().hears("Sự cố " + number + " đã được theo dõi và đóng hồ sơ");
    all.nothing_else();
}

TEST_CASE("F6 the reporter has number and deadline and the responsible person at once and hears the end later")
{
    story all;
    for (const char* text : {"báo nhanh", "không", printer, "PACS"})
        all.hoa().says(text);
    all.read_all();
    const auto asked = all.now();
    all.hoa().says("công việc");
    const auto receipt = all.hoa().hears("Đã ghi nhận sự cố SC-2026-000001");
    CHECK(receipt.at < asked + 2s);
    CHECK(receipt.text.find("Người phụ trách: Nguyễn Thị Lan") != std::string::npos);
    CHECK(receipt.text.find("trước 08:01 ngày mai") != std::string::npos);
    CHECK(all.lan().hears("Cần tiếp nhận: sự cố mới SC-2026-000001").at < asked + 2s);
    all.nothing_else();

    all.hoa().says("để sau");
    all.hoa().hears("Đã lưu lại");
    all.hoa().says("máy bên cạnh cũng bị, nhờ xem giúp");
    all.hoa().hears("Đã chuyển lời nhắn");
    all.lan().hears("Người dùng chưa liên kết nhắn về SC-2026-000001"); // who has given no name
    all.bring_to_handling(2);
    all.hoa().hears("Nguyễn Thị Lan đã tiếp nhận sự cố");
    all.read_chat(people::lan);
    all.hung().hears("Anh/chị được Nguyễn Thị Lan giao xử lý SC-2026-000001");
    all.nothing_else();
    all.pass(1h);
    for (const char* text : {"xong", "Đã thay dây mạng", "Dây mạng hỏng", "vừa xong", "đúng", "Phòng CNTT"})
        all.hung().says(text);
    CHECK(all.hoa().hears("Sự cố SC-2026-000001 đã được xử lý xong").text.find("Đã thay dây mạng") != std::string::npos);
    all.lan().hears("Cần viết báo cáo tổng kết");
    all.read_chat(people::hung);
    all.nothing_else();
}
