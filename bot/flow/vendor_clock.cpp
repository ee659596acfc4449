#include "bot/flow/vendor_clock.hpp"

#include "bot/flow/post.hpp"
#include "bot/flow/telling.hpp"
#include "bot/incident/time_used.hpp"
#include "messages/when.hpp"

namespace bot::flow {

namespace {

using dialog::verb;
using phrases = std::vector<phrase>;

constexpr int warned_at_percent = 75;
constexpr auto purpose = "vendor_clock";

store::timer_key key_of(const case_file& about)
{
    return timer_key(timer_kind::vendor_clock, about.row.id);
}

const config::vendor_entry* waited_for(work& at, const case_file& about)
{
    return incident::is_paused(about.state) ? at.know.who.vendor(about.state.facts.pauses.back().waiting_for) : nullptr;
}

/// When the waits for the vendor together come to that share of the contract's time.
rules::instant when_at(work& at, const case_file& about, const config::vendor_entry& vendor, int percent)
{
    const auto used = incident::time_of_vendor(incident::time_used_by(about.state, at.now), vendor.id);
    return at.now + (*vendor.handle_within * percent / 100 - used);
}

void plan(work& at, const case_file& about, const config::vendor_entry& vendor)
{
    for (const int percent : {warned_at_percent, 100})
        if (const auto when = when_at(at, about, vendor, percent); when > at.now)
            return at.set_timer(key_of(about), when, std::to_string(percent));
}

void remind_vendor(work& at, const case_file& about, const config::vendor_entry& vendor, const phrase& what)
{
    if (vendor.addresses.empty() || at.know.policy.mail_address.empty())
        return;
    say(at, at.contact({channel_kind::email, vendor.addresses.front()}), {what}, matter(about, purpose));
}

} // namespace

void start_vendor_clock(work& at, case_file& about)
{
    const auto* vendor = waited_for(at, about);
    if (vendor == nullptr)
        return;
    const auto& reason = about.state.facts.pauses.back().reason;
    if (!vendor->handle_within)
        return remind_vendor(at, about, *vendor, worded(about, "letter.waiting_for_vendor", {{"reason", reason}}));
    const auto due = when_at(at, about, *vendor, 100);
    remind_vendor(at, about, *vendor, worded(about, "letter.waiting_for_vendor_until", {{"reason", reason}, {"due", phrases{messages::due(due, at.now)}}}));
    plan(at, about, *vendor);
}

void stop_vendor_clock(work& at, const case_file& about)
{
    if (store::cancel_timer(at.tx, key_of(about)))
        withdraw(at, about.row.id, purpose);
}

void vendor_clock_due(work& at, const store::timer& timer)
{
    store::remove_timer(at.tx, timer.id);
    auto about = open_case(at, timer.key.incident);
    const auto* vendor = about ? waited_for(at, *about) : nullptr;
    if (vendor == nullptr || !vendor->handle_within)
        return;
    const bool over = timer.data == "100";
    const auto due = when_at(at, *about, *vendor, 100);
    const bot::arguments more{{"vendor", vendor->name}, {"due", phrases{messages::due(due, over ? at.now + rules::duration{1} : at.now)}}};
    remind_vendor(at, *about, *vendor, worded(*about, over ? "letter.vendor_late" : "letter.vendor_reminder", more));
    for (const char* role : {"handler", "incident_manager"})
        tell_role(at, *about, role, {worded(*about, over ? "notice.vendor_late" : "notice.vendor_reminder", more)}, {verb::resume, verb::log, verb::unable, verb::details},
                  purpose);
    plan(at, *about, *vendor);
}

} // namespace bot::flow
