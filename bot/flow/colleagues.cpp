#include "bot/flow/colleagues.hpp"

#include "bot/dialog/person_name.hpp"
#include "bot/flow/commands.hpp"
#include "bot/flow/roster.hpp"

#include <algorithm>
#include <map>

namespace bot::flow {

namespace {

constexpr std::size_t names_shown = 8;

std::string listed(const std::vector<std::string>& names)
{
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), names_shown); ++i)
        list += (i == 0 ? "" : ", ") + names[i];
    return names.size() > names_shown ? list + ", …" : list;
}

} // namespace

std::optional<colleague> colleague_named(const speaker& who, const std::string& words)
{
    auto& at = who.at;
    const auto& self = who.self.person;
    if (self.empty()) {
        invite_to_link(who);
        return std::nullopt;
    }
    std::map<std::string, std::vector<duty_post>> shared; ///< colleague -> posts
    const auto own = duty_posts_held_by(at.know.who, self);
    for (const auto& post : own)
        for (const auto& person : at.know.who.holders(post.unit, post.role))
            if (person != self)
                shared[person].push_back(post);
    if (shared.empty()) {
        reply(who, {{own.empty() ? "say.roles_only" : "duty.no_colleagues"}});
        return std::nullopt;
    }
    std::vector<std::string> ids;
    std::vector<std::string> names;
    for (const auto& [person, unused] : shared) {
        ids.push_back(person);
        names.push_back(name_of_person(at, person));
    }
    auto named = dialog::read_person(words, names);
    if (named.fits.size() != 1) {
        std::vector<std::string> meant;
        for (const auto place : named.fits)
            meant.push_back(names[place]);
        reply(who, {meant.empty() ? phrase{"duty.who_is_meant", {{"people", listed(names)}}} : phrase{"duty.several_meant", {{"people", listed(meant)}}}});
        return std::nullopt;
    }
    const auto& person = ids[named.fits.front()];
    return colleague{person, shared[person], std::move(named.rest)};
}

} // namespace bot::flow
