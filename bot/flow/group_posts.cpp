#include "bot/flow/group_posts.hpp"

#include "bot/flow/drill_injects.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/side_notes.hpp"

#include <algorithm>

namespace bot::flow {

namespace {

/// A post that waits for its group's next minute.
struct waiting_post {
    std::optional<store::outbox_id> id{}; ///< nothing: the new one
    store::urgency_class urgency{};
    rules::instant leaves{};
};

/// Finds the new post its moment among those that wait: the moments stay a minute apart, the more urgent posts get the
/// earlier ones. A post that took another's place keeps its moment, else a group whose incident changes every few seconds
/// would never hear of it.
rules::instant moment_in_group(work& at, store::contact& to, store::urgency_class urgency, std::optional<rules::instant> inherited)
{
    std::vector<waiting_post> posts;
    for (const auto& row : store::waiting_outbound(at.tx, to.channel, to.address))
        posts.push_back({row.id, row.urgency, *row.not_before});
    auto own = inherited;
    if (!own) {
        const rules::instant previous{rules::duration{number_of(to, "post_ms")}};
        own = std::max(at.now, previous + group_post_interval);
        set_note(to, "post_ms", std::to_string(own->time_since_epoch().count()));
    }
    posts.push_back({std::nullopt, urgency, *own});
    std::vector<rules::instant> moments;
    for (const auto& one : posts)
        moments.push_back(one.leaves);
    std::ranges::sort(moments);
    std::ranges::stable_sort(posts, [](const waiting_post& a, const waiting_post& b) {
        return a.urgency != b.urgency ? a.urgency > b.urgency : a.leaves < b.leaves;
    });
    for (std::size_t i = 0; i < posts.size(); ++i)
        if (!posts[i].id)
            own = moments[i];
        else if (posts[i].leaves != moments[i])
            store::reschedule(at.tx, *posts[i].id, moments[i]);
    at.wake(moments.front());
    return *own;
}

/// The moment of a post about the same incident that still waits.
std::optional<rules::instant> moment_of_waiting(work& at, const store::outbound& like)
{
    for (const auto& row : store::waiting_outbound(at.tx, like.channel, like.address))
        if (row.incident == like.incident && row.purpose == like.purpose)
            return row.not_before;
    return std::nullopt;
}

} // namespace

void post(work& at, const config::channel_entry& group, const std::vector<phrase>& what, const about& matter)
{
    if (!group.email.empty() && !at.know.policy.mail_address.empty()) {
        about mailed = matter;
        mailed.purpose = "group:" + group.id;
        say(at, at.contact({channel_kind::email, group.email}), what, mailed);
    }
    if (group.zalo_group.empty() || is_lost_in_drill(at, {channel_kind::zalo_group, group.zalo_group}, matter))
        return;
    auto& to = at.contact({channel_kind::zalo_group, group.zalo_group});
    auto message = addressed(at, chat_of(to), "", matter);
    message.purpose = "group:" + group.id;
    message.text = render(at, at.know.policy.language, what, matter);
    std::optional<rules::instant> inherited;
    if (matter.incident) {
        inherited = moment_of_waiting(at, message);
        withdraw(at, *matter.incident, message.purpose);
    }
    const auto leaves = moment_in_group(at, to, message.urgency, inherited);
    if (leaves > at.now)
        message.not_before = leaves;
    enqueue(at, std::move(message));
}

} // namespace bot::flow
