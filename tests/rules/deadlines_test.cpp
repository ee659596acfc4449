#include "tests/rules/support.hpp"

#include <algorithm>

using namespace rules_test;

namespace {

const instant start = at("2026-11-22 22:00"); // a Sunday evening

deadline duty(const case_facts& facts, std::string_view rule_id)
{
    return find(shipped_book(), facts, rule_id);
}

bool runs(const case_facts& facts, std::string_view rule_id)
{
    const auto all = deadlines(shipped_book(), facts);
    return listed(all, rule_id) && find(all, rule_id).state == deadline_state::running;
}

} // namespace

TEST_CASE("QĐ 4494 Đ9.1: receipt is acknowledged within 24 h of receiving the report", "[rules][deadlines]")
{
    case_facts facts;
    facts[moment::received] = start;
    facts[moment::detected] = start - 30h;
    const deadline ack = duty(facts, "A-ACK");
    CHECK(ack.due == start + 24h); // of receiving, not of detecting; Sunday night counts
    CHECK(ack.basis == basis::law);
    CHECK(ack.figure_basis == basis::law);
    CHECK(ack.article == "QĐ 4494/QĐ-BYT Đ9.1");
    CHECK(ack.title == "rule.A-ACK");
    CHECK(ack.state == deadline_state::running);
    facts[moment::acknowledged] = start + 24h;
    CHECK(duty(facts, "A-ACK").state == deadline_state::met);
    facts[moment::acknowledged] = start + 24h + 1ms;
    CHECK(duty(facts, "A-ACK").state == deadline_state::missed);
    CHECK(duty(facts, "A-ACK").met_at == start + 24h + 1ms);
}

TEST_CASE("QĐ 4494 Đ9.1: the bot's own receipt does not count unless the unit says so", "[rules][deadlines]")
{
    CHECK_FALSE(shipped_book().automatic_receipt_counts());
    CHECK(book_with(R"({"A-RECEIPT": {"automatic_counts": true}})").automatic_receipt_counts());
}

TEST_CASE("QĐ 4494 Đ9.3: classification has our own limit of 1 h and 15 min on special systems",
          "[rules][deadlines]")
{
    case_facts facts = received(start);
    CHECK(duty(facts, "A-CLS").due == start + 1h);
    facts.system = criticality::special;
    CHECK(duty(facts, "A-CLS").due == start + 15min);
    CHECK(duty(facts, "A-CLS").basis == basis::cfg);
    decide(facts, 2, start + 10min);
    CHECK(duty(facts, "A-CLS").state == deadline_state::met);
}

TEST_CASE("QĐ 4494 Đ4.4a: level 0 is handled at a suitable time and reviewed in 5 working days",
          "[rules][deadlines]")
{
    const deadline review = duty(of_level(0, at("2026-11-19 09:00")), "A-H0");
    CHECK(review.due == at("2026-11-27 23:59:59.999")); // 20, 23, 25, 26, 27: the 24th is a holiday
    CHECK(review.basis == basis::law);
    CHECK(review.figure_basis == basis::cfg);
}

TEST_CASE("QĐ 4494 Đ4.4b: level 1 is handled within 24 h", "[rules][deadlines]")
{
    const deadline handling = duty(of_level(1, start), "A-H1");
    CHECK(handling.due == start + 24h);
    CHECK(handling.figure_basis == basis::law);
}

TEST_CASE("QĐ 4494 Đ4.4c: level 2 is handled within 8 h", "[rules][deadlines]")
{
    const deadline handling = duty(of_level(2, start), "A-H2");
    CHECK(handling.due == start + 8h);
    CHECK(handling.figure_basis == basis::law);
}

TEST_CASE("QĐ 4494 Đ4.4d: level 3 is handled within 4 h", "[rules][deadlines]")
{
    const deadline handling = duty(of_level(3, start), "A-H3");
    CHECK(handling.due == start + 4h);
    CHECK(handling.figure_basis == basis::law);
}

TEST_CASE("QĐ 4494 Đ4.4đ: level 4 is handled at once and the hour we count to is not law",
          "[rules][deadlines]")
{
    const case_facts facts = of_level(4, start);
    const deadline handling = duty(facts, "A-H4");
    CHECK(handling.immediate);
    CHECK(handling.basis == basis::law);
    CHECK(handling.figure_basis == basis::cfg);
    CHECK(handling.due == start + 1h);
    CHECK(duty(facts, "A-H4-LEADER").due == start + 5min);
    CHECK(duty(facts, "A-H4-ASSIGN").due == start + 15min);
    CHECK(duty(facts, "A-H4-STATUS").due == start + 1h);
    CHECK_FALSE(listed(deadlines(shipped_book(), facts), "A-H4-HOURLY"));
}

