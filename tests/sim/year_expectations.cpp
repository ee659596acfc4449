#include "tests/sim/year_expectations.hpp"

#include "bot/incident/incident.hpp"
#include "bot/rules/deadlines.hpp"
#include "bot/rules/quiet.hpp"

#include <algorithm>
#include <map>

namespace sim {

namespace {

namespace rules = bot::rules;

constexpr std::chrono::minutes digest_time{7 * 60};

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
            for (; i < events.size() && events[i].at == at; ++i) {
                bot::incident::apply(state_, events[i]);
                if (state_.unattended_since && *state_.unattended_since != chain_from_)
                    begin_chain(at);
            }
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
        const bool before_due = what.kind == rules::nudge_kind::reminder || what.kind == rules::nudge_kind::escalation;
        const auto morning = rules::next_time_of_day(digest_time, at);
        if (before_due && quiet_until(at) && duty.due && *duty.due > morning) { // a night's rest may delay it
            made.at = morning;
            made.purpose = "digest";
            made.told_with = duty.title;
        }
        const bool nobody = made.people.empty() && !what.to_roles.empty() && what.kind != rules::nudge_kind::reminder;
        if (what.to_leadership_channel || nobody)
            made.groups.push_back(leaders());
        if (what.to_superior_channel)
            made.groups.push_back(superiors());
        found_.push_back(std::move(made));
    }

    /// Nobody has the incident in hand from here on: the chain of its level begins, after an incident was handed up at the step that is next.
    void begin_chain(instant at)
    {
        chain_from_ = *state_.unattended_since;
        reached_ = true;
        const auto* chain = record_.rules.chain();
        if (chain == nullptr)
            return;
        policy_ = rules::policy_for(*chain, bot::incident::level_in_force(state_));
        const auto steps = rules::chain_calls(policy_, at);
        const auto first = static_cast<std::size_t>(state_.steps_called);
        next_call_ = first < policy_.steps.size() ? first : steps.size() - 1;
        count_from_ = at - (steps[next_call_].at - at);
    }

    void calls(instant from, instant until)
    {
        if (policy_.steps.empty() || !state_.unattended_since || bot::incident::is_over(state_.state))
            return;
        auto now = from;
        for (;; ++next_call_) {
            const auto steps = rules::chain_calls(policy_, count_from_);
            if (next_call_ >= steps.size())
                return;
            const auto& step = steps[next_call_];
            auto at = reached_ ? std::max(now, step.at) : now; // a step without people passes on at once
            if (const auto rest = quiet_until(at))
                at = *rest;
            if (at >= until)
                return;
            count_from_ += at - step.at; // what was held, or called early, moves all that follows
            auto made = blank("chain", at, "step " + std::to_string(step.step + 1));
            for (const auto& role : step.what.to.roles)
                for (const auto& person : meant(role, at))
                    add_once(made.people, person);
            reached_ = !made.people.empty() || step.what.to.roles.empty();
            if (step.what.to.leadership_channel || !reached_)
                made.groups.push_back(leaders());
            if (step.what.to.superior_channel)
                made.groups.push_back(superiors());
            found_.push_back(std::move(made));
            now = at;
        }
    }

    /// The end of the night, for an incident that lets people sleep.
    std::optional<instant> quiet_until(instant at) const { return rules::quiet_until(rules::quiet_hours{}, bot::incident::level_in_force(state_), at); }

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
    instant chain_from_ = instant::min(); ///< unattended since
    rules::chain_policy policy_;
    instant count_from_{}; ///< from where its steps are counted
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
    const auto turn = record_.place.on_turn(unit, role, at);
    add_once(present, present_or_deputy(turn.empty() && !all.empty() ? all.front()->id : turn, at));
    for (const auto* one : all)
        if (!is_away(one->id, at))
            add_once(present, one->id);
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
            std::holds_alternative<lowering_approved>(one.what) || std::holds_alternative<acknowledgement_lapsed>(one.what) || (first != nullptr && first->level >= 4) || (raised != nullptr && raised->to >= 3))
            all.push_back(one.at);
    }
    return all;
}

} // namespace sim
