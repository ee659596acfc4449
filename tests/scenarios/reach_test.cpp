#include "bot/cli/readiness.hpp"
#include "tests/support/story.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using support::story;
using bot::flow::channel_kind;
namespace people = support::people;
namespace sandbox = adapters::sandbox;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

support::instant november(int day, int hour)
{
    return from_vietnam(std::chrono::year{2026} / 11 / day, hour, 0);
}

/// Why the person is flagged; "" when they are not.
std::string reason_of(const story& all, const std::string& person)
{
    const auto found = std::ranges::find(all.unreachable(), person, &store::unreachable::person);
    return found == all.unreachable().end() ? "" : found->reason;
}

void everybody_writes(story& all, const std::vector<std::string>& who)
{
    for (const auto& one : who)
        all.person(one).says("trực ca");
    all.read_all();
}

support::hospital_options with_template()
{
    support::hospital_options options;
    options.template_id = "tpl-1";
    options.reach_checks = true;
    // The annual report is called for in these weeks: another matter.
    options.directory_changes = R"([{"op": "add", "path": "/units/0/rule_overrides", "value": {"Y-20": {"enabled": false}, "Y-25": {"enabled": false}}}])";
    return options;
}

support::hospital_options with_checks()
{
    support::hospital_options options;
    options.reach_checks = true;
    return options;
}

} // namespace

TEST_CASE("The weekly check asks on Monday at eight whoever was silent for two days and tells the unit's head who stayed silent")
{
    story all(with_template());
    all.until(november(25, 10));
    everybody_writes(all, {people::lan, people::hung});
    all.until(november(28, 12));
    everybody_writes(all, {people::minh, people::tuan, people::binh, people::ha, people::ngoc});
    all.until(november(30, 8) - 5s);
    all.nothing_else();
    all.until(november(30, 8) + 5s);
    for (const auto& one : {people::lan, people::hung}) {
        const auto asked = all.person(one).hears("xác nhận vẫn nhận được tin báo sự cố");
        CHECK(asked.at >= november(30, 8));
        CHECK(asked.text.find("1. Tôi nhận được") != std::string::npos);
    }
    all.nothing_else();
    for (const auto& one : all.tries())
        CHECK(one.to.channel != channel_kind::zalo_template); // a check is not worth a template

    all.lan().says("1");
    all.lan().hears("Cảm ơn anh/chị");
    all.until(november(30, 8) + 24h - 5s);
    all.nothing_else();
    all.until(november(30, 8) + 24h + 5s);
    const auto told = all.tuan().hears("Cần gọi lại 2 người của Bệnh viện Đa khoa Hòa Bình");
    CHECK(told.text.find("Phạm Quốc Hùng: chưa trả lời tin kiểm tra qua Zalo") != std::string::npos);
    CHECK(told.text.find("Võ Hồng Phúc: chưa liên kết Zalo") != std::string::npos);
    CHECK(told.text.find("Xin gọi điện") != std::string::npos);
    all.nothing_else();
    CHECK(reason_of(all, "hung") == "no_answer");
    CHECK(reason_of(all, "phuc") == "never");
    CHECK(reason_of(all, "lan").empty());

    all.hung().says("cảm ơn"); // whatever they write
    CHECK(reason_of(all, "hung").empty());
}

TEST_CASE("The weekly check is sent before the window shuts and any answer reopens it")
{
    story all(with_template());
    all.until(november(29, 8) - 5s);
    all.nothing_else();
    all.until(november(29, 8) + 5s); // a Sunday: on Monday it could no longer be sent
    for (const auto& one : {people::lan, people::minh, people::hung, people::tuan, people::binh, people::ha, people::ngoc})
        all.person(one).hears("xác nhận vẫn nhận được tin báo sự cố");
    all.nothing_else();
    for (const auto& one : all.tries())
        CHECK(one.what == bot::flow::send_class::sent);

    all.until(november(29, 9));
    all.tuan().says("đã nhận tin kiểm tra");
    all.tuan().hears("Cảm ơn anh/chị");
    all.binh().says("trực ca");
    all.binh().hears("Nguyễn Thị Lan");
    all.until(november(30, 8) + 5s);
    CHECK(reason_of(all, "tuan").empty());
    CHECK(reason_of(all, "binh").empty());
    CHECK(reason_of(all, "lan") == "no_answer");
    CHECK(all.tuan().hears("Cần gọi lại 6 người").text.find("Bùi Thanh Bình") == std::string::npos);
    all.nothing_else(); // Monday asks nobody again who has just been asked
}

