#include "bot/flow/broadcast.hpp"

#include "bot/dialog/masking.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/roster.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace bot::flow {

namespace {

using phrases = std::vector<phrase>;

constexpr std::array<std::string_view, 3> may_send{"incident_manager", "it_head", "leader"};
constexpr std::array<std::string_view, 4> are_sent_to{"incident_manager", "handler", "it_head", "leader"};

bool holds_any(const config::unit_entry& unit, std::string_view person, std::span<const std::string_view> roles)
{
    return std::ranges::any_of(roles, [&](std::string_view role) {
        const auto holders = unit.roles.find(role);
        return holders != unit.roles.end() && std::ranges::find(holders->second, person) != holders->second.end();
    });
}

struct addressees {
    std::string from_unit{}; ///< of the sender, "" when they may not send
    std::set<std::string> people{};
    std::set<std::string> units{}; ///< in which somebody is addressed
};

addressees addressed_by(const speaker& who)
{
    const auto& all = who.at.know.who;
    addressees found;
    for (const auto& own : all.units()) {
        if (!holds_any(own, who.self.person, may_send))
            continue;
        if (found.from_unit.empty())
            found.from_unit = own.id;
        for (const auto* unit : all.with_subordinates(own.id))
            for (const auto role : are_sent_to) {
                const auto holders = unit->roles.find(role);
                if (holders == unit->roles.end())
                    continue;
                for (const auto& person : holders->second)
                    if (person != who.self.person) {
                        found.people.insert(person);
                        found.units.insert(unit->id);
                    }
            }
    }
    return found;
}

/// Nobody, after they have heard why, when the person may not send or there is no one to send to.
std::optional<addressees> allowed(const speaker& who)
{
    if (who.self.person.empty()) {
        invite_to_link(who);
        return std::nullopt;
    }
    auto to = addressed_by(who);
    if (to.people.empty()) {
        reply_privately(who, {{to.from_unit.empty() ? "broadcast.not_allowed" : "broadcast.nobody"}});
        return std::nullopt;
    }
    return to;
}

std::optional<store::broadcast> by_number(const speaker& who, const std::string& number, std::optional<store::broadcast_id> otherwise)
{
    auto id = otherwise;
    if (!number.empty()) {
        std::int64_t written = 0;
        const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), written);
        if (fault != std::errc{} || end != number.data() + number.size())
            return std::nullopt;
        id = store::broadcast_id{written};
    }
    return id ? store::find_broadcast(who.at.tx, *id) : std::nullopt;
}

/// The text as the next question will know it: what is just being said answers the question for it.
std::string text_in(const speaker& who, const dialog::conversation& draft)
{
    if (draft.cursor == "text" && draft.now == dialog::phase::asking)
        return who.said;
    if (draft.pending)
        if (const auto* cut = std::get_if<std::string>(&*draft.pending))
            return *cut;
    const auto* given = draft.find("text");
    const auto* text = given == nullptr ? nullptr : std::get_if<std::string>(&given->what);
    return text == nullptr ? "" : *text;
}

std::string shown_number(const store::broadcast& what)
{
    return std::to_string(static_cast<std::int64_t>(what.id));
}

} // namespace

void begin_broadcast(const speaker& who, const std::string& text)
{
    if (!allowed(who))
        return;
    std::vector<dialog::answer> known;
    if (!text.empty())
        known.push_back({.field = "text", .what = text});
    begin_form(who, "broadcast", nullptr, std::move(known));
}

dialog::fact_table broadcast_facts(const speaker& who, const dialog::conversation& draft)
{
    const auto to = addressed_by(who);
    dialog::fact_table facts{{"people", std::to_string(to.people.size())}, {"units", std::to_string(to.units.size())}};
    facts["text"] = dialog::mask_patient_identifiers(text_in(who, draft));
    return facts;
}

void decide_broadcast(const speaker& who, const dialog::submission& filled)
{
    const auto decision = filled.choice("decision");
    if (decision == "edit")
        return begin_form(who, "broadcast");
    if (decision != "send")
        return reply_privately(who, {{"broadcast.dropped"}});
    const auto to = allowed(who); // the directory may have changed since it was asked
    if (!to)
        return;
    store::broadcast made{.unit = to->from_unit, .sender = who.self.person, .at = who.at.now, .text = dialog::mask_patient_identifiers(filled.text("text"))};
    const std::vector<std::string> readers(to->people.begin(), to->people.end());
    made.id = store::add_broadcast(who.at.tx, made, readers);
    const auto minutes = (static_cast<std::int64_t>(readers.size()) - 1) / broadcast_messages_per_minute;
    reply_privately(who, {{"broadcast.sending",
                           {{"number", shown_number(made)},
                            {"people", static_cast<std::int64_t>(readers.size())},
                            {"units", static_cast<std::int64_t>(to->units.size())},
                            {"minutes", minutes}}}});
    send_broadcast(who.at, made);
}

void read_notice(const speaker& who, const std::string& number)
{
    if (who.self.person.empty())
        return invite_to_link(who);
    const auto meant = by_number(who, number, store::newest_broadcast_to(who.at.tx, who.self.person));
    if (!meant || !store::note_read(who.at.tx, meant->id, who.self.person, who.at.now))
        return reply_privately(who, {{"broadcast.none_for_you"}});
    reply_privately(who, {{"broadcast.thanks", {{"number", shown_number(*meant)}}}});
}

void show_notice_readers(const speaker& who, const std::string& number)
{
    if (who.self.person.empty())
        return invite_to_link(who);
    const auto meant = by_number(who, number, store::newest_broadcast_by(who.at.tx, who.self.person));
    const auto over_the_sender = [&] {
        const auto roles = roles_of(who, meant->unit);
        return std::ranges::any_of(roles, [](const std::string& role) { return std::ranges::find(may_send, role) != may_send.end(); });
    };
    if (!meant || (meant->sender != who.self.person && !over_the_sender()))
        return reply_privately(who, {{"broadcast.none_of_yours"}});
    reply_privately(who, reader_lines(who.at, *meant));
}

} // namespace bot::flow
