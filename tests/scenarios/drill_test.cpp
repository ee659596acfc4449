#include "bot/flow/drill.hpp"
#include "tests/support/story.hpp"

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;

namespace {

constexpr auto banner = "[DIỄN TẬP]";
constexpr auto printer = "Máy in phòng khám lỗi liên tục";

/// Everything that anybody has not read yet bears the banner; it is read then.
void only_drill_messages(story& all)
{
    for (const auto& chat : all.chats())
        for (const auto& line : all.unread(chat)) {
            INFO(chat << " heard: " << line.text);
            CHECK(line.text.find(banner) != std::string::npos);
        }
    all.read_all();
}

/// A report while `who` takes part in a drill. Its number.
std::string drill_report(story& all, const std::string& who, const std::string& system = "PACS")
{
    for (const std::string& text : {std::string("báo nhanh"), std::string("không"), std::string(printer), system, std::string("công việc")})
        all.says(who, text);
    const auto rows = all.all_rows();
    REQUIRE_FALSE(rows.empty());
    all.says(who, "để sau");
    return rows.front().number;
}

void lan_begins(story& all, const std::string& how)
{
    all.lan().says("diễn tập bắt đầu" + how);
    all.lan().hears("Đã bắt đầu diễn tập tại Bệnh viện Đa khoa Hòa Bình");
}

std::string statistics(story& all)
{
    all.binh().says("thống kê");
    return all.binh().hears("ngày qua").text;
}

} // namespace

TEST_CASE("F7 a drill by a clock sixty times as fast bears the banner on every message and leaves register and figures as they were")
{
    story all;
    const auto real = all.quick_report(people::tam, printer, "LIS");
    CHECK(real == "SC-2026-000001");
    all.read_all();
    const auto figures = statistics(all);

    lan_begins(all, " x60: mã độc ở HIS");
    for (const auto& one : {people::minh, people::hung, people::tuan, people::binh, people::ha, people::ngoc}) {
        const auto told = all.person(one).hears("Diễn tập tại Bệnh viện Đa khoa Hòa Bình bắt đầu từ bây giờ").text;
        CHECK(told.find(banner) == 0);
        CHECK(told.find("Tình huống: mã độc ở HIS") != std::string::npos);
        CHECK(told.find("×60") != std::string::npos);
    }
    all.nothing_else();

    all.hoa().says("diễn tập");
    all.hoa().hears("báo cáo tiếp theo của anh/chị là diễn tập");
    const auto number = drill_report(all, people::hoa);
    CHECK(number == "DT-2026-000001"); // the register's numbers have no gap because of a drill
    CHECK(all.row(number).drill);
    const auto start = all.row(number).received_at;
    CHECK(all.lan().hears("Cần tiếp nhận: sự cố mới " + number).text.find(banner) == 0);
    all.hoa().hears("Đã ghi nhận sự cố " + number);
    only_drill_messages(all);

    // Half an hour of the chain is half a minute now.
    all.until(start + 29s);
    all.nothing_else();
    all.until(start + 31s);
    const auto second = all.minh().hears("Cần người tiếp nhận: " + number);
    CHECK(second.at >= start + 30s);
    CHECK(second.at <= start + 31s);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    only_drill_messages(all);

    // Real and drill have both a number 1: meant is the one whose card she was sent last.
    all.lan().says("tiếp nhận 1");
    CHECK(all.row(number).acknowledged);
    CHECK_FALSE(all.row(real).acknowledged);
    all.classify(3);
    all.says(people::lan, "Phạm Quốc Hùng");
    all.says(people::lan, "bỏ qua");
    all.says(people::lan, "bỏ qua");
    CHECK(all.row(number).level == 3);
    CHECK(all.deadline(number, "A-H3")->due == start + 4min);
    all.hung().hears("giao");
    only_drill_messages(all);

    all.until(start + 4min + 5s);
    all.hung().hears("Đã đến hạn mà chưa xong: xử lý sự cố mức 3");
    all.binh().hears("Đã đến hạn mà chưa xong: xử lý sự cố mức 3");
    CHECK(all.group().hears("quá hạn xử lý sự cố mức 3").text.find(banner) == 0);
    only_drill_messages(all);

    all.hung().says("cập nhật " + number + ": đã cô lập máy chủ");
    all.hung().says("xong " + number);
    for (const char* text : {"Đã khôi phục", "Lỗi dây", "vừa xong", "đúng", "Phòng CNTT"})
        all.hung().says(text);
    CHECK(all.row(number).status == "resolved");
    only_drill_messages(all);

    // In the midst of it, register and figures know nothing of the drill.
    CHECK(statistics(all) == figures);
    all.binh().says("danh sách");
    const auto list = all.binh().hears("Đang mở: 1 sự cố").text;
    CHECK(list.find(real) != std::string::npos);
    CHECK(list.find("DT-") == std::string::npos);
    all.binh().says("quá hạn");
    all.binh().hears("Không có sự cố nào quá hạn");
    all.nothing_else();

    all.lan().says("diễn tập kết thúc");
    const auto sheet = all.lan().hears("Kết quả:").text;
    CHECK(sheet.find(number + " – Mức 3") != std::string::npos);
    CHECK(sheet.find("Tiếp nhận: ") != std::string::npos);
    CHECK(sheet.find("hạn 1 ngày – đúng hạn") != std::string::npos);
    CHECK(sheet.find("Xử lý xong: 4 giờ") != std::string::npos);
    CHECK(sheet.find("hạn 4 giờ – muộn") != std::string::npos);
    CHECK(sheet.find("đã gọi trước khi có người tiếp nhận: 2/5") != std::string::npos);
    for (const auto& one : {people::binh, people::ha}) // leaders get the same
        CHECK(all.person(one).hears("Diễn tập tại Bệnh viện Đa khoa Hòa Bình đã kết thúc").text.find("Kết quả:") != std::string::npos);
    for (const auto& one : {people::minh, people::hung, people::tuan, people::ngoc})
        CHECK(all.person(one).hears("Diễn tập tại Bệnh viện Đa khoa Hòa Bình đã kết thúc").text.find("Kết quả:") == std::string::npos);
    all.nothing_else();

    // What Hoa reports from now on is real, and its number follows the last real one.
    CHECK(all.quick_report(people::hoa, printer, "PACS") == "SC-2026-000002");
    CHECK(all.lan().hears("Cần tiếp nhận: sự cố mới SC-2026-000002").text.find(banner) == std::string::npos);
}

