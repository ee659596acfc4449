#include "bot/incident/event.hpp"

#include <array>

namespace bot::incident {
namespace {

// In the order of `change`. Stored: never renamed.
constexpr std::array<std::string_view, std::variant_size_v<change>> names{"reported",
                                                                          "supplemented",
                                                                          "asked",
                                                                          "answered",
                                                                          "attachment_added",
                                                                          "reporter_joined",
                                                                          "reporter_left",
                                                                          "acknowledged",
                                                                          "acknowledged_again",
                                                                          "attempt_refused",
                                                                          "acknowledgement_lapsed",
                                                                          "dismissed",
                                                                          "linked",
                                                                          "unlinked",
                                                                          "moved",
                                                                          "classified",
                                                                          "assigned",
                                                                          "parked",
                                                                          "reclassified",
                                                                          "lowering_approved",
                                                                          "lowering_refused",
                                                                          "logged",
                                                                          "status_promised",
                                                                          "paused",
                                                                          "resumed",
                                                                          "unable_declared",
                                                                          "leader_decided",
                                                                          "resolved",
                                                                          "reopened",
                                                                          "summarised",
                                                                          "summary_approved",
                                                                          "summary_returned",
                                                                          "sent_to_ministry",
                                                                          "duty_sent",
                                                                          "duty_confirmed",
                                                                          "duty_waived",
                                                                          "flagged",
                                                                          "moment_marked",
                                                                          "closed",
                                                                          "erased",
                                                                          "step_called",
                                                                          "confirmed",
                                                                          "policy_applied",
                                                                          "snoozed",
                                                                          "work_asked",
                                                                          "still_working"};

} // namespace

std::string_view name_of(const change& what)
{
    return names.at(what.index());
}

const std::vector<std::string_view>& event_names()
{
    static const std::vector<std::string_view> all(names.begin(), names.end());
    return all;
}

bool is_system(const actor& who)
{
    return who.person.empty() && who.contact.empty();
}

bool same_person(const actor& left, const actor& right)
{
    if (!left.person.empty() && left.person == right.person)
        return true;
    return !left.contact.empty() && left.contact != erased_contact && left.contact == right.contact;
}

} // namespace bot::incident
