#pragma once

#include "bot/rules/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bot::dialog {

/// The person passed an optional question over.
struct skipped {
    bool operator==(const skipped&) const = default;
};

/// The person does not know ("không rõ"), where the question allows it.
struct unknown {
    bool operator==(const unknown&) const = default;
};

/// One option of a list.
struct chosen {
    std::string key; ///< of the option; stable across languages
    std::string
        label; ///< a dynamic option: its label as shown; the option "other": what the person wrote instead
    bool operator==(const chosen&) const = default;
};

/// Several options of a list, in the list's order; empty: none of them applies.
struct selection {
    std::vector<std::string> keys;
    bool operator==(const selection&) const = default;
};

/// text, phone, email and incident_number fields hold a std::string; time fields an instant; number fields an
/// integer; choice, yes_no_unsure and secret_gate fields `chosen` (keys yes, no, unsure); choices fields
/// `selection`.
using value = std::variant<skipped, unknown, std::string, chosen, selection, rules::instant, std::int64_t>;

struct answer {
    std::string field; ///< key of the field
    value what;
    bool known = false; ///< known beforehand (directory, register): was not asked, can be changed

    bool operator==(const answer&) const = default;
};

/// A picture, file, voice note or place that came with an answer. The bytes are kept elsewhere.
struct attachment {
    std::string id;      ///< the flow's reference to it
    std::string kind{};  ///< image, audio, video, file, location …
    std::string name{};  ///< file name, "" if it has none
    std::string field{}; ///< key of the question that stood open when it came; filled in by `step`

    bool operator==(const attachment&) const = default;
};

/// A form filled in. Only answers whose question applies; those passed over are not in it.
struct submission {
    std::string form;
    int version = 1;
    std::string subject; ///< incident number the form is about, "" for a new report
    std::vector<answer> answers;
    std::vector<attachment> attachments;

    /// Null when the question did not apply, was passed over or never asked. (An answer "không rõ" is
    /// `unknown`.)
    [[nodiscard]] const value* find(std::string_view field) const;
    /// The text of a text, phone, email or incident_number answer, "" if there is none.
    [[nodiscard]] std::string text(std::string_view field) const;
    /// The key of the option chosen, "unknown" for "không rõ" and "" if there is no answer.
    [[nodiscard]] std::string choice(std::string_view field) const;
    /// The label of a dynamic option, or what was written for "other"; "" otherwise.
    [[nodiscard]] std::string label(std::string_view field) const;
    /// The keys chosen of a choices field.
    [[nodiscard]] std::vector<std::string> choices(std::string_view field) const;
    /// Null when there is no answer or it is "không rõ".
    [[nodiscard]] const rules::instant* at(std::string_view field) const;

    bool operator==(const submission&) const = default;
};

} // namespace bot::dialog
