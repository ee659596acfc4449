#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot::incident {

/// Where an incident stands (regulation.md §3d). Names are stored: values may be added, never renamed.
enum class status : std::uint8_t {
    none,             ///< before the report
    reported,         ///< received, nobody has it in hand
    acknowledged,     ///< a named person confirmed receipt to the reporter (QĐ 4494 Đ9.1)
    classified,       ///< type and level decided (Đ9.3)
    in_handling,      ///< a handler is assigned (Đ10.1)
    escalated,        ///< the handler declared "unable"; the leader decides (Đ10.1c)
    resolved,         ///< handled; result, cause, time and participants are known (Đ13.6b)
    summarised,       ///< summary report written for the leader (Đ11)
    sent_to_ministry, ///< summary of a level ≥ 3 incident sent (Đ12)
    closed,
    monitored, ///< level 0: noted, to be analysed (Đ3.2a)
    linked,    ///< a duplicate, joined to another incident; undoable
    dismissed, ///< not an incident; stays in the register
};
inline constexpr std::size_t status_count = 13;

/// "reported", "in_handling" …; also the end of the catalogue key `status.<name>`.
std::string_view name_of(status value);
std::optional<status> status_named(std::string_view name);

/// True for closed, linked and dismissed: nothing is asked of anybody any more.
bool is_over(status value);

} // namespace bot::incident
