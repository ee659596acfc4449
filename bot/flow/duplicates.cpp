#include "bot/flow/duplicates.hpp"

#include "bot/flow/commands.hpp"

#include <stdexcept>

namespace bot::flow {

namespace {

/// What both incidents must agree on; a refusal here would leave one half of a link behind.
void must(const tl::expected<void, phrase>& carried)
{
    if (!carried)
        throw std::logic_error("one side of a link was refused: " + carried.error().key);
}

std::vector<incident::actor> reporters_of(const case_file& about)
{
    std::vector<incident::actor> all{about.state.reported_by};
    for (const auto& one : about.state.subscribers)
        all.push_back(one.who);
    return all;
}

void join_reporters(const speaker& who, const case_file& duplicate, case_file& main)
{
    must(carry_out(who.at, main, incident::join{.reporters = reporters_of(duplicate), .from = duplicate.row.number}, the_bot()));
    for (const auto party : store::parties(who.at.tx, duplicate.row.id))
        store::add_party(who.at.tx, main.row.id, party, who.at.now);
}

/// A link the reporter asked for is theirs to take back; one a manager made is not.
bool joined_by_reporter(const case_file& duplicate)
{
    const auto made = duplicate.state.last.find("linked");
    return !duplicate.state.linked_into.empty() && made != duplicate.state.last.end() && incident::is_system(made->second.by);
}

} // namespace

void link_cases(const speaker& who, case_file& duplicate, case_file& main, const std::string& reason)
{
    if (main.state.linked_into == duplicate.row.number || !main.row.open)
        return reply(who, {{"say.cannot_link", {{"number", duplicate.row.number}, {"into", main.row.number}}}});
    if (try_command(who, duplicate, incident::link{main.row.number, reason}, {{"say.linked_to", {{"number", duplicate.row.number}, {"into", main.row.number}}}}))
        join_reporters(who, duplicate, main);
}

void link_as_same(const speaker& who, case_file& duplicate, case_file& main)
{
    must(carry_out(who.at, duplicate, incident::link{main.row.number, "reporter"}, the_bot()));
    join_reporters(who, duplicate, main);
    who.self.last_shown = main.row.id;
    reply(who, {{"say.same_incident", {{"number", duplicate.row.number}, {"into", main.row.number}, {"short", std::to_string(duplicate.row.seq)}}}});
}

void unlink_case(const speaker& who, case_file& duplicate, const std::string& reason)
{
    const std::string into = duplicate.state.linked_into;
    const std::vector<phrase> done{{"say.unlinked", {{"number", duplicate.row.number}}}};
    if (joined_by_reporter(duplicate) && incident::is_reporter(duplicate.state, actor_of(who))) {
        must(carry_out(who.at, duplicate, incident::unlink{"reporter"}, the_bot()));
        reply(who, done);
    } else if (!try_command(who, duplicate, incident::unlink{reason}, done)) {
        return;
    }
    auto main = open_case(who.at, std::string_view(into));
    if (!main)
        return;
    must(carry_out(who.at, *main, incident::leave{.reporters = {}, .from = duplicate.row.number}, the_bot()));
    for (const auto party : store::parties(who.at.tx, duplicate.row.id))
        store::remove_party(who.at.tx, main->row.id, party);
}

std::optional<case_file> likely_same(work& at, const case_file& fresh)
{
    if (fresh.row.system.empty())
        return std::nullopt;
    store::incident_filter filter;
    filter.units = std::vector{fresh.row.unit};
    filter.system = fresh.row.system;
    filter.received_from = fresh.row.received_at - same_incident_within;
    filter.drills = fresh.row.drill;
    for (const auto& row : store::list_incidents(at.tx, filter, 3))
        if (row.id != fresh.row.id && row.drill == fresh.row.drill) {
            auto same = open_case(at, row.id);
            // What somebody asked to keep confidential is offered to nobody.
            if (same && !same->state.report.keep_confidential.value_or(false) && !same->state.report.sealed_from_department.value_or(false))
                return same;
        }
    return std::nullopt;
}

} // namespace bot::flow
