#pragma once

#include "bot/incident/incident.hpp"
#include "bot/rules/rule_book.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::incident {

/// Where a duty to an authority stands (product.md §2).
enum class obligation_state : std::uint8_t { not_applicable, due, sent, confirmed, overdue, waived };
std::string_view name_of(obligation_state value); ///< also the end of the catalogue key `status.duty.<name>`

/// One external duty of one incident: a track of its own beside the incident's status.
struct obligation {
    std::string rule_id{};
    std::string title{}; ///< catalogue key `rule.<id>`
    std::string authority{};
    std::string form{};
    std::string article{};
    obligation_state state = obligation_state::not_applicable;
    bool immediate = false;
    bool recurring = false;
    std::optional<instant> start{};
    std::optional<instant> due{};
    std::optional<instant> sent_at{};
    std::string to{};
    std::string proof{};
    std::optional<instant> confirmed_at{};
    std::string confirmation{};
    std::string waived_reason{};

    bool operator==(const obligation&) const = default;
};

/// Every rule of the book that goes to an authority (yearly reports aside), in pack order, with where it
/// stands at `now`.
std::vector<obligation> obligations(const incident& subject, const rules::rule_book& book, instant now);

/// The incident may not close over it: it is due or overdue. A recurring update (NĐ 331 Đ31.2.d) holds it
/// until the investigation is marked complete, which starts the clock of the final report.
bool blocks_closing(const obligation& track);

} // namespace bot::incident