TEST_CASE("The weekly check leaves people in peace who are away and missed while down it comes on the next day")
{
    story all(with_checks());
    all.until(november(27, 10));
    everybody_writes(all, {people::lan, people::minh, people::hung, people::tuan, people::binh, people::ha, people::ngoc});
    all.lan().says("vắng mặt đến 3/12/2026");
    all.read_all();
    all.until(november(30, 7));
    all.crash();
    all.until(november(30, 7) + 20h);
    all.restart();
    all.nothing_else(); // not at three in the night
    all.until(november(30, 8) + 24h + 5s);
    CHECK(all.lan().count("xác nhận vẫn nhận được") == 0);
    CHECK(all.minh().count("xác nhận vẫn nhận được") == 1);
}

TEST_CASE("B14 somebody who says dung gets the next reminder by another channel and the administrator hears of it")
{
    story all(with_template());
    all.lan().says("dừng");
    all.lan().hears("Đã tắt tin nhắn");
    all.tuan().hears("Cần kiểm tra kênh liên lạc: Nguyễn Thị Lan – đã tắt tin nhắn của bot");
    CHECK(reason_of(all, "lan") == "stopped");
    all.nothing_else();
    all.pass(1s);
    const auto start = all.now();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().hears(number);
    for (const auto& one : all.tries())
        CHECK((one.at < start || one.to.address != people::lan));
    CHECK(std::ranges::count_if(all.tries(), [](const auto& one) { return one.to.channel == channel_kind::zalo_template; }) == 1);
    all.nothing_else();

    all.lan().says("bắt đầu");
    all.lan().hears("Đã mở lại tin nhắn");
    CHECK(reason_of(all, "lan").empty());
    all.nothing_else();
    all.quick_report(people::tam, "Trang thông tin không vào được", "Trang thông tin điện tử");
    all.lan().hears("Cần tiếp nhận: sự cố mới");
    CHECK(std::ranges::count_if(all.tries(), [](const auto& one) { return one.to.channel == channel_kind::zalo_template; }) == 1);
    all.nothing_else();
}

TEST_CASE("B14 somebody who unfollows is told about once and is back when they follow again")
{
    story all;
    REQUIRE(all.zalo().act(people::minh, sandbox::deed::unfollow, all.now()));
    all.settle_down();
    all.tuan().hears("Cần bổ sung kênh liên lạc cho Trần Văn Minh");
    CHECK(reason_of(all, "minh") == "blocked");
    REQUIRE(all.zalo().act(people::minh, sandbox::deed::unfollow, all.now()));
    all.settle_down();
    all.nothing_else();
    REQUIRE(all.zalo().act(people::minh, sandbox::deed::follow, all.now()));
    all.settle_down();
    CHECK(reason_of(all, "minh").empty());
}

TEST_CASE("Whoever hands work to somebody unreachable is warned at once")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.acknowledge();
    all.classify(2);
    all.hung().says("dừng");
    all.read_all();
    all.lan().says("Phạm Quốc Hùng");
    all.lan().says("bỏ qua");
    all.lan().says("bỏ qua");
    CHECK(all.row(number).handler == "hung");
    const auto said = all.lan().hears("Đã giao " + number + " cho Phạm Quốc Hùng");
    CHECK(said.text.find("có thể Phạm Quốc Hùng không nhận được tin (đã tắt tin nhắn của bot)") != std::string::npos);
    CHECK(said.text.find("gọi điện") != std::string::npos);
}

TEST_CASE("The readiness page names who cannot be reached by id and stays ready")
{
    const auto since = november(30, 8);
    const auto page = nlohmann::json::parse(cli::readiness_page({}, {{"hung", 1, since, "no_answer"}, {"lan", 4, since, "bounced"}}));
    CHECK(page["ready"] == true);
    CHECK(page["reasons"].empty());
    REQUIRE(page["unreachable"].size() == 2);
    CHECK(page["unreachable"][0] == nlohmann::json{{"person", "hung"}, {"channel", "zalo"}, {"since", "2026-11-30T01:00:00Z"}, {"reason", "no_answer"}});
    CHECK(page["unreachable"][1]["channel"] == "email");
    CHECK(nlohmann::json::parse(cli::readiness_page({{"store", "full"}}, {}))["ready"] == false);
}
