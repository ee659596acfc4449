#include "adapters/email/folder_progress.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace adapters::email {

namespace {

// A mail that cannot be carried (a size that is a lie, a server that dies of it) must not hold up the others for ever.
// Broken connections happen, so several tries each way.
constexpr int troubles_alone = 1;
constexpr int troubles_header = 5;
constexpr int troubles_given_up = 8;

} // namespace

bool folder_progress::selected(std::uint32_t uidvalidity)
{
    if (uidvalidity == uidvalidity_)
        return false;
    const bool anew = uidvalidity_ != 0;
    *this = folder_progress(position{.uidvalidity = uidvalidity, .last_uid = 0});
    return anew;
}

void folder_progress::found(const uid_list& uids)
{
    for (const std::uint32_t uid : uids) {
        if (uid <= known_)
            continue;
        open_.emplace(uid, waiting{});
        known_ = uid;
    }
}

void folder_progress::found_unseen(const uid_list& uids)
{
    for (const std::uint32_t uid : uids)
        if (uid <= known_ && !unmarked_.contains(uid) && !given_up_.contains(uid))
            open_.emplace(uid, waiting{.not_before = {}, .troubles = 0, .swept = true});
}

uid_list folder_progress::due(moment now, std::size_t mails_max) const
{
    std::vector<std::pair<int, std::uint32_t>> ready;
    for (const auto& [uid, one] : open_)
        if (one.not_before <= now)
            ready.emplace_back(one.troubles, uid);
    std::sort(ready.begin(), ready.end());
    uid_list out;
    for (std::size_t i = 0; i < std::min(mails_max, ready.size()); ++i)
        out.push_back(ready[i].second);
    return out;
}

std::optional<folder_progress::moment> folder_progress::next_due() const
{
    std::optional<moment> earliest;
    for (const auto& [uid, one] : open_)
        if (!earliest || one.not_before < *earliest)
            earliest = one.not_before;
    return earliest;
}

int folder_progress::troubles_of(std::uint32_t uid) const
{
    const auto found = open_.find(uid);
    return found == open_.end() ? 0 : found->second.troubles;
}

fetch_way folder_progress::way_of(std::uint32_t uid) const
{
    const int troubles = troubles_of(uid);
    if (troubles >= troubles_header)
        return fetch_way::header;
    return troubles >= troubles_alone ? fetch_way::alone : fetch_way::together;
}

void folder_progress::settled(std::uint32_t uid)
{
    unmarked_.insert(uid);
    drop(uid);
}

void folder_progress::failed(std::uint32_t uid, moment again)
{
    const auto found = open_.find(uid);
    if (found != open_.end())
        found->second.not_before = again;
    advance();
}

uid_list folder_progress::troubled(const uid_list& uids, moment again)
{
    uid_list given_up;
    for (const std::uint32_t uid : uids) {
        const auto found = open_.find(uid);
        if (found == open_.end())
            continue;
        if (++found->second.troubles >= troubles_given_up) {
            given_up.push_back(uid);
            given_up_.insert(uid);
            drop(uid);
        } else if (found->second.troubles > troubles_alone) {
            found->second.not_before = again;
        }
    }
    return given_up;
}

void folder_progress::marked(const uid_list& uids)
{
    for (const std::uint32_t uid : uids)
        unmarked_.erase(uid);
}

void folder_progress::drop(std::uint32_t uid)
{
    open_.erase(uid);
    advance();
}

void folder_progress::advance()
{
    const auto holding = std::find_if(open_.begin(), open_.end(), [](const auto& each) { return !each.second.swept; });
    const std::uint32_t up_to = holding == open_.end() ? known_ : holding->first - 1;
    settled_ = std::max(settled_, up_to);
}

} // namespace adapters::email
