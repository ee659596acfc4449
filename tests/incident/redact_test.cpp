#include "bot/incident/redact.hpp"
#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace incident_test {
namespace {

std::vector<event> redacted(const std::vector<event>& history, const data_subject& whose)
{
    std::vector<event> rows;
    for (const auto& entry : history)
        rows.push_back(redact(entry, whose));
    return rows;
}

bool mentions(const std::vector<event>& rows, const std::string& text)
{
    return std::any_of(rows.begin(), rows.end(),
                       [&](const event& one) { return to_json(one).find(text) != std::string::npos; });
}

story a_full_life()
{
    story told;
    told.does(nurse, nobody, a_report());
    told.later(1min);
    told.does(nurse, nobody, supplement{{.reporter_address = "Khoa Nội", .reporter_email = "hoa@bv.vn"}, ""});
    told.does(manager, as_manager, supplement{{.reporter_phone = "0988777666"}, ""});
    told.does(robot, nobody, join{.reporters = {other_nurse}, .from = "SC-2026-000003"});
    told.does(other_nurse, nobody, ask{"Bao giờ xong?"});
    told.does(nurse, nobody, ask{"Đã xong chưa?"});
    told.does(manager, as_manager, answer{"Chiều nay"});
    told.refused(nurse, nobody, acknowledge{});
    told.does(manager, as_manager, acknowledge{});
    told.does(manager, as_manager, a_classification(2));
    told.does(manager, as_manager, assign{.handler = technician, .note = ""});
    told.does(technician, as_handler, log_action{.action = "Đã cô lập", .done_at = {}, .attachments = {}});
    return told;
}

} // namespace

TEST_CASE("Erasing the reporter leaves nothing of them and folding redacted rows gives the same state",
          "[incident]")
{
    auto told = a_full_life();
    const auto whose = subject_in(told.history, "", nurse.contact);
    CHECK(whose.is_the_reporter);
    auto rows = redacted(told.history, whose);
    told.does(robot, nobody,
              erase{.person = "", .contact = nurse.contact, .rewritten = {{.sequence = 1, .sha256 = "ab"}}});
    rows.push_back(redact(told.history.back(), whose));
    for (const auto& gone : {nurse.name, nurse.contact, std::string("0901234567"), std::string("hoa@bv.vn"),
                             std::string("0988777666"), std::string("Khoa Nội")}) {
        INFO(gone);
        CHECK_FALSE(mentions(rows, gone));
    }
    CHECK(replay(rows) == told.it);
    CHECK_FALSE(is_reporter(told.it, nurse));
    CHECK(is_reporter(told.it, other_nurse));
    CHECK(told.it.report.description == "Máy chủ HIS không vào được");
    CHECK(mentions(rows, manager.name));
    CHECK(std::get<erased>(rows.back().what).rewritten.size() == 1);
}

TEST_CASE("Erasing somebody who joined leaves the first reporter", "[incident]")
{
    auto told = a_full_life();
    const auto whose = subject_in(told.history, "", other_nurse.contact);
    CHECK_FALSE(whose.is_the_reporter);
    auto rows = redacted(told.history, whose);
    told.does(robot, nobody, erase{.person = "", .contact = other_nurse.contact, .rewritten = {}});
    rows.push_back(redact(told.history.back(), whose));
    CHECK_FALSE(mentions(rows, other_nurse.name));
    CHECK_FALSE(mentions(rows, other_nurse.contact));
    CHECK(replay(rows) == told.it);
    CHECK(is_reporter(told.it, nurse));
}

TEST_CASE("QĐ 4494 Đ13.6 who acted in office stays in the register without their contact", "[incident]")
{
    auto told = a_full_life();
    const auto whose = subject_in(told.history, manager.person, manager.contact);
    auto rows = redacted(told.history, whose);
    told.does(robot, nobody, erase{.person = manager.person, .contact = manager.contact, .rewritten = {}});
    rows.push_back(redact(told.history.back(), whose));
    CHECK_FALSE(mentions(rows, manager.contact));
    CHECK(told.it.last.at("acknowledged").by.name == manager.name);
    CHECK(told.it.last.at("acknowledged").by.contact == erased_contact);
    CHECK(replay(rows) == told.it);
}

TEST_CASE("A reporter for whom somebody else reported is erased without turning the other into the reporter",
          "[incident]")
{
    story told;
    auto given = a_report();
    given.content.report.reporter_contact = nurse.contact;
    told.does(manager, as_manager, given);
    CHECK(same_person(told.it.reported_by, nurse));
    const auto whose = subject_in(told.history, "", nurse.contact);
    auto rows = redacted(told.history, whose);
    told.does(robot, nobody, erase{.person = "", .contact = nurse.contact, .rewritten = {}});
    rows.push_back(redact(told.history.back(), whose));
    CHECK_FALSE(mentions(rows, nurse.name));
    CHECK(replay(rows) == told.it);
    CHECK_FALSE(same_person(told.it.reported_by, manager));
}

TEST_CASE("Two erased people are not the same person and nobody is named to erase nobody", "[incident]")
{
    const actor gone{.person = "", .contact = std::string(erased_contact), .name = ""};
    CHECK_FALSE(same_person(gone, gone));
    CHECK_FALSE(same_person(robot, robot));
    auto told = reached(status::reported);
    CHECK(told.refused(robot, nobody, erase{}) == "incident.refused.nobody_named");
    CHECK(told.refused(manager, as_manager, erase{.person = "x", .contact = "", .rewritten = {}}) ==
          "incident.refused.role");
}

TEST_CASE("Redacting for somebody who is not in an event leaves it as it is", "[incident]")
{
    for (const auto& entry : one_of_each("văn bản"))
        CHECK(redact(entry, {.person = "nobody", .contact = "zalo:nobody"}) == entry);
}

} // namespace incident_test
