#include "bot/flow/rehearsal.hpp"
#include "bot/flow/what_if.hpp"
#include "config/files.hpp"
#include "store/outbox.hpp"
#include "store/timers.hpp"
#include "tests/support/story.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <tuple>

using namespace std::chrono_literals;
using bot::flow::rehearsal;
using bot::flow::rehearsal_fault;
using bot::flow::rehearsal_question;
using bot::flow::rehearsed;
using support::duration;
using support::story;
namespace people = support::people;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

rehearsal rehearse(story& all, rehearsal_question asked)
{
    rehearsal played;
    all.in_store([&](store::transaction& tx) {
        store::connection& live = tx;
        played = bot::flow::rehearsal_stage(&live, all.knowledge()).play(asked);
    });
    return played;
}

const std::map<std::string, std::string>& chats_by_name()
{
    static const std::map<std::string, std::string> known{{"lan", people::lan},   {"minh", people::minh}, {"hung", people::hung},
                                                          {"tuan", people::tuan}, {"binh", people::binh}, {"ha", people::ha},
                                                          {"bvdk-leaders", people::leaders}, {"syt-leaders", people::superior}};
    return known;
}

/// Who hears what, when: the chat, seconds since the report, and the first line without the number.
using heard_line = std::tuple<std::string, std::int64_t, std::string>;

std::set<heard_line> lines_of(const rehearsal_question& asked, const std::vector<rehearsed>& story)
{
    std::set<heard_line> lines;
    for (const auto& one : story) {
        REQUIRE(one.fault == rehearsal_fault::none);
        const auto chat = chats_by_name().find(one.group.empty() ? one.person : one.group);
        REQUIRE(chat != chats_by_name().end());
        lines.insert({chat->second, std::chrono::floor<std::chrono::seconds>(one.at - asked.at).count(), one.line});
    }
    return lines;
}

/// What was really said of the incident; a reminder that repeats counts the first time only, as in a rehearsal.
std::set<heard_line> lines_heard(story& all, const std::string& number, bot::rules::instant start)
{
    std::set<heard_line> lines;
    std::set<std::pair<std::string, std::string>> repeated;
    for (const auto& [name, chat] : chats_by_name())
        for (const auto& one : all.unread(chat)) {
            if (one.text.find(number) == std::string::npos)
                continue;
            auto line = one.text.substr(0, one.text.find('\n'));
            if (const auto at = line.find(" " + number); at != std::string::npos)
                line.erase(at, number.size() + 1);
            const bool repeats = line.find("Vẫn chưa xong") == 0;
            if (!repeats || repeated.insert({chat, line}).second)
                lines.insert({chat, std::chrono::floor<std::chrono::seconds>(one.at - start).count(), line});
        }
    return lines;
}

std::string shown(const std::set<heard_line>& lines)
{
    std::string text;
    for (const auto& [chat, after, line] : lines)
        text += "\n  " + chat + " +" + std::to_string(after) + " s: " + line;
    return text;
}

/// Who hears of it at all.
std::set<std::string> people_in(const std::vector<rehearsed>& story)
{
    std::set<std::string> names;
    for (const auto& one : story)
        if (one.fault == rehearsal_fault::none)
            names.insert(one.group.empty() ? one.person : one.group);
    return names;
}

/// A patch of the sample directory that takes a person out of every roster.
std::string directory_without(const std::string& person)
{
    auto units = nlohmann::json::parse(config::read_file(PROJECT_DIR "/config/directory.json").value(), nullptr, true, true).at("units");
    for (auto& unit : units)
        for (auto& role : unit["roles"])
            for (auto one = role.begin(); one != role.end();)
                one = *one == person ? role.erase(one) : one + 1;
    return nlohmann::json{{"units", units}}.dump();
}

} // namespace

TEST_CASE("What-if shows what really happens when the same report is made and nobody answers")
{
    story all;
    rehearsal_question asked{.unit = "bvdk", .level = 3, .at = all.now(), .system = "pacs"};
    const auto played = rehearse(all, asked);
    REQUIRE_FALSE(played.silence.empty());
    const auto expected = lines_of(asked, played.silence);

    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto start = all.row(number).received_at;
    all.until(start + (played.silence.back().at - asked.at) + 1s);
    const auto heard = lines_heard(all, number, start);
    INFO("rehearsed:" << shown(expected) << "\nheard:" << shown(heard));
    CHECK(expected == heard);
}

TEST_CASE("What-if shows what really happens when the incident is taken in hand and nobody goes on")
{
    story all;
    rehearsal_question asked{.unit = "bvdk", .level = 2, .at = all.now(), .system = "pacs"};
    const auto played = rehearse(all, asked);
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto start = all.row(number).received_at;
    all.bring_to_handling(2);
    all.until(start + 8h + 10s);
    // The reminders and the breach; answers to what Lan typed are none of a rehearsal's.
    const auto of_deadline = [](const std::set<heard_line>& lines) {
        std::set<heard_line> kept;
        for (const auto& one : lines)
            if (std::get<2>(one).find("xử lý sự cố mức 2") != std::string::npos && std::get<1>(one) <= 8 * 3600 + 5)
                kept.insert(one);
        return kept;
    };
    const auto expected = of_deadline(lines_of(asked, played.handled));
    const auto heard = of_deadline(lines_heard(all, number, start));
    INFO("rehearsed:" << shown(expected) << "\nheard:" << shown(heard));
    CHECK(expected.size() >= 10);
    CHECK(expected == heard);
}

