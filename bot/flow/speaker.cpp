#include "bot/flow/speaker.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/incident/visibility.hpp"

#include <algorithm>
#include <charconv>

namespace bot::flow {

namespace {

std::vector<store::incident_row> candidates(const speaker& who, const std::string& number)
{
    auto& at = who.at;
    if (number.find('-') != std::string::npos) {
        const auto found = store::find_incident(at.tx, number);
        return found ? std::vector{*found} : std::vector<store::incident_row>{};
    }
    int seq = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), seq).ec != std::errc{})
        return {};
    auto units = units_now(at, who.self.person);
    auto found = store::find_by_seq(at.tx, seq, units);
    store::incident_filter own;
    own.open.reset();
    own.party = who.self.id;
    own.drills = true;
    for (auto& row : store::list_incidents(at.tx, own, 100))
        if (row.seq == seq && std::ranges::none_of(found, [&](const auto& other) { return other.id == row.id; }))
            found.push_back(std::move(row));
    // A number of this year is meant before the same one of an earlier year.
    if (found.empty())
        return found;
    const auto newest = std::ranges::max(found, {}, [](const auto& row) { return row.year; }).year;
    std::erase_if(found, [&](const auto& row) { return row.year != newest; });
    return found;
}

} // namespace

bool by_mail(const speaker& who)
{
    return who.self.channel == static_cast<store::channel_number>(channel_kind::email);
}

incident::actor actor_of(const speaker& who)
{
    if (!who.self.person.empty())
        return {who.self.person, "", name_of_person(who.at, who.self.person)};
    return {"", contact_key(who.self), who.self.name};
}

std::vector<std::string> roles_of(const speaker& who, std::string_view unit)
{
    if (!who.self.person.empty())
        return roles_now(who.at, who.self.person, unit);
    const auto* vendor = by_mail(who) ? who.at.know.who.vendor_by_email(who.self.address) : nullptr;
    const bool serves = vendor != nullptr && std::ranges::find(vendor->units, unit) != vendor->units.end();
    return serves ? std::vector<std::string>{"vendor"} : std::vector<std::string>{};
}

namespace {

/// A mail's answer stays in the thread of the incident that was spoken of; a chat has one thread only.
about matter_of(const speaker& who)
{
    return by_mail(who) ? about{.incident = who.self.last_shown} : about{};
}

} // namespace

void reply(const speaker& who, const std::vector<phrase>& what)
{
    say(who.at, who.chat, what, matter_of(who));
}

void reply_privately(const speaker& who, const std::vector<phrase>& what)
{
    say(who.at, who.self, what, matter_of(who));
}

bool may_see(const speaker& who, const case_file& about)
{
    const auto roles = roles_of(who, about.row.unit);
    return incident::may_see(about.state, actor_of(who), roles, "");
}

std::optional<case_file> posted_here(const speaker& who, const std::optional<std::string>& number)
{
    auto& at = who.at;
    const auto* group = at.know.who.channel_by_group(who.chat.address);
    if (!who.in_group() || group == nullptr)
        return std::nullopt;
    std::optional<case_file> found = number || !who.chat.last_shown ? std::nullopt : open_case(at, *who.chat.last_shown);
    if (number) {
        std::vector<std::string> units;
        for (const auto& unit : at.know.who.units())
            if (at.know.who.leadership_channel(unit.id) == group)
                units.push_back(unit.id);
        if (number->find('-') != std::string::npos)
            found = open_case(at, std::string_view(*number));
        else if (const auto rows = store::find_by_seq(at.tx, std::atoi(number->c_str()), units); !rows.empty())
            found = open_case(at, std::ranges::max(rows, {}, [](const auto& row) { return row.year; }).id);
    }
    if (!found || at.know.who.leadership_channel(found->row.unit) != group || may_see(who, *found))
        return std::nullopt;
    who.chat.last_shown = found->row.id;
    return found;
}

std::optional<case_file> incident_meant(const speaker& who, const std::optional<std::string>& number)
{
    auto& at = who.at;
    if (!number) {
        const auto& shown_here = who.chat.last_shown;
        auto found = shown_here ? open_case(at, *shown_here) : std::nullopt;
        if (!found || !may_see(who, *found)) {
            reply(who, {{"say.which_incident"}});
            return std::nullopt;
        }
        return found;
    }
    std::vector<case_file> seen;
    for (const auto& row : candidates(who, *number))
        if (auto found = open_case(at, row.id); found && may_see(who, *found))
            seen.push_back(std::move(*found));
    if (seen.empty()) {
        reply(who, {{"say.no_such_incident", {{"number", *number}}}});
        return std::nullopt;
    }
    if (seen.size() > 1) {
        std::vector<phrase> lines{{"say.several_incidents", {{"number", *number}}}};
        for (const auto& one : seen)
            lines.push_back(list_line(at, one.row, std::nullopt));
        reply(who, lines);
        return std::nullopt;
    }
    who.chat.last_shown = seen.front().row.id;
    return std::move(seen.front());
}

} // namespace bot::flow
