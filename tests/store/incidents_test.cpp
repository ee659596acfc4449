#include "store/deadlines.hpp"
#include "store/incidents.hpp"
#include "store/rule_texts.hpp"
#include "store/writer.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>

using namespace store;
using namespace std::chrono_literals;
using scratch::morning;

namespace {

incident_row report(transaction& tx, const std::string& unit, instant at = morning)
{
    const auto number = take_number(tx, "SC", 2026);
    incident_row row{.number = number.text,
                     .prefix = "SC",
                     .year = 2026,
                     .seq = number.seq,
                     .unit = unit,
                     .system = "his",
                     .status = "reported",
                     .received_at = at,
                     .stamp = "qd-4494-2015@1.0",
                     .title = "HIS không truy cập được",
                     .updated_at = at};
    row.id = add_incident(tx, row);
    return row;
}

std::vector<std::string> numbers(const std::vector<incident_row>& rows)
{
    std::vector<std::string> found;
    for (const auto& row : rows)
        found.push_back(row.number);
    return found;
}

} // namespace

TEST_CASE("Numbers have no gap although transactions and savepoints are rolled back", "[store]")
{
    database db(":memory:");
    const auto take = [](transaction& tx) { return take_number(tx, "SC", 2026).seq; };
    {
        transaction tx(db);
        CHECK(take(tx) == 1);
        tx.commit();
    }
    {
        transaction tx(db);
        CHECK(take(tx) == 2);
    }
    transaction tx(db);
    {
        savepoint part(tx);
        CHECK(take(tx) == 2);
    }
    CHECK(take_number(tx, "SC", 2026).text == "SC-2026-000002");
    CHECK(take_number(tx, "SC", 2027).text == "SC-2027-000001");
    CHECK(take_number(tx, "DT", 2026).text == "DT-2026-000001");
}

TEST_CASE("An incident comes back as it was saved and its number is unique", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    auto row = report(tx, "khoa-noi");
    row.status = "in_handling";
    row.level = 3;
    row.type = "malware";
    row.handler = "minh";
    row.acknowledged = true;
    row.open = false;
    row.drill = true;
    row.updated_at = morning + 1h;
    save_incident(tx, row);
    const auto found = find_incident(tx, "SC-2026-000001");
    REQUIRE(found);
    CHECK(found->id == row.id);
    CHECK(found->status == "in_handling");
    CHECK(found->level == 3);
    CHECK(found->type == "malware");
    CHECK(found->handler == "minh");
    CHECK(found->acknowledged);
    CHECK_FALSE(found->open);
    CHECK(found->drill);
    CHECK(found->title == row.title);
    CHECK(found->received_at == morning);
    CHECK(found->updated_at == morning + 1h);
    CHECK(find_incident(tx, row.id)->number == row.number);
    CHECK_FALSE(find_incident(tx, "SC-2026-000002"));
    CHECK_THROWS_AS(add_incident(tx, row), failure);
}

TEST_CASE("A short number means an incident of one's own units", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    report(tx, "khoa-noi");
    auto elsewhere = report(tx, "khoa-ngoai");
    const std::vector<std::string> mine{"khoa-noi", "phong-it"};
    CHECK(find_by_seq(tx, 1, mine).size() == 1);
    CHECK(find_by_seq(tx, 2, mine).empty());
    CHECK(find_by_seq(tx, 1, {}).empty());
    const std::vector<std::string> hostile{"x') OR 1=1 --", "\"]"};
    CHECK(find_by_seq(tx, 1, hostile).empty());
    // The same short number of the year before stands behind this year's.
    auto old = elsewhere;
    old.number = "SC-2025-000001";
    old.year = 2025;
    old.seq = 1;
    old.unit = "khoa-noi";
    add_incident(tx, old);
    CHECK(numbers(find_by_seq(tx, 1, mine)) == std::vector<std::string>{"SC-2026-000001", "SC-2025-000001"});
}

