#include "tests/rules/support.hpp"

using namespace rules_test;

TEST_CASE("Vietnam is seven hours ahead of UTC and has no daylight saving", "[rules]")
{
    const instant midnight = from_vietnam(std::chrono::year{2026} / 7 / 1, 0, 0);
    CHECK(midnight == instant{std::chrono::sys_days{std::chrono::year{2026} / 6 / 30}} + 17h);
    const auto shown = to_vietnam(midnight + 45296s + 789ms);
    CHECK(shown ==
          vietnam_time{.date = std::chrono::year{2026} / 7 / 1, .hour = 12, .minute = 34, .second = 56});
}

TEST_CASE("A time before 1970 falls on the right day", "[rules]")
{
    CHECK(format_vietnam(instant{-8h}) == "31/12/1969 23:00");
}

TEST_CASE("The official forms show dates with leading zeros and 24 hours", "[rules]")
{
    CHECK(format_vietnam(at("2026-02-03 04:05")) == "03/02/2026 04:05");
    CHECK(format_vietnam(at("2026-11-22 23:59")) == "22/11/2026 23:59");
}

TEST_CASE("Durations are read as ISO 8601 writes them", "[rules]")
{
    const auto [text, expected] = GENERATE(table<std::string, duration>({{"PT24H", 24h},
                                                                         {"P5D", 120h},
                                                                         {"P1W", 168h},
                                                                         {"P1DT2H3M4S", 26h + 3min + 4s},
                                                                         {"PT1.5S", 1500ms},
                                                                         {"PT0,25S", 250ms},
                                                                         {"PT0.001S", 1ms},
                                                                         {"PT90M", 90min},
                                                                         {"PT0S", 0ms},
                                                                         {"P0D", 0ms}}));
    CAPTURE(text);
    CHECK(parse_duration(text) == expected);
}

TEST_CASE("What is no duration of fixed length is refused", "[rules]")
{
    const std::string text = GENERATE("", "P", "PT", "24H", "PT24", "P1Y", "P2M", "-PT1H", "PT-1H", "PT1.5H",
                                      "PT1M1H", "PT1H1H", "P1H", "PT1D", "PT1S ", " PT1S", "PT1.S", "PT.5S",
                                      "PT1.2345S", "pt1h", "PT1HT1M", "P99999999999999999999D", "P40000D");
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
}

TEST_CASE("A duration written is read back as itself", "[rules]")
{
    for (const duration length : {duration{0}, duration{1}, duration{1500}, duration{60'000},
                                  duration{27'900'000}, duration{86'400'000}, duration{90'061'001}}) {
        CAPTURE(length.count(), format_duration(length));
        CHECK(parse_duration(format_duration(length)) == length);
    }
    CHECK(format_duration(7h + 45min) == "PT7H45M");
    CHECK(format_duration(120h) == "P5D");
    CHECK(format_duration(1500ms) == "PT1.5S");
}
