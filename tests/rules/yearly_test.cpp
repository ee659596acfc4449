#include "bot/rules/yearly.hpp"

#include "tests/rules/support.hpp"

using namespace rules_test;

namespace {

constexpr auto year = std::chrono::year{2026};

deadline of_year(std::string_view rule)
{
    return find(yearly_deadlines(shipped_book(), year), rule);
}

const deadline_rule& row(std::string_view rule)
{
    return *shipped_book().find(rule).value().rule;
}

} // namespace

TEST_CASE("NĐ 331/2026 Đ35.4: units that report and units that own systems owe different reports",
          "[rules][yearly]")
{
    const unit_standing hospital{.has_incident_manager = true};
    const unit_standing ward{};
    const unit_standing department{.has_incident_manager = true, .is_top = true};
    const unit_standing owner{.has_incident_manager = true, .has_system_owner = true};
    CHECK(owes(row("Y-20"), hospital));
    CHECK_FALSE(owes(row("Y-25"), hospital));
    CHECK_FALSE(owes(row("Y-20"), ward));
    CHECK_FALSE(owes(row("Y-25"), ward));
    CHECK(owes(row("Y-25"), department));
    CHECK(owes(row("Y-25"), owner));
    CHECK(owes(row("Y-25"), {.has_system_owner = true}));
    CHECK_FALSE(owes(row("A-ACK"), department)); // an incident's, no unit's
}

TEST_CASE("QĐ 4494 Đ5.2: the yearly review of the plan is ours and not law", "[rules][yearly]")
{
    const deadline review = of_year("Y-PLAN");
    CHECK(review.due == at("2026-03-31 23:59:59.999"));
    CHECK(review.basis == basis::cfg);
    CHECK(review.figure_basis == basis::cfg);
    CHECK(review.authority.empty());
    CHECK(owes(row("Y-PLAN"), {.has_incident_manager = true}));
}

TEST_CASE("TCVN 14423:2026: the contact list is checked every year on a day of ours", "[rules][yearly]")
{
    const deadline check = of_year("Y-CONTACT");
    CHECK(check.due == at("2026-06-30 23:59:59.999"));
    CHECK(check.basis == basis::inf);
    CHECK(check.figure_basis == basis::cfg);
}

TEST_CASE("A yearly duty is called for at eight in the morning of each day of its ladder", "[rules][yearly]")
{
    const deadline report = of_year("Y-20");
    std::vector<instant> mornings;
    auto last = instant::min();
    for (int i = 0; i < 7; ++i) {
        const auto next = next_call_at(shipped_book(), report, last);
        REQUIRE(next);
        CHECK_FALSE(call_due(shipped_book(), report, last, *next - 1ms));
        const auto call = call_due(shipped_book(), report, last, *next);
        REQUIRE(call);
        CHECK(told_at(*call) == *next);
        mornings.push_back(*next);
        last = call->at;
    }
    CHECK(mornings == std::vector{at("2026-11-19 08:00"), at("2026-12-05 08:00"), at("2026-12-12 08:00"),
                                  at("2026-12-18 08:00"), at("2026-12-20 08:00"), at("2026-12-27 08:00"),
                                  at("2027-01-03 08:00")});
}

TEST_CASE("Points of a yearly duty that passed together are told once with the gravest kind", "[rules][yearly]")
{
    const deadline report = of_year("Y-20");
    const auto call = call_due(shipped_book(), report, at("2026-11-19 23:59:59.999"), at("2026-12-20 09:00"));
    REQUIRE(call);
    CHECK(call->kind == nudge_kind::breach);
    CHECK(call->to_leadership_channel);
    CHECK(next_call_at(shipped_book(), report, call->at) == at("2026-12-27 08:00"));
}

TEST_CASE("A yearly duty that was discharged is called for no more", "[rules][yearly]")
{
    const deadline done =
        find(yearly_deadlines(shipped_book(), year, {{"Y-20", at("2026-12-10 09:00")}}), "Y-20");
    CHECK(done.state == deadline_state::met);
    CHECK_FALSE(call_due(shipped_book(), done, instant::min(), at("2027-02-01 08:00")));
    CHECK_FALSE(next_call_at(shipped_book(), done, instant::min()));
}

TEST_CASE("A ladder point in hours keeps to its own day", "[rules][yearly]")
{
    const auto book = book_with(R"({"Y-20": {"ladder": ["-PT36H"]}})");
    const deadline report = find(yearly_deadlines(book, year), "Y-20");
    CHECK(next_call_at(book, report, instant::min()) == at("2026-12-18 08:00"));
}
