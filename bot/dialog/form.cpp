#include "bot/dialog/form.hpp"

#include <algorithm>

namespace bot::dialog {

const field* form::find(std::string_view key) const
{
    const auto found = std::ranges::find(fields, key, &field::key);
    return found == fields.end() ? nullptr : &*found;
}

} // namespace bot::dialog
