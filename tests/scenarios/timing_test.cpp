#include "bot/rules/calendar.hpp"
#include "tests/support/pending_deadlines.hpp"
#include "tests/support/in_hand.hpp"

#include <map>
#include <random>

using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using bot::rules::instant;
using support::in_hand;
using support::printer;
using support::story;
namespace people = support::people;

namespace {

/// The line came when it was due, to within five seconds.
void on_time(const story::heard& line, instant due)
{
    CHECK(line.at >= due);
    CHECK(line.at <= due + 5s);
}

} // namespace

TEST_CASE("A1 a level 2 incident is reminded at each ladder point and at the due time and at no other")
{
    story all;
    const auto number = in_hand(all, 2);
    const auto start = all.row(number).received_at;
    for (const auto after : {4h + 0min, 6h + 0min, 7h + 0min, 7h + 45min}) {
        all.until(start + after - 5s);
        all.nothing_else();
        all.until(start + after + 5s);
        on_time(all.hung().hears("Nhắc việc: xử lý sự cố mức 2"), start + after);
        on_time(all.lan().hears("Nhắc việc: xử lý sự cố mức 2"), start + after);
        if (after == 6h) // three quarters of the time are over: the pack tells the leader
            on_time(all.binh().hears("Báo để chỉ đạo: xử lý sự cố mức 2"), start + after);
        all.nothing_else();
    }
    all.until(start + 8h + 5s);
    for (const auto& one : {people::hung, people::lan, people::binh})
        on_time(all.person(one).hears("Đã đến hạn mà chưa xong: xử lý sự cố mức 2"), start + 8h);
    on_time(all.group().hears("Đề nghị lãnh đạo chỉ đạo ngay: quá hạn xử lý sự cố mức 2"), start + 8h);
    all.until(start + 10h - 5s);
    all.nothing_else();
}

TEST_CASE("A1 a report that is handled in time is reminded no more")
{
    story all;
    const auto number = in_hand(all, 2);
    all.pass(5h);
    all.read_all();
    for (const char* text : {"xong", "Đã thay dây mạng", "Dây mạng hỏng", "vừa xong", "đúng", "Phòng CNTT"})
        all.hung().says(text);
    all.hoa().hears("đã được xử lý xong");
    all.read_all();
    CHECK(all.deadline(number, "A-H2")->state == store::deadline_state::met);
    all.pass(5h);
    all.nothing_else();
}

TEST_CASE("A2 thirty minutes without an acknowledgment bring the second step")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto start = all.row(number).received_at;
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();
    all.until(start + 30min - 5s);
    all.nothing_else();
    all.until(start + 30min + 5s);
    on_time(all.minh().hears("Cần người tiếp nhận: " + number + " đã chờ 30 phút"), start + 30min);
    on_time(all.tuan().hears("Cần người tiếp nhận: " + number + " đã chờ 30 phút"), start + 30min);
    all.nothing_else();

    // The first step keeps its own rules: the incident manager is reminded of the classification.
    all.until(start + 45min + 5s);
    on_time(all.lan().hears("Nhắc việc: phân loại sự cố"), start + 45min);
    all.nothing_else();

    all.minh().says("tiếp nhận");
    all.minh().hears("Trần Văn Minh đã tiếp nhận " + number);
    all.hoa().hears("Trần Văn Minh đã tiếp nhận sự cố " + number);
    all.until(start + 60min - 5s);
    all.nothing_else();
    all.until(start + 4h + 30min);
    CHECK(all.binh().count("Cần người tiếp nhận") == 0); // acting cancels what is left of the chain
    CHECK(all.superior().count("Đề nghị") == 0);
}

TEST_CASE("A9 after three hours of downtime over several ladder points everybody hears one message with the present state")
{
    story all;
    in_hand(all, 2);
    all.pass(4h + 30min);
    all.read_all();
    all.crash();
    all.pass(3h + 20min); // over +6 h, +7 h and +7 h 45
    all.nothing_else();
    all.restart();
    CHECK(all.hung().hears("Nhắc việc: xử lý sự cố mức 2").text.find("còn 10 phút") != std::string::npos);
    all.lan().hears("Nhắc việc: xử lý sự cố mức 2");
    all.binh().hears("Báo để chỉ đạo: xử lý sự cố mức 2");
    all.nothing_else();
    all.pass(9min);
    all.nothing_else();
}

