#include "bot/incident/report.hpp"

#include <algorithm>

namespace bot::incident {
namespace {

template <class T>
void lay(std::optional<T>& base, const std::optional<T>& more)
{
    if (more)
        base = more;
}

} // namespace

void merge(report_fields& base, const report_fields& more)
{
    lay(base.reporter_name, more.reporter_name);
    lay(base.reporter_address, more.reporter_address);
    lay(base.reporter_phone, more.reporter_phone);
    lay(base.reporter_email, more.reporter_email);
    lay(base.reporter_contact, more.reporter_contact);
    lay(base.location, more.location);
    lay(base.department, more.department);
    lay(base.system_id, more.system_id);
    lay(base.system_name, more.system_name);
    lay(base.criticality, more.criticality);
    lay(base.type, more.type);
    lay(base.occurred_at, more.occurred_at);
    lay(base.occurred_estimated, more.occurred_estimated);
    lay(base.notified_at, more.notified_at);
    lay(base.detected_at, more.detected_at);
    if (base.description && more.description && *base.description != *more.description)
        *base.description += "\n" + *more.description; // the first wording of a notice is never lost (Đ13.6a)
    else
        lay(base.description, more.description);
    lay(base.detection_method, more.detection_method);
    lay(base.keep_confidential, more.keep_confidential);
    lay(base.sealed_from_department, more.sealed_from_department);
    lay(base.request, more.request);
    lay(base.personal_data, more.personal_data);
    lay(base.patients_affected, more.patients_affected);
    lay(base.operations_affected, more.operations_affected);
    for (const auto& party : more.already_notified)
        if (std::find(base.already_notified.begin(), base.already_notified.end(), party) ==
            base.already_notified.end())
            base.already_notified.push_back(party);
    for (const auto& file : more.attachments)
        merge(base.attachments, file);
}

void merge(std::vector<attachment>& base, const attachment& file)
{
    const auto known =
        std::find_if(base.begin(), base.end(), [&](const attachment& one) { return one.id == file.id; });
    if (known == base.end()) {
        base.push_back(file);
        return;
    }
    if (!file.name.empty())
        known->name = file.name;
    if (!file.kind.empty())
        known->kind = file.kind;
    if (!file.sha256.empty()) {
        known->sha256 = file.sha256;
        known->size = file.size;
    }
}

void merge(signs& base, const signs& more)
{
    lay(base.national_security, more.national_security);
    lay(base.public_order, more.public_order);
    lay(base.severe_disruption, more.severe_disruption);
    lay(base.admin_takeover, more.admin_takeover);
    lay(base.ransomware, more.ransomware);
    lay(base.health_data_leak, more.health_data_leak);
    lay(base.long_outage, more.long_outage);
    lay(base.complex_case, more.complex_case);
    lay(base.location_or_biometric, more.location_or_biometric);
    lay(base.personal_data, more.personal_data);
}

rules::notice_signs to_notice_signs(const signs& said)
{
    return {.national_security_sign = said.national_security.value_or(false),
            .public_order_sign = said.public_order.value_or(false),
            .severe_disruption = said.severe_disruption.value_or(false),
            .admin_takeover = said.admin_takeover.value_or(false),
            .ransomware = said.ransomware.value_or(false),
            .health_data_leak = said.health_data_leak.value_or(false),
            .long_outage = said.long_outage.value_or(false),
            .complex_case = said.complex_case.value_or(false),
            .location_or_biometric = said.location_or_biometric.value_or(false),
            .personal_data = said.personal_data.value_or(rules::answer::no)};
}

} // namespace bot::incident
