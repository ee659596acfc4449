#include "bot/flow/rehearsal_story.hpp"

#include "bot/flow/chain_run.hpp"
#include "bot/flow/chain_step.hpp"
#include "bot/flow/clocks.hpp"
#include "bot/flow/delivery.hpp"
#include "bot/flow/morning.hpp"
#include "bot/flow/notices.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/flow/scheduler.hpp"
#include "store/deadlines.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"

#include <algorithm>
#include <set>

namespace bot::flow {

namespace {

using rules::instant;

const std::string reporter_address = "rehearsal";
constexpr std::chrono::days longest{8};        ///< a working week and its weekend
constexpr std::chrono::hours put_off{24 * 3650};
constexpr int rounds_max = 5'000;

std::string first_line(std::string text, const std::string& number)
{
    text.resize(std::min(text.find('\n'), text.size()));
    if (const auto at = text.find(number); at != std::string::npos) {
        const auto from = at > 0 && text[at - 1] == ' ' ? at - 1 : at;
        text.erase(from, at + number.size() - from);
    }
    return text;
}

/// One story, from the report on.
class story {
public:
    story(store::transaction& tx, const knowledge& know, const rehearsal_question& asked) : tx_(tx), know_(know), asked_(asked), now_(asked.at) {}

    std::vector<rehearsed> run(bool handled)
    {
        begin(handled);
        const auto limit = asked_.at + longest;
        for (int rounds = 0; rounds < rounds_max; ++rounds) {
            const auto next = next_moment();
            if (!next || *next > std::min(end_, limit))
                break;
            now_ = std::max(now_, *next);
            let_pass();
        }
        return std::move(entries_);
    }

private:
    void begin(bool handled)
    {
        handover left;
        work at(tx_, know_, now_, left);
        plan_mornings(at); // a digest may carry what the night held back
        auto& reporter = at.contact({channel_kind::zalo, reporter_address});
        incident::reported content{.unit = asked_.unit, .report = {.description = "…"}};
        if (const auto* system = know_.who.system(asked_.unit, asked_.system)) {
            content.report.system_id = system->id;
            content.report.system_name = system->name;
            content.report.criticality = rules::criticality_named(system->criticality);
        }
        content.report.reporter_contact = contact_key(reporter);
        auto about = open_incident(at, std::move(content), {"", contact_key(reporter), ""}, reporter);
        incident_ = about.row.id;
        number_ = about.row.number;
        watch_chain(at);
        if (handled)
            take_in_hand(at, about);
        plan_end(at, about);
        at.flush();
        collect(left);
    }

    /// The incident manager on duty, or who stands in for them, acknowledges, classifies and assigns within the same minute.
    void take_in_hand(work& at, case_file& about)
    {
        const auto manager = first_of({"incident_manager", "it_head", "leader"}, at);
        if (!manager)
            return;
        const incident::actor by{*manager, "", name_of_person(at, *manager)};
        (void)carry_out(at, about, incident::acknowledge{}, by);
        incident::classify decision{{.type = rules_of(at, about).types().front().code, .level = asked_.level, .reason = "…"}};
        (void)carry_out(at, about, decision, by);
        if (asked_.level == 0)
            return;
        const auto handlers = on_duty(at, asked_.unit, "handler");
        if (handlers.empty())
            missing("handler", "assigned", 0);
        const auto& handler = handlers.empty() ? *manager : handlers.front();
        (void)carry_out(at, about, incident::assign{.handler = {handler, "", name_of_person(at, handler)}}, by);
    }

    std::optional<std::string> first_of(std::initializer_list<const char*> roles, work& at)
    {
        for (const char* role : roles) {
            const auto people = on_duty(at, asked_.unit, role);
            if (!people.empty())
                return people.front();
        }
        return std::nullopt;
    }

    /// To the first repeat of each deadline after its due time.
    void plan_end(work& at, const case_file& about)
    {
        const auto facts = incident::facts_of(about.state);
        for (const auto& duty : deadlines_now(at, about)) {
            if (duty.state != rules::deadline_state::running || !duty.due)
                continue;
            const auto repeat = rules::next_nudge(rules_of(at, about), duty, facts, std::max(*duty.due, duty.effective_from));
            end_ = std::max(end_, repeat ? repeat->at : *duty.due);
        }
        end_ += group_post_interval; // what waited for its place in a group
    }

    std::optional<instant> next_moment()
    {
        const auto timer = store::next_timer_at(tx_);
        const auto message = store::next_outbound_at(tx_);
        return timer && message ? std::min(*timer, *message) : timer ? timer : message;
    }

    void let_pass()
    {
        handover left;
        note_repeats();
        while (fire_due_timers(tx_, know_, now_, left) == timers_per_run) {
        }
        work at(tx_, know_, now_, left);
        watch_chain(at);
        put_off_repeats(at);
        at.flush();
        auto ready = take_ready(tx_, know_, now_);
        std::ranges::move(ready, std::back_inserter(left.to_send));
        collect(left);
    }