TEST_CASE("QĐ 4494 Đ4.4đ: after the first status each entry starts the next hour", "[rules][deadlines]")
{
    case_facts facts = of_level(4, start);
    facts[moment::first_status] = start + 40min;
    CHECK(duty(facts, "A-H4-STATUS").state == deadline_state::met);
    CHECK(duty(facts, "A-H4-HOURLY").due == start + 1h + 40min);
    facts[moment::last_status] = start + 70min;
    CHECK(duty(facts, "A-H4-HOURLY").due == start + 2h + 10min);
    CHECK(duty(facts, "A-H4-HOURLY").state == deadline_state::running);
    facts[moment::resolved] = start + 2h;
    CHECK(duty(facts, "A-H4-HOURLY").state == deadline_state::met);

    // The log is brought up to date when all is over: no next hour begins.
    facts[moment::last_status] = *facts[moment::resolved] + 10min;
    CHECK(duty(facts, "A-H4-HOURLY").state == deadline_state::cancelled);
}

TEST_CASE("QĐ 4494 Đ4.4: the clock starts at detection or receipt and not at classification",
          "[rules][deadlines]")
{
    case_facts facts;
    facts[moment::received] = start;
    decide(facts, 2, start + 3h);
    CHECK(duty(facts, "A-H2").due == start + 8h);
    CHECK(duty(facts, "A-H2").start_moment == moment::received);
    facts[moment::detected] = start - 1h;
    CHECK(duty(facts, "A-H2").due == start + 7h);
    CHECK(duty(facts, "A-H2").start_moment == moment::detected);
    CHECK(duty(facts, "A-H2").effective_from == start + 3h);
}

TEST_CASE("QĐ 4494 Đ10.1c: a handler who cannot cope has 15 min to reach the leader", "[rules][deadlines]")
{
    case_facts facts = of_level(2, start);
    CHECK_FALSE(listed(deadlines(shipped_book(), facts), "A-UNABLE"));
    facts[moment::unable] = start + 2h;
    const deadline unable = duty(facts, "A-UNABLE");
    CHECK(unable.due == start + 2h + 15min);
    CHECK(unable.basis == basis::law);
    CHECK(unable.figure_basis == basis::cfg);
    facts[moment::leader_informed] = start + 2h + 5min;
    CHECK(duty(facts, "A-UNABLE").state == deadline_state::met);
}

TEST_CASE("QĐ 4494 Đ10.2: levels 3 and 4 that cannot be handled call for outside help within 1 h",
          "[rules][deadlines]")
{
    case_facts facts = of_level(3, start);
    facts[moment::unable_confirmed] = start + 2h;
    CHECK(duty(facts, "A-EXT").due == start + 3h);
    CHECK(duty(facts, "A-EXT").basis == basis::cfg);
    CHECK(duty(facts, "A-EXT").authority == "superior_unit");
    case_facts lesser = of_level(2, start);
    lesser[moment::unable_confirmed] = start + 2h;
    CHECK_FALSE(listed(deadlines(shipped_book(), lesser), "A-EXT"));
}

TEST_CASE("QĐ 4494 Đ11: the summary goes to the leader in 5 working days of ours", "[rules][deadlines]")
{
    case_facts facts = of_level(1, start);
    facts[moment::resolved] = at("2026-11-23 10:00");
    const deadline summary = duty(facts, "A-SUM");
    CHECK(summary.due == at("2026-12-01 23:59:59.999")); // 25, 26, 27, 30, 1: the 24th is a holiday
    CHECK(summary.basis == basis::law);
    CHECK(summary.figure_basis == basis::cfg);
    facts[moment::summarised] = at("2026-11-30 10:00");
    CHECK(duty(facts, "A-SUM").state == deadline_state::met);
}

