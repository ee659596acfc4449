#include "bot/rules/classify.hpp"
#include "tests/rules/support.hpp"

#include <algorithm>
#include <set>

using namespace rules_test;

namespace {

proposal proposed(criticality system, std::optional<int> operation, std::optional<int> data,
                  std::optional<int> impact)
{
    return propose(shipped_book(),
                   {.system = system, .operation = operation, .data = data, .impact = impact, .signs = {}});
}

std::vector<std::string> classes(std::optional<int> level, const notice_signs& signs)
{
    std::vector<std::string> names;
    for (const notice& one : notice_classes(shipped_book(), level, signs))
        names.push_back(one.notice_class);
    return names;
}

bool in_class(const std::string& name, std::optional<int> level, const notice_signs& signs = {})
{
    return std::ranges::count(classes(level, signs), name) == 1;
}

} // namespace

TEST_CASE("QĐ 4494 Đ3.1: the nine types of incident from a to i are all there", "[rules][classify]")
{
    std::vector<std::string> codes;
    for (const incident_type& type : shipped_book().types()) {
        codes.push_back(type.code);
        CHECK(type.cited.basis == basis::law);
        CHECK_FALSE(type.text.empty());
    }
    CHECK(codes == std::vector<std::string>{"a", "b", "c", "d", "dd", "e", "g", "h", "i"});
}

TEST_CASE("QĐ 4494 Đ2.3 to Đ2.5: a system is special or important or ordinary", "[rules][classify]")
{
    CHECK(criticality_named("special") == criticality::special);
    CHECK(criticality_named("important") == criticality::important);
    CHECK(criticality_named("normal") == criticality::normal);
    CHECK_FALSE(criticality_named("vital"));
}

TEST_CASE("QĐ 4494 Đ3.2a: no immediate harm is level 0 on any system", "[rules][classify]")
{
    const auto system = GENERATE(criticality::special, criticality::important, criticality::normal);
    const proposal made = proposed(system, 0, 0, 0);
    CHECK(made.level == 0);
    CHECK(made.because == std::vector{fired{"S-0", "QĐ 4494/QĐ-BYT Đ3.2a", basis::law}});
    CHECK_FALSE(made.needs_confirmation);
}

TEST_CASE("QĐ 4494 Đ3.2b: a small effect is level 1 on any system", "[rules][classify]")
{
    const auto system = GENERATE(criticality::special, criticality::important, criticality::normal);
    const proposal made = proposed(system, 0, 1, 0);
    CHECK(made.level == 1);
    CHECK(made.because == std::vector{fired{"S-1", "QĐ 4494/QĐ-BYT Đ3.2b", basis::law}});
}

TEST_CASE("QĐ 4494 Đ3.2c: a considerable effect is level 2 on important and ordinary systems",
          "[rules][classify]")
{
    const auto system = GENERATE(criticality::important, criticality::normal);
    const proposal made = proposed(system, 1, 0, 2);
    CHECK(made.level == 2);
    CHECK(made.because == std::vector{fired{"S-2", "QĐ 4494/QĐ-BYT Đ3.2c", basis::law}});
}

TEST_CASE("QĐ 4494 Đ3.2c leaves out special systems: a considerable effect there is level 3 by inference",
          "[rules][classify]")
{
    const proposal made = proposed(criticality::special, 2, 0, 0);
    CHECK(made.level == 3);
    CHECK(made.because.front().id == "S-2-SPECIAL");
    CHECK(made.because.front().basis == basis::inf);
}

TEST_CASE("QĐ 4494 Đ3.2d: a serious effect is level 3 and never called law because the text is lost",
          "[rules][classify]")
{
    const auto system = GENERATE(criticality::special, criticality::important, criticality::normal);
    const proposal made = proposed(system, 3, 1, 0);
    CHECK(made.level == 3);
    CHECK(made.because == std::vector{fired{"S-3", "QĐ 4494/QĐ-BYT Đ3.2d", basis::inf}});
}

TEST_CASE("QĐ 4494 Đ3.2đ: a special system paralysed or its data gravely harmed is level 4",
          "[rules][classify]")
{
    const auto [operation, data] = GENERATE(table<int, int>({{4, 0}, {0, 4}, {4, 4}, {4, 2}}));
    const proposal made = proposed(criticality::special, operation, data, 0);
    CHECK(made.level == 4);
    CHECK(made.because == std::vector{fired{"S-4", "QĐ 4494/QĐ-BYT Đ3.2đ", basis::law}});
    CHECK_FALSE(made.needs_confirmation);
}

TEST_CASE("QĐ 4494 Đ3.2đ: gravest impact alone on a special system is level 3 and put to a person",
          "[rules][classify]")
{
    const proposal made = proposed(criticality::special, 3, 3, 4);
    CHECK(made.level == 3);
    CHECK(made.because.front().basis == basis::cfg);
    CHECK(made.needs_confirmation);
    CHECK(made.consider_level == 4);
}

