#include "bot/dialog/command.hpp"
#include "bot/dialog/command_table.hpp"
#include "bot/dialog/incident_number.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>

using namespace bot::dialog;

namespace {

struct row {
    std::string text;
    verb what;
    std::string number{}; ///< "" for none
    std::string rest{};
    bool loose = false;
};

const std::vector<row> rows{
    // B1: forms of the same acknowledgment.
    {"đã nhận", verb::acknowledge},
    {"da nhan", verb::acknowledge},
    {"ĐÃ NHẬN", verb::acknowledge},
    {"đã nhận  ", verb::acknowledge},
    {"Đã nhận.", verb::acknowledge},
    {"dạ đã nhận ạ", verb::acknowledge},
    {"em đã nhận ạ", verb::acknowledge},
    {"vâng, đã nhận", verb::acknowledge},
    {"ok", verb::acknowledge},
    {"OK", verb::acknowledge},
    {"ok ạ", verb::acknowledge},
    {"oke nhé", verb::acknowledge},
    {"ack", verb::acknowledge},
    {"ack 12", verb::acknowledge, "12"},
    {"ack 12  ", verb::acknowledge, "12"},
    {"ACK SC-12", verb::acknowledge, "12"},
    {"TIEP NHAN sc 12", verb::acknowledge, "12"},
    {"tiếp nhận SC-2026-000012.", verb::acknowledge, "SC-2026-000012"},
    {"tiep nhan sc-2026-000012", verb::acknowledge, "SC-2026-000012"},
    {"Tiếp nhận sự cố số 12", verb::acknowledge, "12"},
    {"tiếp nhận #12", verb::acknowledge, "12"},
    {"tiếp nhận 000012", verb::acknowledge, "12"},
    {"tiếp nhận BVBM-2026-000012", verb::acknowledge, "BVBM-2026-000012"},
    {"tiếp nhận BV1-2026-000012", verb::acknowledge, "BV1-2026-000012"},
    {"nhận 12", verb::acknowledge, "12"},
    {"xác nhận 12 nhé", verb::acknowledge, "12"},
    {"received 12", verb::acknowledge, "12"},
    {"/tiepnhan 12", verb::acknowledge, "12"},
    // Reports.
    {"báo nhanh", verb::report_quick},
    {"báo nhanh: máy chủ HIS bị mã hóa", verb::report_quick, "", "máy chủ HIS bị mã hóa"},
    {"bao nhanh 12 máy tính bị virus", verb::report_quick, "", "12 máy tính bị virus", true},
    {"Báo sự cố", verb::report_quick},
    {"báo sự cố mạng chậm", verb::report_quick, "", "mạng chậm", true},
    {"báo cáo", verb::report_quick},
    {"/baocao", verb::report_quick},
    {"báo cáo: mất mạng", verb::report_quick, "", "mất mạng"},
    {"Có sự cố!", verb::report_quick},
    {"report", verb::report_quick},
    {"báo cáo đầy đủ", verb::report_full},
    {"full report", verb::report_full},
    {"Mẫu 1", verb::report_full},
    // Anybody.
    {"menu", verb::menu},
    {"xin chào", verb::menu},
    {"alo", verb::menu},
    {"trợ giúp", verb::help},
    {"?", verb::help},
    {"/help", verb::help},
    {"hướng dẫn", verb::help},
    {"trạng thái 12", verb::status, "12"},
    {"tra cứu SC-2026-000012", verb::status, "SC-2026-000012"},
    {"tinh trang", verb::status},
    {"status 3", verb::status, "3"},
    {"danh sách", verb::list_open},
    {"danh sách quá hạn", verb::list_overdue},
    {"quá hạn", verb::list_overdue},
    {"của tôi", verb::list_mine},
    {"danh sách của tôi", verb::list_mine},
    {"list mine", verb::list_mine},
    {"thống kê", verb::stats},
    {"stats", verb::stats},
    {"trực ca", verb::on_duty},
    {"ai trực", verb::on_duty},
    {"on duty", verb::on_duty},
    {"vắng mặt đến thứ Hai", verb::absent, "", "thứ Hai", true},
    {"vắng mặt: 24/11", verb::absent, "", "24/11"},
    {"vắng mặt", verb::absent},
    {"vắng đến thứ Hai", verb::absent, "", "thứ Hai", true},
    {"vắng mặt từ mai đến thứ Hai", verb::absent, "", "từ mai đến thứ Hai", true},
    {"hết vắng mặt", verb::present},
    {"lịch trực", verb::roster},
    {"trực thay Lan đến thứ Hai", verb::cover_duty, "", "Lan đến thứ Hai", true},
    {"trực thay cho chị Lan từ thứ Bảy đến thứ Hai", verb::cover_duty, "", "chị Lan từ thứ Bảy đến thứ Hai", true},
    {"cover for Lan until Monday", verb::cover_duty, "", "Lan until Monday", true},
    {"đổi trực với Minh", verb::swap_duty, "", "Minh", true},
    {"đồng ý đổi trực 7", verb::accept_swap, "7"},
    {"từ chối đổi trực 7 ạ", verb::refuse_swap, "7"},
    {"diễn tập", verb::drill},
    {"English", verb::english},
    {"tiếng Anh", verb::english},
    {"Tiếng Việt", verb::vietnamese},
    {"dừng", verb::stop},
    {"DỪNG", verb::stop},
    {"dung", verb::stop, "", "", true},
    {"stop", verb::stop},
    {"bắt đầu", verb::start},
    {"liên kết ABC123", verb::link_account, "", "ABC123", true},
    {"liên kết: 482913", verb::link_account, "", "482913"},
    {"tiếp tục", verb::continue_draft},
    {"tham gia 12", verb::join, "12"},
    {"hủy tham gia 12", verb::unjoin, "12"},
    {"bổ sung 12: thêm ảnh", verb::supplement, "12", "thêm ảnh"},
    {"bổ sung", verb::supplement},
    // Incident manager.
    {"không phải sự cố 12", verb::dismiss, "12"},
    {"không phải sự cố: máy rút dây", verb::dismiss, "", "máy rút dây"},
    {"trùng 12", verb::duplicate, "12"},
    {"trùng với 10", verb::duplicate, "", "10", true},
    {"gỡ trùng 12", verb::unlink, "12"},
    {"chi tiết 12", verb::details, "12"},
    {"xem", verb::details},
    {"SC-2026-000012", verb::details, "SC-2026-000012"},
    {"sc 12", verb::details, "12"},
    {"sự cố 12", verb::report_quick, "12"},
    {"phân loại 12", verb::classify, "12"},
    {"phân loại lại 12", verb::reclassify, "12"},
    {"hạ mức 12: hệ thống đã ổn", verb::reclassify, "12", "hệ thống đã ổn"},
    {"đổi mức", verb::reclassify},
    {"giao 12", verb::assign, "12"},
    {"giao 12: anh Minh", verb::assign, "12", "anh Minh"},
    {"giao cho anh Minh", verb::assign, "", "anh Minh", true},
    {"chuyển cấp 12", verb::escalate, "12"},
    {"tạm dừng 12: chờ nhà thầu", verb::pause, "12", "chờ nhà thầu"},
    {"chạy lại 12", verb::resume, "12"},
    {"dự kiến 12: 17h", verb::expected_finish, "12", "17h"},
    {"dự kiến: 17h chiều nay", verb::expected_finish, "", "17h chiều nay"},
    {"dự kiến xong 2 tiếng nữa", verb::expected_finish, "", "2 tiếng nữa", true},
    {"eta sc 12 17:00", verb::expected_finish, "12", "17:00"},
    {"mở lại 12: lỗi tái diễn", verb::reopen, "12", "lỗi tái diễn"},
    {"tổng kết 12", verb::summary, "12"},
    {"đã gửi Bộ Y tế 12", verb::sent_ministry, "12"},
    {"đã gửi báo cáo 12: CV 125", verb::duty_sent, "12", "CV 125"},
    {"đã có xác nhận 12", verb::duty_confirmed, "12"},
    {"miễn 12: không có dữ liệu cá nhân", verb::waive, "12", "không có dữ liệu cá nhân"},
    {"đóng 12", verb::close, "12"},
    {"chuyển theo dõi 12", verb::park, "12"},
    {"chứng minh 12", verb::prove, "12"},
    {"vì sao 12?", verb::prove, "12"},
    // Handler.
    {"cập nhật 12: đã cô lập máy chủ", verb::log, "12", "đã cô lập máy chủ"},
    {"cap nhat 12 : da co lap", verb::log, "12", "da co lap"},
    {"cập nhật SC-2026-000012 đã cô lập", verb::log, "SC-2026-000012", "đã cô lập"},
    {"cập nhật 12 - đã cô lập", verb::log, "12", "đã cô lập"},
    {"cập nhật 12 đã cô lập", verb::log, "12", "đã cô lập", true},
    {"cập nhật 12\nđã cô lập\nđang quét", verb::log, "12", "đã cô lập\nđang quét"},
    {"cập nhật: đã cô lập", verb::log, "", "đã cô lập"},
    {"log 12: isolated", verb::log, "12", "isolated"},
    {"không xử lý được 12: hết bản sao lưu", verb::unable, "12", "hết bản sao lưu"},
    {"khong xu ly duoc", verb::unable},
    {"xong", verb::resolve},
    {"xong 12", verb::resolve, "12"},
    {"xong: đã khởi động lại", verb::resolve, "", "đã khởi động lại"},
    {"Đã khắc phục xong 12", verb::resolve, "12"},
    {"done 12", verb::resolve, "12"},
    // Leader.
    {"phương án 12: dùng máy dự phòng", verb::plan, "12", "dùng máy dự phòng"},
    {"duyệt 12", verb::approve, "12"},
    {"duyệt", verb::approve},
    {"trả lại 12: thiếu nguyên nhân", verb::return_back, "12", "thiếu nguyên nhân"},
    {"duyệt hạ mức 12", verb::approve_lowering, "12"},
};

} // namespace

