#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>

using namespace bot::dialog;
using test::chat;

TEST_CASE("The state-secret gate comes first and lets only a clear no through", "[dialog]")
{
    const std::string id = GENERATE("quick_report", "full_report");
    chat person(id);
    REQUIRE(person.asked() == "state_secret");
    SECTION("yes and not sure stop the conversation and keep nothing")
    {
        person.says(
            GENERATE("có", "2", "chưa rõ", "3", "không rõ", "co", "yes", "dạ có ạ", "không chắc", "có thể"));
        CHECK(person.event() == turn_event::stopped_secret);
        CHECK_FALSE(person.goes_on());
        CHECK_FALSE(person.is_done());
        CHECK(person.heard("say.secret"));
    }
    SECTION("no passes")
    {
        person.says(GENERATE("không", "1", "khong", "ko", "dạ không ạ", "No", "không có"));
        CHECK(person.goes_on());
        CHECK(person.asked() != "state_secret");
    }
    SECTION("a slip or a part of a word is not enough")
    {
        person.says(GENERATE("khog", "kh", "Máy chủ HIS hỏng", "không không rõ", "4"));
        CHECK(person.asked() == "state_secret");
        CHECK(person.draft().find("state_secret") == nullptr);
        CHECK(person.draft().find("description") == nullptr);
    }
    SECTION("no word leads around it")
    {
        for (const auto* word : {"bỏ qua", "sửa 1", "sửa 2", "quay lại", "tiếp tục", "xem lại", "gửi"}) {
            CAPTURE(word);
            person.says(word);
            CHECK(person.asked() == "state_secret");
        }
    }
}

TEST_CASE("A secret mark stops the conversation at every question", "[dialog]")
{
    SECTION("in an answer")
    {
        chat person("quick_report");
        person.says("không");
        person.says("Công văn TUYỆT MẬT bị lộ");
        CHECK(person.event() == turn_event::stopped_secret);
        CHECK_FALSE(person.goes_on());
    }
    SECTION("in a file name")
    {
        chat person("resolve");
        person.says("Đã xử lý", {{.id = "a1", .kind = "file", .name = "ke hoach TOI MAT.docx"}});
        CHECK(person.event() == turn_event::stopped_secret);
    }
    SECTION("in what came with the command")
    {
        chat person("quick_report", test::hospital(),
                    {{.field = "description", .what = "Tài liệu TỐI MẬT bị lộ"}});
        CHECK(person.event() == turn_event::stopped_secret);
        CHECK_FALSE(person.goes_on());
    }
    SECTION("in a draft that sleeps")
    {
        chat person("quick_report");
        person.says_in_turn({"không", "để sau"});
        person.says("tài liệu tuyệt mật");
        CHECK(person.event() == turn_event::stopped_secret);
    }
}

TEST_CASE("Whoever stops for a secret hears where to report in person", "[dialog]")
{
    auto around = test::hospital();
    around.facts["secret_contact"] = "Phòng Tổ chức, tầng 2";
    chat person("quick_report", around);
    person.says("có");
    CHECK(person.lines() ==
          std::vector<std::string>{"say.secret", "say.secret_contact contact=Phòng Tổ chức, tầng 2"});
}

TEST_CASE("F5 what is shown back has patient identifiers masked and the submission has them", "[dialog][F5]")
{
    chat person("full_report");
    const std::string text = "Lộ hồ sơ CCCD 001086012345 trên mạng";
    while (person.asked() != "description")
        person.says(test::fitting_answer(*test::form_named("full_report").find(person.asked())));
    person.says(text);
    person.says("xem lại");
    for (const auto& line : person.lines())
        CHECK(line.find("001086012345") == std::string::npos);
    while (person.draft().now == phase::asking)
        person.says(test::fitting_answer(*test::form_named("full_report").find(person.asked())));
    person.says("gửi");
    REQUIRE(person.is_done());
    CHECK(person.done().text("description") == text);
}
