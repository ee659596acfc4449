#include "store/database.hpp"
#include "tests/support/story.hpp"

#include <filesystem>

#include <unistd.h>

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

const std::vector<std::string>& answers()
{
    static const std::vector<std::string> all{"báo nhanh", "không", printer, "PACS", "công việc", "để sau"};
    return all;
}

bot::incident::incident state_of(story& all, const std::string& number)
{
    bot::incident::incident made;
    const auto about = all.row(number).id;
    all.in_store([&](store::transaction& tx) {
        for (const auto& one : store::load_events(tx, about))
            bot::incident::apply(made, bot::incident::from_json(one.payload).value());
    });
    return made;
}

/// How often a chat was told something, in all its life.
std::vector<std::string> told(story& all, const std::string& chat, const std::string& part)
{
    std::vector<std::string> found;
    for (const auto& one : all.zalo().transcript(chat))
        if (one.what.from.empty() && one.what.text.find(part) != std::string::npos)
            found.push_back(one.what.text);
    return found;
}

/// At least once, at most twice, and the second time marked.
void once_or_marked(const std::vector<std::string>& lines)
{
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.size() <= 2);
    if (lines.size() == 2) {
        CHECK(lines.front().rfind("(gửi lại)", 0) == std::string::npos);
        CHECK(lines.back().rfind("(gửi lại)", 0) == 0);
    }
}

} // namespace

TEST_CASE("D1 death at any write point of any answer loses no answer and applies none twice")
{
    for (const std::string point : {"group:begin", "job:before", "job:after", "commit:before", "commit:after"})
        for (std::size_t fatal = 0; fatal < answers().size(); ++fatal) {
            DYNAMIC_SECTION("death at " << point << " of answer " << fatal + 1)
            {
                story all;
                for (std::size_t i = 0; i < answers().size(); ++i) {
                    if (i == fatal)
                        all.die_at(point);
                    all.hoa().says(answers()[i]);
                    if (i != fatal)
                        continue;
                    REQUIRE_FALSE(all.is_up());
                    all.restart();
                    all.pass(31s); // Zalo's first retry
                }
                const auto rows = all.all_rows();
                REQUIRE(rows.size() == 1);
                CHECK(rows.front().system == "pacs");
                const auto made = state_of(all, rows.front().number);
                CHECK(made.report.description == printer);
                CHECK(made.report.operations_affected == bot::rules::answer::yes);
                CHECK(made.report.patients_affected == bot::rules::answer::no);
                CHECK(all.recorded(rows.front().number) == std::vector<std::string>{"reported", "step_called"});
                for (const char* said : {"bí mật nhà nước không?", "(1/3)", "(2/3)", "(3/3)", "Đã ghi nhận sự cố", "Đã lưu lại"})
                    CHECK(told(all, people::hoa, said).size() == 1);
                CHECK(told(all, people::lan, "Cần tiếp nhận").size() == 1);
                all.read_chat(people::hoa);
                all.read_chat(people::lan);
                all.nothing_else();
            }
        }
}

TEST_CASE("D2 death between the provider's acceptance and the note of it repeats at most once and says so")
{
    for (const int visit : {1, 2}) {
        DYNAMIC_SECTION("death after message " << visit << " of the report")
        {
            story all;
            for (std::size_t i = 0; i < 4; ++i)
                all.hoa().says(answers()[i]);
            all.die_at("send:accepted", visit);
            all.hoa().says("công việc");
            REQUIRE_FALSE(all.is_up());
            all.restart();
            all.pass(31s);
            once_or_marked(told(all, people::hoa, "Đã ghi nhận sự cố"));
            once_or_marked(told(all, people::lan, "Cần tiếp nhận"));
            CHECK(told(all, people::hoa, "(gửi lại)").size() + told(all, people::lan, "(gửi lại)").size() >= 1);
            CHECK(all.all_rows().size() == 1);
            all.read_chat(people::hoa);
            all.read_chat(people::lan);
            all.nothing_else();
        }
    }
}

TEST_CASE("D4 a webhook delivered five times and again a day later has one effect")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().says("tiếp nhận");
    const auto acknowledgment = std::pair{all.last_body(), all.last_signature()};
    all.lan().says("hủy");
    all.lan().says("1");
    all.lan().says("cập nhật 1: đã gọi nhà cung cấp");
    const auto entry = std::pair{all.last_body(), all.last_signature()};
    REQUIRE(entry != acknowledgment);
    all.read_all();
    const auto recorded = all.recorded(number);
    for (int i = 0; i < 5; ++i) {
        CHECK(all.post(acknowledgment.first, acknowledgment.second) == 200);
        CHECK(all.post(entry.first, entry.second) == 200);
        all.settle_down();
    }
    CHECK(all.recorded(number) == recorded);
    all.nothing_else();

    all.pass(24h);
    all.read_all();
    const auto later = all.recorded(number);
    CHECK(all.post(acknowledgment.first, acknowledgment.second) == 200);
    CHECK(all.post(entry.first, entry.second) == 200);
    all.settle_down();
    CHECK(all.recorded(number) == later);
    all.nothing_else();
}

TEST_CASE("D4 a forged webhook has no effect")
{
    story all;
    all.hoa().says("báo nhanh");
    all.read_all();
    auto forged = all.last_body();
    forged.insert(forged.find('{') + 1, " ");
    CHECK(all.post(forged, all.last_signature()) == 200);
    all.settle_down();
    all.nothing_else();
}

TEST_CASE("D8 a second instance on the same store gets nothing while the first one runs")
{
    const auto file = std::filesystem::temp_directory_path() / ("sucobot-lock-" + std::to_string(::getpid()) + ".db");
    {
        auto first = store::instance_lock::try_acquire(file);
        REQUIRE(first);
        CHECK_FALSE(store::instance_lock::try_acquire(file));
        CHECK_FALSE(store::instance_lock::try_acquire(file)); // asking does not loosen it
        first.reset();
        CHECK(store::instance_lock::try_acquire(file));
    }
    std::filesystem::remove(file);
    std::filesystem::remove(file.string() + ".lock");
}
