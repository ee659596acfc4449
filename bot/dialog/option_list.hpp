#pragma once

#include "bot/dialog/form.hpp"
#include "bot/dialog/step.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// An option as it stands on the screen.
struct listed_option {
    int number = 0;
    std::string key;
    argument label;                ///< a dynamic option's own words, else a phrase
    const option* fixed = nullptr; ///< null for a dynamic option
};

/// The options of a field, numbered: dynamic ones first. Empty for fields without options.
std::vector<listed_option> options_of(const field& what, const context& around);

/// The label of an option that was chosen, without asking for dynamic ones again.
argument label_of(const field& what, const chosen& answer);

} // namespace bot::dialog
