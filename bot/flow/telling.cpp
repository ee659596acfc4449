#include "bot/flow/telling.hpp"

#include "bot/flow/cards.hpp"
#include "bot/flow/menu.hpp"
#include "bot/flow/quiet.hpp"
#include "bot/flow/roster.hpp"

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

constexpr std::chrono::hours news_may_wait{24}; ///< nothing is due with it: the next morning is soon enough

} // namespace

about matter(const case_file& about_case, std::string purpose)
{
    return {.incident = about_case.row.id, .purpose = std::move(purpose), .level = about_case.row.level, .drill = about_case.row.drill,
            .unit = about_case.row.unit};
}

phrase worded(const case_file& about, std::string key, bot::arguments more)
{
    bot::arguments args{{"number", about.row.number}, {"title", about.row.title}};
    args.merge(more);
    return {std::move(key), std::move(args)};
}

bool tell_with_menu(work& at, const case_file& about, const std::string& person, phrases what, std::vector<verb> actions, const struct about& matter)
{
    if (held_for_morning(at, person, about.row.level, what, matter))
        return true;
    const auto route = route_to(at, person, {}, about.row.drill ? std::optional{0} : about.row.level);
    if (route && route->in_chat()) {
        auto& to = at.contact(*route);
        const auto lines = offer(to, {about.row.id, std::move(actions)}, short_number(about));
        what.insert(what.end(), lines.begin(), lines.end());
    }
    return tell(at, person, what, matter);
}

void tell_role(work& at, const case_file& about, std::string_view role, const phrases& what, const std::vector<verb>& actions,
               const std::string& purpose, const incident::actor& except)
{
    auto news = matter(about, purpose);
    news.may_wait_until = at.now + news_may_wait;
    for (const auto& person : people_for(at, about, role)) {
        if (person == except.person)
            continue;
        auto told = what;
        if (role == "handler" && about.state.handler && person != about.state.handler->person) // the handler is absent
            told.insert(told.begin() + 1, {"duty.in_place_of", {{"name", about.state.handler->name}}});
        tell_with_menu(at, about, person, std::move(told), actions, news);
    }
}

void post_to_leaders(work& at, const case_file& about, phrase asked)
{
    if (const auto* group = at.know.who.leadership_channel(about.row.unit))
        post(at, *group, group_card(at, about, std::move(asked)), matter(about, "group"));
}

void post_to_superior(work& at, const case_file& about, phrase asked)
{
    if (const auto* group = at.know.who.superior_channel(about.row.unit))
        post(at, *group, group_card(at, about, std::move(asked)), matter(about, "group"));
}

} // namespace bot::flow
