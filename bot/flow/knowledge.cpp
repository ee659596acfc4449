#include "bot/flow/knowledge.hpp"

#include <stdexcept>

namespace bot::flow {

const rules::rule_book& rule_archive::find_or_load(const std::string& fingerprint,
                                                   const std::function<std::optional<std::string>()>& load)
{
    if (const auto found = books_.find(fingerprint); found != books_.end())
        return found->second;
    const auto text = load();
    rules::problems faults;
    auto book = text ? rules::rule_book::from_text(*text, faults) : std::nullopt;
    if (!book)
        throw std::runtime_error("the rules " + fingerprint + " an incident was opened under cannot be read back");
    return books_.emplace(fingerprint, std::move(*book)).first->second;
}

const rules::rule_book& knowledge::rules_of(std::string_view unit) const
{
    for (const auto* at : who.with_superiors(unit))
        if (const auto found = unit_rules.find(at->id); found != unit_rules.end())
            return found->second;
    return rules;
}

const dialog::form& knowledge::form(std::string_view id) const
{
    const auto found = forms.find(id);
    if (found == forms.end())
        throw std::logic_error("no form \"" + std::string(id) + "\" was loaded");
    return found->second;
}

} // namespace bot::flow
