#include "bot/incident/completeness.hpp"
#include "bot/incident/obligations.hpp"
#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace incident_test {
namespace {

obligation track(const story& told, const std::string& rule)
{
    for (const auto& one : obligations(told.it, shipped_book(), told.now))
        if (one.rule_id == rule)
            return one;
    FAIL("no such duty: " << rule);
    return {};
}

bool holds(const std::vector<std::string>& keys, const std::string& key)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

story approved(int level)
{
    auto told = reached(status::summarised, level);
    told.does(director, as_leader, approve_summary{});
    return told;
}

} // namespace

TEST_CASE("NĐ 331 Đ31.2.d a duty to the authority goes from due to sent to confirmed", "[incident]")
{
    auto told = reached(status::reported);
    CHECK(track(told, "B-72").state == obligation_state::not_applicable);
    CHECK(
        told.refused(manager, as_manager, send_duty{.duty = "B-72", .sent_at = {}, .to = "", .proof = ""}) ==
        "incident.refused.duty_not_applicable");
    told.does(manager, as_manager, a_classification(2));
    CHECK(track(told, "B-72").state == obligation_state::due);
    CHECK(track(told, "B-72").due == morning + 72h);
    CHECK(track(told, "B-24").state == obligation_state::not_applicable);
    CHECK(told.refused(manager, as_manager, confirm_duty{"B-72", {}, ""}) ==
          "incident.refused.duty_not_sent");
    told.now = morning + 73h;
    CHECK(track(told, "B-72").state == obligation_state::overdue);
    CHECK(told.refused(manager, as_manager, send_duty{"B-72", told.now + 1h, "", ""}) ==
          "incident.refused.in_future");
    CHECK(told.refused(manager, as_manager, send_duty{"B-72", morning - 1h, "", ""}) ==
          "incident.refused.sent_before_start");
    told.does(manager, as_manager, send_duty{"B-72", morning + 70h, "", "CV 7/BC"});
    CHECK(track(told, "B-72").state == obligation_state::sent);
    CHECK(track(told, "B-72").to == "mps_a05");
    CHECK(track(told, "B-72").proof == "CV 7/BC");
    CHECK(told.refused(manager, as_manager, send_duty{"B-72", {}, "", ""}) ==
          "incident.refused.duty_already_sent");
    CHECK(told.refused(manager, as_manager, confirm_duty{"B-72", morning + 69h, ""}) ==
          "incident.refused.confirmed_before_sent");
    told.does(manager, {"authority"}, confirm_duty{"B-72", {}, "CV đến 9"});
    CHECK(track(told, "B-72").state == obligation_state::confirmed);
    CHECK(told.refused(manager, as_manager, confirm_duty{"B-72", {}, ""}) ==
          "incident.refused.duty_already_confirmed");
    CHECK(told.refused(manager, as_manager, send_duty{"X-1", {}, "", ""}) == "incident.refused.duty_unknown");
}

TEST_CASE("A waiver needs a leader and a reason and something due", "[incident]")
{
    auto told = reached(status::classified);
    CHECK(told.refused(manager, as_manager, waive_duty{"B-72", "x"}) == "incident.refused.role");
    CHECK(told.refused(director, as_leader, waive_duty{"B-72", " "}) == "incident.refused.reason_needed");
    CHECK(told.refused(director, as_leader, waive_duty{"B-24", "x"}) == "incident.refused.duty_not_due");
    CHECK(told.refused(director, as_leader, waive_duty{"X-1", "x"}) == "incident.refused.duty_unknown");
    told.does(director, as_leader, waive_duty{"B-72", "Chủ quản đã báo"});
    CHECK(track(told, "B-72").state == obligation_state::waived);
    CHECK(track(told, "B-72").waived_reason == "Chủ quản đã báo");
    CHECK(told.refused(director, as_leader, waive_duty{"B-72", "x"}) ==
          "incident.refused.duty_already_waived");
}

