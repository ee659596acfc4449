#include "bot/dialog/masking.hpp"

#include "bot/dialog/masked_names.hpp"
#include "bot/dialog/masked_numbers.hpp"

#include <algorithm>
#include <vector>

namespace bot::dialog {

std::string mask_patient_identifiers(std::string_view text)
{
    const auto words = written_words(text);
    auto spans = identifying_numbers(text, words);
    const auto names = patient_names(text, words);
    spans.insert(spans.end(), names.begin(), names.end());
    std::ranges::sort(spans, {}, &text_span::begin);

    std::string masked;
    std::size_t at = 0;
    for (const auto& span : spans) {
        if (span.end <= at)
            continue; // within the one before
        if (span.begin >= at) {
            masked += text.substr(at, span.begin - at);
            masked += mask_mark;
        }
        at = span.end;
    }
    masked += text.substr(at);
    return masked;
}

} // namespace bot::dialog
