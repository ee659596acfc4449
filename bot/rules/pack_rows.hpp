#pragma once

#include "bot/rules/json_value.hpp"
#include "bot/rules/pack.hpp"

namespace bot::rules {

// The parts of the pack loader, one for each kind of row. Internal to this folder.

std::optional<pack> read_pack(const json_value& document, const std::string& file, problems&);
classification read_classification(const json_value&, const std::string& pointer, const std::string& file,
                                   problems&);
deadline_rule read_deadline(const json_value&, const std::string& pointer, const std::string& file,
                            problems&);
escalation_chain read_chain(const json_value&, const std::string& pointer, const std::string& file,
                            problems&);

std::vector<std::string> read_roles(object_reader&, std::string_view key);
recipients read_recipients(object_reader&);
bool nobody(const recipients&);

/// The names `recipients::roles` may hold.
bool is_recipient(const std::string& name);
std::vector<int> read_levels(object_reader&, std::string_view key);
std::vector<criticality> read_systems(object_reader&, std::string_view key, bool required = false);

} // namespace bot::rules
