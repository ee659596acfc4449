#pragma once

#include "bot/dialog/command.hpp"
#include "bot/flow/case_file.hpp"
#include "bot/flow/post.hpp"

#include <string>
#include <string_view>
#include <vector>

/// How people and groups are told about one incident: what notices, reminders and the chain of calls share.
namespace bot::flow {

about matter(const case_file&, std::string purpose);

/// A phrase that names the incident by `number` and `title`, with further arguments.
phrase worded(const case_file&, std::string key, bot::arguments more = {});

/// Tells a person, offering what they can do about it. What may wait in quiet hours (`matter.may_wait_until`) is held for their
/// morning digest. False when no channel reaches them.
bool tell_with_menu(work&, const case_file&, const std::string& person, std::vector<phrase> what, std::vector<dialog::verb> actions,
                    const about& matter);

/// Tells whoever the role means, except the one who did it. News about levels 0 and 1 may wait for the morning.
void tell_role(work&, const case_file&, std::string_view role, const std::vector<phrase>& what, const std::vector<dialog::verb>& actions,
               const std::string& purpose, const incident::actor& except = {});

/// The card of the incident, led by what is asked, in the group of its leaders, or of the superior unit's.
void post_to_leaders(work&, const case_file&, phrase asked);
void post_to_superior(work&, const case_file&, phrase asked);

} // namespace bot::flow