TEST_CASE("QĐ 4494 Đ12: from level 3 on the summary also goes to the Ministry", "[rules][deadlines]")
{
    case_facts facts = of_level(3, start);
    facts[moment::resolved] = at("2026-11-23 01:00");
    const deadline ministry = duty(facts, "A-MOH");
    CHECK(ministry.due == at("2026-11-30 23:59:59.999")); // the 28th is a Saturday
    CHECK(ministry.figure_basis == basis::cfg);
    CHECK(ministry.authority == "moh_it_unit");
    case_facts lesser = of_level(2, start);
    lesser[moment::resolved] = at("2026-11-23 01:00");
    CHECK_FALSE(listed(deadlines(shipped_book(), lesser), "A-MOH"));
    facts[moment::sent_to_ministry] = at("2026-12-01 00:00");
    CHECK(duty(facts, "A-MOH").state == deadline_state::missed);
}

TEST_CASE("NĐ 331/2026 Đ31.2.d: an incident of the immediate class is reported at once", "[rules][deadlines]")
{
    case_facts facts = of_level(1, start);
    CHECK_FALSE(runs(facts, "B-NOW"));
    facts.signs.national_security_sign = true;
    const deadline report = duty(facts, "B-NOW");
    CHECK(report.immediate);
    CHECK(report.due == start + 1h);
    CHECK(report.basis == basis::law);
    CHECK(report.figure_basis == basis::cfg);
    CHECK(report.authority == "mps_a05");
    facts.done["B-NOW"] = start + 20min;
    CHECK(duty(facts, "B-NOW").state == deadline_state::met);
}

TEST_CASE("NĐ 331/2026 Đ31.2.d: a serious incident is notified within 24 h of detection",
          "[rules][deadlines]")
{
    case_facts facts = of_level(3, start);
    facts[moment::detected] = start - 2h;
    CHECK(duty(facts, "B-24").due == start + 22h);
    CHECK(duty(facts, "B-24").figure_basis == basis::law);
    CHECK_FALSE(runs(of_level(2, start), "B-24"));
}

TEST_CASE("NĐ 331/2026 Đ31.2.d: cause and scope and remedy are reported within 72 h of detection",
          "[rules][deadlines]")
{
    CHECK(duty(of_level(1, start), "B-72").due == start + 72h);
    CHECK(duty(of_level(1, start), "B-72").figure_basis == basis::law);
    CHECK_FALSE(runs(of_level(0, start), "B-72"));
}

TEST_CASE("NĐ 331/2026 Đ31.2.d: a complex incident is updated weekly until its investigation is complete",
          "[rules][deadlines]")
{
    case_facts facts = of_level(2, start);
    CHECK_FALSE(runs(facts, "B-UPD"));
    facts.signs.complex_case = true;
    CHECK(duty(facts, "B-UPD").due == start + 168h);
    facts.done["B-UPD"] = start + 100h;
    CHECK(duty(facts, "B-UPD").state == deadline_state::running);
    CHECK(duty(facts, "B-UPD").due == start + 268h);
    facts[moment::investigation_completed] = at("2026-11-30 08:00");
    CHECK(duty(facts, "B-UPD").state == deadline_state::met);
    CHECK(duty(facts, "B-FIN").due == at("2026-12-07 23:59:59.999")); // the 5th is a Saturday
    CHECK(duty(facts, "B-FIN").figure_basis == basis::cfg);
}

TEST_CASE("Luật 91/2025 Đ23.1: a breach of personal data is notified within 72 h of detecting the violation",
          "[rules][deadlines]")
{
    case_facts facts = received(start);
    CHECK_FALSE(runs(facts, "P-72"));
    facts.signs.personal_data = GENERATE(answer::yes, answer::unsure);
    CHECK(duty(facts, "P-72").due == start + 72h);
    facts[moment::violation_detected] = start + 5h;
    CHECK(duty(facts, "P-72").due == start + 77h);
    CHECK(duty(facts, "P-72").form == "NĐ 356/2025 Mẫu 08");
    CHECK(duty(facts, "P-72").figure_basis == basis::law);
    CHECK_FALSE(runs(facts, "P-SUBJ"));
}

TEST_CASE("NĐ 356/2025 Đ29: people whose location or biometric data leaked are told within 72 h",
          "[rules][deadlines]")
{
    case_facts facts = received(start);
    facts.signs.location_or_biometric = true;
    CHECK(duty(facts, "P-SUBJ").due == start + 72h);
    CHECK(duty(facts, "P-SUBJ").authority == "data_subjects");
    CHECK(duty(facts, "P-SUBJ").figure_basis == basis::law);
}