TEST_CASE("Lists narrow by every field alone and together", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    for (int i = 0; i < 6; ++i)
        report(tx, i % 2 == 0 ? "khoa-noi" : "khoa-ngoai", morning + i * 1h);
    auto third = *find_incident(tx, "SC-2026-000003");
    third.handler = "minh";
    third.status = "in_handling";
    save_incident(tx, third);
    auto closed = *find_incident(tx, "SC-2026-000005");
    closed.open = false;
    closed.status = "closed";
    save_incident(tx, closed);
    auto drill = *find_incident(tx, "SC-2026-000006");
    drill.drill = true;
    save_incident(tx, drill);
    add_party(tx, third.id, contact_id{1}, morning);
    add_party(tx, closed.id, contact_id{1}, morning);
    const std::vector<deadline_row> late{{.rule_id = "A-ACK", .start = morning, .due = morning + 1h}};
    replace_deadlines(tx, third.id, late);

    const auto list = [&tx](incident_filter filter) {
        auto found = numbers(list_incidents(tx, filter, 10));
        CHECK(count_incidents(tx, filter) == static_cast<std::int64_t>(found.size()));
        return found;
    };
    using strings = std::vector<std::string>;
    CHECK(list({}) == strings{"SC-2026-000004", "SC-2026-000003", "SC-2026-000002", "SC-2026-000001"});
    CHECK(list({.open = std::nullopt}).size() == 5);
    CHECK(list({.open = false}) == strings{"SC-2026-000005"});
    CHECK(list({.drills = true}).size() == 5);
    CHECK(list({.units = strings{"khoa-noi"}}) == strings{"SC-2026-000003", "SC-2026-000001"});
    CHECK(list({.units = strings{}}).empty());
    CHECK(list({.handler = "minh"}) == strings{"SC-2026-000003"});
    CHECK(list({.party = contact_id{1}}) == strings{"SC-2026-000003"});
    CHECK(list({.open = std::nullopt, .party = contact_id{1}}) ==
          strings{"SC-2026-000005", "SC-2026-000003"});
    CHECK(list({.status = "in_handling"}) == strings{"SC-2026-000003"});
    CHECK(list({.system = "pacs"}).empty());
    CHECK(list({.received_from = morning + 1h, .received_before = morning + 3h}) ==
          strings{"SC-2026-000003", "SC-2026-000002"});
    CHECK(list({.overdue_at = morning + 1h}).empty());
    CHECK(list({.overdue_at = morning + 2h}) == strings{"SC-2026-000003"});
    CHECK(list({.units = strings{"khoa-noi"}, .party = contact_id{1}, .overdue_at = morning + 2h}) ==
          strings{"SC-2026-000003"});

    const auto page = list_incidents(tx, {}, 2);
    REQUIRE(page.size() == 2);
    CHECK(numbers(list_incidents(tx, {}, 2, page[1].id)) == strings{"SC-2026-000002", "SC-2026-000001"});
}

TEST_CASE("F4: who joined hears on and who left does not", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto row = report(tx, "khoa-noi");
    add_party(tx, row.id, contact_id{2}, morning);
    add_party(tx, row.id, contact_id{1}, morning + 1h);
    add_party(tx, row.id, contact_id{2}, morning + 2h);
    CHECK(parties(tx, row.id) == std::vector{contact_id{2}, contact_id{1}});
    remove_party(tx, row.id, contact_id{2});
    CHECK(parties(tx, row.id) == std::vector{contact_id{1}});
}

TEST_CASE("An incident keeps the text of the rules it was opened under", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    keep_rule_text(tx, "qd@1.0", "{\"a\":1}", morning);
    keep_rule_text(tx, "qd@1.0", "{\"a\":2}", morning + 1h);
    CHECK(rule_text(tx, "qd@1.0") == "{\"a\":1}");
    CHECK_FALSE(rule_text(tx, "qd@2.0"));
}

TEST_CASE("Deadlines are replaced whole and asked for by what is due", "[store]")
{
    database db(":memory:");
    transaction tx(db);
    const auto one = report(tx, "khoa-noi");
    const auto two = report(tx, "khoa-ngoai");
    const std::vector<deadline_row> first{{.rule_id = "A-ACK", .start = morning, .due = morning + 24h},
                                          {.rule_id = "A-H2", .start = morning, .due = morning + 8h},
                                          {.rule_id = "A-SUM", .start = morning}};
    replace_deadlines(tx, one.id, first);
    CHECK(deadlines_of(tx, one.id).size() == 3);
    CHECK(next_deadline(tx, one.id)->rule_id == "A-H2");
    const std::vector<deadline_row> then{{.rule_id = "A-ACK",
                                          .start = morning,
                                          .due = morning + 24h,
                                          .state = deadline_state::met,
                                          .met_at = morning + 1h},
                                         {.rule_id = "A-H2", .start = morning, .due = morning + 8h}};
    replace_deadlines(tx, one.id, then);
    const std::vector<deadline_row> other{{.rule_id = "A-ACK",
                                           .start = morning,
                                           .due = morning + 24h,
                                           .state = deadline_state::missed,
                                           .met_at = morning + 25h},
                                          {.rule_id = "A-H2", .start = morning, .due = morning + 4h}};
    replace_deadlines(tx, two.id, other);

    const auto rows = deadlines_of(tx, one.id);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].state == deadline_state::met);
    CHECK(rows[0].met_at == morning + 1h);
    CHECK(rows[1].due == morning + 8h);
    const auto overdue = overdue_deadlines(tx, morning + 9h, 10);
    REQUIRE(overdue.size() == 2);
    CHECK(overdue[0].incident == two.id);
    CHECK(overdue_deadlines(tx, morning + 5h, 10).size() == 1);

    const auto figures = deadline_statistics(tx, morning, morning + 1h, morning + 5h);
    REQUIRE(figures.size() == 2);
    CHECK(figures[0].rule_id == "A-ACK");
    CHECK(figures[0].on_time == 1);
    CHECK(figures[0].late == 1);
    CHECK(figures[1].late == 1);
    CHECK(figures[1].running == 1);
    CHECK(deadline_statistics(tx, morning, morning + 1h, morning + 5h, std::vector<std::string>{"khoa-noi"})
              .size() == 2);
    CHECK(deadline_statistics(tx, morning + 1h, morning + 2h, morning + 5h).empty());

    auto drill = *find_incident(tx, two.id);
    drill.drill = true;
    save_incident(tx, drill);
    CHECK(overdue_deadlines(tx, morning + 9h, 10).size() == 1);
    CHECK(deadline_statistics(tx, morning, morning + 1h, morning + 5h)[0].late == 0);
}
