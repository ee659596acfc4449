#include "bot/dialog/person_name.hpp"
#include "bot/dialog/time_span.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace bot;
using namespace std::chrono_literals;

namespace {

// Thursday 26/11/2026 14:30 in Vietnam
const rules::instant now = rules::from_vietnam(std::chrono::year(2026) / 11 / 26, 14, 30);
constexpr dialog::span_clocks at_half_past_seven{7h + 30min, 7h + 30min};

std::string read(const std::string& text, const dialog::span_clocks& clocks = at_half_past_seven, rules::instant at = now)
{
    const auto span = dialog::parse_span(text, at, clocks);
    if (!span)
        return span.error() == dialog::time_fault::in_past ? "in past" : "fault";
    return (span->from ? rules::format_vietnam(*span->from) : "now") + " - " + rules::format_vietnam(span->until);
}

} // namespace

TEST_CASE("A stretch is read with its beginning and its end", "[dialog]")
{
    const std::vector<std::pair<std::string, std::string>> table{
        {"từ thứ Bảy đến thứ Hai", "28/11/2026 07:30 - 30/11/2026 07:30"},
        {"tu thu bay den thu hai", "28/11/2026 07:30 - 30/11/2026 07:30"},
        {"thứ Bảy đến thứ Hai", "28/11/2026 07:30 - 30/11/2026 07:30"},
        {"từ 17h thứ Bảy tới 8h sáng thứ Hai", "28/11/2026 17:00 - 30/11/2026 08:00"},
        {"từ 20h tối thứ Bảy đến sáng thứ Hai", "28/11/2026 20:00 - 30/11/2026 11:00"},
        {"từ sáng mai đến thứ Bảy", "27/11/2026 08:00 - 28/11/2026 07:30"},
        {"từ mai đến ngày kia", "27/11/2026 07:30 - 28/11/2026 07:30"},
        {"từ 05/12 đến 07/12", "05/12/2026 07:30 - 07/12/2026 07:30"},
        {"từ 07:30 05/12 đến 07:30 07/12", "05/12/2026 07:30 - 07/12/2026 07:30"},
        {"từ thứ Tư đến thứ Hai", "02/12/2026 07:30 - 07/12/2026 07:30"},
        {"từ hôm nay đến thứ Hai", "26/11/2026 14:30 - 30/11/2026 07:30"},
        {"từ bây giờ đến thứ Hai", "26/11/2026 14:30 - 30/11/2026 07:30"},
        {"đến thứ Hai", "now - 30/11/2026 07:30"},
        {"đến 17h hôm nay", "now - 26/11/2026 17:00"},
        {"tới 30/11", "now - 30/11/2026 07:30"},
        {"from Saturday to Monday", "28/11/2026 07:30 - 30/11/2026 07:30"},
        {"until Monday 9am", "now - 30/11/2026 09:00"},
    };
    for (const auto& [text, expected] : table) {
        CAPTURE(text);
        CHECK(read(text) == expected);
    }
}

TEST_CASE("A day without an hour means the clock of its end of the stretch", "[dialog]")
{
    CHECK(read("từ thứ Bảy đến thứ Hai", {0min, 17h}) == "28/11/2026 00:00 - 30/11/2026 17:00");
    CHECK(read("từ hôm nay đến mai", {0min, 17h}) == "26/11/2026 14:30 - 27/11/2026 17:00");
}

TEST_CASE("Weekdays at the end are counted from the beginning", "[dialog]")
{
    const auto sunday = now + 72h;
    CHECK(read("từ thứ Bảy đến thứ Hai", at_half_past_seven, sunday) == "05/12/2026 07:30 - 07/12/2026 07:30");
}

TEST_CASE("Hostile text is no stretch and names nobody", "[dialog]")
{
    std::string dividers;
    for (int i = 0; i < 50'000; ++i)
        dividers += "đến tới ";
    for (const auto& text : {dividers, std::string(1'000'000, 'a'), std::string("từ \xff\xfe đến \x80"), std::string("đến\0", 6), std::string(100'000, '\n')}) {
        CHECK(read(text) == "fault");
        CHECK(dialog::read_person(text, std::vector<std::string>{"Nguyễn Thị Lan"}).fits.empty());
    }
}

TEST_CASE("What is no stretch ahead is refused", "[dialog]")
{
    for (const char* text : {"", "thứ Bảy", "từ thứ Bảy", "đến", "từ đến", "đến bao giờ cũng được", "hôm qua đến hôm kia", "từ 32/13 đến thứ Hai", "tối thứ Bảy"}) {
        CAPTURE(text);
        CHECK((read(text) == "fault" || read(text) == "in past"));
    }
    CHECK(read("từ thứ Bảy 28/11/2026 đến thứ Sáu 27/11/2026") == "in past");
    CHECK(read("từ thứ Bảy 28/11 đến thứ Sáu 27/11") == "fault"); // a year less a day
    CHECK(read("đến 8h sáng hôm nay") == "in past");
}