TEST_CASE("B1 commands are understood however they are typed", "[dialog][B1]")
{
    CHECK(rows.size() >= 120);
    for (const auto& each : rows) {
        CAPTURE(each.text);
        const auto read = parse_command(each.text);
        REQUIRE(read);
        CHECK(static_cast<int>(read->what) == static_cast<int>(each.what));
        CHECK(read->number.value_or("") == each.number);
        CHECK(read->rest == each.rest);
        CHECK(read->loose == each.loose);
    }
}

TEST_CASE("An ordinary sentence is no command", "[dialog]")
{
    for (const std::string text : {"xong rồi mà máy vẫn treo",
                                   "nhận được thông báo đòi tiền chuộc",
                                   "xem phim bị giật",
                                   "đúng",
                                   "Đúng rồi",
                                   "dùng",
                                   "đóng cửa phòng máy chủ rồi",
                                   "trùng lịch mổ",
                                   "ghi đĩa không được",
                                   "giao diện phần mềm bị lỗi",
                                   "tiếp nhận 12 máy tính mới",
                                   "thống kê số ca mổ sai",
                                   "chi tiết máy bị cháy",
                                   "cập nhật phần mềm xong thì treo",
                                   "vì sao máy chậm vậy",
                                   "ok để tôi xem",
                                   "mở lại máy vẫn lỗi",
                                   "trạng thái máy in báo đỏ",
                                   "báo",
                                   "12",
                                   "1a",
                                   "",
                                   "   ",
                                   "...",
                                   "👍",
                                   "máy chủ HIS không vào được",
                                   "không xử lý được hồ sơ bệnh án trên phần mềm",
                                   "hướng dẫn sử dụng phần mềm bị mất",
                                   "phân loại bệnh nhân không chạy",
                                   "danh sách bệnh nhân bị trống",
                                   "đã nhận được thư lạ đòi tiền",
                                   "menu phần mềm không mở",
                                   "dừng máy thở do mất điện",
                                   "bắt đầu từ sáng nay mạng chậm",
                                   "stop bleeding",
                                   "miễn phí",
                                   "vâng, đến ngay",
                                   "duyệt đơn thuốc không được"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_command(text));
    }
}

