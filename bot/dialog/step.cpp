#include "bot/dialog/step.hpp"

#include "bot/dialog/dialogue.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/dialog/read_answer.hpp"
#include "bot/dialog/secrecy.hpp"
#include "bot/text.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

constexpr std::size_t longest_folded =
    512; ///< bytes; a longer message is free text and no word of navigation

bool bears_secret_mark(const input& message)
{
    return dialog::bears_secret_mark(message.text) ||
           std::ranges::any_of(message.attachments,
                               [](const attachment& one) { return dialog::bears_secret_mark(one.name); });
}

bool bears_secret_mark(const value& known)
{
    const auto* text = std::get_if<std::string>(&known);
    return text != nullptr && dialog::bears_secret_mark(*text);
}

} // namespace

turn start(const form& what, const context& around, std::string subject, std::vector<answer> known)
{
    conversation draft{.form = what.id,
                       .version = what.version,
                       .subject = std::move(subject),
                       .cursor = {},
                       .created = around.now,
                       .touched = around.now,
                       .answers = {},
                       .attachments = {},
                       .pending = {}};
    for (auto& one : known) {
        if (bears_secret_mark(one.what))
            return stopped_for_secrecy(around);
        const auto* asked = what.find(one.field);
        if (asked == nullptr || asked->type == field_type::secret_gate || !fits(*asked, one.what, around))
            continue;
        one.known = true;
        draft.answers.push_back(std::move(one));
    }
    dialogue talk(what, std::move(draft), around);
    talk.go_on();
    return std::move(talk).result();
}

turn step(const form& what, conversation draft, const input& message, const context& around)
{
    if (bears_secret_mark(message))
        return stopped_for_secrecy(around);
    draft.touched = around.now;
    const std::string text = to_nfc(trimmed(message.text));
    const std::string folded = text.size() <= longest_folded ? fold(text) : std::string();
    dialogue talk(what, std::move(draft), around);
    talk.take(message.attachments, trimmed(text), folded);
    return std::move(talk).result();
}

turn resume(const form& what, conversation draft, const context& around)
{
    draft.touched = around.now;
    dialogue talk(what, std::move(draft), around);
    talk.wake();
    return std::move(talk).result();
}

submission submission_so_far(const form& what, const conversation& draft, const context& around)
{
    submission filled{.form = what.id,
                      .version = what.version,
                      .subject = draft.subject,
                      .answers = {},
                      .attachments = draft.attachments};
    for (const auto& one : what.fields) {
        const auto* given = draft.find(one.key);
        if (given != nullptr && !std::holds_alternative<skipped>(given->what) &&
            applies(one, draft, around.facts))
            filled.answers.push_back(*given);
    }
    return filled;
}

} // namespace bot::dialog
