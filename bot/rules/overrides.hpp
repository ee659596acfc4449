#pragma once

#include "bot/rules/json_value.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bot::rules {

// A unit's changes, merged into packs before they are read. Internal to this folder.

/// A row that was changed and where it stands.
struct changed_row {
    std::size_t document = 0;
    std::string pointer; ///< in its pack
    std::string id;      ///< as the unit wrote it
};

std::vector<changed_row> apply_overrides(std::vector<json_value>& documents, const json_value& changes,
                                         const std::string& file, const std::string& pointer, problems& out);

/// A fault found in a changed pack, told in terms of the file the change came from.
problem relocated(problem found, std::size_t document, const std::vector<changed_row>& changed,
                  const std::string& file, const std::string& pointer);

} // namespace bot::rules
