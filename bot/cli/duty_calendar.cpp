#include "bot/cli/duty_calendar.hpp"

#include <libical/ical.h>

#include <ctime>
#include <memory>

namespace cli {

namespace {

using bot::rules::instant;

struct component_deleter {
    void operator()(icalcomponent* owned) const { icalcomponent_free(owned); }
};
using component = std::unique_ptr<icalcomponent, component_deleter>;

icaltimetype utc(instant at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    return icaltime_from_timet_with_zone(static_cast<time_t>(seconds), 0, icaltimezone_get_utc_timezone());
}

component event_of(const calendar_entry& entry, instant stamp)
{
    component event(icalcomponent_new(ICAL_VEVENT_COMPONENT));
    icalcomponent_add_property(event.get(), icalproperty_new_uid(entry.uid.c_str()));
    icalcomponent_add_property(event.get(), icalproperty_new_dtstamp(utc(stamp)));
    icalcomponent_add_property(event.get(), icalproperty_new_dtstart(utc(entry.from)));
    icalcomponent_add_property(event.get(), icalproperty_new_dtend(utc(entry.until)));
    icalcomponent_add_property(event.get(), icalproperty_new_summary(entry.summary.c_str()));
    if (!entry.description.empty())
        icalcomponent_add_property(event.get(), icalproperty_new_description(entry.description.c_str()));
    // Being on duty leaves a person free for other things.
    icalcomponent_add_property(event.get(), icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return event;
}

} // namespace

std::string to_icalendar(const std::vector<calendar_entry>& entries, const std::string& name, instant stamp)
{
    component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//sucobot//roster//VI"));
    icalproperty* shown_name = icalproperty_new_x(name.c_str());
    icalproperty_set_x_name(shown_name, "X-WR-CALNAME");
    icalcomponent_add_property(calendar.get(), shown_name);
    for (const auto& one : entries)
        icalcomponent_add_component(calendar.get(), event_of(one, stamp).release());
    const std::unique_ptr<char, decltype(&icalmemory_free_buffer)> text(icalcomponent_as_ical_string_r(calendar.get()), &icalmemory_free_buffer);
    return text.get();
}

} // namespace cli
