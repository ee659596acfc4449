#include "store/timers.hpp"
#include "store/unit_duties.hpp"
#include "tests/support/story.hpp"

using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using bot::rules::instant;
using support::story;
namespace people = support::people;

namespace {

instant day(unsigned month, unsigned day, int hour = 8)
{
    return from_vietnam(std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day}, hour, 0);
}

/// Two hospitals with a manager each, a ward without one, and a department: Hùng is its incident manager, Tuấn its leader.
constexpr auto two_hospitals = R"({"units": [
    {"id": "syt", "name": "Sở Y tế", "prefix": "SYT", "leadership_channel": "syt-leaders",
     "roles": {"leader": ["tuan"], "incident_manager": ["hung"]}},
    {"id": "bvdk", "name": "Bệnh viện Đa khoa Hòa Bình", "parent": "syt", "prefix": "SC", "leadership_channel": "bvdk-leaders",
     "roles": {"incident_manager": ["lan"], "leader": ["binh"]}},
    {"id": "bvn", "name": "Bệnh viện Nhi", "parent": "syt", "prefix": "BN",
     "roles": {"incident_manager": ["minh"], "leader": ["ha"]}},
    {"id": "khoa", "name": "Khoa Khám", "parent": "bvn", "prefix": "KK", "roles": {"handler": ["phuc"]}}]})";

/// The same with both reports of the department due on one day.
std::string one_day_for_both()
{
    std::string patch = two_hospitals;
    patch.insert(patch.find("\"name\": \"Sở Y tế\""), R"("rule_overrides": {"Y-25": {"before_date": "12-20"}}, )");
    return patch;
}

support::hospital_options from(instant starts, const std::string& patch = two_hospitals)
{
    support::hospital_options how;
    how.starts = starts;
    how.directory_patch = patch;
    return how;
}

constexpr auto to_owner = "báo cáo an ninh mạng hằng năm gửi chủ quản hệ thống";
constexpr auto to_ministry = "báo cáo an ninh mạng hằng năm gửi Bộ Công an";

/// In the evening everybody writes a line, so that their free windows stay open. No duty was called for by then.
void evening(story& all)
{
    for (const auto& one : {people::lan, people::minh, people::hung, people::tuan, people::binh, people::ha}) {
        CHECK(all.person(one).count("việc định kỳ") == 0);
        if (all.is_up())
            all.says(one, "trực ca");
    }
    CHECK(all.group().count("việc định kỳ") == 0);
    CHECK(all.superior().count("việc định kỳ") == 0);
    all.read_all();
}

/// Up to the moment, with its evenings.
void until(story& all, instant at)
{
    const auto today = bot::rules::to_vietnam(all.now()).date;
    auto next = from_vietnam(today, 20, 0);
    for (next += next <= all.now() ? 24h : 0h; next < at; next += 24h) {
        all.until(next);
        evening(all);
    }
    all.until(at);
}

std::string reminder(story& all, const std::string& who, std::string_view unit, std::string_view duty)
{
    const auto line = all.person(who).hears("Xin anh/chị lo giúp việc định kỳ");
    INFO(line.text);
    CHECK(line.at - all.now() < 1min);
    CHECK(line.text.find(std::string(unit) + ": " + std::string(duty)) != std::string::npos);
    return line.text;
}

std::vector<store::discharged_duty> recorded(story& all, const std::string& unit)
{
    std::vector<store::discharged_duty> found;
    all.in_store([&](store::transaction& tx) { found = store::discharged_duties(tx, unit, 2026); });
    return found;
}

bool planned(story& all, const std::string& subject)
{
    bool found = false;
    all.in_store([&](store::transaction& tx) { found = store::find_timer(tx, bot::flow::timer_key(bot::flow::timer_kind::unit_duty, {}, subject)).has_value(); });
    return found;
}

} // namespace

