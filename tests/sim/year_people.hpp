#pragma once

#include "tests/sim/year_plan.hpp"
#include "tests/sim/year_reading.hpp"
#include "tests/sim/year_record.hpp"
#include "tests/support/hospital.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sim {

/// What somebody means to do by writing to the bot.
enum class deed {
    report,
    join, ///< "the same as …"
    acknowledge,
    keep_at_it, ///< "still working"
    dismiss,
    link,
    classify,
    assign,
    park,
    log,
    pause,
    resume,
    unable,
    decide,
    resolve,
    duty,     ///< an authority was told
    ministry, ///< the summary went to the Ministry
    summarise,
    approve,
    return_back,
    close,
    go_away,
};

/// The people of a department with their phones. Each acts only upon what stands on their phone and what they see with their own
/// eyes (`fate`), and types what a person would; what they do not understand they let be.
class people {
public:
    people(support::hospital& house, const department& place, year_plan& plan, std::uint64_t seed);

    /// Something arrived at this address: its owner will look at it, by and by.
    void hear_a_ping(const std::string& address);
    /// When somebody next does something.
    std::optional<instant> next() const;
    /// That somebody does it. Time must have come.
    void act();
    /// What they know when all is over: absences and puzzles.
    void finish(year_record& into) const;

private:
    struct errand {
        deed what = deed::report;
        fate* about = nullptr;
        instant at{};
        std::string detail{}; ///< the duty by its rule id
        instant until{};      ///< of going away
    };
    struct talk {
        errand about;
        std::string asked{}; ///< the last question
        int asked_again = 0;
    };
    struct person {
        const staff_member* who = nullptr;
        std::size_t place = 0; ///< in `all_`: those who wake at one instant act in this order
        std::size_t read = 0;  ///< lines of their chat
        std::vector<errand> errands{};
        std::optional<talk> talking{};
        instant away_until{};
        instant wakes{instant::max()};
        std::map<std::tuple<deed, const fate*, std::string>, int> done{};
    };

    void wake(person&, instant at);
    void act(person&);
    void start(person&, errand);
    void say(person&, const std::string& text);
    void end_talk(person&, const std::string& last_words);
    void carry_on(person&, const std::string& message, const std::string& question);
    void mean_to(person&, deed, fate*, duration after, std::string detail = {});

    // What a message makes its reader do: year_reactions.cpp.
    void take_in(person&, const std::string& message);
    void consider_answering(person&, fate&, bool first_call);
    void take_in_reminder(person&, const std::string& message, fate&, bool too_late);
    void plan_handling(person&, fate&);
    void plan_duties(person&, fate&);

    // What they write: year_words.cpp.
    std::string opening_words(const person&, const errand&);
    std::string answer_to(const std::string& question, const std::string& message, const errand&);

    support::hospital& house_;
    const department& place_;
    year_plan& plan_;
    reading reading_;
    chance chance_;
    std::deque<person> all_;
    std::map<std::string, person*, std::less<>> by_address_; ///< user id and phone
    std::map<std::string, fate*, std::less<>> by_number_;
    std::set<std::pair<instant, std::size_t>> wakes_;
    std::vector<absence> absences_;
    std::vector<std::string> puzzles_;
};

} // namespace sim