TEST_CASE("Luật 91/2025 Đ23.1: a vendor tells the hospital in good time and we count 12 h",
          "[rules][deadlines]")
{
    case_facts facts = received(start);
    facts.signs.personal_data = answer::yes;
    facts[moment::vendor_detected] = start - 13h;
    const deadline vendor = duty(facts, "P-PROC");
    CHECK(vendor.due == start - 1h);
    CHECK(vendor.state == deadline_state::missed);
    CHECK(vendor.figure_basis == basis::cfg);
}

TEST_CASE("NĐ 331/2026 Đ35.4a: the unit's annual report is made before 20 December", "[rules][deadlines]")
{
    const deadline report = find(yearly_deadlines(shipped_book(), std::chrono::year{2026}), "Y-20");
    CHECK(report.due == at("2026-12-19 23:59:59.999"));
    CHECK(report.basis == basis::law);
    CHECK_FALSE(listed(deadlines(shipped_book(), of_level(4, start)), "Y-20"));
    const auto sent =
        yearly_deadlines(shipped_book(), std::chrono::year{2026}, {{"Y-20", at("2026-12-18 08:00")}});
    CHECK(find(sent, "Y-20").state == deadline_state::met);
    const auto last_year =
        yearly_deadlines(shipped_book(), std::chrono::year{2026}, {{"Y-20", at("2025-12-18 08:00")}});
    CHECK(find(last_year, "Y-20").state == deadline_state::running);
}

TEST_CASE("NĐ 331/2026 Đ35.4b: the system owner's annual report is made before 25 December",
          "[rules][deadlines]")
{
    const auto all =
        yearly_deadlines(shipped_book(), std::chrono::year{2027}, {{"Y-25", at("2027-12-25 00:00")}});
    CHECK(find(all, "Y-25").due == at("2027-12-24 23:59:59.999"));
    CHECK(find(all, "Y-25").state == deadline_state::missed);
}

TEST_CASE("QĐ 05/2017 and TT 20/2017: the five-day regime is kept but off", "[rules][deadlines]")
{
    CHECK_FALSE(shipped_book().find("L-5D"));
    CHECK_FALSE(listed(deadlines(shipped_book(), of_level(3, start)), "L-5D"));
    const auto on = book_with(R"({"legacy-2017": {"enabled": true}})");
    case_facts facts = of_level(3, at("2026-11-18 10:00"));
    facts[moment::resolved] = at("2026-11-20 10:00");
    CHECK(find(on, facts, "L-5D").due == at("2026-11-23 23:59:59.999"));
    CHECK(find(on, facts, "L-FIN").due == at("2026-11-25 23:59:59.999"));
    CHECK(find(on, facts, "L-5D").basis == basis::inf);
}

TEST_CASE("A13: raised from 1 to 3 after 6 h with a 2 h pause the due time is start plus 4 h",
          "[rules][deadlines]")
{
    case_facts facts = of_level(1, start);
    facts.pauses.push_back({.from = start + 1h, .to = start + 3h, .reason = "chờ nhà thầu"});
    CHECK(duty(facts, "A-H1").due == start + 24h); // the law's clock does not pause
    decide(facts, 3, start + 6h);
    CHECK(duty(facts, "A-H3").due == start + 4h);
    CHECK(duty(facts, "A-H3").late_on_arrival());
    CHECK(duty(facts, "A-H1").state == deadline_state::cancelled);
    const auto pausable = book_with(R"({"A-H3": {"pausable": true}})");
    CHECK(find(pausable, facts, "A-H3").due == start + 6h);
}

TEST_CASE("A14: a lowered level keeps the stricter due until a leader approves", "[rules][deadlines]")
{
    case_facts facts = of_level(3, start);
    decide(facts, 1, start + 1h);
    CHECK(clock_level(facts) == 3);
    CHECK(runs(facts, "A-H3"));
    CHECK_FALSE(listed(deadlines(shipped_book(), facts), "A-H1"));
    CHECK(runs(facts, "B-24"));
    facts.levels.back().lowering_approved = true;
    CHECK(clock_level(facts) == 1);
    CHECK(duty(facts, "A-H3").state == deadline_state::cancelled);
    CHECK(duty(facts, "A-H1").due == start + 24h);
    CHECK(duty(facts, "B-24").state == deadline_state::cancelled);
}

TEST_CASE("A14: after an unapproved lowering a later decision is measured against the level that still runs",
          "[rules][deadlines]")
{
    case_facts facts = of_level(3, start);
    decide(facts, 1, start + 1h);
    decide(facts, 2, start + 2h); // above 1 but still a lowering from 3
    CHECK(clock_level(facts) == 3);
    decide(facts, 4, start + 3h);
    CHECK(clock_level(facts) == 4);
}

