#pragma once

#include "bot/dialog/command.hpp"
#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::flow {

/// What a bare number would choose in a chat: the actions offered last, about one incident or none.
struct menu {
    std::optional<store::incident_id> about{};
    std::vector<dialog::verb> actions{};
};

std::string to_json(const menu& offered);
/// An empty menu for "" or a text from a newer program.
menu menu_from_json(std::string_view text);

/// The numbered lines, or, while the person is filling in a form and a number would answer that, the words to type.
std::vector<phrase> menu_lines(const menu& offered, const std::string& short_number, bool in_words);

/// Offers the menu in a chat: from here on a bare number means one of its actions.
std::vector<phrase> offer(store::contact& to, const menu& offered, const std::string& short_number);

} // namespace bot::flow
