#include "tests/incident/support.hpp"
#include "tests/incident/valid_commands.hpp"

#include <catch2/catch.hpp>

namespace incident_test {
namespace {

std::vector<actor> hearers(const incident& of)
{
    std::vector<actor> all;
    for (const auto& one : of.subscribers)
        all.push_back(one.who);
    return all;
}

/// What the flow does in one transaction: the duplicate is linked, its reporters hear of the main one.
void link_both(story& duplicate, story& main)
{
    duplicate.does(manager, as_manager, link{.into = main.it.number, .reason = "Cùng máy chủ"});
    main.does(manager, as_manager, join{.reporters = hearers(duplicate.it), .from = duplicate.it.number});
}

story reported_by(const actor& who, const std::string& number)
{
    story told;
    told.does(who, nobody, a_report(number));
    return told;
}

} // namespace

TEST_CASE("F4 reporters of a duplicate hear of the main incident until the link is undone", "[incident]")
{
    auto main = reported_by(nurse, "SC-2026-000001");
    auto duplicate = reported_by(other_nurse, "SC-2026-000002");
    duplicate.does(manager, as_manager, acknowledge{});
    const auto before = duplicate.it;
    link_both(duplicate, main);
    CHECK(duplicate.it.state == status::linked);
    CHECK(duplicate.it.linked_into == "SC-2026-000001");
    CHECK(duplicate.it.facts[bot::rules::moment::stopped]);
    CHECK(is_reporter(main.it, other_nurse));
    CHECK(hearers(main.it).size() == 2);

    CHECK(duplicate.refused(manager, as_manager, unlink{""}) == "incident.refused.reason_needed");
    duplicate.does(manager, as_manager, unlink{"Khác nguyên nhân"});
    main.does(manager, as_manager, leave{.reporters = {}, .from = "SC-2026-000002"});
    CHECK_FALSE(is_reporter(main.it, other_nurse));
    CHECK(is_reporter(main.it, nurse));
    // Everything stands as before, but for the memory of who linked and unlinked.
    auto after = duplicate.it;
    after.last = before.last;
    after.last_event_at = before.last_event_at;
    CHECK(after == before);
}

TEST_CASE("Who came in two ways leaves only the way that is undone", "[incident]")
{
    auto main = reported_by(nurse, "SC-2026-000001");
    auto second = reported_by(nurse, "SC-2026-000002");
    auto third = reported_by(other_nurse, "SC-2026-000003");
    link_both(second, main);
    link_both(third, main);
    main.does(manager, as_manager, join{.reporters = {other_nurse}, .from = ""});
    main.does(manager, as_manager, leave{.reporters = {}, .from = "SC-2026-000002"});
    main.does(manager, as_manager, leave{.reporters = {}, .from = "SC-2026-000003"});
    CHECK(is_reporter(main.it, nurse));
    CHECK(is_reporter(main.it, other_nurse));
    CHECK(main.refused(manager, as_manager, leave{.reporters = {}, .from = "SC-2026-000003"}) ==
          "incident.refused.not_joined");
}

TEST_CASE("An incident is not linked to itself and only what is new can be linked", "[incident]")
{
    auto told = reached(status::reported);
    CHECK(told.refused(manager, as_manager, link{.into = "SC-2026-000012", .reason = "x"}) ==
          "incident.refused.link_to_itself");
    CHECK(told.refused(manager, as_manager, link{.into = "", .reason = "x"}) ==
          "incident.refused.link_to_itself");
    CHECK(told.refused(manager, as_manager, link{.into = "SC-2026-000001", .reason = ""}) ==
          "incident.refused.reason_needed");
    CHECK(told.refused(manager, as_manager, join{.reporters = {nurse}, .from = "SC-2026-000012"}) ==
          "incident.refused.link_to_itself");
    CHECK(reached(status::in_handling)
              .refused(manager, as_manager, link{.into = "SC-2026-000001", .reason = "x"}) ==
          "incident.refused.not_now");
}

TEST_CASE("Nothing joins what is itself linked or over", "[incident]")
{
    for (const auto state : {status::linked, status::dismissed, status::closed}) {
        auto told = reached(state);
        CHECK_FALSE(
            told.refused(manager, as_manager, join{.reporters = {other_nurse}, .from = "SC-2026-000002"})
                .empty());
        CHECK_FALSE(is_reporter(told.it, other_nurse));
    }
}

TEST_CASE("People join and leave for themselves and not into what is kept in confidence", "[incident]")
{
    auto told = reached(status::reported);
    const std::vector<std::string> as_reporter{"reporter"};
    CHECK(told.refused(other_nurse, nobody, join{.reporters = {other_nurse}, .from = ""}) ==
          "incident.refused.role");
    CHECK(told.refused(other_nurse, as_reporter, join{.reporters = {stranger}, .from = ""}) ==
          "incident.refused.join_only_yourself");
    told.does(other_nurse, as_reporter, join{.reporters = {other_nurse}, .from = ""});
    CHECK(told.refused(other_nurse, as_reporter, join{.reporters = {other_nurse}, .from = ""}) ==
          "incident.refused.already_joined");
    told.does(other_nurse, nobody, supplement{{.reporter_phone = "0999", .request = "Xin báo lại"}, ""});
    CHECK(told.it.report.reporter_phone == "0901234567");
    CHECK(told.it.report.request == "Xin báo lại");
    CHECK(told.refused(other_nurse, nobody, leave{.reporters = {nurse}, .from = ""}) ==
          "incident.refused.join_only_yourself");
    told.does(other_nurse, nobody, leave{.reporters = {other_nurse}, .from = ""});
    CHECK_FALSE(is_reporter(told.it, other_nurse));
    told.does(nurse, nobody, supplement{{.sealed_from_department = true}, ""});
    CHECK(told.refused(other_nurse, as_reporter, join{.reporters = {other_nurse}, .from = ""}) ==
          "incident.refused.join_sealed");
    told.does(robot, nobody, join{.reporters = {other_nurse}, .from = ""});
}

} // namespace incident_test