TEST_CASE("Only a command that stands on its own breaks into an open question", "[dialog]")
{
    for (const std::string text :
         {"cập nhật 12: đã cô lập", "ack 12", "xong: đã khởi động lại", "dừng", "báo nhanh: mất mạng"}) {
        CAPTURE(text);
        CHECK(interrupts(parse_command(text).value()));
    }
    for (const std::string text : {"xong", "ok", "tiếp tục", "dung", "cập nhật 12 máy trạm",
                                   "báo sự cố mạng chậm", "quyết định số 45 bị lộ", "trợ giúp"}) {
        CAPTURE(text);
        CHECK_FALSE(interrupts(parse_command(text).value()));
    }
}

TEST_CASE("Every row of the table is understood as itself", "[dialog]")
{
    for (const auto& each : command_table()) {
        CAPTURE(std::string(each.words));
        const auto read = parse_command(each.words);
        REQUIRE(read);
        CHECK(static_cast<int>(read->what) == static_cast<int>(each.what));
        CHECK_FALSE(read->number);
    }
}

TEST_CASE("B1 an answer to a card is its number with or without the letter", "[dialog][B1]")
{
    for (const std::string text :
         {"1", "1a", " 1 A ", "1A.", "1 a", "số 1", "so 1", "chọn 1", "1)", "(1)", "1a  "}) {
        CAPTURE(text);
        CHECK(parse_menu_answer(text) == 1);
    }
    CHECK(parse_menu_answer("12") == 12);
    for (const auto& text : std::vector<std::string>{"", "a", "1ab", "1 2", "một", "1a 2b", "99999999999999",
                                                     "1 2/3", std::string(1000, '1')}) {
        CAPTURE(text);
        CHECK_FALSE(parse_menu_answer(text));
    }
}

