#include "bot/flow/held_notes.hpp"

#include "store/held_notes.hpp"

namespace bot::flow {

void hold_for_digest(work& at, std::string_view person, const std::vector<phrase>& what, const about& matter)
{
    hold_for_digest(at, person, render(at, language_of(at, person), what, matter), matter);
}

void hold_for_digest(work& at, std::string_view person, std::string text, const about& matter)
{
    store::hold_note(at.tx, {.person = std::string(person), .incident = matter.incident, .purpose = matter.purpose, .text = std::move(text), .at = at.now});
}

} // namespace bot::flow
