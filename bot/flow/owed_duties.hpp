#pragma once

#include "bot/flow/work.hpp"
#include "bot/phrase.hpp"
#include "bot/rules/yearly.hpp"
#include "store/unit_duties.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::flow {

/// A yearly duty of one unit in one year, and what became of it.
struct owed_duty {
    const config::unit_entry* unit = nullptr;
    const rules::rule_book* book = nullptr; ///< the unit's own
    int year = 0;                           ///< it falls due in
    rules::deadline clock{};
    std::optional<store::discharged_duty> done{};
};

/// What the unit owes in that year, in the order of the packs.
std::vector<owed_duty> duties_of_unit(work&, const config::unit_entry&, int year);
/// Nothing when the unit is gone or does not owe it.
std::optional<owed_duty> find_duty(work&, std::string_view unit, std::string_view rule_id, int year);

/// What the person answers for: duties of this year, and those of last year that are still called for, of every unit whose
/// incident manager, IT head, leader or system owner they are or stand in for. In the order of the directory, then by due time: the numbers by
/// which people name them.
std::vector<owed_duty> duties_of_person(work&, std::string_view person);

/// "còn 14 ngày, hạn 19/12/2026" as of `now`.
phrase day_due(const owed_duty&, rules::instant now);
/// "Bệnh viện A: báo cáo …, còn 14 ngày, hạn 19/12/2026" behind `mark`, its number in a list or a bullet.
phrase duty_line(const owed_duty&, const std::string& mark, rules::instant now);

/// The key of its timer.
store::timer_key timer_of(const owed_duty&);
std::optional<owed_duty> find_duty(work&, const store::timer_key&);

} // namespace bot::flow
