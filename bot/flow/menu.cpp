#include "bot/flow/menu.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bot::flow {

namespace {

using dialog::verb;

/// The actions a menu may hold, by the name they are stored and worded under (`menu.<name>`, `menu.words.<name>`).
struct named_action {
    verb what;
    std::string_view name;
};
constexpr std::array actions{
    named_action{verb::acknowledge, "acknowledge"},
    named_action{verb::dismiss, "dismiss"},
    named_action{verb::duplicate, "duplicate"},
    named_action{verb::details, "details"},
    named_action{verb::classify, "classify"},
    named_action{verb::assign, "assign"},
    named_action{verb::log, "log"},
    named_action{verb::unable, "unable"},
    named_action{verb::resolve, "resolve"},
    named_action{verb::expected_finish, "expected_finish"},
    named_action{verb::escalate, "escalate"},
    named_action{verb::still_working, "still_working"},
    named_action{verb::resume, "resume"},
    named_action{verb::plan, "plan"},
    named_action{verb::summary, "summary"},
    named_action{verb::approve, "approve"},
    named_action{verb::return_back, "return_back"},
    named_action{verb::approve_lowering, "approve_lowering"},
    named_action{verb::reclassify, "reclassify"},
    named_action{verb::sent_ministry, "sent_ministry"},
    named_action{verb::duty_sent, "duty_sent"},
    named_action{verb::close, "close"},
    named_action{verb::park, "park"},
    named_action{verb::join, "join"},
    named_action{verb::report_quick, "report_quick"},
    named_action{verb::report_full, "report_full"},
    named_action{verb::status, "status"},
    named_action{verb::list_open, "list_open"},
    named_action{verb::help, "help"},
    named_action{verb::reachable, "reachable"},
};

std::string_view name_of(verb what)
{
    const auto found = std::ranges::find(actions, what, &named_action::what);
    if (found == actions.end())
        throw std::logic_error("a menu was offered an action without a name");
    return found->name;
}

} // namespace

std::string to_json(const menu& offered)
{
    if (offered.actions.empty())
        return "";
    nlohmann::json names = nlohmann::json::array();
    for (const auto one : offered.actions)
        names.push_back(name_of(one));
    return nlohmann::json::array({offered.about ? static_cast<std::int64_t>(*offered.about) : 0, names}).dump();
}

menu menu_from_json(std::string_view text)
{
    const auto read = nlohmann::json::parse(text, nullptr, false);
    if (!read.is_array() || read.size() != 2 || !read[0].is_number_integer() || !read[1].is_array())
        return {};
    menu offered;
    if (const auto about = read[0].get<std::int64_t>(); about != 0)
        offered.about = store::incident_id{about};
    for (const auto& one : read[1]) {
        const auto found = std::ranges::find(actions, one.is_string() ? one.get<std::string>() : "", &named_action::name);
        if (found == actions.end())
            return {};
        offered.actions.push_back(found->what);
    }
    return offered;
}

std::vector<phrase> menu_lines(const menu& offered, const std::string& short_number, bool in_words)
{
    std::vector<phrase> lines;
    std::int64_t place = 0;
    for (const auto one : offered.actions) {
        const std::string name(name_of(one));
        if (in_words)
            lines.push_back({"menu.by_words", {{"words", std::vector{phrase{"menu.words." + name, {{"number", short_number}}}}}}});
        else
            lines.push_back({"menu.by_number", {{"place", ++place}, {"label", std::vector{phrase{"menu." + name}}}}});
    }
    return lines;
}

std::vector<phrase> offer(store::contact& to, const menu& offered, const std::string& short_number)
{
    const bool busy = to.conversation.has_value() || to.channel == static_cast<store::channel_number>(channel_kind::zalo_group);
    if (!busy)
        to.menu = to_json(offered);
    if (offered.about)
        to.last_shown = offered.about;
    return menu_lines(offered, short_number, busy);
}

} // namespace bot::flow
