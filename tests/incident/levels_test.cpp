#include "bot/rules/deadlines.hpp"
#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace incident_test {
using bot::rules::moment;

namespace {

std::optional<instant> due_of(const story& told, const std::string& rule)
{
    for (const auto& one : bot::rules::deadlines(shipped_book(), facts_of(told.it)))
        if (one.rule_id == rule && one.state == bot::rules::deadline_state::running)
            return one.due;
    return std::nullopt;
}

} // namespace

TEST_CASE("A classification records what the rules proposed and not what the caller claims", "[incident]")
{
    auto told = reached(status::acknowledged);
    auto claimed = a_classification(2);
    claimed.decision.proposed_level = 0;
    claimed.decision.fired = {"invented"};
    told.does(manager, as_manager, claimed);
    REQUIRE(told.it.assessment);
    CHECK(told.it.assessment->proposed_level == 2);
    CHECK_FALSE(told.it.assessment->fired.empty());
    CHECK(told.it.assessment->fired.front() != "invented");
}

TEST_CASE("A level other than proposed needs a reason", "[incident]")
{
    auto told = reached(status::acknowledged);
    auto lower = a_classification(2);
    lower.decision.level = 1;
    lower.decision.reason = "  ";
    const auto outcome = told.tries(manager, as_manager, lower);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().why.key == "incident.refused.level_reason_needed");
    CHECK(std::get<std::int64_t>(outcome.error().why.args.at("proposed")) == 2);
    lower.decision.reason = "Chỉ một máy trạm";
    told.does(manager, as_manager, lower);
    CHECK(told.it.level == 1);
    CHECK(told.it.level_history.front().reason == "Chỉ một máy trạm");
}

TEST_CASE("An unknown effect is proposed as the higher and the proposed level needs no reason", "[incident]")
{
    auto told = reached(status::acknowledged);
    auto open = a_classification(3);
    open.decision.operation_effect.reset();
    open.decision.reason.clear();
    told.does(manager, as_manager, open);
    CHECK(told.it.assessment->proposed_level == 3);
}

TEST_CASE("Types and levels and effects outside the rules are refused", "[incident]")
{
    auto told = reached(status::acknowledged);
    auto wrong = a_classification(2);
    wrong.decision.type = "z";
    CHECK(told.refused(manager, as_manager, wrong) == "incident.refused.type_unknown");
    wrong = a_classification(2);
    wrong.decision.level = 5;
    CHECK(told.refused(manager, as_manager, wrong) == "incident.refused.level_unknown");
    wrong.decision.level = -1;
    CHECK(told.refused(manager, as_manager, wrong) == "incident.refused.level_unknown");
    wrong = a_classification(2);
    wrong.decision.data_effect = 9;
    CHECK(told.refused(manager, as_manager, wrong) == "incident.refused.effect_unknown");
    CHECK(reached(status::in_handling).refused(manager, as_manager, reclassify{.level = 7, .reason = "x"}) ==
          "incident.refused.level_unknown");
}

TEST_CASE("A13 raising the level gives the stricter due from the same start at once", "[incident]")
{
    auto told = reached(status::in_handling, 1);
    CHECK(due_of(told, "A-H1") == morning + 24h);
    told.does(technician, as_handler, pause{"Chờ hãng"});
    told.later(2h);
    told.does(technician, as_handler, resume{});
    told.now = morning + 6h;
    CHECK(told.refused(manager, as_manager, reclassify{.level = 3, .reason = ""}) ==
          "incident.refused.reason_needed");
    told.does(manager, as_manager, reclassify{.level = 3, .reason = "Lan sang khoa cấp cứu"});
    CHECK(due_of(told, "A-H3") == morning + 4h);
    CHECK_FALSE(due_of(told, "A-H1"));
    CHECK_FALSE(lowering_pending(told.it));
}