TEST_CASE("F7 a drill that ends leaves its open incidents at rest and nobody can act on them")
{
    story all;
    lan_begins(all, " x60");
    all.hoa().says("diễn tập");
    const auto number = drill_report(all, people::hoa);
    all.pass(20s);
    all.lan().says("diễn tập kết thúc");
    all.lan().hears("Kết quả:");
    all.read_all();
    CHECK_FALSE(all.row(number).open);
    all.pass(3h);
    all.nothing_else();
    all.lan().says("tiếp nhận " + number);
    all.lan().hears("Cuộc diễn tập của " + number + " đã kết thúc");
    all.nothing_else();
    CHECK(all.recorded(number) == std::vector<std::string>{"reported", "step_called"});
}

TEST_CASE("F7 a drill that nobody acknowledges goes up to the superior's channel under the banner")
{
    story all;
    lan_begins(all, " x1440: thử chuỗi báo gọi");
    all.read_all();
    all.hoa().says("diễn tập");
    const auto number = drill_report(all, people::hoa);
    const auto start = all.row(number).received_at;
    all.until(start + 12s); // 4 hours are ten seconds
    const auto post = all.superior().hears("Đề nghị lãnh đạo phân công: chưa ai tiếp nhận");
    CHECK(post.text.find(banner) == 0);
    CHECK(post.at >= start + 10s);
    only_drill_messages(all);
    all.until(start + 90s); // a day is over
    only_drill_messages(all);
    all.hoa().says("diễn tập dừng");
    CHECK(all.hoa().hears("Anh/chị đã rời cuộc diễn tập").text.find(banner) == 0);
    CHECK(all.quick_report(people::hoa, printer, "LIS") == "SC-2026-000001");
}