TEST_CASE("Yearly duties: each unit is reminded once at eight on each day of its ladder and on no other")
{
    story all(from(day(11, 25)));
    for (const unsigned date : {5U, 12U, 18U}) { // 14, 7 and 1 days before 19 December
        until(all, day(12, date) - 1s);
        all.nothing_else();
        all.until(day(12, date) + 5s);
        const auto left = "còn " + std::to_string(19 - date) + " ngày (hạn hết ngày 19/12/2026)";
        CHECK(reminder(all, people::lan, "Bệnh viện Đa khoa Hòa Bình", to_owner).find(left) != std::string::npos);
        CHECK(reminder(all, people::minh, "Bệnh viện Nhi", to_owner).find(left) != std::string::npos);
        CHECK(reminder(all, people::hung, "Sở Y tế", to_owner).find(left) != std::string::npos);
        all.nothing_else();
        if (date == 5U) {
            until(all, day(12, 10) + 5s); // only the department reports to the Ministry, which has its own days
            CHECK(reminder(all, people::hung, "Sở Y tế", to_ministry).find("còn 14 ngày (hạn hết ngày 24/12/2026)") != std::string::npos);
            all.nothing_else();
        } else if (date == 12U) {
            until(all, day(12, 17) + 5s);
            reminder(all, people::hung, "Sở Y tế", to_ministry);
            all.nothing_else();
        }
    }
}

TEST_CASE("Yearly duties: a day missed goes to the leader and the leadership group too and then weekly")
{
    story all(from(day(12, 18, 12)));
    until(all, day(12, 20) - 1s);
    all.nothing_else();
    all.until(day(12, 20) + 5s);
    for (const auto& one : {people::lan, people::binh})
        CHECK(reminder(all, one, "Bệnh viện Đa khoa Hòa Bình", to_owner).find("đã quá hạn 1 ngày (hạn hết ngày 19/12/2026)") != std::string::npos);
    for (const auto& one : {people::minh, people::ha})
        reminder(all, one, "Bệnh viện Nhi", to_owner);
    for (const auto& one : {people::hung, people::tuan})
        reminder(all, one, "Sở Y tế", to_owner);
    CHECK(all.group().hears("Đề nghị lãnh đạo đôn đốc việc định kỳ").text.find("Bệnh viện Đa khoa Hòa Bình: ") != std::string::npos);
    const auto above = all.superior().hears("Đề nghị lãnh đạo đôn đốc việc định kỳ").text; // one post for both units
    CHECK(above.find("Sở Y tế: ") != std::string::npos);
    CHECK(above.find("Bệnh viện Nhi: ") != std::string::npos);
    all.nothing_else();
    CHECK(planned(all, "2027 Y-20 bvdk")); // the next year does not wait for this one

    all.lan().says("đã nộp báo cáo năm: CV 12/BV");
    all.lan().hears("Đã ghi nhận xong: Bệnh viện Đa khoa Hòa Bình – " + std::string(to_owner) + " năm 2026, văn bản: CV 12/BV");
    all.hung().says("đã nộp 3: CV 1/SYT");
    all.hung().hears("Đã ghi nhận xong: Sở Y tế – " + std::string(to_owner));
    all.hung().says("đã nộp 4: CV 2/SYT"); // its day, the 24th, is still to come
    all.hung().hears("Đã ghi nhận xong: Sở Y tế – " + std::string(to_ministry));
    all.nothing_else();
    until(all, day(12, 27) + 5s);
    for (const auto& one : {people::minh, people::ha})
        CHECK(reminder(all, one, "Bệnh viện Nhi", to_owner).find("đã quá hạn 8 ngày") != std::string::npos);
    CHECK(all.superior().hears("Đề nghị lãnh đạo đôn đốc việc định kỳ").text.find("Sở Y tế") == std::string::npos);
    all.nothing_else();

    // The turn of the year does not forgive it.
    until(all, from_vietnam(std::chrono::year{2027} / 1 / 3, 8, 0) + 5s);
    CHECK(reminder(all, people::minh, "Bệnh viện Nhi", to_owner).find("1. Bệnh viện Nhi: " + std::string(to_owner) + " – đã quá hạn 15 ngày (hạn hết ngày 19/12/2026)") !=
          std::string::npos);
    all.minh().says("đã nộp 1: CV 8/BVN");
    all.minh().hears("Đã ghi nhận xong: Bệnh viện Nhi – " + std::string(to_owner) + " năm 2026");
    REQUIRE(recorded(all, "bvn").size() == 1);
    CHECK(recorded(all, "bvn")[0].done_at == all.now());
    all.read_all();
    until(all, from_vietnam(std::chrono::year{2027} / 1 / 11, 8, 0)); // no evening hears of it again
}

