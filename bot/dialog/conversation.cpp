#include "bot/dialog/conversation.hpp"

#include <algorithm>

namespace bot::dialog {

const answer* conversation::find(std::string_view field) const
{
    const auto found = std::ranges::find(answers, field, &answer::field);
    return found == answers.end() ? nullptr : &*found;
}

} // namespace bot::dialog
