#include "tests/rules/support.hpp"

using namespace rules_test;

namespace {

const holiday_calendar& shipped()
{
    return shipped_book().calendar();
}

std::chrono::sys_days day(std::string_view date)
{
    return vietnam_date(at(date));
}

} // namespace

TEST_CASE("The calendar knows the public holidays of 2026 and 2027", "[rules][calendar]")
{
    const std::string date =
        GENERATE("2026-01-01", "2026-02-16", "2026-02-17", "2026-02-20", "2026-04-27", "2026-04-30",
                 "2026-05-01", "2026-09-01", "2026-09-02", "2026-11-24", "2027-01-01", "2027-02-04",
                 "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-16", "2027-04-30",
                 "2027-05-03", "2027-09-02", "2027-09-03", "2027-11-24");
    CAPTURE(date);
    CHECK_FALSE(shipped().is_working_day(day(date)));
}

TEST_CASE("A swap gives a weekday off and takes a Saturday", "[rules][calendar]")
{
    CHECK_FALSE(shipped().is_working_day(day("2026-01-02")));
    CHECK(shipped().is_working_day(day("2026-01-10")));
    CHECK_FALSE(shipped().is_working_day(day("2026-08-31")));
    CHECK(shipped().is_working_day(day("2026-08-22")));
}

TEST_CASE("Days that nothing marks follow the week", "[rules][calendar]")
{
    CHECK(shipped().is_working_day(day("2026-11-23")));       // the swap proposed for it was not decided
    CHECK_FALSE(shipped().is_working_day(day("2026-11-28"))); // a Saturday
    CHECK_FALSE(shipped().is_working_day(day("2026-11-29")));
    CHECK(shipped().is_working_day(day("2027-02-11")));
}

TEST_CASE("Every marked day names its source and whether it was decided or computed", "[rules][calendar]")
{
    REQUIRE_FALSE(shipped().days().empty());
    for (const auto& [date, mark] : shipped().days()) {
        CAPTURE(mark.name);
        CHECK_FALSE(mark.source.empty());
        CHECK((mark.basis == "law" || mark.basis == "inf"));
    }
    CHECK(shipped().marked(day("2027-05-03"))->basis == "inf");
    CHECK(shipped().marked(day("2027-02-10"))->basis == "law");
}

TEST_CASE("The calendar says which years it covers", "[rules][calendar]")
{
    CHECK(shipped().covers(std::chrono::year{2026}));
    CHECK(shipped().covers(std::chrono::year{2027}));
    CHECK_FALSE(shipped().covers(std::chrono::year{2028}));
}

TEST_CASE("A16: a working-day term opened on the eve of Tết ends after the holiday", "[rules][calendar]")
{
    // Friday 13/02/2026 16:30; Tết leave runs to 22/02.
    CHECK(add_working_days(shipped(), at("2026-02-13 16:30"), 1) == at("2026-02-23 23:59:59.999"));
    CHECK(add_working_days(shipped(), at("2026-02-13 16:30"), 5) == at("2026-02-27 23:59:59.999"));
    // Thursday before the swap of 2 January 2026: Saturday the 10th counts.
    CHECK(add_working_days(shipped(), at("2025-12-31 16:30"), 1) == at("2026-01-05 23:59:59.999"));
    CHECK(add_working_days(shipped(), at("2026-01-09 09:00"), 1) == at("2026-01-10 23:59:59.999"));
    CHECK(add_working_days(shipped(), at("2027-02-03 16:30"), 1) == at("2027-02-11 23:59:59.999"));
}

TEST_CASE("BLDS 2015 Đ147.2: the day a term starts on is not counted", "[rules][calendar]")
{
    CHECK(add_calendar_days(shipped(), at("2026-11-16 00:00"), 1) == at("2026-11-17 23:59:59.999"));
    CHECK(add_calendar_days(shipped(), at("2026-11-16 23:59"), 1) == at("2026-11-17 23:59:59.999"));
    CHECK(add_working_days(shipped(), at("2026-11-16 00:00"), 1) == at("2026-11-17 23:59:59.999"));
}

TEST_CASE("BLDS 2015 Đ148.5: a term that ends on a day off ends on the next working day", "[rules][calendar]")
{
    CHECK(add_calendar_days(shipped(), at("2026-11-16 10:00"), 5) ==
          at("2026-11-23 23:59:59.999")); // Saturday the 21st
    CHECK(add_calendar_days(shipped(), at("2026-11-19 10:00"), 5) ==
          at("2026-11-25 23:59:59.999")); // the 24th is off
    CHECK(add_calendar_days(shipped(), at("2026-08-17 10:00"), 5) ==
          at("2026-08-22 23:59:59.999")); // a worked Saturday
}

TEST_CASE("The date is the Vietnamese one also when it is still yesterday in UTC", "[rules][calendar]")
{
    CHECK(vietnam_date(at("2026-11-24 00:30")) == std::chrono::sys_days{std::chrono::year{2026} / 11 / 24});
    CHECK(format_vietnam(end_of_day(vietnam_date(at("2026-11-24 00:30")))) == "24/11/2026 23:59");
}

TEST_CASE("A broken calendar lists every fault and loads nothing", "[rules][calendar]")
{
    problems found;
    const auto read = holiday_calendar::parse(R"({
        "version": "", "covers": [2026, "x"], "more": 1,
        "days": [
            {"date": "2026-02-30", "kind": "holiday", "name": "a", "basis": "law", "source": "s"},
            {"date": "2026-11-28", "kind": "swap_off", "name": "a", "basis": "law", "source": "s"},
            {"date": "2026-11-23", "kind": "swap_work", "name": "a", "basis": "law", "source": "s"},
            {"date": "2028-11-24", "kind": "feast", "name": "a", "basis": "mem", "source": ""},
            {"date": "2028-11-23", "kind": "holiday", "name": "a", "basis": "law", "source": "s"},
            {"date": "2026-11-24", "kind": "holiday", "name": "a", "basis": "law", "source": "s"},
            {"date": "2026-11-24", "kind": "holiday", "name": "a", "basis": "law", "source": "s", "x": 1}
        ]})",
                                              "holidays.json", found);
    CHECK_FALSE(read);
    INFO(told(found));
    for (const char* pointer :
         {"/version", "/covers/1", "/more", "/days/0/date", "/days/1/date", "/days/2/date", "/days/3/kind",
          "/days/3/basis", "/days/3/source", "/days/4/date", "/days/6/date", "/days/6/x"})
        CHECK(has_problem(found, pointer));
}
