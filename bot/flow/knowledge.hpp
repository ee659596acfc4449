#pragma once

#include "bot/dialog/form.hpp"
#include "bot/flow/quota.hpp"
#include "bot/rules/rule_book.hpp"
#include "config/directory.hpp"
#include "messages/catalogue.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bot::flow {

/// How the bot behaves where neither law nor directory says so.
struct policies {
    std::string language = "vi";
    bool receipt_acknowledges = false; ///< the instant receipt stops the 24 h clock (regulation notes §4 no. 7)
    bool phone_card = false;           ///< people can share their number by a card to link themselves
    bool template_by_phone = false;    ///< an approved Zalo template may knock at a closed window
    bool template_by_user = false;     ///< one that can be sent to a Zalo user id
    std::string mail_address{};        ///< the bot's own mailbox, lower case; "" when there is none
    quota_budget quota{};              ///< of paid Zalo messages
};

/// Rule books that incidents still open were opened under, read back from the store when first needed. Used by the one
/// writing thread only.
class rule_archive {
public:
    /// Throws std::runtime_error when `load` has no readable text.
    const rules::rule_book& find_or_load(const std::string& fingerprint, const std::function<std::optional<std::string>()>& load);

private:
    std::map<std::string, rules::rule_book> books_;
};

/// Everything the flow knows besides the store: read at the start and at a reload, never changed in between.
struct knowledge {
    config::directory who;
    rules::rule_book rules; ///< without any unit's changes
    std::map<std::string, rules::rule_book, std::less<>> unit_rules;
    std::map<std::string, dialog::form, std::less<>> forms;
    messages::catalogue texts;
    policies policy;
    std::string directory_version{}; ///< another one when the directory's text is another
    std::shared_ptr<rule_archive> older_rules = std::make_shared<rule_archive>();

    /// The rules a new incident of the unit is opened under: the nearest changes at or above it.
    const rules::rule_book& rules_of(std::string_view unit) const;
    /// Throws std::logic_error for a form that was not loaded: check-config lists those.
    const dialog::form& form(std::string_view id) const;
};

/// Shared with the loops; a reload swaps the pointer between two transactions.
using knowledge_ptr = std::shared_ptr<const knowledge>;

} // namespace bot::flow