TEST_CASE("An incident number is read with any prefix and alone", "[dialog]")
{
    struct pair {
        std::string text;
        std::string number;
    };
    for (const auto& [text, number] : std::vector<pair>{{"12", "12"},
                                                        {"#12", "12"},
                                                        {"sc12", "12"},
                                                        {"SC-12", "12"},
                                                        {"sự cố số 12", "12"},
                                                        {"số 0012", "12"},
                                                        {"0", "0"},
                                                        {"SC-2026-000012", "SC-2026-000012"},
                                                        {"sc 2026 000012", "SC-2026-000012"},
                                                        {"sự cố SC-2026-000012", "SC-2026-000012"},
                                                        {"2026-000012", "2026-000012"}}) {
        CAPTURE(text);
        CHECK(parse_incident_number(text) == number);
    }
    for (const std::string text : {"", "mười hai", "12 13", "12 máy", "1234567890123", "sc", "22/11/2026"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_incident_number(text));
    }
}

TEST_CASE("Hostile text is no command and harms nothing", "[dialog]")
{
    const std::string million(1'000'000, 'x');
    for (const std::string& text : {million, std::string("\0\0ack", 5), std::string("\xff\xfe ack"),
                                    std::string("ack \xc3"), "xong: " + million, std::string(100'000, ' '),
                                    std::string(100'000, ':'), std::string("[@123] cập nhật 12: x")})
        CHECK_NOTHROW(parse_command(text));
    CHECK(parse_command("xong: " + million)->rest.size() == million.size());
}
