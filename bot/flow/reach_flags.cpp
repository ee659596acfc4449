#include "bot/flow/reach_flags.hpp"

#include "bot/log.hpp"

namespace bot::flow {

bool mark_unreachable(work& at, std::string_view person, channel_kind channel, std::string reason)
{
    const bool news = store::flag_unreachable(at.tx, {std::string(person), static_cast<store::channel_number>(channel), at.now, std::move(reason)});
    report_unreachable(at);
    return news;
}

bool mark_reachable(work& at, std::string_view person, channel_kind channel)
{
    const bool news = store::clear_unreachable(at.tx, person, static_cast<store::channel_number>(channel));
    if (news)
        report_unreachable(at);
    return news;
}

void heard_from(work& at, const store::contact& self)
{
    if (self.person.empty() || self.stopped)
        return;
    const auto channel = static_cast<channel_kind>(self.channel);
    bool news = mark_reachable(at, self.person, channel);
    if (channel == channel_kind::zalo)
        news = mark_reachable(at, self.person, channel_kind::zalo_template) || news;
    if (news)
        log::info("person.reachable", {{"person", self.person}});
}

void report_unreachable(work& at)
{
    at.out.unreachable = store::all_unreachable(at.tx);
}

} // namespace bot::flow
