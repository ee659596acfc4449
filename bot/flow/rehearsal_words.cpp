#include "bot/flow/rehearsal_words.hpp"

#include <fmt/format.h>

namespace bot::flow {

namespace {

phrase named(std::string name)
{
    return {"card.name", {{"name", std::move(name)}}};
}

} // namespace

std::string offset_of(const rehearsal_question& asked, const rehearsed& one)
{
    const auto minutes = std::chrono::floor<std::chrono::minutes>(one.at - asked.at).count();
    return fmt::format("+{}:{:02}", minutes / 60, minutes % 60);
}

phrase who_of(const knowledge& know, const rehearsal_question& asked, const rehearsed& one)
{
    if (!one.role.empty())
        return {"role." + one.role};
    if (one.group.empty()) {
        const auto* person = know.who.person(one.person);
        return named(person == nullptr ? one.person : person->name);
    }
    const auto* leaders = know.who.leadership_channel(asked.unit);
    if (leaders != nullptr && leaders->id == one.group)
        return {"whatif.leaders"};
    const auto* superior = know.who.superior_channel(asked.unit);
    return superior != nullptr && superior->id == one.group ? phrase{"whatif.superior"} : named(one.group);
}

std::string name_of(channel_kind kind)
{
    switch (kind) {
    case channel_kind::zalo: return "zalo";
    case channel_kind::zalo_group: return "zalo_group";
    case channel_kind::zalo_template: return "zalo_template";
    case channel_kind::email: return "email";
    }
    return "";
}

phrase channel_of(const rehearsed& one)
{
    if (one.fault != rehearsal_fault::none)
        return {"whatif.by.none"};
    if (one.billed)
        return {"whatif.by.zalo_billed"};
    return {"whatif.by." + name_of(one.by)};
}

phrase what_of(const rehearsed& one)
{
    if (one.fault == rehearsal_fault::nobody_on_duty)
        return {one.step > 0 ? "whatif.step_skipped" : "whatif.nobody_on_duty", {{"step", std::int64_t{one.step}}}};
    if (one.fault == rehearsal_fault::unreachable)
        return {one.step > 0 ? "whatif.step_unreachable" : "whatif.unreachable", {{"step", std::int64_t{one.step}}}};
    return {one.step > 0 ? "whatif.step" : "whatif.line", {{"text", one.line}, {"step", std::int64_t{one.step}}}};
}

} // namespace bot::flow