TEST_CASE("QĐ 4494 Đ3.2đ speaks of special systems: the gravest effect elsewhere is level 3",
          "[rules][classify]")
{
    const proposal important = proposed(criticality::important, 4, 0, 0);
    CHECK(important.level == 3);
    CHECK(important.consider_level == 4);
    CHECK(important.because.front().basis == basis::cfg);
    const proposal normal = proposed(criticality::normal, 0, 4, 0);
    CHECK(normal.level == 3);
    CHECK(normal.needs_confirmation);
}

TEST_CASE("Signs of harm to security or public order propose level 4 on any system", "[rules][classify]")
{
    assessment answers{.system = criticality::normal, .operation = 1, .data = 0, .impact = 0, .signs = {}};
    answers.signs.public_order_sign = GENERATE(false, true);
    answers.signs.national_security_sign = !answers.signs.public_order_sign;
    const proposal made = propose(shipped_book(), answers);
    CHECK(made.level == 4);
    CHECK(made.needs_confirmation);
    CHECK(made.because.front().id == "S-SECURITY");
    CHECK(made.because.back().id == "S-1");
}

TEST_CASE("QĐ 4494 Đ9.3: an effect nobody knows yet counts as the worst and is put to a person",
          "[rules][classify]")
{
    const proposal special = proposed(criticality::special, std::nullopt, 0, 0);
    CHECK(special.level == 4);
    CHECK(special.needs_confirmation);
    CHECK(special.because.back().id == "S-UNKNOWN");
    CHECK(special.because.back().basis == basis::cfg);
    CHECK(proposed(criticality::normal, 0, 0, std::nullopt).level == 3);
}

TEST_CASE("QĐ 4494 Đ3.2: each effect scale has five scores and marks what is only inferred",
          "[rules][classify]")
{
    const std::string effect = GENERATE("operation", "data", "impact");
    const auto& scores = scale(shipped_book(), effect);
    REQUIRE(scores.size() == 5);
    CHECK(scores[3].cited.basis == basis::inf);
    CHECK(scores[4].cited.basis == basis::law);
    CHECK_THROWS_AS(scale(shipped_book(), "mood"), std::logic_error);
}

TEST_CASE("NĐ 331/2026 Đ31.2.d: harm to security or order and severe disruption are immediate",
          "[rules][notice]")
{
    CHECK(in_class("immediate", 1, {.national_security_sign = true}));
    CHECK(in_class("immediate", 1, {.public_order_sign = true}));
    CHECK(in_class("immediate", std::nullopt, {.severe_disruption = true}));
    CHECK(in_class("immediate", 4));
    CHECK_FALSE(in_class("immediate", 3));
}

TEST_CASE("NĐ 331/2026 Đ31.2.d: what counts as serious is ours because the decree does not say",
          "[rules][notice]")
{
    CHECK(in_class("serious", 3));
    CHECK(in_class("serious", 4));
    CHECK_FALSE(in_class("serious", 2));
    CHECK(in_class("serious", 1, {.admin_takeover = true}));
    CHECK(in_class("serious", 1, {.ransomware = true}));
    CHECK(in_class("serious", 1, {.health_data_leak = true}));
    CHECK(in_class("serious", 1, {.long_outage = true}));
    for (const notice& one : notice_classes(shipped_book(), 3, {.ransomware = true}))
        if (one.notice_class == "serious") {
            CHECK(one.because.size() == 2);
            for (const fired& row : one.because)
                CHECK(row.basis == basis::cfg);
        }
}

TEST_CASE("NĐ 331/2026 Đ31.2.d: every confirmed incident from level 1 on is in the 72-hour class",
          "[rules][notice]")
{
    for (int level = 1; level <= 4; ++level)
        CHECK(in_class("reportable", level));
    CHECK_FALSE(in_class("reportable", 0));
    CHECK_FALSE(in_class("reportable", std::nullopt));
    CHECK(in_class("complex", 1, {.complex_case = true}));
}

TEST_CASE("Luật 91/2025 Đ23.1: personal data is its own class and a doubt counts", "[rules][notice]")
{
    CHECK(in_class("personal_data", std::nullopt, {.personal_data = answer::yes}));
    CHECK(in_class("personal_data", 0, {.personal_data = answer::unsure}));
    CHECK_FALSE(in_class("personal_data", 4, {.personal_data = answer::no}));
    CHECK(in_class("location_or_biometric", 1, {.location_or_biometric = true}));
    const auto unsure = notice_classes(shipped_book(), 0, {.personal_data = answer::unsure});
    REQUIRE(unsure.size() == 1);
    CHECK(unsure[0].because == std::vector{fired{"N-DATA-UNSURE", "Luật 91/2025/QH15 Đ23.1", basis::cfg}});
}

TEST_CASE("Names of moments and answers and signs are read back as themselves", "[rules]")
{
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < moment_count; ++i) {
        const auto which = static_cast<moment>(i);
        CHECK(moment_named(name_of(which)) == which);
        names.insert(name_of(which));
    }
    CHECK(names.size() == moment_count);
    CHECK_FALSE(moment_named("teatime"));
    for (const answer one : {answer::no, answer::yes, answer::unsure})
        CHECK(answer_named(name_of(one)) == one);
    CHECK(sign_named({.ransomware = true}, "ransomware") == true);
    CHECK(sign_named({}, "ransomware") == false);
    CHECK_FALSE(sign_named({}, "personal_data"));
}
