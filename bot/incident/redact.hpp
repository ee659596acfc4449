#pragma once

#include "bot/incident/event.hpp"

#include <span>
#include <string>
#include <string_view>

namespace bot::incident {

/// Whose data go.
struct data_subject {
    std::string person{};  ///< directory id, "" when unknown
    std::string contact{}; ///< "zalo:<user id>" …, "" when unknown
    bool is_the_reporter =
        false; ///< the report is from them: its reporter fields go wherever they were given

    bool operator==(const data_subject&) const = default;
};

/// The subject as it stands to one incident's history.
data_subject subject_in(std::span<const event> history, std::string person, std::string contact);

/// The event without that person's data; equal to the argument when it holds none (then leave the row alone).
/// As a reporter they vanish: name, phone, mail, address, contact, who asked or added. As somebody who acted
/// in office (acknowledged, assigned, handled …) only the contact goes: the register must keep who acted (QĐ
/// 4494 Đ13.6). Free text is left as it stands. Replaying redacted events gives the state that `erased`
/// leaves.
event redact(const event& entry, const data_subject& whose);

/// The same rule for one actor; `official` keeps person and name.
actor redact(const actor& who, const data_subject& whose, bool official);

/// Takes out who reported; `erased_contact` stays where a contact was given.
void blank_reporter(report_fields& fields);

/// True when an event of this name (`name_of`) is somebody's act in office rather than as a reporter.
bool is_official(std::string_view event_name);

} // namespace bot::incident
