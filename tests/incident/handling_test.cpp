#include "bot/incident/completeness.hpp"
#include "bot/rules/deadlines.hpp"
#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace incident_test {
using bot::rules::moment;

namespace {

const bot::rules::deadline* clock_of(const std::vector<bot::rules::deadline>& all, const std::string& rule)
{
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.rule_id == rule; });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

TEST_CASE("A report needs a description and a way to reach somebody", "[incident]")
{
    story told;
    auto bare = a_report();
    bare.content.report = {};
    auto outcome = told.tries(robot, nobody, bare);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().why.key == "incident.refused.report_incomplete");
    CHECK(missing_in(outcome.error()) ==
          std::vector<std::string>{"incident.missing.description", "incident.missing.contact"});
    outcome = told.tries(nurse, nobody, bare);
    REQUIRE_FALSE(outcome);
    CHECK(missing_in(outcome.error()) == std::vector<std::string>{"incident.missing.description"});
    auto future = a_report();
    future.content.report.occurred_at = told.now + 1ms;
    CHECK(told.refused(nurse, nobody, future) == "incident.refused.in_future");
    auto nameless = a_report("");
    CHECK_THROWS_AS(told.tries(nurse, nobody, nameless), std::logic_error);
}

TEST_CASE("A report says everything of Form 1 and a supplement adds to it", "[incident]")
{
    auto told = reached(status::reported);
    told.does(
        nurse, nobody,
        supplement{{.description = "Màn hình báo hết chỗ",
                    .already_notified = {{.recipient = "leader", .person = "Giám đốc", .methods = {"phone"}}},
                    .keep_confidential = true,
                    .personal_data = bot::rules::answer::unsure,
                    .attachments = {{.id = "a", .name = "anh.jpg", .kind = "image"}}},
                   ""});
    CHECK(told.it.report.description == "Máy chủ HIS không vào được\nMàn hình báo hết chỗ");
    CHECK(told.it.report.already_notified.size() == 1);
    CHECK(told.it.report.reporter_phone == "0901234567");
    told.does(robot, nobody, attach{{.id = "a", .name = "", .kind = "", .sha256 = "ff", .size = 10}});
    REQUIRE(told.it.report.attachments.size() == 1);
    CHECK(told.it.report.attachments.front() ==
          attachment{.id = "a", .name = "anh.jpg", .kind = "image", .sha256 = "ff", .size = 10});
    CHECK(told.refused(nurse, nobody, supplement{}) == "incident.refused.nothing_given");
    CHECK(told.refused(manager, as_manager, supplement{{.keep_confidential = false}, ""}) ==
          "incident.refused.confidence_is_reporters");
    told.does(nurse, nobody, supplement{{.keep_confidential = false}, ""});
    CHECK(told.it.report.keep_confidential == false);
}

TEST_CASE("A personal data breach that nobody rules out starts its clock at detection", "[incident]")
{
    auto told = reached(status::reported);
    CHECK_FALSE(facts_of(told.it)[moment::violation_detected]);
    told.does(nurse, nobody,
              supplement{{.detected_at = morning - 1h, .personal_data = bot::rules::answer::unsure}, ""});
    CHECK(facts_of(told.it)[moment::violation_detected] == morning - 1h);
    CHECK(facts_of(told.it).signs.personal_data == bot::rules::answer::unsure);
    const mark_moment later{.which = moment::violation_detected, .when = morning, .reason = ""};
    CHECK(told.refused(manager, as_manager, later) == "incident.refused.reason_needed");
    CHECK(told.refused(technician, as_handler, later) == "incident.refused.moment_is_the_managers");
    told.does(manager, as_manager,
              mark_moment{moment::violation_detected, morning, "Lúc xác định dữ liệu bị lộ"});
    CHECK(facts_of(told.it)[moment::violation_detected] == morning);
    CHECK(told.refused(manager, as_manager, mark_moment{moment::resolved, morning, "x"}) ==
          "incident.refused.moment_fixed");
    CHECK(told.refused(manager, as_manager, mark_moment{moment::vendor_detected, told.now + 1h, "x"}) ==
          "incident.refused.in_future");
}

