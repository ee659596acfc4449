#pragma once

#include "bot/dialog/conversation.hpp"
#include "bot/dialog/form.hpp"
#include "bot/phrase.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::dialog {

/// An option that is known only now: a system of the unit, a handler on duty.
struct dynamic_option {
    std::string key;
    std::string label; ///< shown as it is
};

/// What a turn depends on besides the conversation itself.
struct context {
    rules::instant now{};
    /// Facts that conditions test and questions name: "level", "proposed_level" …
    fact_table facts{};
    /// Options by the name of their source ("units", "systems", "handlers", "duties"); called only when such
    /// a question is at hand. Empty function: no options.
    std::function<std::vector<dynamic_option>(std::string_view source)> options{};
};

/// One message of the person.
struct input {
    std::string text;
    std::vector<attachment> attachments{};
};

/// What a turn means beyond the conversation, for the flow to act on.
enum class turn_event : std::uint8_t {
    none,
    submitted,      ///< `done` holds the filled form
    cancelled,      ///< given up after being asked; nothing is kept
    asleep,         ///< put aside: other messages no longer belong to this conversation until "tiếp tục"
    woken,          ///< taken up again
    stopped_secret, ///< a state secret, or doubt about it: erase the conversation, its attachments and the
                    ///< message itself
    to_english,     ///< from here on (and in `say` already) the person wants English
    to_vietnamese,
};

/// One turn: the bot's half of the conversation.
struct turn {
    std::optional<conversation> next; ///< goes on with this; nothing when it has ended
    std::vector<phrase>
        say; ///< one message, a phrase a line; may be empty only with `done`: the flow words what follows
    std::optional<submission> done;
    turn_event event = turn_event::none;
};

/// Opens `what` about incident `subject` ("" for a new report) with answers known beforehand: they are not
/// asked. A known answer that does not fit its field (an option that is not on the list) is dropped and
/// asked. Ends at once (submitted) when nothing is left to ask and there is no card to review.
turn start(const form& what, const context& around, std::string subject = {}, std::vector<answer> known = {});

/// Takes one message. Understands navigation at every question: quay lại, bỏ qua, sửa N, xem lại, để sau,
/// tiếp tục, hủy, trợ giúp, English, tiếng Việt (navigation.hpp). An answer that cannot be taken changes
/// nothing but `strikes`. `what` may be a newer version of the form than the conversation began with: answers
/// to questions it no longer has are left out of the submission, new questions are asked.
turn step(const form& what, conversation draft, const input& message, const context& around);

/// Takes up a conversation that slept or expired: asks again where it stood.
turn resume(const form& what, conversation draft, const context& around);

/// What stands open now, as `step` would ask it: to repeat it after something else was said.
std::vector<phrase> prompt(const form& what, const conversation& draft, const context& around);

/// The answers given so far as they would be handed in now: to keep what an expired supplement already holds.
submission submission_so_far(const form& what, const conversation& draft, const context& around);

} // namespace bot::dialog