TEST_CASE("An incident does not close while a duty to an authority is open", "[incident]")
{
    auto told = approved(2);
    auto outcome = told.tries(manager, as_manager, close{});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().why.key == "incident.refused.close_incomplete");
    CHECK(missing_in(outcome.error()) == std::vector<std::string>{"incident.missing.duty"});
    SECTION("sent")
    {
        told.does(manager, as_manager, send_duty{"B-72", {}, "A05", "mail"});
    }
    SECTION("waived")
    {
        told.does(director, as_leader, waive_duty{"B-72", "Chủ quản đã báo"});
    }
    told.does(manager, as_manager, close{});
    CHECK(told.it.state == status::closed);
}

TEST_CASE("In a complex case closing waits for the final report", "[incident]")
{
    auto told = approved(2);
    told.does(manager, as_manager, flag{{.complex_case = true}, ""});
    told.does(manager, as_manager, send_duty{"B-72", {}, "", ""});
    CHECK(track(told, "B-UPD").state == obligation_state::due);
    told.does(manager, as_manager, send_duty{"B-UPD", {}, "", ""});
    CHECK(track(told, "B-UPD").state == obligation_state::due);
    CHECK_FALSE(told.refused(manager, as_manager, close{}).empty());
    told.later(1h);
    told.does(manager, as_manager, mark_moment{bot::rules::moment::investigation_completed, told.now, ""});
    CHECK(track(told, "B-FIN").state == obligation_state::due);
    CHECK_FALSE(told.refused(manager, as_manager, close{}).empty());
    told.does(manager, as_manager, send_duty{"B-FIN", {}, "", ""});
    told.does(manager, as_manager, close{});
}

TEST_CASE("QĐ 4494 Đ12 from level 3 the summary goes to the Ministry after the leader approved", "[incident]")
{
    auto told = reached(status::summarised, 3);
    CHECK(told.refused(manager, as_manager, send_to_ministry{}) == "incident.refused.approval_needed");
    told.does(director, as_leader, approve_summary{});
    CHECK(told.refused(director, as_leader, approve_summary{}) == "incident.refused.already_approved");
    CHECK(track(told, "A-MOH").state == obligation_state::due);
    CHECK(told.refused(manager, as_manager, send_duty{"A-MOH", {}, "", ""}) ==
          "incident.refused.ministry_has_its_command");
    for (const auto* duty : {"B-72", "B-24"})
        told.does(manager, as_manager, send_duty{duty, {}, "", ""});
    const auto outcome = told.tries(manager, as_manager, close{});
    REQUIRE_FALSE(outcome);
    CHECK(missing_in(outcome.error()) == std::vector<std::string>{"incident.missing.moh_notified_at"});
    CHECK(told.refused(manager, as_manager, send_to_ministry{morning - 1h, ""}) ==
          "incident.refused.sent_before_start");
    told.does(manager, as_manager, send_to_ministry{{}, "CV 12/BC-BV"});
    CHECK(told.it.state == status::sent_to_ministry);
    CHECK(track(told, "A-MOH").state == obligation_state::sent);
    told.later(24h);
    told.does(manager, as_manager, confirm_duty{"A-MOH", {}, "CV trả lời"});
    const auto record = register_of(told.it, shipped_book());
    CHECK(record.moh_notified_at == told.now - 24h);
    CHECK(record.moh_ack_at == told.now);
    told.does(director, as_leader, close{});
}

TEST_CASE("Below level 3 nothing goes to the Ministry", "[incident]")
{
    CHECK(approved(2).refused(manager, as_manager, send_to_ministry{}) ==
          "incident.refused.not_for_ministry");
}

TEST_CASE("A summary of level 3 says more than one of level 2", "[incident]")
{
    auto short_one = a_summary();
    short_one.weaknesses_and_fix.clear();
    short_one.risk_review.clear();
    auto grave = reached(status::resolved, 3);
    const auto outcome = grave.tries(manager, as_manager, summarise{short_one});
    REQUIRE_FALSE(outcome);
    CHECK(missing_in(outcome.error()) ==
          std::vector<std::string>{"incident.missing.weaknesses_and_fix", "incident.missing.risk_review"});
    auto light = reached(status::resolved, 2);
    light.does(manager, as_manager, summarise{short_one});
    CHECK(light.refused(manager, as_manager, summarise{short_one}) == "incident.refused.already_summarised");
}