TEST_CASE("A sign is taken back only by the manager and with a reason", "[incident]")
{
    auto told = reached(status::in_handling);
    told.does(technician, as_handler, flag{{.ransomware = true}, ""});
    CHECK(facts_of(told.it).signs.ransomware);
    CHECK(told.refused(technician, as_handler, flag{{.ransomware = true}, ""}) ==
          "incident.refused.already_flagged");
    CHECK(told.refused(technician, as_handler, flag{{.ransomware = false}, "Nhầm"}) ==
          "incident.refused.sign_is_the_managers");
    CHECK(told.refused(manager, as_manager, flag{{.ransomware = false}, ""}) ==
          "incident.refused.reason_needed");
    told.does(manager, as_manager, flag{{.ransomware = false}, "Đã phân tích mẫu"});
    CHECK_FALSE(facts_of(told.it).signs.ransomware);
}

TEST_CASE("Promises are numbered and only for what is to come", "[incident]")
{
    auto told = reached(status::in_handling);
    CHECK(told.refused(technician, as_handler, promise_finish{told.now}) ==
          "incident.refused.promise_in_past");
    told.does(technician, as_handler, promise_finish{told.now + 2h});
    CHECK(told.it.promised == promise{.finish = told.now + 2h, .generation = 1});
    CHECK(told.refused(technician, as_handler, promise_finish{told.now + 2h}) ==
          "incident.refused.already_promised");
    told.does(technician, as_handler, promise_finish{told.now + 3h});
    CHECK(told.it.promised->generation == 2);
    told.does(technician, as_handler, declare_unable{.reason = "Hỏng phần cứng", .needs = ""});
    CHECK_FALSE(told.it.promised);
    CHECK(told.it.promises == 2);
}

TEST_CASE("The first word of the handler is the first status and each later one the last", "[incident]")
{
    auto told = reached(status::acknowledged);
    told.does(manager, as_manager, log_action{.action = "Đã gọi hãng", .done_at = {}, .attachments = {}});
    CHECK_FALSE(told.it.facts[moment::first_status]);
    told.does(manager, as_manager, a_classification(2));
    told.does(manager, as_manager, assign{.handler = technician, .note = ""});
    told.later(10min);
    told.does(technician, as_handler, log_action{.action = "Đã cô lập", .done_at = {}, .attachments = {}});
    const auto first = told.now;
    told.later(10min);
    told.does(technician, as_handler,
              log_action{.action = "Đang khôi phục", .done_at = {}, .attachments = {}});
    CHECK(told.it.facts[moment::first_status] == first);
    CHECK(told.it.facts[moment::last_status] == told.now);
    CHECK(told.it.log.size() == 3);
    CHECK(told.refused(technician, as_handler, log_action{}) == "incident.refused.nothing_given");
}

TEST_CASE("QĐ 4494 Đ10.1c unable goes to the leader whose plan brings it back to handling", "[incident]")
{
    auto told = reached(status::escalated, 3);
    CHECK(clock_of(bot::rules::deadlines(shipped_book(), facts_of(told.it)), "A-UNABLE")->state ==
          bot::rules::deadline_state::running);
    CHECK(told.refused(manager, as_manager, leader_decide{}) == "incident.refused.role");
    CHECK(told.refused(director, as_leader, leader_decide{}) == "incident.refused.plan_needed");
    told.later(5min);
    const actor expert{.person = "", .contact = "email:ir@vendor.vn", .name = "Chuyên gia"};
    told.does(
        director, as_leader,
        leader_decide{{.plan = "Mời hãng", .beyond_unit = true, .experts = "Hãng HIS", .handler = expert},
                      4,
                      "Lan rộng"});
    CHECK(told.it.state == status::in_handling);
    CHECK(told.it.level == 4);
    CHECK(told.it.handler == expert);
    CHECK(told.it.facts[moment::unable_confirmed] == told.now);
    const auto clocks = bot::rules::deadlines(shipped_book(), facts_of(told.it));
    CHECK(clock_of(clocks, "A-UNABLE")->state == bot::rules::deadline_state::met);
    CHECK(clock_of(clocks, "A-EXT")->due == told.now + 1h);
}

TEST_CASE("Unable a second time asks the leader a second time", "[incident]")
{
    auto told = reached(status::escalated);
    told.does(director, as_leader,
              leader_decide{.decision = {.plan = "Thử lại"}, .level = {}, .level_reason = ""});
    told.later(2h);
    told.does(technician, as_handler, declare_unable{.reason = "Vẫn không được", .needs = ""});
    const auto clocks = bot::rules::deadlines(shipped_book(), facts_of(told.it));
    CHECK(clock_of(clocks, "A-UNABLE")->state == bot::rules::deadline_state::running);
    CHECK(clock_of(clocks, "A-UNABLE")->start == told.now);
}

