#include "adapters/email/imap_taker.hpp"

#include "adapters/email/hand_on.hpp"
#include "bot/log.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace asio = boost::asio;

namespace {

/// Mails whose sizes are asked for in one go.
constexpr std::size_t listed_max = 500;

bool connection_gone(const bot::error& why)
{
    return why.code != bot::errc::rejected;
}

std::size_t size_of(const std::vector<imap_size>& sizes, std::uint32_t uid)
{
    const auto found = std::lower_bound(sizes.begin(), sizes.end(), uid,
                                        [](const imap_size& one, std::uint32_t wanted) { return one.uid < wanted; });
    return found == sizes.end() || found->uid != uid ? 0 : found->bytes;
}

} // namespace

void imap_taker::alarm(mail_alarm_kind what, const std::string& folder, std::string detail) const
{
    bot::log::warning("mail.alarm", {{"account", options_.account}, {"what", name_of(what)}, {"why", detail}});
    if (ports_.alarm)
        ports_.alarm({.what = what, .account = options_.account, .folder = folder, .detail = std::move(detail)});
}

asio::awaitable<bot::result<void>> imap_taker::work(imap_client& client, imap_folder_state& folder, bool select, const bool& stopping)
{
    bot::result<bool> entered = true;
    if (select)
        entered = co_await enter(client, folder);
    if (!entered)
        co_return bot::fail(entered.error().code, entered.error().detail);
    if (!*entered)
        co_return bot::result<void>{};
    const auto looked = co_await look(client, folder);
    if (!looked)
        co_return looked;
    while (!stopping) {
        uid_list uids = folder.progress.due(ports_.now(), listed_max);
        if (uids.empty())
            co_return bot::result<void>{};
        std::sort(uids.begin(), uids.end());
        const auto sizes = co_await client.sizes(uids);
        if (!sizes)
            co_return bot::fail(sizes.error().code, sizes.error().detail);
        for (const std::uint32_t uid : uids)
            if (!std::any_of(sizes->begin(), sizes->end(), [uid](const imap_size& one) { return one.uid == uid; }))
                folder.progress.gone(uid);
        std::vector<batch> batches = batches_of(folder, *sizes);
        for (batch& one : batches) {
            if (stopping)
                break;
            const auto taken = co_await take(client, folder, std::move(one), *sizes);
            if (!taken)
                co_return taken;
        }
    }
    co_return bot::result<void>{};
}

/// Selects the folder and squares its UIDVALIDITY with what is stored. False when the server refuses it.
asio::awaitable<bot::result<bool>> imap_taker::enter(imap_client& client, imap_folder_state& folder)
{
    if (!folder.loaded) {
        const position stored = co_await ports_.load_position(options_.account, folder.name);
        folder.progress = folder_progress(stored);
        folder.loaded = true;
    }
    const auto selected = co_await client.select(folder.name);
    if (!selected && connection_gone(selected.error()))
        co_return bot::fail(selected.error().code, selected.error().detail);
    if (!selected) {
        if (!std::exchange(folder.refused, true))
            alarm(mail_alarm_kind::setup, folder.name, "folder: " + selected.error().detail);
        co_return false;
    }
    if (selected->read_only && !std::exchange(folder.refused, true))
        alarm(mail_alarm_kind::setup, folder.name, "folder may only be read: nothing can be marked");
    if (!selected->read_only)
        folder.refused = false;
    if (folder.progress.selected(selected->uidvalidity))
        bot::log::warning("mail.uidvalidity_changed", {{"account", options_.account}, {"uidvalidity", selected->uidvalidity}});
    co_return true;
}

/// Finds work: what is new, and now and then what lies unseen below.
asio::awaitable<bot::result<void>> imap_taker::look(imap_client& client, imap_folder_state& folder)
{
    const auto fresh = co_await client.search_from(folder.progress.next_uid());
    if (!fresh)
        co_return bot::fail(fresh.error().code, fresh.error().detail);
    folder.progress.found(*fresh);
    if (ports_.now() < folder.next_sweep)
        co_return bot::result<void>{};
    uid_list unmarked = folder.progress.unmarked();
    unmarked.resize(std::min(unmarked.size(), listed_max)); // the rest at the next sweep
    uid_list nothing;
    const auto marked = co_await mark(client, folder, std::move(unmarked), std::move(nothing));
    if (!marked)
        co_return marked;
    const auto unseen = co_await client.search_unseen();
    if (!unseen)
        co_return bot::fail(unseen.error().code, unseen.error().detail);
    folder.progress.found_unseen(*unseen);
    folder.next_sweep = ports_.now() + options_.sweep_every;
    co_return bot::result<void>{};
}

std::vector<imap_taker::batch> imap_taker::batches_of(imap_folder_state& folder, const std::vector<imap_size>& sizes) const
{
    std::vector<batch> out;
    batch open;
    for (const imap_size& one : sizes) {
        const fetch_way way = folder.progress.way_of(one.uid);
        const bool oversize = one.bytes > options_.limits.mail_bytes_max;
        if (way != fetch_way::together || oversize) {
            out.push_back({.uids = {one.uid}, .bytes = one.bytes, .way = oversize ? fetch_way::header : way, .oversize = oversize});
            continue;
        }
        const bool full = open.uids.size() >= options_.batch_mails_max || open.bytes + one.bytes > options_.batch_bytes_max;
        if (full && !open.uids.empty())
            out.push_back(std::exchange(open, {}));
        open.uids.push_back(one.uid);
        open.bytes += one.bytes;
    }
    if (!open.uids.empty())
        out.push_back(std::move(open));
    // Those that broke the connection before go last, and large mails behind small ones.
    std::stable_sort(out.begin(), out.end(), [&folder](const batch& a, const batch& b) {
        const auto rank = [&folder](const batch& one) { return std::pair(folder.progress.troubles_of(one.uids.front()), one.oversize); };
        return rank(a) < rank(b);
    });
    return out;
}

