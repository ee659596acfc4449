#pragma once

#include "tests/sim/year_record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sim {

/// One message, or one round of messages, that had to leave.
struct expected {
    std::string number{};
    std::string purpose{}; ///< as in the outbox: "nudge:<rule>", "chain"
    instant at{};
    std::vector<std::string> people{}; ///< directory ids, each once
    std::vector<std::string> groups{}; ///< ids of the channels to be posted to
    int level = 0;                     ///< of the incident then
    std::string what{};                ///< for the report: "reminder", "breach", "step 2" …
    std::string told_with{};           ///< of what is told in the morning's digest: the key of the duty's title
};

/// Who was there when: the directory and the absences.
class attendance {
public:
    explicit attendance(const year_record& from) : record_(from) {}

    bool is_away(const std::string& person, instant at) const;
    /// Everybody present who holds the role for the unit, the one on duty first (or their deputy): its own people, or the Sở's
    /// where the unit names nobody.
    std::vector<std::string> holders(const std::string& unit, std::string_view role, instant at) const;
    /// Whom a rule means: the first holder; for "backup_incident_manager" the managers after the first; for "handler" the one
    /// the incident was given to, while they are away their deputy, and without one the first handler who is there.
    std::vector<std::string> meant(const std::string& unit, std::string_view role, const std::string& handler, instant at) const;

private:
    /// The person, or along the deputies the first who is there; "" for nobody.
    std::string present_or_deputy(const std::string& person, instant at) const;

    const year_record& record_;
};

/// All that the deadlines of an incident, and its escalation chain, called for in the time of the record.
std::vector<expected> expectations(const year_record&, const case_history&);

/// What else lets the leaders' or the superior's group be posted to, with its moment.
std::vector<instant> news_for_groups(const case_history&);

} // namespace sim
