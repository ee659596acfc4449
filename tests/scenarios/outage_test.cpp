#include "tests/support/story.hpp"

#include "store/audit.hpp"
#include "store/outbox.hpp"

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;
namespace sandbox = adapters::sandbox;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

/// Nothing that is sent arrives for `time`; what people say still comes in.
void zalo_is_down(story& all, support::duration time)
{
    sandbox::fault down;
    down.kind = sandbox::fault_kind::http_status;
    down.scope = sandbox::call_scope::any;
    down.status = 503;
    down.until = all.now() + time;
    all.zalo().state().faults.add(down);
}

std::int64_t waiting(story& all)
{
    std::int64_t rows = 0;
    all.in_store([&](store::transaction& tx) { rows = store::count_outbound(tx); });
    return rows;
}

void chain_holds(story& all)
{
    all.in_store([&](store::transaction& tx) { CHECK(store::verify(tx).intact()); });
}

} // namespace

TEST_CASE("E1 Zalo down for an hour loses no message and repeats none")
{
    story all;
    zalo_is_down(all, 1h);
    const auto start = all.now();
    for (const std::string& text : {std::string("báo nhanh"), std::string("không"), std::string(printer), std::string("PACS"), std::string("công việc"), std::string("để sau")})
        all.says(people::hoa, text);
    const auto rows = all.all_rows();
    REQUIRE(rows.size() == 1); // what came in was taken in, although no answer could go out
    const auto number = rows.front().number;
    CHECK(all.unread(people::hoa).empty());

    all.until(start + 59min);
    for (const auto& chat : all.chats())
        CHECK(all.unread(chat).empty());
    CHECK(waiting(all) > 0);

    all.until(start + 1h + 10min); // the longest wait between two rounds
    CHECK(all.hoa().hears("Đã ghi nhận sự cố " + number).at >= start + 1h);
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    all.minh().hears("Cần người tiếp nhận: " + number);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    for (const auto& chat : all.chats()) {
        std::set<std::string> texts;
        for (const auto& one : all.unread(chat)) {
            INFO(chat << ": " << one.text);
            CHECK(texts.insert(one.text).second);
        }
    }
    CHECK(waiting(all) == 0);
    all.read_all();

    all.lan().says("tiếp nhận");
    all.hoa().hears("đã tiếp nhận sự cố " + number);
    chain_holds(all);
}

TEST_CASE("E1 a message that waited out a whole day is given up and recorded")
{
    story all;
    zalo_is_down(all, 30h);
    all.says(people::hoa, "xin chào");
    all.pass(30h);
    CHECK(waiting(all) == 0);
    all.pass(1h);
    CHECK(all.unread(people::hoa).empty());
}

TEST_CASE("Clock jump: set two hours ahead what fell due comes once and at once and nothing twice")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().hears("Cần tiếp nhận");
    all.nothing_else();
    all.turn_bot_clock(2h);
    all.pass(5s);
    CHECK(all.minh().count("Cần người tiếp nhận: " + number) == 1);
    CHECK(all.tuan().count("Cần người tiếp nhận: " + number) == 1);
    all.read_all();
    all.pass(1min);
    all.lan().says("tiếp nhận");
    all.lan().hears("đã tiếp nhận " + number);
    all.hoa().hears("đã tiếp nhận sự cố " + number);
    chain_holds(all);
}

TEST_CASE("Clock jump: set two hours back nothing is repeated and nothing comes before its time")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto start = all.row(number).received_at;
    all.until(start + 31min); // the second step has been called
    all.read_all();
    all.turn_bot_clock(-2h);
    all.pass(20min);
    for (const auto& chat : all.chats()) {
        INFO(chat);
        CHECK(all.unread(chat).empty());
    }
    const auto second_step = start + 30min;
    CHECK(all.bot_now() < second_step);

    all.lan().says("tiếp nhận"); // the acknowledgment, by this clock, lies before the report
    all.lan().hears("đã tiếp nhận " + number);
    all.hoa().hears("đã tiếp nhận sự cố " + number);
    CHECK(all.row(number).acknowledged);
    all.read_all();
    all.pass(4h);
    CHECK(all.minh().count("Cần người tiếp nhận") == 0);
    chain_holds(all);
}

TEST_CASE("Clock jump: a clock that goes back and forth many times brings each reminder once")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    for (int i = 0; i < 20; ++i) {
        all.turn_bot_clock(i % 2 == 0 ? 40min : -40min);
        all.pass(30s);
    }
    CHECK(all.minh().count("Cần người tiếp nhận: " + number + " đã chờ 30 phút") <= 1);
    CHECK(all.lan().count("Cần tiếp nhận: sự cố mới " + number) == 1);
    chain_holds(all);
}
