#include "bot/cli/roster_shifts.hpp"
#include "bot/flow/roster.hpp"
#include "store/absences.hpp"
#include "store/duty_changes.hpp"
#include "tests/support/hospital.hpp"

#include <catch2/catch.hpp>
#include <libical/ical.h>

#include <map>
#include <memory>

using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using bot::rules::instant;

namespace {

const instant monday = from_vietnam(std::chrono::year{2026} / 11 / 23, 7, 30);
constexpr auto week = 168h;

support::hospital_options weekly()
{
    return {.directory_patch = R"({"units": [
        {"id": "syt", "name": "Sở Y tế", "prefix": "SYT", "roles": {"leader": ["thanh"], "incident_manager": ["quyen"]}},
        {"id": "bvdk", "name": "Bệnh viện Đa khoa Hòa Bình", "parent": "syt", "prefix": "SC", "leadership_channel": "bvdk-leaders",
         "roles": {"incident_manager": ["lan", "minh"], "it_head": ["tuan"]},
         "duty": {"incident_manager": {"rotation": ["lan", "minh"], "hand_over": "2026-11-23T07:30"}},
         "systems": [{"id": "his", "name": "HIS", "criticality": "special"}]}]})",
            .staff_linked = false};
}

struct read_event {
    std::string summary;
    std::string description;
    instant from;
    instant until;
};

std::string text_of(const char* text)
{
    return text == nullptr ? "" : text;
}

instant at(const icaltimetype& time)
{
    REQUIRE(icaltime_is_utc(time));
    return instant{std::chrono::seconds{icaltime_as_timet(time)}};
}

/// The events of a calendar by their UID, read by libical.
std::map<std::string, read_event> read_back(const std::string& text)
{
    const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(icalparser_parse_string(text.c_str()), &icalcomponent_free);
    REQUIRE(calendar != nullptr);
    CHECK(icalcomponent_count_errors(calendar.get()) == 0);
    CHECK(icalrestriction_check(calendar.get()) == 1); // RFC 5545: what must be there is there, once
    std::map<std::string, read_event> found;
    for (auto* one = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT); one != nullptr;
         one = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT))
        found[icalcomponent_get_uid(one)] = {text_of(icalcomponent_get_summary(one)), text_of(icalcomponent_get_description(one)),
                                             at(icalcomponent_get_dtstart(one)), at(icalcomponent_get_dtend(one))};
    return found;
}

std::string exported(support::hospital& all, const std::string& role, int weeks, instant now)
{
    std::string text;
    all.in_store([&](store::transaction& tx) {
        const auto shifts = cli::roster_shifts(tx, all.knowledge().who, "bvdk", role, weeks, now);
        text = cli::roster_calendar(shifts, all.knowledge(), "vi", "bvdk", now);
    });
    return text;
}

} // namespace

TEST_CASE("The exported roster reads back as one event a shift")
{
    support::hospital all(weekly());
    const auto events = read_back(exported(all, "incident_manager", 4, monday + 26h));
    REQUIRE(events.size() == 5); // the running turn, and those up to four weeks from now
    auto begins = monday;
    for (const char* name : {"Nguyễn Thị Lan", "Trần Văn Minh", "Nguyễn Thị Lan", "Trần Văn Minh", "Nguyễn Thị Lan"}) {
        const auto uid = "bvdk-incident_manager-" + std::to_string(begins.time_since_epoch() / 1s) + "@sucobot";
        REQUIRE(events.contains(uid));
        CHECK(events.at(uid).summary == std::string("Trực cán bộ quản lý sự cố: ") + name);
        CHECK(events.at(uid).from == begins);
        CHECK(events.at(uid).until == begins + week);
        begins += week;
    }
    CHECK(events.begin()->second.description.empty());
}

TEST_CASE("Covers and absences show in the exported roster and the rest keeps its identity")
{
    support::hospital all(weekly());
    const auto before = read_back(exported(all, "incident_manager", 4, monday + 26h));
    all.in_store([](store::transaction& tx) {
        store::add_duty_change(tx, {.unit = "bvdk", .role = "incident_manager", .person = "minh", .instead_of = "lan", .from = monday + 120h, .until = monday + week, .by = "minh", .at = monday});
        store::add_absence(tx, {.person = "lan", .from = monday + 2 * week, .until = monday + 3 * week, .by = "lan"});
        store::add_absence(tx, {.person = "minh", .from = monday + 2 * week + 24h, .until = monday + 2 * week + 48h, .by = "minh"});
    });
    const auto after = read_back(exported(all, "incident_manager", 4, monday + 50h)); // and a day later
    REQUIRE(after.size() == 8);
    for (const auto& [uid, event] : before)
        CHECK(after.contains(uid));
    const auto on = [&](instant from) {
        const auto found = std::ranges::find_if(after, [&](const auto& one) { return one.second.from == from; });
        REQUIRE(found != after.end());
        return found->second;
    };
    CHECK(on(monday).until == monday + 120h);
    CHECK(on(monday + 120h).summary == "Trực cán bộ quản lý sự cố: Trần Văn Minh");
    CHECK(on(monday + 120h).description == "Trực thay Nguyễn Thị Lan");
    CHECK(on(monday + week).description.empty()); // his own turn
    CHECK(on(monday + 2 * week).summary == "Trực cán bộ quản lý sự cố: Trần Văn Minh");
    CHECK(on(monday + 2 * week + 24h).summary == "Chưa có người trực cán bộ quản lý sự cố");
    CHECK(on(monday + 2 * week + 24h).until == monday + 2 * week + 48h);
}

TEST_CASE("Roles without turns are exported week by week")
{
    support::hospital all(weekly());
    const auto events = read_back(exported(all, "", 2, monday + 26h));
    std::size_t heads = 0;
    for (const auto& [uid, event] : events)
        if (uid.starts_with("bvdk-it_head-")) {
            ++heads;
            CHECK(event.summary == "Trực trưởng bộ phận CNTT: Hoàng Anh Tuấn");
            CHECK(event.until - event.from == week);
        }
    CHECK(heads == 3);
    CHECK(std::ranges::count_if(events, [](const auto& one) { return one.first.starts_with("syt-leader-"); }) == 3); // of the unit above
}
