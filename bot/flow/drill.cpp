#include "bot/flow/drill.hpp"

#include "bot/text.hpp"
#include "store/settings.hpp"

#include <charconv>

namespace bot::flow {

namespace {

std::string setting_name(const speaker& who)
{
    return "drill:" + who.self.person;
}

} // namespace

void begin_drill(const speaker& who, const std::string& rest)
{
    auto& at = who.at;
    if (at.know.who.units_seen_by(who.self.person).empty())
        return reply(who, {{"say.roles_only"}});
    const auto folded = fold(rest);
    if (folded == "dung" || folded == "xong" || folded == "stop" || folded == "ket thuc") {
        store::drop_setting(at.tx, setting_name(who));
        return reply(who, {{"say.drill_ended"}});
    }
    store::set_setting(at.tx, setting_name(who), std::to_string((at.now + drill_lasts).time_since_epoch().count()));
    reply(who, {{"say.drill_begun"}});
}

bool in_drill(const speaker& who)
{
    if (who.self.person.empty())
        return false;
    const auto until = store::setting(who.at.tx, setting_name(who));
    std::int64_t ms = 0;
    return until && std::from_chars(until->data(), until->data() + until->size(), ms).ec == std::errc{} &&
           who.at.now.time_since_epoch().count() < ms;
}

void drill_due(work&, const store::timer&) {}

} // namespace bot::flow
