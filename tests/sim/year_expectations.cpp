#include "tests/sim/year_expectations.hpp"

#include "bot/incident/incident.hpp"
#include "bot/rules/deadlines.hpp"

#include <algorithm>
#include <map>

namespace sim {

namespace {

namespace rules = bot::rules;

void add_once(std::vector<std::string>& all, const std::string& one)
{
    if (!one.empty() && std::ranges::find(all, one) == all.end())
        all.push_back(one);
}

/// Walks an incident's history from one moment at which something happened to the next, and notes what each stretch of time
/// in between called for.
class walk {
public:
    walk(const year_record& record, const case_history& about) : record_(record), about_(about), who_(record) {}

    std::vector<expected> through()
    {
        const auto& events = about_.events;
        for (std::size_t i = 0; i < events.size();) {
            const auto at = events[i].at;
            for (; i < events.size() && events[i].at == at; ++i)
                bot::incident::apply(state_, events[i]);
            const auto until = i < events.size() ? events[i].at : record_.until;
            nudges(at, until);
            calls(at, until);
        }
        return std::move(found_);
    }

private:
    void nudges(instant from, instant until)
    {
        const auto facts = bot::incident::facts_of(state_);
        std::map<std::string, instant> still;
        for (const auto& duty : rules::deadlines(record_.rules, facts)) {
            if (duty.state != rules::deadline_state::running)
                continue;
            const auto known = last_.find(duty.rule_id);
            auto last = known == last_.end() ? instant::min() : known->second;
            if (const auto missed = rules::latest_nudge(record_.rules, duty, facts, last, from)) {
                note(duty, *missed, from);
                last = missed->at;
            }
            for (auto next = rules::next_nudge(record_.rules, duty, facts, last); next && next->at < until; next = rules::next_nudge(record_.rules, duty, facts, last)) {
                note(duty, *next, next->at);
                last = next->at;
            }
            still[duty.rule_id] = last;
        }
        last_ = std::move(still);
    }

    void note(const rules::deadline& duty, const rules::nudge& what, instant at)
    {
        auto made = blank("nudge:" + duty.rule_id, at, std::string(rules::name_of(what.kind)) + " " + std::to_string(what.ordinal));
        for (const auto& role : what.to_roles)
            for (const auto& person : meant(role, at))
                add_once(made.people, person);
        const bool nobody = made.people.empty() && !what.to_roles.empty() && what.kind != rules::nudge_kind::reminder;
        if (what.to_leadership_channel || nobody)
            made.groups.push_back(leaders());
        if (what.to_superior_channel)
            made.groups.push_back(superiors());
        found_.push_back(std::move(made));
    }

    /// From where the chain begins: it is begun anew when somebody lets go of the incident.
    void calls(instant from, instant until)
    {
        const auto* chain = record_.rules.chain();
        if (chain == nullptr || !state_.unattended_since || bot::incident::is_over(state_.state))
            return;
        if (chain_from_ != *state_.unattended_since) {
            chain_from_ = *state_.unattended_since;
            next_call_ = 0;
            reached_ = true;
        }
        const auto steps = rules::chain_calls(*chain, chain_from_);
        auto now = from;
        for (; next_call_ < steps.size(); ++next_call_) {
            const auto& step = steps[next_call_];
            const auto at = reached_ ? std::max(now, step.at) : now; // a step without people passes on at once
            if (at >= until)
                return;
            auto made = blank("chain", at, "step " + std::to_string(step.step + 1));
            for (const auto& role : step.to.roles)
                for (const auto& person : meant(role, at))
                    add_once(made.people, person);
            reached_ = !made.people.empty() || step.to.roles.empty();
            if (step.to.leadership_channel || !reached_)
                made.groups.push_back(leaders());
            if (step.to.superior_channel)
                made.groups.push_back(superiors());
            found_.push_back(std::move(made));
            now = at;
        }
    }

    expected blank(std::string purpose, instant at, std::string what) const
    {
        return {.number = about_.number, .purpose = std::move(purpose), .at = at, .level = bot::incident::level_in_force(state_).value_or(0), .what = std::move(what)};
    }
    std::vector<std::string> meant(std::string_view role, instant at) const
    {
        return who_.meant(state_.unit, role, state_.handler ? state_.handler->person : "", at);
    }
    std::string leaders() const { return record_.place.unit(state_.unit).channel; }
    std::string superiors() const { return record_.place.unit(department::top).channel; }

    const year_record& record_;
    const case_history& about_;
    attendance who_;
    bot::incident::incident state_;
    std::map<std::string, instant> last_; ///< by rule, of those that run
    instant chain_from_ = instant::min();
    std::size_t next_call_ = 0;
    bool reached_ = true;
    std::vector<expected> found_;
};

} // namespace

bool attendance::is_away(const std::string& person, instant at) const
{
    return std::ranges::any_of(record_.absences, [&](const absence& one) { return one.person == person && one.from <= at && at < one.until; });
}

std::string attendance::present_or_deputy(const std::string& person, instant at) const
{
    auto one = person;
    for (std::size_t i = 0; !one.empty() && is_away(one, at); ++i)
        one = i < record_.place.people().size() ? record_.place.by_id(one)->deputy : "";
    return one;
}

std::vector<std::string> attendance::holders(const std::string& unit, std::string_view role, instant at) const
{
    auto all = record_.place.with_role(unit, role);
    if (all.empty())
        all = record_.place.with_role(department::top, role);
    std::vector<std::string> present;
    for (const auto* one : all)
        if (!is_away(one->id, at))
            present.push_back(one->id);
    return present;
}

std::vector<std::string> attendance::meant(const std::string& unit, std::string_view role, const std::string& handler, instant at) const
{
    if (role == "handler" && handler.empty())
        return {};
    if (role == "handler")
        if (auto one = present_or_deputy(handler, at); !one.empty())
            return {one};
    const bool backup = role == "backup_incident_manager";
    auto all = holders(unit, backup ? "incident_manager" : role, at);
    if (backup && !all.empty())
        all.erase(all.begin());
    else if (!backup && all.size() > 1)
        all.resize(1);
    return all;
}

std::vector<expected> expectations(const year_record& record, const case_history& about)
{
    return walk(record, about).through();
}

std::vector<instant> news_for_groups(const case_history& about)
{
    using namespace bot::incident;
    std::vector<instant> all;
    for (const auto& one : about.events) {
        const auto* first = std::get_if<classified>(&one.what);
        const auto* raised = std::get_if<reclassified>(&one.what);
        if (std::holds_alternative<unable_declared>(one.what) || std::holds_alternative<leader_decided>(one.what) || std::holds_alternative<resolved>(one.what) ||
            std::holds_alternative<lowering_approved>(one.what) || (first != nullptr && first->level >= 4) || (raised != nullptr && raised->to >= 3))
            all.push_back(one.at);
    }
    return all;
}

} // namespace sim
