#pragma once

#include "bot/incident/incident.hpp"
#include "bot/phrase.hpp"
#include "bot/rules/rule_book.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bot::incident {

/// What the register must hold (QĐ 4494 Đ13.6; regulation.md §3e).
struct register_record {
    std::string notice_content{};                  ///< a)
    std::optional<instant> notice_received_at{};   ///< a)
    std::optional<instant> ack_sent_at{};          ///< a)
    std::string result{};                          ///< b)
    std::string cause{};                           ///< b)
    std::optional<instant> started_at{};           ///< b)
    std::optional<instant> handled_at{};           ///< b)
    std::vector<std::string> participants{};       ///< b) "nếu có"
    std::optional<instant> superior_notified_at{}; ///< c)
    std::optional<instant> superior_ack_at{};      ///< c)
    std::optional<instant> moh_notified_at{};      ///< c)
    std::optional<instant> moh_ack_at{};           ///< c)
};
register_record register_of(const incident& subject, const rules::rule_book& book);

/// The rule whose duty is met by sending the summary to the Ministry, "" when no enabled pack has one.
std::string ministry_duty(const rules::rule_book& book);

/// What a resolution still lacks: phrases `incident.missing.<item>`, none when complete (§3d).
std::vector<bot::phrase> missing_for_resolve(const resolved& outcome);

/// What a summary still lacks (Form 3); from level 3 on also Đ12 k2 and k4.
std::vector<bot::phrase> missing_for_summary(const summarised& summary, int level);

/// What keeps an incident from being closed: items of the register, the leader's approval, a lowering nobody
/// decided, and each duty still due (`incident.missing.duty` with the duty's title). `analysis` is what the
/// closer adds (level 0).
std::vector<bot::phrase> missing_for_close(const incident& subject, const rules::rule_book& book, instant now,
                                           const std::string& analysis = {});

} // namespace bot::incident
