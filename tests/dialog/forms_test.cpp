#include "bot/dialog/option_match.hpp"
#include "bot/text.hpp"
#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

using namespace bot::dialog;
using test::chat;

namespace {

nlohmann::json texts(const std::string& language)
{
    return nlohmann::json::parse(test::file_text("messages/" + language + ".json"));
}

} // namespace

TEST_CASE("Every form of the project loads and names its id as its file does", "[dialog]")
{
    const auto names = test::form_names();
    CHECK(names.size() >= 20);
    for (const auto& name : names) {
        const auto& one = test::form_named(name);
        CHECK(one.id == name);
        for (const auto& field : one.fields) {
            CAPTURE(name, field.key);
            CHECK((field.basis != "law" || !field.article.empty()));
        }
    }
}

TEST_CASE("Every question has its texts in both languages", "[dialog]")
{
    for (const std::string language : {"vi", "en"}) {
        const auto all = texts(language);
        for (const auto& name : test::form_names())
            for (const auto& field : test::form_named(name).fields) {
                CAPTURE(language, name, field.key);
                CHECK(all.contains(field.prompt));
                CHECK((!field.has_hint || all.contains(field.prompt + ".hint")));
                CHECK((field.type == field_type::secret_gate || all.contains(field.prompt + ".label")));
                if (field.type == field_type::yes_no_unsure || field.type == field_type::secret_gate)
                    continue;
                for (const auto& option : field.options)
                    CHECK(all.contains(field.prompt + "." + option.key));
            }
    }
}

TEST_CASE("The words on the screen name their option in both languages", "[dialog]")
{
    for (const std::string language : {"vi", "en"}) {
        const auto all = texts(language);
        for (const auto& name : test::form_names())
            for (const auto& field : test::form_named(name).fields)
                for (const auto& option : field.options) {
                    const bool shared =
                        field.type == field_type::yes_no_unsure || field.type == field_type::secret_gate;
                    const auto label =
                        all.at((shared ? "say.option." : field.prompt + ".") + option.key).get<std::string>();
                    CAPTURE(language, name, field.key, label);
                    const auto options = options_of(field, {});
                    const auto match = find_option(bot::fold(label), options, match_kind::exact);
                    REQUIRE(match.found.size() == 1);
                    CHECK(match.found.front()->key == option.key);
                }
    }
}

TEST_CASE("Every form can be answered from end to end", "[dialog]")
{
    for (const auto& name : test::form_names()) {
        CAPTURE(name);
        chat person(name);
        int turns = 0;
        while (person.goes_on() && turns++ < 60)
            person.says(person.draft().now == phase::reviewing
                            ? "gửi"
                            : test::fitting_answer(*test::form_named(name).find(person.asked())));
        REQUIRE(person.is_done());
        std::set<std::string> given;
        for (const auto& one : person.done().answers)
            given.insert(one.field);
        for (const auto& field : test::form_named(name).fields)
            if (field.required && !field.when)
                CHECK((given.contains(field.key) || field.type == field_type::attachments));
    }
}

TEST_CASE("Form 1 asks its items in the order of the official form after the gate", "[dialog]")
{
    std::vector<std::string> items;
    for (const auto& field : test::form_named("full_report").fields)
        if (!field.item.empty() && (items.empty() || items.back() != field.item))
            items.push_back(field.item);
    CHECK(items == std::vector<std::string>{"2.2", "2.5", "2.6", "2.8"});
    CHECK(test::form_named("full_report").fields.front().type == field_type::secret_gate);
    CHECK(test::form_named("full_report").review);
}

TEST_CASE("Weaknesses and risk review are asked from level 3 on", "[dialog]")
{
    for (const auto& [level, asked] :
         {std::pair{"2", false}, std::pair{"3", true}, std::pair{"4", true}, std::pair{"", false}}) {
        CAPTURE(level);
        auto around = test::hospital();
        around.facts["level"] = level;
        chat manager("summary", around);
        while (manager.draft().now == phase::asking)
            manager.says(test::fitting_answer(*test::form_named("summary").find(manager.asked())));
        manager.says("gửi");
        CHECK((manager.done().find("weaknesses_and_fix") != nullptr) == asked);
        CHECK((manager.done().find("risk_review") != nullptr) == asked);
    }
}

TEST_CASE("A level is agreed to or changed with a reason", "[dialog]")
{
    chat agrees("confirm_level");
    CHECK(agrees.lines().front() == "form.confirm_level.decision proposed_level=3");
    agrees.says("đồng ý");
    REQUIRE(agrees.is_done());
    CHECK(agrees.done().choice("decision") == "agree");

    chat changes("confirm_level");
    changes.says("2");
    CHECK(changes.asked() == "level");
    changes.says("mức 4");
    CHECK(changes.asked() == "reason");
    changes.says("Toàn viện phải dừng khám");
    REQUIRE(changes.is_done());
    CHECK(changes.done().choice("level") == "4");
}

TEST_CASE("Answers to questions that no longer apply are kept aside", "[dialog]")
{
    chat person("confirm_level");
    person.says_in_turn({"2", "4"});
    person.says("sửa 1");
    person.says("1");
    REQUIRE(person.is_done());
    CHECK(person.done().find("level") == nullptr);
}

TEST_CASE("A list without options is passed over", "[dialog]")
{
    auto around = test::hospital();
    around.options = {};
    chat nurse("quick_report", around);
    nurse.says("không");
    CHECK(nurse.asked() == "description");
    CHECK(nurse.lines().front() == "say.question number=1 question=[form.full_report.description] total=3");
}

TEST_CASE("D10 a conversation goes on with a newer version of its form", "[dialog][D10]")
{
    chat nurse("quick_report");
    nurse.says_in_turn({"không", "Mất mạng"});
    form newer = test::form_named("quick_report");
    newer.version = 2;
    std::erase_if(newer.fields, [](const field& one) { return one.key == "affected_system"; });
    auto extra = *newer.find("description");
    extra.key = "where";
    newer.fields.push_back(extra);
    // The question that stood open is gone: the next one is asked, the answers are kept.
    auto turn = step(newer, nurse.draft(), {.text = "4"}, nurse.around);
    REQUIRE(turn.next);
    CHECK(turn.next->cursor == "where");
    turn = step(newer, *turn.next, {.text = "Tầng 3"}, nurse.around);
    REQUIRE(turn.done);
    CHECK(turn.done->text("description") == "Mất mạng");
    CHECK(turn.done->text("where") == "Tầng 3");
    CHECK(turn.done->version == 2);
}

TEST_CASE("What an unfinished supplement holds can be handed in", "[dialog]")
{
    chat nurse("supplement", test::hospital(), {}, "12");
    nurse.says_in_turn({"1", "1", "07:45 22/11/2026", "bỏ qua"});
    const auto so_far = submission_so_far(test::form_named("supplement"), nurse.draft(), nurse.around);
    CHECK(so_far.subject == "12");
    CHECK(so_far.choice("affected_system") == "his");
    CHECK(so_far.at("occurred_at") != nullptr);
    CHECK(so_far.find("incident_type") == nullptr);
    CHECK(so_far.find("detection_method") == nullptr);
}