TEST_CASE("F7 a drill goes on by its own clock after a crash and after a reload")
{
    story all;
    lan_begins(all, " x60");
    all.hoa().says("diễn tập");
    const auto number = drill_report(all, people::hoa);
    const auto start = all.row(number).received_at;
    all.read_all();
    all.crash();
    all.restart();
    all.reload({}); // the rules it was opened under are read back from the store
    all.until(start + 31s);
    const auto called = all.minh().hears("Cần người tiếp nhận: " + number);
    CHECK(called.at >= start + 30s);
    all.until(start + 61s);
    all.lan().hears("Đã đến hạn mà chưa xong: phân loại sự cố");
    CHECK(all.deadline(number, "A-CLS")->due == start + 1min);
    all.hoa().says("báo nhanh"); // she still takes part
    CHECK(all.hoa().hears("").text.find(banner) == 0);
    only_drill_messages(all);
}

TEST_CASE("F7 one who plays the silent one hears nothing of the drill while real incidents reach them")
{
    story all;
    lan_begins(all, " x60");
    all.read_all();
    all.lan().says("diễn tập tình huống: người trực không trả lời");
    CHECK(all.lan().hears("Anh/chị đóng vai người KHÔNG trả lời").text.find(banner) == 0);
    all.lan().hears("Đã ghi tình huống: Nguyễn Thị Lan không trả lời");
    all.nothing_else();

    all.hoa().says("diễn tập");
    const auto number = drill_report(all, people::hoa);
    const auto start = all.row(number).received_at;
    all.lan().hears_nothing();
    const auto real = all.quick_report(people::tam, printer, "LIS");
    CHECK(all.lan().hears("Cần tiếp nhận: sự cố mới " + real).text.find(banner) == std::string::npos);
    all.lan().says("tiếp nhận " + real);
    all.lan().hears("đã tiếp nhận " + real);
    all.read_all();

    // The chain goes on by its own time, as if she did not answer.
    all.until(start + 29s);
    all.minh().hears_nothing();
    all.until(start + 31s);
    all.minh().hears("Cần người tiếp nhận: " + number);
    all.lan().hears_nothing();

    all.lan().says("chi tiết " + number);
    all.lan().hears(number);
    all.lan().says("tiếp nhận " + number);
    all.lan().hears("đang đóng vai người không trả lời");
    CHECK_FALSE(all.row(number).acknowledged);

    all.lan().says("diễn tập tình huống: hết");
    all.lan().hears("Hết tình huống");
    all.lan().hears("Đã hết các tình huống");
    all.lan().says("tiếp nhận " + number);
    CHECK(all.row(number).acknowledged);
    all.read_all();
    all.lan().says("diễn tập kết thúc");
    CHECK(all.lan().hears("Kết quả:").text.find("Tình huống: Nguyễn Thị Lan không trả lời, từ ") != std::string::npos);
}

TEST_CASE("F7 when Zalo is down in a drill its messages go by mail or reach nobody while real ones go as ever")
{
    support::hospital_options with_mail;
    with_mail.mail = true;
    story all(with_mail);
    lan_begins(all, " x60");
    all.read_all();
    all.minh().says("diễn tập tình huống: Zalo hỏng");
    all.minh().hears("Đã ghi tình huống: Zalo hỏng");
    all.hoa().says("diễn tập");
    all.read_all();
    const auto number = drill_report(all, people::hoa);
    all.read_chat(people::hoa);
    all.nothing_else();
    const auto mails = all.mails_to("lan@hospital.example");
    REQUIRE(mails.size() == 1);
    CHECK(mails.front().read.subject.find(std::string(banner) + " [" + number + "] Cần tiếp nhận") == 0);
    all.pass(5min); // the whole chain, in vain: nobody else has a mailbox
    all.nothing_else();

    const auto real = all.quick_report(people::tam, printer, "LIS");
    all.lan().hears("Cần tiếp nhận: sự cố mới " + real);
    all.nothing_else();
    const auto incident = all.row(number).id;
    all.in_store([&](store::transaction& tx) {
        const auto injects = store::injects_of(tx, store::drill_of(tx, incident)->id);
        REQUIRE(injects.size() == 1);
        CHECK(injects.front().what == store::inject_kind::zalo_down);
    });
}

