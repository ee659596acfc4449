#include "bot/rules/facts.hpp"

#include <algorithm>
#include <utility>

namespace bot::rules {
namespace {

constexpr std::array<std::string_view, moment_count> moment_names{
    "received",           "detected",        "acknowledged",     "classified",
    "assigned",           "first_status",    "unable",           "unable_confirmed",
    "resolved",           "summarised",      "sent_to_ministry", "investigation_completed",
    "violation_detected", "vendor_detected", "closed",           "stopped",
    "reopened",           "last_status",     "leader_informed"};
constexpr std::array<std::string_view, 3> criticality_names{"normal", "important", "special"};
constexpr std::array<std::string_view, 3> answer_names{"no", "yes", "unsure"};

template <class Enum, std::size_t Size>
std::optional<Enum> named(const std::array<std::string_view, Size>& names, std::string_view name)
{
    const auto found = std::ranges::find(names, name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

constexpr std::array<std::pair<std::string_view, bool notice_signs::*>, 9> sign_fields{{
    {"national_security_sign", &notice_signs::national_security_sign},
    {"public_order_sign", &notice_signs::public_order_sign},
    {"severe_disruption", &notice_signs::severe_disruption},
    {"admin_takeover", &notice_signs::admin_takeover},
    {"ransomware", &notice_signs::ransomware},
    {"health_data_leak", &notice_signs::health_data_leak},
    {"long_outage", &notice_signs::long_outage},
    {"complex_case", &notice_signs::complex_case},
    {"location_or_biometric", &notice_signs::location_or_biometric},
}};

} // namespace

std::string_view name_of(moment m)
{
    return moment_names[static_cast<std::size_t>(m)];
}

std::optional<moment> moment_named(std::string_view name)
{
    return named<moment>(moment_names, name);
}

std::string_view name_of(criticality c)
{
    return criticality_names[static_cast<std::size_t>(c)];
}

std::optional<criticality> criticality_named(std::string_view name)
{
    return named<criticality>(criticality_names, name);
}

std::string_view name_of(answer a)
{
    return answer_names[static_cast<std::size_t>(a)];
}

std::optional<answer> answer_named(std::string_view name)
{
    return named<answer>(answer_names, name);
}

std::optional<bool> sign_named(const notice_signs& signs, std::string_view name)
{
    for (const auto& [known, field] : sign_fields)
        if (known == name)
            return signs.*field;
    return std::nullopt;
}

std::optional<int> clock_level(const case_facts& facts)
{
    std::optional<int> level;
    for (const level_decision& decision : facts.levels)
        if (!level || decision.level >= *level || decision.lowering_approved)
            level = decision.level;
    return level;
}

} // namespace bot::rules
