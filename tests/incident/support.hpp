#pragma once

#include "bot/incident/decide.hpp"
#include "bot/incident/incident.hpp"
#include "bot/rules/rule_book.hpp"

#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// Words for stories about one incident, with the shipped rule packs.
namespace incident_test {

using namespace bot::incident; // NOLINT: a test speaks the language of what it tests
using namespace std::chrono_literals;
// POSIX has functions of these names.
using bot::incident::close;
using bot::incident::link;
using bot::incident::pause;
using bot::incident::unlink;

std::string read_file(const std::string& path_in_project);
const bot::rules::rule_book& shipped_book();

/// Monday 23/11/2026 08:00 in Vietnam, when every story begins.
inline const instant morning = bot::rules::from_vietnam(std::chrono::year{2026} / 11 / 23, 8, 0);

inline const actor nurse{.person = "", .contact = "zalo:nurse", .name = "Trần Thị Hoa"};
inline const actor other_nurse{.person = "", .contact = "zalo:other", .name = "Phạm Thu"};
inline const actor manager{.person = "lan", .contact = "zalo:lan", .name = "Nguyễn Lan"};
inline const actor second_manager{.person = "binh", .contact = "", .name = "Lê Bình"};
inline const actor it_chief{.person = "duc", .contact = "", .name = "Vũ Đức"};
inline const actor technician{.person = "minh", .contact = "zalo:minh", .name = "Đỗ Minh"};
inline const actor director{.person = "ha", .contact = "", .name = "Bùi Hà"};
inline const actor stranger{.person = "", .contact = "zalo:stranger", .name = "Ai Đó"};
inline const actor robot{};

using verdict_of = tl::expected<std::vector<event>, refusal>;

/// One incident lived through: decides, applies and keeps the history.
class story {
public:
    instant now = morning;
    incident it;
    std::vector<event> history;

    /// Tries a command; on success and for recorded refusals the events are applied.
    verdict_of tries(const actor& who, std::vector<std::string> roles, const command& what);
    /// As above, and the test fails when it is refused.
    void does(const actor& who, std::vector<std::string> roles, const command& what);
    /// The key of the refusal, "" when it was granted.
    std::string refused(const actor& who, std::vector<std::string> roles, const command& what);
    void happens(const event& entry);
    void later(bot::rules::duration length) { now += length; }
};

inline const std::vector<std::string> as_manager{"incident_manager"};
inline const std::vector<std::string> as_handler{"handler"};
inline const std::vector<std::string> as_leader{"leader"};
inline const std::vector<std::string> nobody{};

report a_report(std::string number = "SC-2026-000012");
classify a_classification(int level);
resolved an_outcome(instant handled_at);
summarised a_summary();

/// A story led along the way of regulation.md §3d to a status, at a level.
story reached(status where, int level = 2);

/// An event of each kind with every member filled with `text`, in the order of `change`.
std::vector<event> one_of_each(const std::string& text);

/// The texts a refusal lists as missing: "incident.missing.cause" …
std::vector<std::string> missing_in(const refusal& why);

} // namespace incident_test
