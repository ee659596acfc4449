#pragma once

#include "bot/dialog/answer.hpp"
#include "bot/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// What the next message of the person is taken for. Stored as a number: values are never reused.
enum class phase : std::uint8_t {
    asking = 0,            ///< the answer to the question at `cursor`
    reviewing = 1,         ///< a decision on the card with all answers
    confirming_cancel = 2, ///< yes or no to giving up
    confirming_time = 3,   ///< yes or no to the time in `pending`
    confirming_cut = 4,    ///< yes or no to a long text cut to its limit, in `pending`
    asleep = 5,            ///< put aside ("để sau"); only waking or cancelling is understood
};

/// A form being filled in by one person: all that is kept between two of their messages.
struct conversation {
    std::string form;
    int version = 1;     ///< of the form when the conversation started
    std::string subject; ///< incident number it is about, "" for a new report
    phase now = phase::asking;
    phase back_to = phase::asking; ///< while asleep or confirming: where "no" leads
    std::string cursor;            ///< key of the open question
    rules::instant created{};
    rules::instant touched{}; ///< last message of the person
    int strikes = 0;          ///< answers in a row that could not be taken
    std::vector<answer> answers;
    std::vector<attachment> attachments;
    std::optional<value> pending; ///< of confirming_time and confirming_cut

    [[nodiscard]] const answer* find(std::string_view field) const;

    bool operator==(const conversation&) const = default;
};

/// One line of compact JSON; read and written on every message, so an array without names.
std::string to_json(const conversation& draft);

/// Errors: malformed (also for a newer layout than this program knows).
result<conversation> from_json(std::string_view json);

} // namespace bot::dialog
