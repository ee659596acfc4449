#pragma once

#include "bot/incident/command_kind.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bot::incident {

/// The people of product.md §1, and the bot itself.
enum class role : std::uint8_t {
    reporter,         ///< người báo sự cố: any member of staff
    vendor,           ///< nhà thầu / bên cung cấp dịch vụ CNTT
    handler,          ///< cán bộ xử lý sự cố (CBXLSC)
    incident_manager, ///< cán bộ quản lý sự cố (CBQLSC)
    it_head,          ///< trưởng bộ phận CNTT, first escalation step, stands in for the manager
    leader,           ///< thủ trưởng đơn vị / lãnh đạo
    authority,        ///< đơn vị cấp trên, chủ quản HTTT, Bộ Y tế, A05
    administrator,    ///< quản trị hệ thống
    system,           ///< the bot: an actor with neither person nor contact; never in a directory
    own_reporter,     ///< derived: one of this incident's reporters
    own_handler,      ///< derived: the handler assigned to this incident
    called,           ///< derived: called by name by a step of the chain, whatever roles they hold
};
inline constexpr std::size_t role_count = 12;

/// "incident_manager" …, as in directory.json; also the end of the catalogue key `role.<name>`.
std::string_view name_of(role value);
std::optional<role> role_named(std::string_view name);

/// A set of roles as bits.
struct role_set {
    std::uint16_t bits = 0;

    constexpr role_set() = default;
    constexpr role_set(std::initializer_list<role> roles)
    {
        for (const role each : roles) {
            add(each);
        }
    }
    constexpr void add(role value)
    {
        bits = static_cast<std::uint16_t>(bits | (1U << static_cast<unsigned>(value)));
    }
    [[nodiscard]] constexpr bool has(role value) const
    {
        return ((bits >> static_cast<unsigned>(value)) & 1U) != 0;
    }
    [[nodiscard]] constexpr bool meets(role_set other) const { return (bits & other.bits) != 0; }
    bool operator==(const role_set&) const = default;
};

/// Roles by their directory names; unknown names are ignored (a newer directory under an older program).
role_set roles_named(std::span<const std::string> names);

/// Which roles may give a command. One row per command in roles.cpp, after regulation.md §3d and product.md
/// §1.
role_set permitted(command_kind what);

/// The role a refusal names: the one whose work the command is ("chỉ lãnh đạo mới …").
role foremost(command_kind what);

} // namespace bot::incident
