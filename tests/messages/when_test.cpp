#include "messages/when.hpp"
#include "tests/messages/support.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace bot;
using namespace std::chrono_literals;

namespace {

const rules::instant now = rules::from_vietnam(std::chrono::year(2026) / 11 / 26, 11, 10);

std::string vi(const phrase& what)
{
    return shipped::texts().text("vi", what);
}

std::string en(const phrase& what)
{
    return shipped::texts().text("en", what);
}

rules::instant at(int year, unsigned month, unsigned day, int hour, int minute)
{
    return rules::from_vietnam(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day),
                               hour, minute);
}

} // namespace

TEST_CASE("A moment is named by the day on a Vietnamese wall", "[messages]")
{
    CHECK(vi(messages::moment(at(2026, 11, 26, 14, 30), now)) == "14:30 hôm nay");
    CHECK(vi(messages::moment(at(2026, 11, 26, 0, 0), now)) == "00:00 hôm nay");
    CHECK(vi(messages::moment(at(2026, 11, 26, 23, 59), now)) == "23:59 hôm nay");
    CHECK(vi(messages::moment(at(2026, 11, 27, 7, 0), now)) == "07:00 ngày mai");
    CHECK(vi(messages::moment(at(2026, 11, 25, 15, 30), now)) == "15:30 hôm qua");
    CHECK(vi(messages::moment(at(2026, 11, 22, 7, 45), now)) == "07:45 22/11/2026");
    CHECK(vi(messages::moment(at(2026, 11, 28, 7, 45), now)) == "07:45 28/11/2026");
    CHECK(en(messages::moment(at(2026, 11, 27, 7, 0), now)) == "07:00 tomorrow");
}

TEST_CASE("A roster's moment names the weekday of any day but those near by", "[messages]")
{
    CHECK(vi(messages::day_moment(at(2026, 11, 26, 14, 30), now)) == "14:30 hôm nay");
    CHECK(vi(messages::day_moment(at(2026, 11, 27, 7, 30), now)) == "07:30 ngày mai");
    CHECK(vi(messages::day_moment(at(2026, 11, 30, 7, 30), now)) == "07:30 thứ Hai 30/11");
    CHECK(vi(messages::day_moment(at(2026, 12, 6, 17, 0), now)) == "17:00 Chủ nhật 06/12");
    CHECK(en(messages::day_moment(at(2026, 12, 5, 7, 30), now)) == "07:30 Saturday 05/12");
}

TEST_CASE("The day turns at midnight in Vietnam and not in Greenwich", "[messages]")
{
    const auto late = at(2026, 12, 31, 23, 59);
    CHECK(vi(messages::moment(late + 1min, late)) == "00:00 ngày mai");
    CHECK(vi(messages::moment(late, late + 1min)) == "23:59 hôm qua");
    CHECK(vi(messages::moment(at(2026, 11, 26, 6, 59), at(2026, 11, 26, 7, 1))) == "06:59 hôm nay");
}

TEST_CASE("A length is told in its two largest units", "[messages]")
{
    CHECK(vi(messages::length(0s)) == "chưa đầy 1 phút");
    CHECK(vi(messages::length(59s)) == "chưa đầy 1 phút");
    CHECK(vi(messages::length(1min)) == "1 phút");
    CHECK(vi(messages::length(45min + 59s)) == "45 phút");
    CHECK(vi(messages::length(1h)) == "1 giờ");
    CHECK(vi(messages::length(3h + 20min)) == "3 giờ 20 phút");
    CHECK(vi(messages::length(23h + 59min)) == "23 giờ 59 phút");
    CHECK(vi(messages::length(24h)) == "1 ngày");
    CHECK(vi(messages::length(24h + 20min)) == "1 ngày");
    CHECK(vi(messages::length(52h)) == "2 ngày 4 giờ");
    CHECK(vi(messages::length(-20min)) == "20 phút");
    CHECK(en(messages::length(1h)) == "1 hour");
    CHECK(en(messages::length(2h)) == "2 hours");
    CHECK(en(messages::length(52h)) == "2 days 4 h");
}

TEST_CASE("A due time says how long is left and until when", "[messages]")
{
    CHECK(vi(messages::due(at(2026, 11, 26, 14, 30), now)) == "còn 3 giờ 20 phút (đến 14:30 hôm nay)");
    CHECK(vi(messages::due(now - 20min, now)) == "đã quá hạn 20 phút (hạn 10:50 hôm nay)");
    CHECK(vi(messages::due(now, now)) == "còn chưa đầy 1 phút (đến 11:10 hôm nay)");
    CHECK(vi(messages::due(at(2026, 12, 2, 17, 0), now)) == "còn 6 ngày 5 giờ (đến 17:00 02/12/2026)");
    CHECK(en(messages::due(now - 20min, now)) == "overdue by 20 minutes (was due 10:50 today)");
}