TEST_CASE("A13 raising the level after six hours makes the deadline overdue and escalates once")
{
    story all;
    const auto number = in_hand(all, 1);
    const auto start = all.row(number).received_at;
    CHECK(all.deadline(number, "A-H1")->due == start + 24h);
    all.pass(1h);
    all.hung().says("tạm dừng: chờ linh kiện");
    all.hung().hears("Hạn theo luật vẫn chạy");
    all.pass(2h);
    all.hung().says("tiếp tục xử lý");
    all.hung().hears("Đã tiếp tục " + number);
    all.until(start + 6h);
    all.nothing_else();

    for (const char* text : {"đổi mức 1", "3", "ảnh hưởng nhiều khoa"})
        all.lan().says(text);
    all.lan().hears("Đã ghi đổi mức");
    CHECK(all.deadline(number, "A-H3")->due == start + 4h); // a legal clock does not stop for a pause
    CHECK(all.deadline(number, "A-H3")->state == store::deadline_state::running);
    all.hung().hears("được nâng lên Mức 3");
    all.hung().hears("Hạn đã qua khi nhận tin: xử lý sự cố mức 3");
    all.lan().hears("Hạn đã qua khi nhận tin: xử lý sự cố mức 3");
    all.binh().hears("Báo lãnh đạo: " + number + " được xếp Mức 3");
    all.binh().hears("Hạn đã qua khi nhận tin: xử lý sự cố mức 3");
    all.group().hears("đã quá hạn khi nhận tin");
    all.lan().hears("Đổi sang mức nào");
    all.lan().hears("Vì sao đổi mức");
    all.nothing_else();
    all.until(start + 7h - 5s);
    all.nothing_else();
}

TEST_CASE("A14 a lowered level keeps the stricter deadline until a leader approves")
{
    story all;
    const auto number = in_hand(all, 3);
    const auto start = all.row(number).received_at;
    all.until(start + 4h + 5s);
    all.group().hears("Đề nghị lãnh đạo chỉ đạo ngay: quá hạn xử lý sự cố mức 3");
    all.binh().hears("Đã đến hạn mà chưa xong: xử lý sự cố mức 3");
    all.read_all();

    all.pass(10min);
    for (const char* text : {"đổi mức 1", "1", "đã khôi phục phần lớn"})
        all.lan().says(text);
    CHECK(all.deadline(number, "A-H3")->due == start + 4h);
    CHECK(all.deadline(number, "A-H3")->state == store::deadline_state::running);
    const auto asked = all.binh().hears("Cần lãnh đạo quyết định: hạ " + number + " từ Mức 3 (nghiêm trọng) xuống Mức 1 (thấp)");
    CHECK(asked.text.find("Hạn xử lý giữ nguyên") != std::string::npos);
    all.read_chat(people::lan);
    all.nothing_else();
    all.until(start + 5h + 5s);
    for (const auto& one : {people::hung, people::lan, people::binh, people::leaders})
        all.person(one).hears("xử lý sự cố mức 3"); // it goes on being called for
    all.nothing_else();

    all.binh().says("duyệt hạ mức 1");
    all.binh().hears("Đã duyệt hạ mức " + number);
    CHECK(all.deadline(number, "A-H1")->due == start + 24h);
    CHECK((!all.deadline(number, "A-H3") || all.deadline(number, "A-H3")->state != store::deadline_state::running));
    all.hung().hears("đã duyệt hạ mức");
    all.lan().hears("đã duyệt hạ mức");
    all.pass(3min); // posts to a group keep a distance
    const auto note = all.group().hears("Để biết").text;
    CHECK(note.find("Bùi Thanh Bình đã duyệt hạ xuống Mức 1 (thấp)") != std::string::npos);
    CHECK(note.find("Hạn xử lý sự cố mức 1 (thấp)") != std::string::npos); // the new clock, not the old one
    all.nothing_else();
    all.pass(4h); // the ladder of level 1 is far: four hours of silence are asked about
    all.hung().hears("Anh/chị còn xử lý " + number);
    all.hung().says("1");
    all.hung().hears("vẫn đang được xử lý");
    all.until(start + 11h);
    all.nothing_else();
}

TEST_CASE("A17 the clock of a serious incident runs through the Tet holiday")
{
    support::hospital_options eve;
    eve.starts = from_vietnam(std::chrono::year{2027} / 2 / 5, 22, 30);
    story all(eve);
    const auto number = in_hand(all, 3);
    const auto start = all.row(number).received_at;
    CHECK(all.deadline(number, "A-H3")->due == start + 4h); // 02:31 on the first day of Tet
    all.until(start + 4h - 5s);
    all.read_all();
    all.until(start + 4h + 5s);
    on_time(all.hung().hears("Đã đến hạn mà chưa xong: xử lý sự cố mức 3"), start + 4h);
    on_time(all.group().hears("quá hạn xử lý sự cố mức 3"), start + 4h);
}