TEST_CASE("A17: hours run through nights and holidays", "[rules][deadlines]")
{
    const instant eve = at("2026-02-13 16:30");
    CHECK(duty(of_level(3, eve), "A-H3").due == eve + 4h);
    CHECK(duty(of_level(1, eve), "A-H1").due == at("2026-02-14 16:30"));
    CHECK(duty(of_level(1, eve), "B-72").due == at("2026-02-16 16:30"));
}

TEST_CASE("A12: a pause holds a pausable clock and leaves the law's clock beside it alone",
          "[rules][deadlines]")
{
    const auto book = book_with(R"({"A-H2": {"pausable": true}})");
    case_facts facts = of_level(2, start);
    facts.pauses.push_back({.from = start + 7h, .to = {}, .reason = "chờ nhà thầu"});
    CHECK_FALSE(find(book, facts, "A-H2").due);
    CHECK(find(book, facts, "A-H2").state == deadline_state::running);
    CHECK(find(book, facts, "B-72").due == start + 72h);
    facts.pauses.back().to = start + 12h;
    CHECK(find(book, facts, "A-H2").due == start + 13h);
    CHECK(find(book, facts, "A-H2").pauses_applied.size() == 1);
    CHECK(find(book, facts, "B-72").due == start + 72h);
    CHECK(find(book, facts, "B-72").pauses_applied.empty());
}

TEST_CASE("Pauses that overlap count once and one that began before the clock counts from the start",
          "[rules][deadlines]")
{
    const auto book = book_with(R"({"A-H2": {"pausable": true}})");
    case_facts facts = of_level(2, start);
    facts.pauses = {{.from = start - 1h, .to = start + 1h, .reason = "a"},
                    {.from = start + 2h, .to = start + 4h, .reason = "b"},
                    {.from = start + 3h, .to = start + 5h, .reason = "c"},
                    {.from = start + 30h, .to = start + 40h, .reason = "after the due time"}};
    CHECK(find(book, facts, "A-H2").due == start + 8h + 1h + 3h);
    CHECK(find(book, facts, "A-H2").pauses_applied.size() == 3);
}

TEST_CASE("A duty that was late when the incident came in runs with its due time in the past",
          "[rules][deadlines]")
{
    case_facts facts = received(start);
    facts[moment::detected] = start - 80h;
    decide(facts, 1, start + 10min);
    const deadline handling = duty(facts, "A-H1");
    CHECK(handling.due == start - 56h);
    CHECK(handling.state == deadline_state::running);
    CHECK(handling.late_on_arrival());
    CHECK(handling.overdue(start + 10min));
    CHECK(duty(facts, "B-72").late_on_arrival());
    CHECK_FALSE(duty(facts, "A-ACK").late_on_arrival());
}

TEST_CASE("Dismissing an incident cancels what runs and leaves what was met", "[rules][deadlines]")
{
    case_facts facts = of_level(2, start);
    facts[moment::acknowledged] = start + 1h;
    facts[moment::stopped] = start + 2h;
    CHECK(duty(facts, "A-ACK").state == deadline_state::met);
    CHECK(duty(facts, "A-H2").state == deadline_state::cancelled);
    CHECK(duty(facts, "B-72").state == deadline_state::cancelled);
}

TEST_CASE("A waived duty is waived unless it was done", "[rules][deadlines]")
{
    case_facts facts = of_level(1, start);
    facts.waived["B-72"] = "hệ thống không thuộc phạm vi";
    CHECK(duty(facts, "B-72").state == deadline_state::waived);
    facts.done["B-72"] = start + 80h;
    CHECK(duty(facts, "B-72").state == deadline_state::missed);
}

TEST_CASE("Reopening starts the handling clock anew and what came before does not meet it",
          "[rules][deadlines]")
{
    case_facts facts = of_level(2, start);
    facts[moment::resolved] = start + 2h;
    CHECK(duty(facts, "A-H2").state == deadline_state::met);
    facts[moment::reopened] = start + 50h;
    CHECK(duty(facts, "A-H2").state == deadline_state::running);
    CHECK(duty(facts, "A-H2").due == start + 58h);
    facts[moment::resolved] = start + 55h;
    CHECK(duty(facts, "A-H2").state == deadline_state::met);
}

TEST_CASE("An incident without any moment has no deadlines", "[rules][deadlines]")
{
    CHECK(deadlines(shipped_book(), {}).empty());
}
