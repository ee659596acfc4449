#pragma once

#include "bot/dialog/form.hpp"
#include "bot/dialog/step.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace test {

/// The text of a file under the source root.
std::string file_text(const std::string& path);

/// A form of config/forms by its id; fails the test with the loader's faults when it is not sound.
const bot::dialog::form& form_named(const std::string& id);
std::vector<std::string> form_names();

/// 22/11/2026 09:00 in Vietnam, a Sunday.
bot::rules::instant morning();

/// A unit with two systems and two handlers.
bot::dialog::context hospital();

/// A phrase as a line of a transcript: "say.question number=1 total=4
/// question=[form.quick_report.description]".
std::string line_of(const bot::phrase& said);

/// One conversation as a chat. Between two messages it goes through its JSON, as it does in the store.
class chat {
public:
    explicit chat(const std::string& form, bot::dialog::context around = hospital(),
                  std::vector<bot::dialog::answer> known = {}, std::string subject = {});

    /// A message of the person; returns the bot's lines.
    const std::vector<std::string>& says(std::string_view text,
                                         std::vector<bot::dialog::attachment> with = {});
    /// Several messages, one after another.
    void says_in_turn(const std::vector<std::string>& texts);
    void wakes();

    /// Whether one of the bot's last lines begins with `beginning`.
    [[nodiscard]] bool heard(std::string_view beginning) const;
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
    [[nodiscard]] bot::dialog::turn_event event() const { return turn_.event; }
    [[nodiscard]] bool goes_on() const { return turn_.next.has_value(); }
    [[nodiscard]] const bot::dialog::conversation& draft() const { return turn_.next.value(); }
    [[nodiscard]] const bot::dialog::submission& done() const { return turn_.done.value(); }
    [[nodiscard]] bool is_done() const { return turn_.done.has_value(); }
    /// Key of the open question.
    [[nodiscard]] std::string asked() const { return goes_on() ? draft().cursor : ""; }

    bot::dialog::context around;

private:
    void took(bot::dialog::turn turn);

    const bot::dialog::form& form_;
    bot::dialog::turn turn_{};
    std::vector<std::string> lines_;
};

/// An answer that the question takes.
std::string fitting_answer(const bot::dialog::field& one);

} // namespace test