    /// Which steps of the chain were called since the last look, and which of them met nobody on duty.
    void watch_chain(work& at)
    {
        const auto about = open_case(at, incident_);
        const auto events = store::load_events(tx_, incident_);
        just_called_.clear();
        for (; events_seen_ < events.size(); ++events_seen_) {
            const auto event = incident::from_json(events[events_seen_].payload);
            const auto* call = event ? std::get_if<incident::step_called>(&event->what) : nullptr;
            if (call == nullptr || call->exhausted)
                continue;
            auto people = people_of_step(at, *about, {.roles = call->roles});
            if (people.empty() && !call->roles.empty())
                missing(call->roles.front(), "chain", call->step + 1);
            just_called_.push_back({call->step + 1, std::move(people)});
        }
        // The chain is followed to its end, also when it was started again later.
        const auto timer = store::find_timer(tx_, timer_key(timer_kind::chain, incident_));
        if (!timer)
            return;
        const auto run = chain_run_from(timer->data);
        if (const auto* chain = rules_named(at, asked_.unit, run.book).chain())
            end_ = std::max({end_, rules::chain_calls(rules::policy_for(*chain, run.level), run.start).back().at + group_post_interval, timer->at});
    }

    /// The step that called this person now.
    int step_of(const std::string& person) const
    {
        for (const auto& [step, people] : just_called_)
            if (std::ranges::find(people, person) != people.end())
                return step;
        return just_called_.empty() ? 0 : just_called_.front().first;
    }

    /// Deadlines that are past and are called for again now.
    void note_repeats()
    {
        const auto rows = store::deadlines_of(tx_, incident_);
        for (const auto& timer : store::due_timers(tx_, now_, timers_per_run)) {
            const auto row = std::ranges::find(rows, timer.key.subject, &store::deadline_row::rule_id);
            if (timer.key.kind == static_cast<int>(timer_kind::nudge) && row != rows.end() && row->due && *row->due < now_)
                repeated_.insert(timer.key.subject);
        }
    }

    /// What goes on for ever is shown once.
    void put_off_repeats(work& at)
    {
        for (const auto& rule : repeated_)
            if (const auto timer = store::find_timer(tx_, timer_key(timer_kind::nudge, incident_, rule)); timer && timer->at < now_ + put_off / 2)
                at.set_timer(timer->key, now_ + put_off, timer->data);
    }

    /// What leaves now is taken as sent and delivered.
    void collect(handover& left)
    {
        for (const auto& one : left.unreached)
            entries_.push_back({.at = now_, .person = one.person, .purpose = one.purpose, .step = one.purpose == "chain" ? step_of(one.person) : 0, .fault = rehearsal_fault::unreachable});
        for (auto& message : left.to_send) {
            const auto row = store::find_outbound(tx_, store::outbox_id{message.id});
            if (!row)
                continue;
            note(*row);
            const std::string sent_as = "rehearsal-" + std::to_string(message.id);
            handover after;
            settle(tx_, know_, {.message = message, .outcome = {.what = send_class::sent, .message_id = sent_as}, .attempts = 1}, now_, after);
            store::note_receipt(tx_, row->channel, row->address, sent_as, store::delivery_state::delivered, now_);
        }
    }

    void note(const store::outbound& row)
    {
        if (row.address == reporter_address || row.purpose.empty())
            return; // receipts and answers, not calls
        rehearsed made{.at = now_, .person = row.person, .by = static_cast<channel_kind>(row.channel), .purpose = row.purpose, .line = first_line(row.text, number_)};
        const auto to = store::find_contact(tx_, row.channel, row.address);
        if (made.by == channel_kind::zalo && to && to->last_inbound_at)
            made.billed = now_ - *to->last_inbound_at > free_window;
        if (row.purpose.starts_with("group:")) {
            made.group = row.purpose.substr(6);
            made.person.clear();
        } else if (made.person.empty() && to) {
            made.person = to->person;
        }
        if (row.purpose == "chain")
            made.step = step_of(made.person);
        entries_.push_back(std::move(made));
    }

    void missing(const std::string& role, const std::string& purpose, int step)
    {
        entries_.push_back({.at = now_, .role = role, .purpose = purpose, .step = step, .fault = rehearsal_fault::nobody_on_duty});
    }

    store::transaction& tx_;
    const knowledge& know_;
    const rehearsal_question& asked_;
    instant now_;
    instant end_ = asked_.at;
    store::incident_id incident_{};
    std::string number_;
    std::vector<rehearsed> entries_;
    std::set<std::string> repeated_; ///< rules
    std::size_t events_seen_ = 0;
    std::vector<std::pair<int, std::vector<std::string>>> just_called_; ///< steps, from 1, and whom they mean
};

} // namespace

std::vector<rehearsed> play_story(store::transaction& tx, const knowledge& know, const rehearsal_question& asked, bool handled)
{
    return story(tx, know, asked).run(handled);
}

} // namespace bot::flow
