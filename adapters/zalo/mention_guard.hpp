#pragma once

#include <string>
#include <string_view>

namespace adapters::zalo {

/// `text` with everything the platform could take for a mention ("[@id]" names a member, "[@group id]" everybody,
/// contract §3.2) turned into plain words, "(@id)". Invisible characters inside the brackets do not help it through.
std::string guard_mentions(std::string_view text);

/// "[@id]", or "" unless `user_id` is a plain id.
std::string mention(std::string_view user_id);

} // namespace adapters::zalo
