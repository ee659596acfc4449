#pragma once

#include "bot/rules/facts.hpp"
#include "bot/rules/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bot::incident {

/// Form 1 item 2.6: somebody who was told already, and how.
struct notified_party {
    std::string recipient{};            ///< "leader", "incident_manager", "superior" or free text
    std::string person{};               ///< "nêu rõ cá nhân nếu có thể"
    std::vector<std::string> methods{}; ///< in_person, email, letter_dispatch, phone

    bool operator==(const notified_party&) const = default;
};

/// A file, photo, voice note or place that belongs to an incident. The same id again completes what is known
/// of it (the link is fetched after the report is committed, so size and hash come later).
struct attachment {
    std::string id{};
    std::string name{};
    std::string kind{};   ///< image, audio, video, file, location …
    std::string sha256{}; ///< 64 hex digits, "" until fetched
    std::uint64_t size = 0;

    bool operator==(const attachment&) const = default;
};

/// What a report says: Form 1 (regulation.md §3c F1). A `reported` carries all that is known, a
/// `supplemented` any subset: absent means "nothing said", an empty list likewise (lists add to what is
/// there).
struct report_fields {
    std::optional<std::string> reporter_name{};
    std::optional<std::string> reporter_address{};
    std::optional<std::string> reporter_phone{};
    std::optional<std::string> reporter_email{};
    /// "zalo:<user id>", "email:<address>": only when somebody reports for another, who then counts as the
    /// reporter.
    std::optional<std::string> reporter_contact{};
    std::optional<std::string> location{};   ///< Form 2 item 1.3, where it happened
    std::optional<std::string> department{}; ///< khoa/phòng within the unit
    std::optional<std::string> system_id{};  ///< of the registry; "" when the reporter named it freely
    std::optional<std::string> system_name{};
    std::optional<rules::criticality> criticality{}; ///< from the registry
    std::optional<std::string> type{};               ///< a, b, c, d, dd, e, g, h, i (QĐ 4494 Đ3.1)
    std::optional<rules::instant> occurred_at{};
    std::optional<bool> occurred_estimated{}; ///< "không rõ / ước lượng"
    std::optional<rules::instant> notified_at{};
    std::optional<rules::instant> detected_at{};
    std::optional<std::string> description{};
    std::optional<std::string> detection_method{};
    std::vector<notified_party> already_notified{};
    std::optional<bool> keep_confidential{};
    std::optional<bool>
        sealed_from_department{}; ///< colleagues of the reporter's own department must not see it
    std::optional<std::string> request{};
    std::optional<rules::answer> personal_data{};
    std::optional<rules::answer> patients_affected{};
    std::optional<rules::answer> operations_affected{};
    std::vector<attachment> attachments{};

    bool operator==(const report_fields&) const = default;
};

/// Signs that decide which authorities are told, and how fast (regulation.md §3a, §4 no. 14–15). Absent:
/// nothing said.
struct signs {
    std::optional<bool> national_security{};
    std::optional<bool> public_order{};
    std::optional<bool> severe_disruption{};
    std::optional<bool> admin_takeover{};
    std::optional<bool> ransomware{};
    std::optional<bool> health_data_leak{};
    std::optional<bool> long_outage{};
    std::optional<bool> complex_case{};
    std::optional<bool> location_or_biometric{};
    std::optional<rules::answer> personal_data{};

    bool operator==(const signs&) const = default;
};

/// Lays `more` over `base`: what is said replaces, save that a further description is added below the first;
/// lists grow (attachments by id); what is absent stays.
void merge(report_fields& base, const report_fields& more);
void merge(signs& base, const signs& more);
/// Adds a file, or completes the one of the same id.
void merge(std::vector<attachment>& base, const attachment& file);

/// The signs as the rules read them: what nobody said counts as no.
rules::notice_signs to_notice_signs(const signs& said);

} // namespace bot::incident
