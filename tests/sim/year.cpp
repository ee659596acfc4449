#include "tests/sim/year.hpp"

#include "store/audit.hpp"
#include "store/events.hpp"
#include "store/incidents.hpp"
#include "tests/sim/year_people.hpp"
#include "tests/support/hospital.hpp"

#include <map>
#include <stdexcept>

namespace sim {

namespace {

using namespace std::chrono_literals;

support::hospital_options house_for(const department& place, const year_options& options)
{
    support::hospital_options made;
    made.starts = options.from;
    made.directory = place.directory_json();
    made.cast = place.cast();
    made.groups = place.groups();
    made.staff = place.staff();
    made.template_id = "su-co"; // who has not written for two days is reached by a template
    return made;
}

constexpr std::uint64_t hash_start = 14695981039346656037U;
void mix(std::uint64_t& digest, const std::string& text)
{
    for (const char c : text)
        digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211U;
}

class run {
public:
    run(std::uint64_t seed, const year_options& options)
        : place_(options.place), plan_(plan_year(place_, options, seed)), house_(house_for(place_, options)), people_(house_, place_, plan_, seed),
          record_{.place = place_, .rules = house_.knowledge().rules, .from = house_.now(), .until = options.until}
    {
        house_.on_leaving([this](const support::hospital::departed& one) { note(one); });
    }

    year_record live()
    {
        for (;;) {
            const auto next = people_.next();
            const auto at = std::min(next.value_or(record_.until), record_.until);
            if (house_.now() < at && house_.step(at))
                continue; // somebody may have been told something
            house_.until(at);
            if (at == record_.until)
                break;
            people_.act();
        }
        house_.on_leaving({});
        people_.finish(record_);
        house_.in_store([this](store::transaction& tx) { read(tx); });
        record_.digest = hash_start;
        for (const auto& one : record_.sent)
            mix(record_.digest, one.address + one.text + std::to_string(one.at.time_since_epoch().count()));
        return std::move(record_);
    }

private:
    void note(const support::hospital::departed& one)
    {
        record_.sent.push_back({.at = one.at, .address = one.row.address, .person = one.row.person, .purpose = one.row.purpose, .text = one.row.text});
        incidents_.push_back(one.row.incident);
        people_.hear_a_ping(one.row.address);
    }

    void read(store::transaction& tx)
    {
        std::map<store::incident_id, std::string> numbers;
        store::incident_filter all;
        all.open.reset();
        for (const auto& row : store::list_incidents(tx, all, 100'000)) {
            numbers[row.id] = row.number;
            auto& one = record_.cases.emplace_back(case_history{.number = row.number, .unit = row.unit});
            for (const auto& stored : store::load_events(tx, row.id)) {
                auto event = bot::incident::from_json(stored.payload);
                if (!event)
                    throw std::runtime_error(row.number + " has an event that cannot be read");
                one.events.push_back(std::move(*event));
            }
            const auto& contact = one.events.front().by.contact; // a nurse is known by their chat
            one.reporter = contact.substr(contact.find(':') + 1);
        }
        for (std::size_t i = 0; i < record_.sent.size(); ++i)
            if (incidents_[i])
                record_.sent[i].number = numbers[*incidents_[i]];
        record_.chain_intact = store::verify(tx).intact();
        // A second post of a minute to a group waits for its turn: that is not left behind.
        auto left = tx.query("SELECT address, purpose, text FROM outbox WHERE next_try_ms IS NULL OR next_try_ms < ?", house_.now() - 15min);
        while (left.step())
            record_.unsent.push_back(left.text(0) + " (" + left.text(1) + "): " + left.text(2));
    }

    department place_;
    year_plan plan_;
    support::hospital house_;
    people people_;
    year_record record_;
    std::vector<std::optional<store::incident_id>> incidents_; ///< of record_.sent
};

} // namespace

year_record live_through(std::uint64_t seed, const year_options& options)
{
    return run(seed, options).live();
}

} // namespace sim
