#include "bot/flow/erasure.hpp"

#include "bot/flow/case_file.hpp"
#include "bot/incident/chain.hpp"
#include "bot/incident/redact.hpp"
#include "bot/log.hpp"
#include "store/attachments.hpp"
#include "store/deliveries.hpp"
#include "store/events.hpp"
#include "store/inbox.hpp"
#include "store/outbox.hpp"

namespace bot::flow {

namespace {

constexpr int raw_entries_per_step = 1'000;
constexpr int incidents_max = 10'000;

struct redaction {
    store::event_seq which;
    std::string tombstone;
};

/// Takes the person out of one incident's history and records that it was done.
void erase_from(work& at, store::incident_id id, const store::contact& who)
{
    const auto rows = store::load_events(at.tx, id);
    std::vector<incident::event> history;
    for (const auto& row : rows)
        if (auto event = incident::from_json(row.payload))
            history.push_back(std::move(*event));
    const auto subject = incident::subject_in(history, who.person, contact_key(who));
    std::vector<redaction> redactions;
    // The record says that somebody was erased and which rows it changed, not who: else it would itself name them.
    incident::erase command{.person = "", .contact = "erased"};
    for (const auto& row : rows) {
        const auto event = incident::from_json(row.payload);
        if (!event)
            continue;
        const auto blank = incident::redact(*event, subject);
        if (blank == *event)
            continue;
        redactions.push_back({row.seq, incident::to_json(blank)});
        command.rewritten.push_back({static_cast<std::int64_t>(row.seq), incident::sha256_hex(redactions.back().tombstone)});
    }
    if (redactions.empty())
        return;
    auto about = open_case(at, id);
    if (!carry_out(at, *about, command, the_bot()))
        throw std::logic_error("the erasure of a person was refused");
    const auto recorded = store::load_events(at.tx, id).back().seq;
    for (const auto& one : redactions)
        store::redact_event(at.tx, one.which, recorded, one.tombstone);
}

} // namespace

void erase_raw_log(work& at, store::contact_id who)
{
    for (auto next = std::optional{store::raw_id{0}}; next;)
        next = store::erase_raw(at.tx, who, *next, raw_entries_per_step);
}

void erase_person(work& at, store::contact& who)
{
    store::incident_filter own;
    own.open.reset();
    own.party = who.id;
    own.drills = true;
    for (const auto& row : store::list_incidents(at.tx, own, incidents_max)) {
        erase_from(at, row.id, who);
        store::remove_party(at.tx, row.id, who.id);
    }
    store::cancel_outbound(at.tx, who.channel, who.address, at.now);
    at.out.doomed_files = store::erase_attachments(at.tx, who.id);
    store::erase_deliveries(at.tx, who.channel, who.address);
    erase_raw_log(at, who.id);
    store::erase_contact(at.tx, who.id);
    const auto id = who.id;
    who = *store::find_contact(at.tx, id);
    who.stopped = true; // nothing is written to them unless they come back
    log::info("contact.erased", {{"contact", static_cast<std::int64_t>(id)}});
}

} // namespace bot::flow