TEST_CASE("Yearly duties: what was filed is recorded with who and when and proof and reminded no more until it is taken back")
{
    story all(from(day(12, 5, 12)));
    all.hung().says("đã nộp 4: CV 2/SYT");
    all.hung().hears("Đã ghi nhận xong: Sở Y tế – " + std::string(to_ministry));
    all.lan().says("đã nộp báo cáo năm: CV 12/BV");
    const auto said = all.lan().hears("Đã ghi nhận xong: Bệnh viện Đa khoa Hòa Bình").text;
    CHECK(said.find("chưa nộp 3") != std::string::npos);
    const auto kept = recorded(all, "bvdk");
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].rule_id == "Y-20");
    CHECK(kept[0].by == "lan");
    CHECK(kept[0].proof == "CV 12/BV");
    CHECK(kept[0].done_at == all.now());
    CHECK_FALSE(planned(all, "2026 Y-20 bvdk"));
    CHECK(planned(all, "2027 Y-20 bvdk"));

    until(all, day(12, 12) + 5s);
    reminder(all, people::minh, "Bệnh viện Nhi", to_owner);
    reminder(all, people::hung, "Sở Y tế", to_owner);
    all.nothing_else();

    all.lan().says("đã nộp 3");
    all.lan().hears("đã được Nguyễn Thị Lan ghi nhận lúc");
    all.lan().says("chưa nộp 3");
    all.lan().hears("Đã bỏ ghi nhận: Bệnh viện Đa khoa Hòa Bình");
    CHECK(recorded(all, "bvdk").empty());
    all.lan().says("chưa nộp 3");
    all.lan().hears("vốn chưa ghi nhận là xong");
    all.nothing_else();
    until(all, day(12, 18) + 5s);
    reminder(all, people::lan, "Bệnh viện Đa khoa Hòa Bình", to_owner);
}

TEST_CASE("Yearly duties: after a downtime over two days of the ladder everybody hears one message")
{
    story all(from(day(12, 10, 12)));
    until(all, day(12, 11, 21));
    all.crash();
    all.until(day(12, 18, 10)); // the 12th, the 17th and the 18th went by
    all.nothing_else();
    all.restart();
    reminder(all, people::lan, "Bệnh viện Đa khoa Hòa Bình", to_owner);
    reminder(all, people::minh, "Bệnh viện Nhi", to_owner);
    const auto both = reminder(all, people::hung, "Sở Y tế", to_owner);
    CHECK(both.find(std::string("Sở Y tế: ") + to_ministry) != std::string::npos); // its day was missed as well
    for (const auto& one : {people::lan, people::minh, people::hung})
        CHECK(all.person(one).count("việc định kỳ") == 0);
    all.read_all();
    all.restart(); // and nothing twice
    all.pass(1h);
    all.nothing_else();
}

TEST_CASE("Yearly duties: several of one person on one day come in one message")
{
    story all(from(day(12, 5, 12), one_day_for_both()));
    until(all, day(12, 12) + 5s);
    const auto both = reminder(all, people::hung, "Sở Y tế", to_owner);
    CHECK(both.find("3. Sở Y tế: ") != std::string::npos);
    CHECK(both.find(std::string("4. Sở Y tế: ") + to_ministry + " – còn 7 ngày (hạn hết ngày 19/12/2026)") != std::string::npos);
    reminder(all, people::lan, "Bệnh viện Đa khoa Hòa Bình", to_owner);
    reminder(all, people::minh, "Bệnh viện Nhi", to_owner);
    all.nothing_else();
}

