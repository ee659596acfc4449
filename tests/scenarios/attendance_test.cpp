#include "tests/support/in_hand.hpp"

// Acknowledged and then forgotten, snoozes, nights, maintenance (scenarios B7, B8, C1 to C5), pauses and whose time is used (A12).

using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using support::in_hand;
using support::printer;
using support::story;
namespace people = support::people;

namespace {

support::hospital_options at_hour(int hour, int minute = 0)
{
    support::hospital_options options;
    options.starts = from_vietnam(std::chrono::year{2026} / 11 / 23, hour, minute);
    return options;
}

} // namespace

TEST_CASE("B7 an acknowledged incident without news is asked about and without an answer the chain begins again")
{
    story all;
    const auto number = in_hand(all, 1);
    const auto begun = all.now();
    all.until(begun + 4h - 10s);
    all.nothing_else();
    all.until(begun + 4h + 10s);
    const auto asked = all.hung().hears("Anh/chị còn xử lý " + number).text;
    CHECK(asked.find("4 giờ rồi chưa có cập nhật") != std::string::npos);
    CHECK(asked.find("1. Vẫn đang xử lý") != std::string::npos);
    all.nothing_else();
    CHECK(all.row(number).acknowledged);
    all.until(begun + 4h + 30min + 20s);
    CHECK_FALSE(all.row(number).acknowledged);
    all.hung().hears("Chưa thấy anh/chị trả lời về " + number);
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number); // the first step, as at the beginning
    all.nothing_else();
    all.pass(30min);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    all.minh().hears("Cần người tiếp nhận: " + number);
    all.nothing_else();
    all.hung().says("tiếp nhận " + number);
    CHECK(all.row(number).acknowledged);
}

TEST_CASE("B8 an answer to the question starts the time anew and takes nothing away")
{
    story all;
    const auto number = in_hand(all, 1);
    all.pass(4h + 10s);
    all.hung().hears("Anh/chị còn xử lý " + number);
    all.pass(20min);
    all.hung().says("1");
    all.hung().hears("Đã ghi: " + number + " vẫn đang được xử lý");
    const auto answered = all.now();
    all.until(answered + 4h - 10s);
    all.nothing_else();
    CHECK(all.row(number).acknowledged);
    all.until(answered + 4h + 10s);
    all.hung().hears("Anh/chị còn xử lý " + number);
    all.nothing_else();
}

TEST_CASE("B8 any sign of work is an answer")
{
    story all;
    const auto number = in_hand(all, 1);
    all.pass(4h + 10s);
    all.read_all();
    all.hung().says("cập nhật " + number + ": đã thay trống mực");
    all.read_all();
    all.pass(3h);
    CHECK(all.row(number).acknowledged);
    all.nothing_else();
}

TEST_CASE("B7 a promised time is waited for and asked about when it has passed")
{
    story all;
    const auto number = in_hand(all, 1);
    all.hung().says("dự kiến " + number + ": 6 tiếng nữa");
    all.read_all();
    const auto promised = all.now() + 6h;
    all.until(promised - 10s);
    all.nothing_else();
    all.until(promised + 10s);
    all.hung().hears("Đã qua giờ hẹn xong của " + number);
    all.nothing_else();
}

TEST_CASE("B7 a question survives a restart and is neither lost nor asked twice")
{
    story all;
    const auto number = in_hand(all, 1);
    all.pass(4h + 10s);
    all.hung().hears("Anh/chị còn xử lý " + number);
    all.crash();
    all.pass(10min);
    all.restart();
    all.nothing_else();
    all.pass(20min);
    CHECK_FALSE(all.row(number).acknowledged);
}

TEST_CASE("C1 after a snooze of two hours there is one wake-up and the chain goes on where it was")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto start = all.row(number).received_at;
    all.read_all();
    all.until(start + 10min);
    all.lan().says("hoãn " + number + ": 2 tiếng nữa vì đang họp giao ban");
    all.lan().hears("Đã hoãn nhắc " + number);
    all.nothing_else();
    all.until(start + 2h + 10min - 10s);
    CHECK(all.tuan().count("Cần") == 0);
    CHECK(all.binh().count("Cần") == 0);
    all.read_chat(people::binh); // the classification is overdue: a deadline is told to the leader, snooze or not
    all.read_chat(people::lan);
    all.nothing_else();
    all.until(start + 2h + 10min + 10s);
    all.lan().hears("Hết giờ hoãn: " + number);
    all.nothing_else();
    all.until(start + 2h + 30min - 10s); // twenty minutes were left of the first step's thirty
    all.nothing_else();
    all.until(start + 2h + 30min + 10s);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    all.minh().hears("Cần người tiếp nhận: " + number);
    all.nothing_else();
}

