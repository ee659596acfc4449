#include "bot/flow/files.hpp"

#include "bot/flow/case_file.hpp"

namespace bot::flow {

namespace {

rules::duration wait_after(int tries)
{
    rules::duration wait = std::chrono::seconds{10};
    for (int i = 1; i < tries; ++i)
        wait *= 6;
    return wait;
}

} // namespace

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
