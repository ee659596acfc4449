#include "bot/incident/completeness.hpp"

#include "bot/incident/obligations.hpp"

#include <algorithm>

namespace bot::incident {
namespace {

/// Đ12: summaries go to the Ministry, and say more, from this level on.
constexpr int ministry_level = 3;
/// The authority that is the unit's superior (Đ13.6c), as packs name it.
constexpr std::string_view superior = "superior_unit";

struct checklist {
    std::vector<bot::phrase> missing{};

    void need(bool present, const std::string& item)
    {
        if (!present)
            missing.push_back({"incident.missing." + item, {}});
    }
    void need(const std::string& text, const std::string& item) { need(!text.empty(), item); }
};

std::optional<instant> earlier(std::optional<instant> one, std::optional<instant> other)
{
    if (!one || !other)
        return one ? one : other;
    return std::min(*one, *other);
}

} // namespace

std::string ministry_duty(const rules::rule_book& book)
{
    for (const auto& placed : book.rules()) {
        const auto& until = placed.rule->until;
        if (std::find(until.begin(), until.end(), rules::moment::sent_to_ministry) != until.end())
            return placed.rule->cited.id;
    }
    return "";
}

register_record register_of(const incident& subject, const rules::rule_book& book)
{
    register_record record;
    record.notice_content = subject.report.description.value_or("");
    record.notice_received_at = subject.facts[rules::moment::received];
    record.ack_sent_at = subject.facts[rules::moment::acknowledged];
    if (subject.outcome) {
        record.result = subject.outcome->result;
        record.cause = subject.outcome->cause;
        record.started_at = subject.outcome->started_at;
        record.handled_at = subject.outcome->handled_at;
        record.participants = subject.outcome->participants;
    }
    for (const auto& [rule_id, duty] : subject.duties) {
        const auto placed = book.find(rule_id);
        if (!placed || placed->rule->authority != superior)
            continue;
        record.superior_notified_at = earlier(record.superior_notified_at, duty.sent_at);
        record.superior_ack_at = earlier(record.superior_ack_at, duty.confirmed_at);
    }
    record.moh_notified_at = subject.facts[rules::moment::sent_to_ministry];
    if (const auto duty = subject.duties.find(ministry_duty(book)); duty != subject.duties.end())
        record.moh_ack_at = duty->second.confirmed_at;
    return record;
}

std::vector<bot::phrase> missing_for_resolve(const resolved& outcome)
{
    checklist list;
    list.need(outcome.result, "result");
    list.need(outcome.cause, "cause");
    list.need(outcome.handled_at != instant{}, "handled_at");
    const auto& people = outcome.participants;
    list.need(std::any_of(people.begin(), people.end(), [](const auto& one) { return !one.empty(); }),
              "participants");
    return list.missing;
}

std::vector<bot::phrase> missing_for_summary(const summarised& summary, int level)
{
    checklist list;
    list.need(summary.cause, "cause");
    list.need(summary.measures, "measures");
    list.need(summary.result, "result");
    list.need(summary.system_function, "system_function");
    list.need(summary.system_services, "system_services");
    if (level >= ministry_level) {
        list.need(summary.weaknesses_and_fix, "weaknesses_and_fix");
        list.need(summary.risk_review, "risk_review");
    }
    return list.missing;
}

std::vector<bot::phrase> missing_for_close(const incident& subject, const rules::rule_book& book, instant now,
                                           const std::string& analysis)
{
    checklist list;
    const auto record = register_of(subject, book);
    list.need(record.notice_content, "notice_content");
    list.need(record.notice_received_at.has_value(), "notice_received_at");
    list.need(record.ack_sent_at.has_value(), "ack_sent_at");
    list.need(subject.type, "type");
    list.need(subject.level.has_value(), "level");
    if (subject.state == status::monitored) {
        list.need(analysis, "analysis");
    } else {
        const auto lacking = missing_for_resolve(subject.outcome.value_or(resolved{}));
        list.missing.insert(list.missing.end(), lacking.begin(), lacking.end());
        list.need(!subject.log.empty(), "handling_log");
        list.need(subject.summary.has_value(), "summary");
        list.need(!subject.summary || subject.summary_is_approved, "summary_approved");
        list.need(level_in_force(subject).value_or(0) < ministry_level || record.moh_notified_at,
                  "moh_notified_at");
    }
    list.need(!lowering_pending(subject), "lowering_decided");
    for (const auto& track : obligations(subject, book, now))
        if (blocks_closing(track) && !(track.rule_id == ministry_duty(book) && !record.moh_notified_at))
            list.missing.push_back(
                {"incident.missing.duty", {{"duty", std::vector<bot::phrase>{{track.title, {}}}}}});
    return list.missing;
}

} // namespace bot::incident
