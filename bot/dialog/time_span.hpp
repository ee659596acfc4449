#pragma once

#include "bot/dialog/time_phrase.hpp"

namespace bot::dialog {

struct time_span {
    std::optional<rules::instant> from; ///< nothing: from now on
    rules::instant until;

    bool operator==(const time_span&) const = default;
};

/// The hour that is meant where only a day is said, since midnight.
struct span_clocks {
    std::chrono::minutes begin;
    std::chrono::minutes end;
};

/// Reads a stretch ahead as people write it: "từ thứ Bảy đến thứ Hai", "đến 7h30 thứ Hai", "from Saturday to Monday", with
/// or without diacritics. An end must be named, by "đến", "tới", "hết", "until", "till" or "to". A day without an hour means
/// the clock of its end of the stretch; what begins today without an hour begins now. Weekdays at the end are counted from the
/// beginning. The fault is that of the half that cannot be taken; an end that is not after the beginning is in the past,
/// one more than 40 weeks after it too far.
tl::expected<time_span, time_fault> parse_span(std::string_view text, rules::instant now, const span_clocks& clocks);

} // namespace bot::dialog
