#pragma once

#include "bot/flow/case_file.hpp"
#include "bot/flow/inbound.hpp"
#include "bot/flow/work.hpp"

#include <optional>
#include <string>

namespace bot::flow {

/// Who wrote a mail, as far as can be told, and what it belongs to.
struct mail_sender {
    const config::vendor_entry* vendor = nullptr;
    const config::person_entry* person = nullptr;
    std::string doubt{}; ///< why they are taken for nobody: the end of a key `letter.doubt.*`; "" when they are known

    std::optional<case_file> about{}; ///< the incident of the thread, if they may write to it
    bool token_fits = false;          ///< the mail carries a reply token made for this very address
    bool may_act = false;             ///< commands are carried out: the token fits, or the border server vouches for the sender

    bool known() const { return doubt.empty(); }
    std::string name() const { return vendor != nullptr ? vendor->name : person != nullptr ? person->name : ""; }
};

/// Decides both. Authority comes from the address in From alone, and only as far as it is proven:
/// a registered sender whose authentication failed, or a mail with several senders, counts as nobody; a reply token counts for the
/// address it was made for; an incident's number in the subject counts only for its own reporters whose domain is authenticated;
/// anybody else's mail is never added to an incident (§2.2 and §2.8 of the mail notes).
mail_sender judge_sender(work&, const inbound& event);

} // namespace bot::flow
