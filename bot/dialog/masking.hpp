#pragma once

#include <string>
#include <string_view>

namespace bot::dialog {

/// What stands in the place of something masked. Language independent, and no digit of the original is kept.
inline constexpr std::string_view mask_mark = "•••";

/// The text with what identifies a patient replaced by `mask_mark`:
/// - CCCD (12 digits), old CMND (9 digits), BHYT cards (2 letters and 13 digits, or the new 10 digits after
/// the word),
///   also written in groups; phone numbers of Vietnam in any grouping, with 0, 84 or +84;
/// - the name after bệnh nhân, BN, người bệnh, pt, patient: capitalised words, or up to four unaccented or
/// lower-case
///   ones that are not ordinary words;
/// - record numbers after mã BA, mã bệnh án, số bệnh án, mã BN, PID and the like.
/// Left alone: incident numbers (SC-2026-000012), times and dates, IPv4 addresses, versions, sizes, amounts.
std::string mask_patient_identifiers(std::string_view text);

} // namespace bot::dialog