TEST_CASE("A summary that the leader returns is written again", "[incident]")
{
    auto told = reached(status::summarised);
    const auto unapproved = told.tries(manager, as_manager, close{});
    REQUIRE_FALSE(unapproved);
    CHECK(holds(missing_in(unapproved.error()), "incident.missing.summary_approved"));
    CHECK(told.refused(director, as_leader, return_summary{""}) == "incident.refused.reason_needed");
    told.does(director, as_leader, approve_summary{});
    told.does(director, as_leader, return_summary{"Thiếu nguyên nhân gốc"});
    CHECK(told.it.state == status::resolved);
    CHECK_FALSE(told.it.facts[bot::rules::moment::summarised]);
    told.does(manager, as_manager, summarise{a_summary()});
    CHECK_FALSE(told.it.summary_is_approved);
}

TEST_CASE("QĐ 4494 Đ3.2a level 0 closes with an analysis", "[incident]")
{
    auto told = reached(status::monitored);
    const auto outcome = told.tries(manager, as_manager, close{});
    REQUIRE_FALSE(outcome);
    CHECK(missing_in(outcome.error()) == std::vector<std::string>{"incident.missing.analysis"});
    told.does(manager, as_manager, close{.note = "", .analysis = "Bổ sung cảnh báo dung lượng"});
    CHECK(told.it.analysis == "Bổ sung cảnh báo dung lượng");
}

TEST_CASE("QĐ 4494 Đ13.6 each item of the register keeps an incident from closing when it is missing",
          "[incident]")
{
    const auto missing = [](auto change_it) {
        auto told = reached(status::summarised);
        told.does(director, as_leader, approve_summary{});
        change_it(told.it);
        std::vector<std::string> keys;
        for (const auto& item : missing_for_close(told.it, shipped_book(), told.now))
            keys.push_back(item.key);
        return keys;
    };
    using bot::rules::moment;
    CHECK(holds(missing([](incident& it) { it.report.description.reset(); }),
                "incident.missing.notice_content"));
    CHECK(holds(missing([](incident& it) { it.facts[moment::received].reset(); }),
                "incident.missing.notice_received_at"));
    CHECK(holds(missing([](incident& it) { it.facts[moment::acknowledged].reset(); }),
                "incident.missing.ack_sent_at"));
    CHECK(holds(missing([](incident& it) { it.outcome->result.clear(); }), "incident.missing.result"));
    CHECK(holds(missing([](incident& it) { it.outcome->cause.clear(); }), "incident.missing.cause"));
    CHECK(holds(missing([](incident& it) { it.outcome->handled_at = {}; }), "incident.missing.handled_at"));
    CHECK(holds(missing([](incident& it) { it.outcome->participants = {""}; }),
                "incident.missing.participants"));
    CHECK(holds(missing([](incident& it) { it.type.clear(); }), "incident.missing.type"));
    CHECK(holds(missing([](incident& it) { it.level.reset(); }), "incident.missing.level"));
    CHECK(holds(missing([](incident& it) { it.log.clear(); }), "incident.missing.handling_log"));
    CHECK(holds(missing([](incident& it) { it.summary.reset(); }), "incident.missing.summary"));
    CHECK(missing([](incident&) {}) == std::vector<std::string>{"incident.missing.duty"});
}

TEST_CASE("The register holds what was told to the superior unit", "[incident]")
{
    auto told = reached(status::escalated, 3);
    told.does(director, as_leader, leader_decide{{.plan = "Báo Sở Y tế", .beyond_unit = true}, {}, ""});
    told.does(director, as_leader, send_duty{"A-EXT", {}, "Sở Y tế", "điện thoại"});
    told.later(30min);
    told.does(manager, as_manager, confirm_duty{"A-EXT", {}, ""});
    const auto record = register_of(told.it, shipped_book());
    CHECK(record.superior_notified_at == told.now - 30min);
    CHECK(record.superior_ack_at == told.now);
    CHECK(record.ack_sent_at == morning + 1min);
    CHECK(record.notice_received_at == morning);
}

} // namespace incident_test