TEST_CASE("Resolving needs result and cause and time and participants", "[incident]")
{
    auto told = reached(status::in_handling);
    auto outcome = told.tries(technician, as_handler, resolve{});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == refusal_kind::incomplete);
    CHECK(missing_in(outcome.error()) ==
          std::vector<std::string>{"incident.missing.result", "incident.missing.cause",
                                   "incident.missing.handled_at", "incident.missing.participants"});
    CHECK(told.refused(technician, as_handler, resolve{an_outcome(told.now + 1min)}) ==
          "incident.refused.in_future");
    CHECK(told.refused(technician, as_handler, resolve{an_outcome(morning - 1h)}) ==
          "incident.refused.handled_before_start");
    auto backwards = an_outcome(told.now);
    backwards.started_at = told.now;
    backwards.handled_at = told.now - 1min;
    CHECK(told.refused(technician, as_handler, resolve{backwards}) ==
          "incident.refused.started_after_handled");
    told.does(technician, as_handler, pause{"Chờ hãng"});
    CHECK(told.refused(technician, as_handler, pause{"Chờ nữa"}) == "incident.refused.already_paused");
    told.later(1h);
    told.does(technician, as_handler, resolve{an_outcome(told.now - 10min)});
    CHECK_FALSE(is_paused(told.it));
    CHECK(told.it.facts.pauses.front().to == told.now);
    // What the handler names goes into the register; the clock stops when the bot was told.
    CHECK(told.it.facts[moment::resolved] == told.now);
    CHECK(told.it.outcome->handled_at == told.now - 10min);
}

TEST_CASE("Reopening starts a new clock and keeps the history", "[incident]")
{
    auto told = reached(status::resolved, 2);
    const auto log = told.it.log.size();
    told.later(48h);
    CHECK(told.refused(manager, as_manager, reopen{}) == "incident.refused.reason_needed");
    told.does(manager, as_manager, reopen{"Lỗi lặp lại"});
    CHECK(told.it.state == status::in_handling);
    CHECK(told.it.log.size() == log);
    const auto clocks = bot::rules::deadlines(shipped_book(), facts_of(told.it));
    CHECK(clock_of(clocks, "A-H2")->due == told.now + 8h);
    CHECK(clock_of(clocks, "A-H2")->state == bot::rules::deadline_state::running);
    CHECK(clock_of(clocks, "A-ACK")->state == bot::rules::deadline_state::met);
    CHECK(told.refused(technician, as_handler, resolve{an_outcome(told.now - 1h)}) ==
          "incident.refused.handled_before_start");
}

TEST_CASE("A dismissal by mistake is undone with the clocks running from where they ran", "[incident]")
{
    auto told = reached(status::dismissed);
    CHECK(clock_of(bot::rules::deadlines(shipped_book(), facts_of(told.it)), "A-ACK")->state ==
          bot::rules::deadline_state::cancelled);
    told.later(3h);
    told.does(manager, as_manager, reopen{"Đúng là sự cố"});
    CHECK(told.it.state == status::reported);
    CHECK(clock_of(bot::rules::deadlines(shipped_book(), facts_of(told.it)), "A-ACK")->due == morning + 24h);
}

TEST_CASE("A question and its answer stay with the incident also after it closed", "[incident]")
{
    auto told = reached(status::closed);
    told.does(nurse, nobody, ask{"Có phải làm lại hồ sơ không?"});
    told.does(manager, as_manager, answer{"Không cần"});
    REQUIRE(told.it.letters.size() == 2);
    CHECK(told.it.letters.back().answer);
    CHECK(told.refused(stranger, nobody, ask{"Sao rồi?"}) == "incident.refused.role");
}

TEST_CASE("A clock that steps back never puts an event before the last one", "[incident]")
{
    auto told = reached(status::in_handling);
    const auto last = told.it.last_event_at;
    told.now = morning - 24h;
    told.does(technician, as_handler, log_action{.action = "Tiếp tục", .done_at = {}, .attachments = {}});
    CHECK(told.history.back().at == last);
}

} // namespace incident_test