asio::awaitable<bot::result<void>> imap_taker::take(imap_client& client, imap_folder_state& folder, batch what,
                                                    const std::vector<imap_size>& sizes)
{
    bot::result<std::vector<imap_mail>> mails = std::vector<imap_mail>{};
    uid_list asked = what.uids;
    if (what.way == fetch_way::header)
        mails = co_await client.fetch_headers(std::move(asked));
    else
        mails = co_await client.fetch(std::move(asked), what.bytes);
    if (!mails) {
        const uid_list given_up = folder.progress.troubled(what.uids, ports_.now() + options_.failed_again);
        for (const std::uint32_t uid : given_up)
            alarm(mail_alarm_kind::poison, folder.name, "mail " + std::to_string(uid) + " cannot be fetched: " + mails.error().detail);
        if (connection_gone(mails.error()))
            co_return bot::fail(mails.error().code, mails.error().detail);
        co_return bot::result<void>{};
    }
    std::vector<received_mail> handed;
    for (imap_mail& mail : *mails) {
        received_mail one{.account = options_.account, .folder = folder.name};
        one.uidvalidity = folder.progress.where().uidvalidity;
        one.uid = mail.uid;
        one.size = std::max(size_of(sizes, mail.uid), mail.raw.size());
        one.oversize = what.way == fetch_way::header || mail.cut;
        one.settled_uid = folder.progress.where().last_uid;
        if (one.oversize)
            mail.raw.resize(header_of(mail.raw, options_.limits.header_bytes_max).size());
        one.raw = std::move(mail.raw);
        handed.push_back(std::move(one));
    }
    uid_list fetched;
    for (const received_mail& one : handed)
        fetched.push_back(one.uid);
    for (const std::uint32_t uid : what.uids)
        if (!std::binary_search(fetched.begin(), fetched.end(), uid))
            folder.progress.gone(uid);
    counts_.handed_on += handed.size();
    const position before = folder.progress.where();
    const auto verdicts = co_await hand_on(executor_, ports_.accept, std::move(handed));
    uid_list good;
    uid_list poison;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        count(verdicts[i]);
        if (verdicts[i] == acceptance::failed) {
            folder.progress.failed(fetched[i], ports_.now() + options_.failed_again);
            continue;
        }
        folder.progress.settled(fetched[i]);
        if (verdicts[i] == acceptance::quarantine)
            poison.push_back(fetched[i]);
        else
            good.push_back(fetched[i]);
    }
    if (ports_.settled && folder.progress.where() != before)
        ports_.settled(options_.account, folder.name, folder.progress.where());
    const auto marked = co_await mark(client, folder, std::move(good), std::move(poison));
    co_return marked;
}

void imap_taker::count(acceptance verdict)
{
    switch (verdict) {
    case acceptance::stored: ++counts_.stored; return;
    case acceptance::duplicate: ++counts_.duplicates; return;
    case acceptance::failed: ++counts_.failed; return;
    case acceptance::quarantine: ++counts_.quarantined; return;
    }
}

/// Tells the server what is done. What it refuses stays unmarked: the bot's own record counts.
asio::awaitable<bot::result<void>> imap_taker::mark(imap_client& client, imap_folder_state& folder, uid_list good, uid_list poison)
{
    uid_list all = good;
    all.insert(all.end(), poison.begin(), poison.end());
    std::sort(all.begin(), all.end());
    if (all.empty())
        co_return bot::result<void>{};
    const auto seen = co_await client.mark_seen(all);
    if (!seen && connection_gone(seen.error()))
        co_return seen;
    if (!seen) {
        bot::log::warning("mail.not_marked", {{"account", options_.account}, {"why", seen.error().detail}});
        co_return bot::result<void>{};
    }
    counts_.marked += all.size();
    folder.progress.marked(all);
    for (const std::uint32_t uid : poison)
        alarm(mail_alarm_kind::poison, folder.name, "mail " + std::to_string(uid) + " was put aside");
    auto moved = co_await put_away(client, folder, std::move(poison), options_.failed_folder);
    if (moved)
        moved = co_await put_away(client, folder, std::move(good), options_.processed_folder);
    co_return moved;
}

asio::awaitable<bot::result<void>> imap_taker::put_away(imap_client& client, const imap_folder_state& folder, uid_list uids,
                                                        std::string target)
{
    if (uids.empty() || target.empty() || target == folder.name)
        co_return bot::result<void>{};
    const auto moved = co_await client.move(std::move(uids), target);
    if (!moved && connection_gone(moved.error()))
        co_return moved;
    if (!moved) {
        const bool full = client.refusal_code() == "OVERQUOTA";
        alarm(full ? mail_alarm_kind::quota : mail_alarm_kind::setup, folder.name, "not moved to " + target + ": " + moved.error().detail);
    }
    co_return bot::result<void>{};
}

} // namespace adapters::email