TEST_CASE("A16 a term in working days runs by the official calendar with its holidays and swap days")
{
    using std::chrono::year;
    struct term {
        std::chrono::year_month_day resolved_on;
        std::chrono::year_month_day due_on;
        const char* why;
    };
    const auto one = GENERATE(values<term>({
        {year{2027} / 2 / 2, year{2027} / 2 / 3, "due on the eve of Tet"},
        {year{2027} / 2 / 3, year{2027} / 2 / 11, "opened on the eve of Tet"},
        {year{2026} / 8 / 21, year{2026} / 8 / 22, "the next day is a Saturday that is worked"},
        {year{2026} / 8 / 28, year{2026} / 9 / 3, "the Monday is off in exchange and two holidays follow"},
        {year{2026} / 11 / 20, year{2026} / 11 / 23, "a weekend"},
    }));
    INFO(one.why);
    support::hospital_options afternoon;
    afternoon.starts = from_vietnam(one.resolved_on, 16, 0);
    afternoon.directory_patch = R"({"units": [
        {"id": "syt", "name": "Sở Y tế", "prefix": "SYT", "roles": {"leader": ["thanh"], "incident_manager": ["quyen"]}},
        {"id": "bvdk", "name": "Bệnh viện Đa khoa Hòa Bình", "parent": "syt", "prefix": "SC", "leadership_channel": "bvdk-leaders",
         "rule_overrides": {"A-SUM": {"working_days": 1, "ladder": null}},
         "roles": {"incident_manager": ["lan", "minh"], "handler": ["hung"], "it_head": ["tuan"], "leader": ["binh"]},
         "systems": [{"id": "pacs", "name": "PACS – lưu trữ hình ảnh", "criticality": "important"}]}]})";
    story all(afternoon);
    const auto number = in_hand(all, 2);
    all.until(from_vietnam(one.resolved_on, 16, 30));
    for (const char* text : {"xong", "Đã thay dây mạng", "Dây mạng hỏng", "vừa xong", "đúng", "Phòng CNTT"})
        all.hung().says(text);
    all.lan().hears("Cần viết báo cáo tổng kết");
    all.read_all();
    const auto due = bot::rules::end_of_day(std::chrono::sys_days{one.due_on});
    REQUIRE(all.deadline(number, "A-SUM"));
    CHECK(all.deadline(number, "A-SUM")->due == due);
    CHECK(all.deadline(number, "A-SUM")->state == store::deadline_state::running);

    for (auto evening = from_vietnam(one.resolved_on, 20, 0); evening < due - 4h; evening += 24h) {
        all.until(evening);
        CHECK(all.lan().count("Đã đến hạn mà chưa xong: báo cáo tổng kết") == 0); // not in the days of Tet
        CHECK(all.binh().count("Đã đến hạn mà chưa xong: báo cáo tổng kết") == 0);
        for (const auto& who : {people::lan, people::binh}) // they stay in touch
            all.says(who, "trực ca");
        all.read_all();
    }
    all.until(due - 1s);
    CHECK(all.lan().count("Đã đến hạn mà chưa xong: báo cáo tổng kết") == 0);
    all.until(due + 5s);
    on_time(all.lan().hears("Đã đến hạn mà chưa xong: báo cáo tổng kết"), due);
    on_time(all.binh().hears("Đã đến hạn mà chưa xong: báo cáo tổng kết"), due);
}

TEST_CASE("A18 five thousand deadlines spread over a hundred seconds bring one reminder each and none early and none lost")
{
    constexpr int deadlines = 5'000;
    support::hospital_options busy;
    busy.directory_patch = R"({"units": [
        {"id": "syt", "name": "Sở Y tế", "prefix": "SYT", "roles": {"leader": ["thanh"], "incident_manager": ["quyen"]}},
        {"id": "bvdk", "name": "Bệnh viện Đa khoa Hòa Bình", "parent": "syt", "prefix": "SC", "leadership_channel": "bvdk-leaders",
         "rule_overrides": )" + support::one_reminder_each() +
                           R"(, "roles": {"incident_manager": ["lan"], "leader": ["binh"]}}]})";
    story all(busy);
    all.zalo().state().faults.lose_receipts = true;
    const auto start = all.now() + 1min;
    std::mt19937 random(18);
    std::vector<instant> dues;
    for (int i = 0; i < deadlines; ++i)
        dues.push_back(start + std::chrono::milliseconds{std::uniform_int_distribution<int>{0, 99'999}(random)});
    std::map<std::string, instant> due_of;
    all.in_store([&](store::transaction& tx) {
        const auto opened = support::open_pending(tx, all.knowledge(), "bvdk", dues);
        for (std::size_t i = 0; i < opened.size(); ++i)
            due_of[store::find_incident(tx, opened[i])->number] = dues[i];
    });
    REQUIRE(due_of.size() == deadlines);
    all.restart(); // the timers were set behind the engine's back
    all.nothing_else();
    std::map<std::string, int> reminded;
    instant back{}; // when the bot came back from its death in the middle
    const auto read = [&] {
        for (const auto& line : all.unread(people::lan)) {
            const auto begins = line.text.find("SC-2026-");
            REQUIRE(begins != std::string::npos);
            const auto number = line.text.substr(begins, std::string("SC-2026-000001").size());
            REQUIRE(due_of.contains(number));
            ++reminded[number];
            const auto due = due_of[number];
            CHECK(line.at >= due);
            CHECK(line.at < (due > start + 50s && due < back ? back : due) + 2s);
        }
        all.read_chat(people::lan);
    };
    const auto until = [&](instant end) { // the sandbox keeps the last 2 000 messages
        for (auto next = all.now() + 10s; next < end; next += 10s) {
            all.until(next);
            read();
        }
        all.until(end);
        read();
    };
    until(start + 50s);
    all.crash();
    all.pass(3s);
    back = all.now();
    all.restart();
    until(start + 130s);
    CHECK(reminded.size() == deadlines);
    CHECK(std::ranges::all_of(reminded, [](const auto& one) { return one.second == 1; }));
    all.nothing_else();
}