TEST_CASE("C1 a snooze shorter than the wait for the next step moves it by its own length and no more")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto start = all.row(number).received_at;
    all.read_all();
    all.until(start + 10min);
    all.lan().says("hoãn " + number + ": 15 phút nữa vì đang họp giao ban");
    all.lan().hears("Đã hoãn nhắc " + number);
    all.until(start + 25min + 5s);
    all.lan().hears("Hết giờ hoãn: " + number);
    all.until(start + 45min - 5s);
    CHECK(all.tuan().count("Cần người tiếp nhận") == 0);
    all.until(start + 45min + 5s);
    all.tuan().hears("Cần người tiếp nhận: " + number);
}

TEST_CASE("C2 a snooze past the law's deadline is refused with the latest that is allowed")
{
    story all;
    const auto number = in_hand(all, 2);
    all.hung().says("hoãn " + number + ": 10 tiếng nữa vì chờ linh kiện");
    const auto refused = all.hung().hears("không hoãn qua hạn theo quy định").text;
    CHECK(refused.find("muộn nhất") != std::string::npos);
    CHECK(refused.find("15:4") != std::string::npos); // eight hours from 08:01, less a quarter of an hour
    all.hung().says("hoãn " + number + ": 2 tiếng nữa vì chờ linh kiện");
    all.hung().hears("Đã hoãn nhắc " + number);
}

TEST_CASE("C2 an incident the law wants handled at once cannot be snoozed")
{
    story all;
    const auto number = in_hand(all, 4);
    all.hung().says("hoãn " + number + ": 10 phút nữa vì bận");
    all.hung().hears("không hoãn được nữa");
}

TEST_CASE("C3 at night level 1 is held for one digest at seven and the ladder loses nothing by it")
{
    story all(at_hour(15));
    const auto number = in_hand(all, 1);
    const auto start = all.row(number).received_at; // 15:01: the ladder's +12 h is 03:01, +18 h is 09:01
    all.hung().says("dự kiến " + number + ": 14h ngày mai");
    all.read_all();
    all.until(from_vietnam(std::chrono::year{2026} / 11 / 24, 6, 59));
    all.nothing_else();
    all.until(from_vietnam(std::chrono::year{2026} / 11 / 24, 7, 0) + 5s);
    const auto digest = all.hung().hears("Tin giữ lại cho anh/chị").text;
    CHECK(digest.find("Nhắc việc: xử lý sự cố mức 1") != std::string::npos);
    const auto managers = all.lan().hears("Đầu ngày: 1 sự cố đang mở").text;
    CHECK(managers.find("Đến hạn hôm nay") != std::string::npos);
    CHECK(managers.find("Nhắc việc: xử lý sự cố mức 1") != std::string::npos);
    for (const auto& reader : {people::minh, people::binh, people::ha})
        all.person(reader).hears("Đầu ngày: 1 sự cố đang mở");
    all.nothing_else();
    for (const auto after : {18h + 0min, 22h + 0min}) {
        all.until(start + after + 5s);
        all.hung().hears("Nhắc việc: xử lý sự cố mức 1");
        all.lan().hears("Nhắc việc: xử lý sự cố mức 1");
        all.nothing_else();
    }
}

TEST_CASE("C3 the chain of a level 1 incident sleeps with the people it would call")
{
    story all(at_hour(21, 30));
    const auto number = in_hand(all, 1);
    all.hung().says("chuyển cấp " + number + ": hết ca");
    all.minh().hears("Cần người tiếp nhận: " + number);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    all.read_all();
    all.until(from_vietnam(std::chrono::year{2026} / 11 / 24, 6, 59));
    all.nothing_else(); // neither the leader nor the groups
    all.until(from_vietnam(std::chrono::year{2026} / 11 / 24, 7, 31));
    all.binh().hears("Cần người tiếp nhận: " + number); // no step was used up overnight
}

TEST_CASE("C4 level 3 passes in quiet hours")
{
    story all(at_hour(22, 30));
    in_hand(all, 3);
    all.pass(2h);
    all.hung().hears("Nhắc việc: xử lý sự cố mức 3");
}

TEST_CASE("C3 a due time in the night is told when it comes")
{
    story all(at_hour(3, 0));
    const auto number = in_hand(all, 1);
    const auto start = all.row(number).received_at;
    all.hung().says("dự kiến " + number + ": 20h");
    all.until(start + 23h);
    all.hung().says("còn xử lý " + number);
    all.read_all();
    all.until(start + 24h + 5s); // 03:01 of the next night
    all.hung().hears("Đã đến hạn mà chưa xong: xử lý sự cố mức 1");
    all.binh().hears("Đã đến hạn mà chưa xong: xử lý sự cố mức 1");
}

TEST_CASE("C3 a person may keep other hours")
{
    support::hospital_options options = at_hour(15);
    options.directory_changes = R"([{"op": "add", "path": "/people/4/quiet_hours", "value": {"from": "00:00", "to": "00:00"}}])"; // Hùng
    story all(options);
    const auto number = in_hand(all, 1);
    all.hung().says("dự kiến " + number + ": 14h ngày mai");
    all.read_all();
    all.until(all.row(number).received_at + 12h + 5s);
    all.hung().hears("Nhắc việc: xử lý sự cố mức 1");
    all.nothing_else();
}