TEST_CASE("F7 somebody who practises alone has a drill of their own at real speed")
{
    story all;
    all.minh().says("diễn tập");
    CHECK(all.minh().hears("báo cáo tiếp theo của anh/chị là diễn tập").text.find(banner) == 0);
    all.nothing_else();
    const auto number = drill_report(all, people::minh);
    CHECK(number == "DT-2026-000001");
    const auto start = all.row(number).received_at;
    CHECK(all.deadline(number, "A-CLS")->due == start + 1h);
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    only_drill_messages(all);
    all.minh().says("diễn tập dừng");
    CHECK(all.minh().hears("Đã kết thúc diễn tập").text.find("Tiếp nhận: chưa làm") != std::string::npos);
    all.pass(2h);
    all.nothing_else();
    CHECK(all.quick_report(people::minh, printer, "LIS") == "SC-2026-000001");
}

TEST_CASE("F7 a drill begun from the shell is announced by the running bot and ended by it")
{
    story all;
    store::drill_id id{};
    all.in_store([&](store::transaction& tx) {
        id = bot::flow::start_drill(tx, {.unit = "bvdk", .speed = 10, .scenario = "mất điện phòng máy", .started_at = all.now(), .ends_at = all.now() + 24h});
    });
    all.pass(15min); // the next look at the store at the latest
    for (const auto& one : {people::lan, people::minh, people::hung, people::tuan, people::binh, people::ha, people::ngoc})
        CHECK(all.person(one).hears("Diễn tập tại").text.find("mất điện phòng máy") != std::string::npos);
    all.nothing_else();
    all.in_store([&](store::transaction& tx) {
        store::add_inject(tx, {.of = id, .what = store::inject_kind::no_answer, .person = "minh", .from = all.now()});
        bot::flow::wake_drill(tx, id, all.now());
    });
    all.pass(15min);
    all.minh().hears("Anh/chị đóng vai người KHÔNG trả lời");
    all.nothing_else();
    all.in_store([&](store::transaction& tx) {
        store::cut_drill_short(tx, id, all.now());
        bot::flow::wake_drill(tx, id, all.now());
    });
    all.pass(15min);
    for (const auto& one : {people::binh, people::ha})
        CHECK(all.person(one).hears("Không có sự cố diễn tập nào được báo").text.find("Tình huống: Trần Văn Minh không trả lời, từ ") != std::string::npos);
    for (const auto& one : {people::lan, people::minh, people::hung, people::tuan, people::ngoc})
        all.person(one).hears("đã kết thúc");
    all.nothing_else();
}

TEST_CASE("F7 a forgotten drill ends by itself after a day")
{
    story all;
    lan_begins(all, "");
    all.read_all();
    all.pass(23h + 59min);
    CHECK(all.hung().count("đã kết thúc") == 0);
    all.pass(2min);
    all.hung().hears("Diễn tập tại Bệnh viện Đa khoa Hòa Bình đã kết thúc");
    all.hoa().says("diễn tập"); // she has no role, and no drill runs
    all.hoa().hears("Mục này dành cho người có nhiệm vụ");
}

TEST_CASE("F7 a drill is started by those who lead it and what cannot be read is answered with the words that can")
{
    story all;
    all.hung().says("diễn tập bắt đầu x60");
    all.hung().hears("Chỉ cán bộ quản lý sự cố, trưởng bộ phận CNTT, lãnh đạo hoặc quản trị");
    all.lan().says("diễn tập bắt đầu x5000");
    all.lan().hears("Tốc độ phải từ x1 đến x1440");
    all.lan().says("diễn tập tình huống: Zalo hỏng");
    all.lan().hears("hiện không có cuộc diễn tập nào");
    all.lan().says("diễn tập gì đó");
    all.lan().hears("Anh/chị muốn làm gì với diễn tập?");
    lan_begins(all, "");
    all.lan().says("diễn tập bắt đầu");
    all.lan().hears("đang có một cuộc diễn tập");
    all.read_all();
    all.lan().says("diễn tập tình huống: cháy nhà");
    all.lan().hears("Anh/chị muốn đưa tình huống nào?");
    all.lan().says("diễn tập tình huống: anh Hùng không trả lời");
    all.lan().hears("Đã ghi tình huống: Phạm Quốc Hùng không trả lời");
    all.lan().says("diễn tập dừng");
    all.lan().hears("Diễn tập của đơn vị vẫn chạy");
}