TEST_CASE("Yearly duties: the list tells law from what is ours and names what is meant by number or words")
{
    story all(from(day(12, 6, 9)));
    all.hung().says("việc định kỳ");
    const auto list = all.hung().hears("Việc định kỳ của đơn vị, năm 2026").text;
    INFO(list);
    const auto line = [&](std::string_view part) { return list.find(part); };
    CHECK(line("1. Sở Y tế: rà soát kế hoạch xử lý sự cố hằng năm – đã quá hạn 250 ngày") != std::string::npos);
    CHECK(line("Ngày do đơn vị hoặc phần mềm đặt; liên quan: QĐ 4494/QĐ-BYT Đ5.2") != std::string::npos);
    CHECK(line("Ngày do đơn vị hoặc phần mềm đặt; liên quan: TCVN 14423:2026") != std::string::npos);
    CHECK(line("3. Sở Y tế: báo cáo an ninh mạng hằng năm gửi chủ quản hệ thống – còn 13 ngày") != std::string::npos);
    CHECK(line("Căn cứ: NĐ 331/2026/NĐ-CP Đ35.4a") != std::string::npos);
    CHECK(line("4. Sở Y tế: ") != std::string::npos);
    CHECK(line("5. ") == std::string::npos);
    CHECK(line("Bệnh viện") == std::string::npos); // they have their own managers

    all.hung().says("đã nộp báo cáo năm: CV 1/SYT"); // two reports: which?
    all.hung().hears("Anh/chị muốn ghi việc nào?");
    all.hung().says("đã nộp cái khác: CV 1/SYT");
    all.hung().hears("Chưa rõ anh/chị nói việc nào");
    all.hung().says("đã nộp 9: CV 1/SYT");
    all.hung().hears("Chưa rõ anh/chị nói việc nào");
    CHECK(recorded(all, "syt").empty());
    all.hung().says("Đã nộp báo cáo gửi Bộ Công an");
    CHECK(all.hung().hears("Đã ghi nhận xong: Sở Y tế").text.find("bổ sung số văn bản: đã nộp 4:") != std::string::npos);
    all.hung().says("đã nộp 4: CV 9/SYT của bệnh nhân 0912345678");
    all.hung().hears("Đã ghi nhận xong");
    REQUIRE(recorded(all, "syt").size() == 1);
    CHECK(recorded(all, "syt")[0].rule_id == "Y-25");
    all.hung().says("english");
    all.hung().hears("English");
    all.hung().says("yearly duties");
    CHECK(all.hung().hears("Your units' yearly duties, 2026").text.find("4. Sở Y tế: annual cyber-security report to the Ministry of Public Security – done, recorded by Phạm Quốc Hùng on 06/12/2026, letter: CV 9/SYT") !=
          std::string::npos);
    all.nothing_else();

    all.stranger().says("việc định kỳ");
    all.stranger().hears("liên kết tài khoản");
    all.read_all();
    all.person(people::ngoc).says("đã nộp 1: CV 3/BV");
    all.person(people::ngoc).hears("không phụ trách việc định kỳ nào");
    all.nothing_else();
}

TEST_CASE("Yearly duties: where the manager cannot be reached the head of the unit is reminded")
{
    story all(from(day(12, 4, 12)));
    for (auto evening_of = day(12, 4, 20); evening_of < day(12, 12); evening_of += 24h) {
        all.until(evening_of);
        all.binh().says("trực ca"); // Lan has been silent for more than a week: her window is closed
    }
    all.read_all();
    all.until(day(12, 12) + 5s);
    reminder(all, people::binh, "Bệnh viện Đa khoa Hòa Bình", to_owner);
    CHECK(all.lan().count("việc định kỳ") == 0);
}

TEST_CASE("Yearly duties: what fell due before the bot was set up is not called for but next year's is")
{
    auto spring = from(from_vietnam(std::chrono::year{2027} / 2 / 26, 9, 0));
    story all(spring);
    until(all, from_vietnam(std::chrono::year{2027} / 3 / 1, 8, 0) + 5s);
    CHECK(reminder(all, people::lan, "Bệnh viện Đa khoa Hòa Bình", "rà soát kế hoạch xử lý sự cố hằng năm").find("còn 30 ngày (hạn hết ngày 31/03/2027)") !=
          std::string::npos);
    reminder(all, people::minh, "Bệnh viện Nhi", "rà soát kế hoạch xử lý sự cố hằng năm");
    reminder(all, people::hung, "Sở Y tế", "rà soát kế hoạch xử lý sự cố hằng năm");
    all.nothing_else();

    story late(from(day(11, 25)));
    CHECK_FALSE(planned(late, "2026 Y-PLAN bvdk"));
    CHECK(planned(late, "2027 Y-PLAN bvdk"));
    CHECK_FALSE(planned(late, "2026 Y-20 khoa"));
    CHECK_FALSE(planned(late, "2026 Y-25 bvdk"));
    CHECK(planned(late, "2026 Y-25 syt"));
}