TEST_CASE("C5 during maintenance incidents are recorded in silence and at its end the first step is called")
{
    story all;
    all.tuan().says("bảo trì đến 12h");
    all.tuan().hears("Đã bật bảo trì cho Bệnh viện Đa khoa Hòa Bình đến 12:00 hôm nay");
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    CHECK(all.row(number).open);
    all.nothing_else();
    all.pass(2h); // the classification has fallen due: only its breach is told
    CHECK(all.lan().count("Cần tiếp nhận") == 0);
    CHECK(all.tuan().count("Cần") == 0);
    all.read_all();
    all.tuan().says("hết bảo trì");
    all.tuan().hears("Đã hết bảo trì: Bệnh viện Đa khoa Hòa Bình");
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();
    all.pass(30min + 5s);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    all.minh().hears("Cần người tiếp nhận: " + number);
}

TEST_CASE("C5 maintenance that nobody ends ends by itself")
{
    story all;
    all.tuan().says("bảo trì đến 9h");
    all.tuan().hears("Đã bật bảo trì");
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.nothing_else();
    all.until(from_vietnam(std::chrono::year{2026} / 11 / 23, 9, 0) + 5s);
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    all.tuan().says("bảo trì đến 12h ngày mai");
    all.tuan().hears("Bảo trì tối đa 12 giờ");
}

TEST_CASE("A12 where the pack allows it a pause keeps the time that was left and a legal clock beside it goes on")
{
    support::hospital_options options;
    options.directory_changes = R"([{"op": "add", "path": "/units/1/rule_overrides", "value": {"A-H1": {"pausable": true}}}])";
    story all(options);
    const auto number = in_hand(all, 1);
    const auto start = all.row(number).received_at;
    const auto legal = all.deadline(number, "B-72")->due;
    REQUIRE(legal);
    all.until(start + 23h);
    all.hung().says("tạm dừng " + number + ": chờ nhà thầu gửi linh kiện");
    const auto paused_at = all.now();
    CHECK(all.hung().hears("Đã tạm dừng " + number).text.find("Thời gian chờ được tính cho Công ty Phần mềm Y tế An Khang") != std::string::npos);
    CHECK_FALSE(all.deadline(number, "A-H1")->due); // the clock is held
    CHECK(all.deadline(number, "B-72")->due == legal);
    all.read_all();
    all.pass(5h); // the deadline would have passed
    CHECK(all.hung().count("Đã đến hạn") == 0);
    all.hung().says("tiếp tục xử lý " + number);
    const auto resumed_at = all.now();
    CHECK(all.deadline(number, "A-H1")->due == start + 24h + (resumed_at - paused_at));
    CHECK(all.deadline(number, "B-72")->due == legal);
    all.read_all();
    all.hung().says("căn cứ " + number);
    const auto proof = all.hung().hears("Cách tính hạn của " + number).text;
    CHECK(proof.find("Tạm dừng từ") != std::string::npos);
    CHECK(proof.find("chờ nhà thầu gửi linh kiện") != std::string::npos);
    CHECK(proof.find("Chờ Công ty Phần mềm Y tế An Khang: 5 giờ") != std::string::npos);
    CHECK(proof.find("Thời gian của đơn vị: 23 giờ") != std::string::npos);
}

TEST_CASE("The vendor's contract clock runs beside the unit's and tells whose time is over")
{
    support::hospital_options options;
    options.directory_changes = R"([{"op": "add", "path": "/vendors/0/contract", "value": {"handle_within": "PT4H"}}])";
    story all(options);
    const auto number = in_hand(all, 2);
    const auto due = all.deadline(number, "A-H2")->due;
    all.hung().says("tạm dừng " + number + ": chờ nhà thầu");
    all.hung().hears("hợp đồng: 4 giờ");
    CHECK(all.deadline(number, "A-H2")->due == due); // a pause moves no legal deadline
    all.pass(3h + 5s);
    all.hung().hears("Sắp hết thời hạn theo hợp đồng của Công ty Phần mềm Y tế An Khang");
    all.lan().hears("Sắp hết thời hạn theo hợp đồng");
    all.pass(1h);
    all.hung().hears("Công ty Phần mềm Y tế An Khang đã quá thời hạn theo hợp đồng");
    all.lan().hears("đã quá thời hạn theo hợp đồng");
    all.read_all();
    all.hung().says("tiếp tục xử lý " + number);
    all.read_all();
    all.hung().says("tạm dừng " + number + ": chờ nhà thầu An Khang");
    all.hung().hears("Đã tạm dừng");
    all.pass(30min);
    CHECK(all.hung().count("hợp đồng") == 0); // told once, not again with each wait
}
