#pragma once

#include "bot/rules/time.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::rules {

/// What a clock may start from or be stopped by. The names (`name_of`) are those used in rule packs and are
/// stored.
enum class moment {
    received,                ///< the unit got the report
    detected,                ///< somebody noticed the incident
    acknowledged,            ///< a person confirmed receipt to the reporter
    classified,              ///< the first level decision
    assigned,                ///< a handler was named
    first_status,            ///< the first entry of the handling log
    unable,                  ///< the handler declared that they cannot handle it
    unable_confirmed,        ///< the leader agreed that outside help is needed
    resolved,                ///< handled; absent again after a reopening
    summarised,              ///< the summary report went to the leader
    sent_to_ministry,        ///< the summary report went to the Ministry's unit
    investigation_completed, ///< cause and impact are established
    violation_detected,      ///< the breach of personal data was noticed
    vendor_detected,         ///< the vendor (processor) noticed it
    closed,
    stopped,         ///< dismissed as no incident, or linked as a duplicate
    reopened,        ///< the last reopening: handling clocks begin anew
    last_status,     ///< the latest entry of the handling log
    leader_informed, ///< the leader was told in person or has decided on the escalation
};
inline constexpr std::size_t moment_count = 19;

std::string_view name_of(moment);
std::optional<moment> moment_named(std::string_view name);

/// How much the hit system matters (QĐ 4494 Đ2.3–2.5), from the unit's registry.
enum class criticality { normal, important, special };
std::string_view name_of(criticality);
std::optional<criticality> criticality_named(std::string_view name);

/// An answer that may be open.
enum class answer { no, yes, unsure };
std::string_view name_of(answer);
std::optional<answer> answer_named(std::string_view name);

/// A level somebody decided. A lower one moves no clock until a leader approved it.
struct level_decision {
    instant at{};
    int level = 0;
    bool lowering_approved = false;
    std::optional<instant>
        approved_at{}; ///< since when an approved lowering moves the clocks; absent: since `at`

    bool operator==(const level_decision&) const = default;
};

struct pause {
    instant from{};
    std::optional<instant> to{}; ///< open while the pause lasts
    std::string reason{};
    std::string waiting_for{}; ///< a vendor's id, "" when nobody in particular
    std::string vendor_name{};

    bool operator==(const pause&) const = default;
};

/// Signs that put an incident into a notice class, whatever its level.
struct notice_signs {
    bool national_security_sign = false;
    bool public_order_sign = false;
    bool severe_disruption = false;
    bool admin_takeover = false;
    bool ransomware = false;
    bool health_data_leak = false;
    bool long_outage = false;
    bool complex_case = false;          ///< reports are sent in parts (NĐ 331 Đ31.2.d)
    bool location_or_biometric = false; ///< such data are among the leaked (NĐ 356 Đ29)
    answer personal_data = answer::no;

    bool operator==(const notice_signs&) const = default;
};

/// The names of the yes/no signs as packs write them ("ransomware" …), without personal_data.
std::optional<bool> sign_named(const notice_signs&, std::string_view name);

/// All that deadlines depend on, rebuilt from an incident's history.
struct case_facts {
    std::array<std::optional<instant>, moment_count> moments{};
    criticality system = criticality::normal;
    std::vector<level_decision> levels{}; ///< in order of time
    std::vector<pause> pauses{};          ///< in order of time
    notice_signs signs;
    std::map<std::string, instant> done{};       ///< rule id → when the duty was last discharged (sent)
    std::map<std::string, std::string> waived{}; ///< rule id → reason

    std::optional<instant>& operator[](moment m) { return moments[static_cast<std::size_t>(m)]; }
    const std::optional<instant>& operator[](moment m) const { return moments[static_cast<std::size_t>(m)]; }

    bool operator==(const case_facts&) const = default;
};

/// The level that drives the clocks: the last one decided, but a lowering counts only once approved
/// (the stricter due stays until then). Nothing before the first decision.
std::optional<int> clock_level(const case_facts&);

} // namespace bot::rules
