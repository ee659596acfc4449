#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace incident_test {

using namespace bot; // NOLINT

std::string read_file(const std::string& path_in_project)
{
    std::ifstream file(std::string(PROJECT_DIR) + "/" + path_in_project, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read " + path_in_project);
    return {std::istreambuf_iterator<char>(file), {}};
}

const rules::rule_book& shipped_book()
{
    static const rules::rule_book book = [] {
        rules::problems found;
        const std::vector<rules::source_text> packs{
            {"qd-4494-2015.json", read_file("config/rules/qd-4494-2015.json")},
            {"cyber-2026.json", read_file("config/rules/cyber-2026.json")},
        };
        auto read =
            rules::rule_book::load(packs, {"holidays.json", read_file("config/holidays.json")}, found);
        if (!read)
            throw std::runtime_error("the shipped rules do not load: " + found.front().pointer +
                                     found.front().what);
        return *read;
    }();
    return book;
}

verdict_of story::tries(const actor& who, std::vector<std::string> roles, const command& what)
{
    auto outcome = decide(it, what, who, roles, now, shipped_book(), "test");
    for (const auto& entry : outcome ? *outcome : outcome.error().record)
        happens(entry);
    return outcome;
}

void story::does(const actor& who, std::vector<std::string> roles, const command& what)
{
    const auto outcome = tries(who, std::move(roles), what);
    INFO("refused: " << (outcome ? "" : outcome.error().why.key));
    REQUIRE(outcome);
}

std::string story::refused(const actor& who, std::vector<std::string> roles, const command& what)
{
    const auto outcome = tries(who, std::move(roles), what);
    return outcome ? "" : outcome.error().why.key;
}

void story::happens(const event& entry)
{
    apply(it, entry);
    history.push_back(entry);
}

report a_report(std::string number)
{
    report given;
    given.content.number = std::move(number);
    given.content.unit = "bv-a";
    given.content.rules_stamp = shipped_book().stamp();
    given.content.report.description = "Máy chủ HIS không vào được";
    given.content.report.reporter_name = nurse.name;
    given.content.report.reporter_phone = "0901234567";
    given.content.report.system_id = "his";
    given.content.report.system_name = "Hệ thống HIS";
    given.content.report.criticality = rules::criticality::important;
    given.content.report.department = "khoa-noi";
    return given;
}

classify a_classification(int level)
{
    classify given;
    given.decision.type = "d";
    given.decision.level = level;
    given.decision.operation_effect = level;
    given.decision.data_effect = 0;
    given.decision.unit_social_impact = 0;
    given.decision.reason = "theo đánh giá tại chỗ";
    return given;
}

resolved an_outcome(instant handled_at)
{
    return {.result = "Hệ thống chạy lại",
            .cause = "Đầy ổ đĩa",
            .started_at = std::nullopt,
            .handled_at = handled_at,
            .participants = {"Đỗ Minh"},
            .measures = "Dọn nhật ký"};
}

summarised a_summary()
{
    return {.measures = "Mở rộng ổ đĩa",
            .result = "Hoạt động bình thường",
            .cause = "Đầy ổ đĩa",
            .system_function = "Khám chữa bệnh",
            .system_services = "Đăng ký, kê đơn",
            .weaknesses_and_fix = "Thiếu giám sát dung lượng",
            .risk_review = "Rà soát các máy chủ còn lại"};
}

story reached(status where, int level)
{
    story told;
    const auto step = [&](const actor& who, const std::vector<std::string>& roles, const command& what) {
        told.later(1min);
        told.does(who, roles, what);
    };
    const auto handled = [&] {
        step(manager, as_manager, acknowledge{});
        step(manager, as_manager, a_classification(level));
        step(manager, as_manager, assign{.handler = technician, .note = ""});
    };
    const auto finished = [&] {
        handled();
        step(technician, as_handler, resolve{.outcome = an_outcome(told.now)});
    };
    const auto written = [&] {
        finished();
        step(manager, as_manager, summarise{.summary = a_summary()});
    };
    if (where == status::none)
        return told;
    told.does(nurse, nobody, a_report());
    switch (where) {
    case status::none:
    case status::reported:
        break;
    case status::acknowledged:
        step(manager, as_manager, acknowledge{});
        break;
    case status::classified:
        step(manager, as_manager, acknowledge{});
        step(manager, as_manager, a_classification(level));
        break;
    case status::in_handling:
        handled();
        break;
    case status::escalated:
        handled();
        step(technician, as_handler, declare_unable{.reason = "Không có quyền", .needs = "Hãng phần mềm"});
        break;
    case status::resolved:
        finished();
        break;
    case status::summarised:
        written();
        break;
    case status::sent_to_ministry:
        written();
        step(director, as_leader, approve_summary{});
        step(manager, as_manager, send_to_ministry{.sent_at = std::nullopt, .proof = "CV 12"});
        break;
    case status::closed:
        written();
        step(director, as_leader, approve_summary{});
        for (const auto* duty : {"B-72", "B-24", "B-NOW"})
            told.tries(director, as_leader, waive_duty{.duty = duty, .reason = "Chủ quản đã báo"});
        if (level >= 3)
            step(manager, as_manager, send_to_ministry{.sent_at = std::nullopt, .proof = "CV 12"});
        step(manager, as_manager, close{});
        break;
    case status::monitored:
        step(manager, as_manager, acknowledge{});
        step(manager, as_manager, a_classification(0));
        step(manager, as_manager, park{.note = "Phân tích sau"});
        break;
    case status::linked:
        step(manager, as_manager, link{.into = "SC-2026-000001", .reason = "Cùng một sự cố"});
        break;
    case status::dismissed:
        step(manager, as_manager, dismiss{.reason = "Báo nhầm"});
        break;
    }
    REQUIRE(told.it.state == where);
    return told;
}

std::vector<event> one_of_each(const std::string& text)
{
    const actor who{.person = text, .contact = text, .name = text};
    const instant when = morning + 1h;
    const report_fields fields{
        .reporter_name = text,
        .reporter_address = text,
        .reporter_phone = text,
        .reporter_email = text,
        .reporter_contact = text,
        .location = text,
        .department = text,
        .system_id = "",
        .system_name = text,
        .criticality = rules::criticality::special,
        .type = "b",
        .occurred_at = when - 2h,
        .occurred_estimated = false,
        .notified_at = when,
        .detected_at = when - 1h,
        .description = text,
        .detection_method = text,
        .already_notified = {{.recipient = "leader", .person = text, .methods = {"phone", text}}},
        .keep_confidential = true,
        .sealed_from_department = false,
        .request = text,
        .personal_data = rules::answer::unsure,
        .patients_affected = rules::answer::no,
        .operations_affected = rules::answer::yes,
        .attachments = {{.id = text, .name = text, .kind = "image", .sha256 = "ab", .size = 7}}};
    const signs flags{.national_security = true,
                      .public_order = false,
                      .severe_disruption = true,
                      .admin_takeover = false,
                      .ransomware = true,
                      .health_data_leak = false,
                      .long_outage = true,
                      .complex_case = false,
                      .location_or_biometric = true,
                      .personal_data = rules::answer::yes};
    const std::vector<change> all{
        reported{.number = text,
                 .unit = text,
                 .rules_stamp = text,
                 .drill = true,
                 .received_at = when,
                 .report = fields},
        supplemented{.report = fields, .reason = text},
        asked{text},
        answered{text},
        attachment_added{{.id = text, .name = text, .kind = text, .sha256 = text, .size = 9'000'000'000}},
        reporter_joined{.reporters = {who, nurse}, .from = text},
        reporter_left{.reporters = {who}, .from = text},
        acknowledged{},
        acknowledged_again{},
        attempt_refused{command_kind::leader_decide},
        acknowledgement_lapsed{.passed_up = true, .reason = text},
        dismissed{text},
        linked{.into = text, .reason = text},
        unlinked{.from = text, .reason = text},
        moved{.from_unit = text, .to_unit = text, .reason = text},
        classified{.type = "dd",
                   .level = 3,
                   .criticality = rules::criticality::normal,
                   .operation_effect = 0,
                   .data_effect = 4,
                   .unit_social_impact = std::nullopt,
                   .proposed_level = 2,
                   .fired = {text, "b"},
                   .notice = flags,
                   .reason = text},
        assigned{.handler = who, .note = text},
        parked{text},
        reclassified{.from = 3, .to = 1, .reason = text},
        lowering_approved{.level = 1, .note = text},
        lowering_refused{.level = 3, .reason = text},
        logged{.action = text, .done_at = when, .attachments = {text}},
        status_promised{.finish = when, .generation = 4},
        paused{.reason = text},
        resumed{text},
        unable_declared{.reason = text, .needs = text},
        leader_decided{.plan = text, .beyond_unit = true, .experts = text, .handler = who},
        resolved{.result = text,
                 .cause = text,
                 .started_at = when - 1h,
                 .handled_at = when,
                 .participants = {text, text},
                 .measures = text},
        reopened{text},
        summarised{text, text, text, text, text, text, text},
        summary_approved{text},
        summary_returned{text},
        sent_to_ministry{.duty = text, .sent_at = when, .proof = text},
        duty_sent{.duty = text, .sent_at = when, .to = text, .proof = text},
        duty_confirmed{.duty = text, .confirmed_at = when, .proof = text},
        duty_waived{.duty = text, .reason = text},
        flagged{.notice = flags, .reason = text},
        moment_marked{.which = rules::moment::violation_detected, .when = when, .reason = text},
        closed{.note = text, .analysis = text},
        erased{.person = text, .contact = text, .rewritten = {{.sequence = 17, .sha256 = "cd"}}},
        step_called{.step = 2, .round = 1, .each = true, .exhausted = true, .people = {who}, .roles = {text}},
        confirmed{},
        policy_applied{text},
        snoozed{.until = when, .reason = text},
        work_asked{.generation = 4},
        still_working{text},
    };
    std::vector<event> events;
    for (const auto& what : all)
        events.push_back({.at = when, .by = who, .channel = text, .what = what});
    return events;
}

std::vector<std::string> missing_in(const refusal& why)
{
    std::vector<std::string> keys;
    const auto found = why.why.args.find("missing");
    if (found != why.why.args.end())
        for (const auto& item : std::get<std::vector<bot::phrase>>(found->second))
            keys.push_back(item.key);
    return keys;
}

} // namespace incident_test
