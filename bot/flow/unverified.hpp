#pragma once

#include "bot/flow/inbound.hpp"
#include "bot/flow/speaker.hpp"
#include "bot/flow/work.hpp"

#include <string>
#include <vector>

namespace bot::flow {

/// A mail whose sender nobody vouches for: it is kept, shown to the incident manager on duty, and not answered, since the sender named
/// in it may never have written it.
void keep_unverified(work&, store::contact& from, const inbound& event, const std::string& doubt, const std::vector<store::attachment_id>& files);

/// The incident manager's decision by its number: it becomes an incident of theirs, or is put aside.
void accept_mail(const speaker&, const std::string& number);
void discard_mail(const speaker&, const std::string& number);

/// Somebody has had more answers than a person would: the incident manager hears of it, once an hour.
void tell_of_flood(work&, store::contact& sender, std::optional<store::incident_id> about);

} // namespace bot::flow