TEST_CASE("A14 a lower level moves no clock until a leader approves", "[incident]")
{
    auto told = reached(status::in_handling, 3);
    told.does(manager, as_manager, reclassify{.level = 1, .reason = "Đã khoanh vùng"});
    CHECK(told.it.level == 1);
    CHECK(level_in_force(told.it) == 3);
    CHECK(lowering_pending(told.it));
    CHECK(due_of(told, "A-H3") == morning + 4h);
    SECTION("approved")
    {
        CHECK(told.refused(manager, as_manager, approve_lowering{}) == "incident.refused.role");
        told.does(director, as_leader, approve_lowering{"Đồng ý"});
        CHECK(level_in_force(told.it) == 1);
        CHECK_FALSE(due_of(told, "A-H3"));
        CHECK(due_of(told, "A-H1") == morning + 24h);
        CHECK(told.refused(director, as_leader, approve_lowering{}) == "incident.refused.no_lowering");
    }
    SECTION("refused")
    {
        CHECK(told.refused(director, as_leader, refuse_lowering{""}) == "incident.refused.reason_needed");
        told.does(director, as_leader, refuse_lowering{"Chưa đủ căn cứ"});
        CHECK(told.it.level == 3);
        CHECK_FALSE(lowering_pending(told.it));
        CHECK(due_of(told, "A-H3") == morning + 4h);
    }
    SECTION("raised again below the level in force it is still a lowering")
    {
        told.does(manager, as_manager, reclassify{.level = 2, .reason = "Nặng hơn tưởng"});
        CHECK(lowering_pending(told.it));
        CHECK(level_in_force(told.it) == 3);
    }
    SECTION("the closed register never holds an undecided lowering")
    {
        told.does(technician, as_handler, resolve{an_outcome(told.now)});
        told.does(manager, as_manager, summarise{a_summary()});
        told.does(director, as_leader, approve_summary{});
        told.does(manager, as_manager, send_to_ministry{});
        const auto outcome = told.tries(manager, as_manager, close{});
        REQUIRE_FALSE(outcome);
        const auto missing = missing_in(outcome.error());
        CHECK(std::count(missing.begin(), missing.end(), "incident.missing.lowering_decided") == 1);
    }
}

TEST_CASE("A leader lowers the level in one step", "[incident]")
{
    auto told = reached(status::in_handling, 3);
    const auto outcome = told.tries(director, as_leader, reclassify{.level = 1, .reason = "Đã khoanh vùng"});
    REQUIRE(outcome);
    CHECK(outcome->size() == 2);
    CHECK(level_in_force(told.it) == 1);
}

TEST_CASE("Only level 0 is parked and a worse one comes back to be handled", "[incident]")
{
    auto told = reached(status::classified, 2);
    CHECK(told.refused(manager, as_manager, park{}) == "incident.refused.park_level");
    told.does(manager, as_manager, reclassify{.level = 0, .reason = "Không ảnh hưởng"});
    CHECK(told.refused(manager, as_manager, park{}) == "incident.refused.park_level");
    told.does(director, as_leader, approve_lowering{});
    told.does(manager, as_manager, park{"Phân tích sau"});
    CHECK(told.it.state == status::monitored);
    told.does(manager, as_manager, reclassify{.level = 2, .reason = "Đã lan rộng"});
    CHECK(told.it.state == status::classified);
}

TEST_CASE("Somebody without office neither lowers the criticality nor moves the detection later",
          "[incident]")
{
    auto first = a_report();
    first.content.report.detected_at = morning - 2h;
    first.content.report.criticality = bot::rules::criticality::special;
    story told;
    told.does(nurse, nobody, first);
    report_fields later{.detected_at = morning - 1h};
    CHECK(told.refused(nurse, nobody, supplement{later, "Nhớ nhầm"}) == "incident.refused.detected_later");
    CHECK(told.refused(manager, as_manager, supplement{later, ""}) == "incident.refused.reason_needed");
    CHECK(told.refused(nurse, nobody, supplement{{.criticality = bot::rules::criticality::normal}, ""}) ==
          "incident.refused.nothing_given");
    told.does(nurse, nobody,
              supplement{{.criticality = bot::rules::criticality::normal, .request = "Gấp"}, ""});
    CHECK(told.it.facts.system == bot::rules::criticality::special);
    told.does(nurse, nobody, supplement{{.detected_at = morning - 3h}, ""});
    CHECK(told.it.facts[moment::detected] == morning - 3h);
    told.does(manager, as_manager, supplement{later, "Đối chiếu nhật ký máy chủ"});
    CHECK(told.it.facts[moment::detected] == morning - 1h);
    told.does(manager, as_manager,
              supplement{{.criticality = bot::rules::criticality::normal}, "Máy thử nghiệm"});
    CHECK(told.it.facts.system == bot::rules::criticality::normal);
}

} // namespace incident_test
