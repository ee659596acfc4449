#include "bot/flow/talk.hpp"

#include "bot/flow/commands.hpp"
#include "bot/flow/forms.hpp"
#include "bot/flow/lists.hpp"
#include "bot/flow/menu.hpp"
#include "bot/flow/post.hpp"
#include "bot/dialog/navigation.hpp"
#include "bot/text.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

using dialog::command;

constexpr std::size_t report_in_own_words_min = 15; ///< bytes of folded text; shorter is a greeting or a slip

std::optional<command> chosen_from_menu(const speaker& who)
{
    const auto place = dialog::parse_menu_answer(who.said);
    const auto offered = menu_from_json(who.chat.menu);
    if (!place || *place < 1 || static_cast<std::size_t>(*place) > offered.actions.size())
        return std::nullopt;
    if (offered.about)
        who.chat.last_shown = offered.about;
    return command{.what = offered.actions[static_cast<std::size_t>(*place) - 1]};
}

/// Nothing the bot asked for and no command.
void hear_free_text(const speaker& who)
{
    if (who.self.last_shown) {
        auto about = open_case(who.at, *who.self.last_shown);
        if (about && about->row.open && incident::is_reporter(about->state, actor_of(who)))
            return add_to_report(who, *about);
    }
    if (sounds_like_a_report(who.said))
        return begin_report(who, "quick_report", who.said);
    if (!who.said.empty() || !who.files.empty())
        show_main_menu(who);
}

} // namespace

bool sounds_like_a_report(const std::string& said)
{
    const auto folded = fold(said);
    return folded.size() >= report_in_own_words_min && std::ranges::count(folded, ' ') >= 2;
}

void hear_person(const speaker& who)
{
    const auto given = dialog::parse_command(who.said);
    if (const auto draft = open_conversation(who)) {
        const bool asleep = draft->now == dialog::phase::asleep;
        if (!asleep && !(given && dialog::interrupts(*given)))
            return answer_form(who, *draft);
        const auto word = dialog::parse_navigation(fold(who.said));
        if (asleep && word && word->what == dialog::navigation::resume) {
            resume_form(who);
            return;
        }
    }
    if (const auto chosen = chosen_from_menu(who))
        return do_command(who, *chosen);
    if (given)
        return do_command(who, *given);
    hear_free_text(who);
}

void hear_group(const speaker& who)
{
    const auto chosen = chosen_from_menu(who);
    const auto given = chosen ? chosen : dialog::parse_command(who.said);
    if (!given || given->loose || !meant_for_a_group(given->what))
        return;
    if (who.self.person.empty())
        return invite_to_link(who);
    do_command(who, *given);
}

} // namespace bot::flow
