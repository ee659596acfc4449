#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// Somebody who has just written, and where.
struct speaker {
    work& at;
    store::contact& chat; ///< where they wrote: their own chat or a group
    store::contact& self; ///< their own chat
    std::string said{};   ///< as they wrote it, NFC
    std::vector<store::attachment_id> files{};
    bool wants_receipts = true; ///< false: their mail asks for no automatic answers, so only questions are sent
    std::string quoted{}; ///< of a mail: what was cut from it; answers may stand between our own lines

    bool in_group() const { return &chat != &self; }
};

/// Whether they wrote a mail: whatever is asked of them is then asked in one letter.
bool by_mail(const speaker&);

/// The person as the incident core knows them.
incident::actor actor_of(const speaker&);
/// Their roles over a unit, none for people who are not in the directory.
std::vector<std::string> roles_of(const speaker&, std::string_view unit);

/// Answers where they wrote; `privately` always in their own chat.
void reply(const speaker&, const std::vector<phrase>& what);
void reply_privately(const speaker&, const std::vector<phrase>& what);

/// The incident a command means: by its number among those they may see, else the one last shown in this chat. When that
/// is none or several, they are told so and nothing is returned.
std::optional<case_file> incident_meant(const speaker&, const std::optional<std::string>& number);

/// The incident of a card in this group, by its number or as the last one shown here, that the speaker may not see: nothing when
/// they may, or it is none of this group's.
std::optional<case_file> posted_here(const speaker&, const std::optional<std::string>& number);

/// Whether they may see it at all.
bool may_see(const speaker&, const case_file&);

} // namespace bot::flow
