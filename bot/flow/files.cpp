#include "bot/flow/files.hpp"

#include "bot/flow/case_file.hpp"

#include <nlohmann/json.hpp>

namespace bot::flow {

namespace {

constexpr std::size_t attachments_max = 20; ///< of one message; Zalo sends one, a mail may send a heap

rules::duration wait_after(int tries)
{
    rules::duration wait = std::chrono::seconds{10};
    for (int i = 1; i < tries; ++i)
        wait *= 6;
    return wait;
}

} // namespace

std::vector<store::attachment_id> keep_attachments(work& at, const store::contact& from, const inbound& event)
{
    std::vector<store::attachment_id> kept;
    for (const auto& one : event.attachments) {
        if (kept.size() == attachments_max)
            break;
        store::attachment row{.contact = from.id, .kind = one.kind, .url = one.url, .name = one.name, .created_at = at.now};
        if (one.latitude && one.longitude)
            row.data = nlohmann::json{{"latitude", *one.latitude}, {"longitude", *one.longitude}}.dump();
        kept.push_back(store::add_attachment(at.tx, row));
        if (!one.path.empty())
            store::attachment_stored(at.tx, kept.back(), one.sha256, static_cast<std::int64_t>(one.size), one.path);
        at.out.attachments_wait = at.out.attachments_wait || !one.url.empty();
    }
    return kept;
}

void attachment_fetched(store::transaction& tx, const knowledge& know, store::attachment_id id, const fetched& what, rules::instant now,
                        handover& left)
{
    const auto row = store::find_attachment(tx, id);
    if (!row || row->state != store::attachment_state::pending)
        return; // erased or refused meanwhile
    if (!what.stored) {
        const bool again = what.again && row->attempts + 1 < fetch_tries_max;
        store::attachment_failed(tx, id, what.reason, again ? std::optional{now + wait_after(row->attempts + 1)} : std::nullopt);
        return;
    }
    store::attachment_stored(tx, id, what.sha256, what.size, what.path);
    if (!row->incident)
        return;
    work at(tx, know, now, left);
    if (auto about = open_case(at, *row->incident)) {
        const incident::attachment file{.id = std::to_string(static_cast<std::int64_t>(id)),
                                        .name = row->name,
                                        .kind = row->kind,
                                        .sha256 = what.sha256,
                                        .size = static_cast<std::uint64_t>(what.size)};
        (void)carry_out(at, *about, incident::attach{file}, the_bot());
    }
    at.flush();
}

} // namespace bot::flow
