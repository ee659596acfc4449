#include "bot/flow/rehearsal.hpp"

#include "bot/flow/rehearsal_story.hpp"
#include "bot/log.hpp"
#include "store/people_copy.hpp"

#include <algorithm>

namespace bot::flow {

bool rehearsal::reaches_nobody() const
{
    return std::ranges::none_of(silence, [](const rehearsed& one) { return one.fault == rehearsal_fault::none; });
}

rehearsal_stage::rehearsal_stage(store::connection* live, const knowledge& know)
    : know_(know), db_(std::make_unique<store::database>(":memory:", store::database_options{.flush = false}))
{
    if (live == nullptr)
        return;
    store::transaction tx(*db_);
    store::copy_people(*live, tx);
    tx.commit();
}

rehearsal_stage::~rehearsal_stage() = default;

std::vector<rehearsed> rehearsal_stage::play_silence(const rehearsal_question& asked)
{
    const log::silence nothing_happened;
    store::transaction tx(*db_); // never committed: the next story begins where this one did
    if (asked.windows_open)
        store::open_all_windows(tx, asked.at);
    return play_story(tx, know_, asked, false);
}

std::vector<rehearsed> rehearsal_stage::play_handled(const rehearsal_question& asked)
{
    const log::silence nothing_happened;
    store::transaction tx(*db_);
    if (asked.windows_open)
        store::open_all_windows(tx, asked.at);
    return play_story(tx, know_, asked, true);
}

rehearsal rehearsal_stage::play(const rehearsal_question& asked)
{
    return {asked, play_silence(asked), play_handled(asked)};
}

} // namespace bot::flow
