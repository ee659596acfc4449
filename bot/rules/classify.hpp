#pragma once

#include "bot/rules/rule_book.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::rules {

/// What the incident manager answers. Effects are scored 0–4; nothing = unknown, which counts as the highest.
struct assessment {
    criticality system = criticality::normal;
    std::optional<int> operation{}; ///< effect on the system's operation
    std::optional<int> data{};      ///< effect on its data
    std::optional<int> impact{};    ///< impact on the unit and on society
    notice_signs signs;
};

/// A row that decided something.
struct fired {
    std::string id{};
    std::string article{};
    rules::basis basis = basis::cfg;

    bool operator==(const fired&) const = default;
};

struct proposal {
    int level = 0;
    std::vector<fired> because{};        ///< the deciding row first
    bool needs_confirmation = false;     ///< the rows ask for a person's second look
    std::optional<int> consider_level{}; ///< a higher level worth considering
};

/// Proposes a level; a person decides (QĐ 4494 Đ9.3). Throws std::logic_error without a pack that classifies.
proposal propose(const rule_book&, const assessment&);

struct notice {
    std::string notice_class{};
    std::vector<fired> because{};
};

/// The notice classes an incident falls into, each with the rows that say so, in pack order. No level: not
/// classified yet.
std::vector<notice> notice_classes(const rule_book&, std::optional<int> level, const notice_signs&);

/// An effect scale: "operation", "data" or "impact". Throws std::logic_error for any other, or without
/// classification.
const std::vector<effect_score>& scale(const rule_book&, std::string_view effect);

} // namespace bot::rules