TEST_CASE("What-if changes nothing of the live store and tells nobody anything")
{
    story all;
    std::int64_t outbound = 0;
    std::int64_t timers = 0;
    all.in_store([&](store::transaction& tx) {
        outbound = store::count_outbound(tx);
        timers = store::count_timers(tx);
    });
    rehearse(all, {.unit = "bvdk", .level = 4, .at = all.now() + 15h});
    all.in_store([&](store::transaction& tx) {
        CHECK(store::count_outbound(tx) == outbound);
        CHECK(store::count_timers(tx) == timers);
    });
    CHECK(all.all_rows().empty());
    all.settle_down();
    all.nothing_else();
}

TEST_CASE("What-if names the step that nobody is on duty for and goes on with the next")
{
    story all;
    for (auto who : {all.lan(), all.minh()})
        who.says("vắng mặt đến 17h ngày mai");
    all.read_all();
    const auto played = rehearse(all, {.unit = "bvdk", .level = 3, .at = all.now() + 1h});
    REQUIRE_FALSE(played.silence.empty());
    const auto missing = std::ranges::find(played.silence, rehearsal_fault::nobody_on_duty, &rehearsed::fault);
    REQUIRE(missing != played.silence.end());
    CHECK(missing->role == "incident_manager");
    CHECK(missing->step == 1);
    CHECK(missing->at == played.question.at);
    const auto next = std::ranges::find(played.silence, std::string("tuan"), &rehearsed::person);
    REQUIRE(next != played.silence.end());
    CHECK(next->at == played.question.at); // at once, not after half an hour
    CHECK_FALSE(played.reaches_nobody());
}

TEST_CASE("What-if names people whom no channel reaches")
{
    support::hospital_options alone;
    alone.staff_linked = false; // nobody has linked their account
    story all(alone);
    const auto played = rehearse(all, {.unit = "bvdk", .level = 3, .at = all.now()});
    const auto lan = std::ranges::find(played.silence, std::string("lan"), &rehearsed::person);
    REQUIRE(lan != played.silence.end());
    CHECK(lan->fault == rehearsal_fault::unreachable);
    CHECK(people_in(played.silence).contains("bvdk-leaders")); // the group is told instead
}

TEST_CASE("What-if shows that the free window has closed by then")
{
    story all;
    const auto soon = rehearse(all, {.unit = "bvdk", .level = 3, .at = all.now() + 1h});
    const auto later = rehearse(all, {.unit = "bvdk", .level = 3, .at = all.now() + 60h});
    const auto much_later = rehearse(all, {.unit = "bvdk", .level = 3, .at = all.now() + 24h * 8});
    const auto first = [](const rehearsal& played) { return *std::ranges::find(played.silence, std::string("lan"), &rehearsed::person); };
    CHECK_FALSE(first(soon).billed);
    CHECK(first(later).billed);
    CHECK(first(much_later).fault == rehearsal_fault::unreachable);
}

TEST_CASE("What-if by chat answers those who answer for a unit")
{
    story all;
    all.lan().says("nếu mức 3 lúc 22h");
    const auto text = all.lan().hears("Thử: sự cố Mức 3 (nghiêm trọng) lúc 22:00 hôm nay tại Bệnh viện Đa khoa Hòa Bình").text;
    CHECK(text.find("Nếu không ai tiếp nhận:") != std::string::npos);
    CHECK(text.find("+0:00 Nguyễn Thị Lan (Zalo): [bậc 1] Cần tiếp nhận: sự cố mới") != std::string::npos);
    CHECK(text.find("+0:30 Trần Văn Minh; Hoàng Anh Tuấn (Zalo): [bậc 2]") != std::string::npos);
    CHECK(text.find("+2:00 Nhóm lãnh đạo (nhóm Zalo):") != std::string::npos);
    CHECK(text.find("SC-2026") == std::string::npos);
    all.read_all();
    all.tuan().says("thử mức 4");
    all.tuan().hears("Thử: sự cố Mức 4");
    all.read_all();
    all.binh().says("nếu mức 7");
    all.binh().hears("Anh/chị cho biết mức (0 đến 4)");
    all.hoa().says("nếu mức 3 lúc 22h");
    all.hoa().hears("Phần này dành cho cán bộ quản lý sự cố");
    all.nothing_else();
    CHECK(all.all_rows().empty());
}

TEST_CASE("What-if reads the hour as a clock or a date or a phrase")
{
    using bot::flow::read_what_if_time;
    using bot::rules::from_vietnam;
    const auto year = std::chrono::year{2026};
    const auto now = from_vietnam(year / 11 / 30, 9, 30);
    CHECK(read_what_if_time("22:00", now) == from_vietnam(year / 11 / 30, 22, 0));
    CHECK(read_what_if_time("02:00", now) == from_vietnam(year / 12 / 1, 2, 0));
    CHECK(read_what_if_time("2026-12-05T22:00", now) == from_vietnam(year / 12 / 5, 22, 0));
    CHECK(read_what_if_time("22h tối mai", now) == from_vietnam(year / 12 / 1, 22, 0));
    CHECK_FALSE(read_what_if_time("25:00", now));
    CHECK_FALSE(read_what_if_time("2026-13-05T22:00", now));
    CHECK_FALSE(read_what_if_time("bao giờ cũng được", now));
}

TEST_CASE("What-if is compared after a reload and the administrator hears the difference once")
{
    story all;
    all.pass(5min); // the first time only remembers
    all.nothing_else();
    all.reload({.directory_patch = directory_without("nobody")});
    all.pass(5min);
    all.nothing_else(); // read again, and nothing has changed
    all.reload({.directory_patch = directory_without("minh")});
    all.pass(5min);
    const auto told = all.tuan().hears("khác trước").text;
    CHECK(told.find("Không còn:") != std::string::npos);
    CHECK(told.find("10:00, không ai tiếp nhận: +0:30 Trần Văn Minh – Zalo") != std::string::npos);
    all.nothing_else();
    all.pass(1h);
    all.nothing_else();
}
