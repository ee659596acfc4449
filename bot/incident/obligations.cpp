#include "bot/incident/obligations.hpp"

#include "bot/rules/deadlines.hpp"

#include <algorithm>
#include <array>

namespace bot::incident {
namespace {

obligation_state state_of(const duty_record& done, const rules::deadline* clock, bool recurring, instant now)
{
    using rules::deadline_state;
    using enum obligation_state;
    if (done.waived)
        return waived;
    // A recurring duty starts again once sent, so only its clock can tell.
    if (done.confirmed_at && !recurring)
        return confirmed;
    if (done.sent_at && !recurring)
        return sent;
    if (clock == nullptr)
        return done.confirmed_at ? confirmed : done.sent_at ? sent : not_applicable;
    switch (clock->state) {
    case deadline_state::running:
        return clock->overdue(now) ? overdue : due;
    case deadline_state::met:
    case deadline_state::missed:
        return sent;
    case deadline_state::waived:
        return waived;
    case deadline_state::cancelled:
        break;
    }
    return done.sent_at ? sent : not_applicable;
}

} // namespace

std::string_view name_of(obligation_state value)
{
    static constexpr std::array<std::string_view, 6> names{"not_applicable", "due",     "sent",
                                                           "confirmed",      "overdue", "waived"};
    return names.at(static_cast<std::size_t>(value));
}

std::vector<obligation> obligations(const incident& subject, const rules::rule_book& book, instant now)
{
    const auto clocks = rules::deadlines(book, facts_of(subject));
    std::vector<obligation> tracks;
    for (const auto& placed : book.rules()) {
        const auto& rule = *placed.rule;
        if (rule.authority.empty() || rule.before_date)
            continue;
        const auto clock = std::find_if(clocks.begin(), clocks.end(), [&](const rules::deadline& one) {
            return one.rule_id == rule.cited.id;
        });
        const auto known = subject.duties.find(rule.cited.id);
        const duty_record done = known == subject.duties.end() ? duty_record{} : known->second;
        obligation& track = tracks.emplace_back();
        track.rule_id = rule.cited.id;
        track.title = "rule." + rule.cited.id;
        track.authority = rule.authority;
        track.form = rule.form;
        track.article = rule.cited.article;
        track.recurring = rule.recurring;
        track.immediate = rule.immediate;
        track.state = state_of(done, clock == clocks.end() ? nullptr : &*clock, rule.recurring, now);
        if (clock != clocks.end()) {
            track.start = clock->start;
            track.due = clock->due;
        }
        track.sent_at = done.sent_at;
        track.to = done.to;
        track.proof = done.proof;
        track.confirmed_at = done.confirmed_at;
        track.confirmation = done.confirmation;
        track.waived_reason = done.waived.value_or("");
    }
    return tracks;
}

bool blocks_closing(const obligation& track)
{
    return track.state == obligation_state::due || track.state == obligation_state::overdue;
}

} // namespace bot::incident
