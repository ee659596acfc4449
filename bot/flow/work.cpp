#include "bot/flow/work.hpp"

#include <algorithm>

namespace bot::flow {

store::contact& work::keep(store::contact loaded)
{
    contacts_.push_back(std::make_unique<store::contact>(std::move(loaded)));
    auto& kept = *contacts_.back();
    if (kept.person.empty() && kept.channel == static_cast<store::channel_number>(channel_kind::zalo))
        if (const auto* person = know.who.person_by_zalo(kept.address))
            store::link_contact(tx, kept, person->id);
    if (kept.person.empty() && kept.channel == static_cast<store::channel_number>(channel_kind::email))
        if (const auto* person = know.who.person_by_email(kept.address))
            store::link_contact(tx, kept, person->id);
    return kept;
}

store::contact& work::contact(const chat& where)
{
    const auto channel = static_cast<store::channel_number>(where.channel);
    for (const auto& one : contacts_)
        if (one->channel == channel && one->address == where.address)
            return *one;
    return keep(store::load_or_create(tx, channel, where.address));
}

store::contact* work::contact(store::contact_id id)
{
    for (const auto& one : contacts_)
        if (one->id == id)
            return one.get();
    auto found = store::find_contact(tx, id);
    return found ? &keep(std::move(*found)) : nullptr;
}

const store::contact* work::in_hand(store::contact_id id) const
{
    for (const auto& one : contacts_)
        if (one->id == id)
            return one.get();
    return nullptr;
}

void work::flush()
{
    for (const auto& one : contacts_)
        store::save(tx, *one);
}

void work::wake(rules::instant at)
{
    out.wake_at = std::min(out.wake_at.value_or(at), at);
}

void work::set_timer(const store::timer_key& key, rules::instant at, std::string_view data)
{
    store::set_timer(tx, key, at, data);
    wake(at);
}

} // namespace bot::flow
