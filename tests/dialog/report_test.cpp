#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>

using namespace bot::dialog;
using test::chat;
using lines = std::vector<std::string>;

TEST_CASE("A quick report is the gate and three answers", "[dialog]")
{
    chat nurse("quick_report");
    CHECK(nurse.lines() ==
          lines{"form.full_report.state_secret", "say.option_line label=[say.option.no] number=1",
                "say.option_line label=[say.option.yes] number=2",
                "say.option_line label=[say.option.unsure] number=3", "form.full_report.state_secret.hint"});
    CHECK(nurse.says("1") == lines{"say.question number=1 question=[form.full_report.description] total=3",
                                   "form.full_report.description.hint"});
    CHECK(nurse.says("Máy chủ HIS bị mã hóa, không vào được") ==
          lines{"say.question number=2 question=[form.full_report.affected_system] total=3",
                "say.option_line label=Phần mềm HIS number=1", "say.option_line label=Hệ thống PACS number=2",
                "say.option_line label=[form.full_report.affected_system.other] number=3",
                "say.option_line label=[form.full_report.affected_system.unknown] number=4",
                "form.full_report.affected_system.hint"});
    nurse.says("phan mem his");
    CHECK(nurse.lines().front() == "say.question number=3 question=[form.full_report.affected_now] total=3");
    nurse.says("1");

    REQUIRE(nurse.event() == turn_event::submitted);
    CHECK_FALSE(nurse.goes_on());
    const auto& report = nurse.done();
    CHECK(report.form == "quick_report");
    CHECK(report.choice("state_secret") == "no");
    CHECK(report.choice("unit") == "bvx"); // the only one: taken, not asked
    CHECK(report.label("unit") == "Bệnh viện X");
    CHECK(report.text("description") == "Máy chủ HIS bị mã hóa, không vào được");
    CHECK(report.choice("affected_system") == "his");
    CHECK(report.label("affected_system") == "Phần mềm HIS");
    CHECK(report.choice("affected_now") == "patients");
}

TEST_CASE("One message báo nhanh needs only the gate when it is to be enough", "[dialog]")
{
    auto around = test::hospital();
    around.facts["one_message"] = "yes";
    chat nurse("quick_report", around, {{.field = "description", .what = "máy chủ HIS bị mã hóa"}});
    CHECK(nurse.asked() == "state_secret");
    nurse.says("không ạ");
    REQUIRE(nurse.is_done());
    CHECK(nurse.done().text("description") == "máy chủ HIS bị mã hóa");
    CHECK(nurse.done().find("affected_system") == nullptr);
}

TEST_CASE("What is known beforehand is not asked but can be changed", "[dialog]")
{
    chat nurse("full_report", test::hospital(),
               {{.field = "reporter_name", .what = "Nguyễn Thị Lan"},
                {.field = "reporter_phone", .what = "0912345678"},
                {.field = "description", .what = "Máy chủ HIS bị mã hóa"}});
    nurse.says("không");
    CHECK(nurse.lines().front() ==
          "say.question number=1 question=[form.full_report.reporter_address] total=11");
    nurse.says_in_turn({"bỏ qua", "1", "không rõ", "07:45 22/11/2026", "4", "không đăng nhập được"});
    CHECK(nurse.asked() == "already_notified");
    nurse.says_in_turn({"0", "không", "bỏ qua", "không", "bỏ qua"});
    REQUIRE(nurse.draft().now == phase::reviewing);
    CHECK(nurse.lines().front() == "say.review");
    CHECK(nurse.heard(
        "say.card_line label=[form.full_report.reporter_name.label] number=13 value=Nguyễn Thị Lan"));
    nurse.says("sửa 13");
    CHECK(nurse.heard("say.current value=Nguyễn Thị Lan"));
    nurse.says("Nguyễn Thị Mai");
    REQUIRE(nurse.draft().now == phase::reviewing);
    CHECK(nurse.heard(
        "say.card_line label=[form.full_report.reporter_name.label] number=13 value=Nguyễn Thị Mai"));
    nurse.says("gửi");
    REQUIRE(nurse.is_done());
    CHECK(nurse.done().text("reporter_name") == "Nguyễn Thị Mai");
    CHECK(nurse.done().choice("incident_type") == "unknown");
}

TEST_CASE("The supplement asks only what the quick report left open", "[dialog]")
{
    chat nurse("supplement", test::hospital(),
               {{.field = "affected_system", .what = chosen{.key = "his", .label = "Phần mềm HIS"}},
                {.field = "affected_now", .what = chosen{.key = "patients", .label = ""}},
                {.field = "reporter_name", .what = "Lan"},
                {.field = "reporter_phone", .what = "0912345678"}},
               "SC-2026-000012");
    CHECK(nurse.asked() == "occurred_at");
    nurse.says_in_turn({"không rõ", "bỏ qua", "nhân viên báo", "chưa rõ", "1, 2", "1 4", "bỏ qua", "bỏ qua",
                        "xong", "không"});
    CHECK(nurse.asked() == "request");
    nurse.says("Cần người hỗ trợ");
    REQUIRE(nurse.is_done());
    const auto& more = nurse.done();
    CHECK(more.subject == "SC-2026-000012");
    CHECK(more.choices("already_notified") == std::vector<std::string>{"leader", "incident_manager"});
    CHECK(more.choices("notified_how") == std::vector<std::string>{"in_person", "phone"});
    CHECK(more.at("occurred_at") == nullptr);
    CHECK(more.choice("occurred_at") == "unknown");
    CHECK(more.find("incident_type") == nullptr);
    CHECK(more.find("reporter_email") == nullptr);
}

TEST_CASE("Without a phone number an e-mail address is asked for", "[dialog]")
{
    chat nurse("full_report");
    nurse.says_in_turn({"không", "Lan", "bỏ qua"});
    CHECK(nurse.asked() == "reporter_phone");
    nurse.says("bỏ qua");
    CHECK(nurse.asked() == "reporter_email");
    nurse.says("bỏ qua");
    CHECK(nurse.heard("say.wrong.cannot_skip"));
    nurse.says("Lan@BenhVien.VN");
    CHECK(nurse.asked() == "affected_system");
    CHECK(std::get<std::string>(nurse.draft().find("reporter_email")->what) == "Lan@benhvien.vn");
}

TEST_CASE("With several units the reporter chooses one", "[dialog]")
{
    auto around = test::hospital();
    around.options = [](std::string_view source) -> std::vector<dynamic_option> {
        if (source == "units")
            return {{"bvx", "Bệnh viện X"}, {"bvy", "Bệnh viện Y"}};
        return {};
    };
    chat nurse("quick_report", around);
    nurse.says("không");
    CHECK(nurse.asked() == "unit");
    nurse.says("benh vien y");
    CHECK(nurse.asked() == "description");
    CHECK(std::get<chosen>(nurse.draft().find("unit")->what).key == "bvy");
}

TEST_CASE("A system that is not on the list is taken as it is written", "[dialog]")
{
    chat nurse("quick_report");
    nurse.says_in_turn({"không", "máy in không in được", "máy in khoa Nội", "không"});
    REQUIRE(nurse.is_done());
    CHECK(nurse.done().choice("affected_system") == "other");
    CHECK(nurse.done().label("affected_system") == "máy in khoa Nội");
}

TEST_CASE("A known answer that does not fit its question is asked", "[dialog]")
{
    chat nurse("quick_report", test::hospital(),
               {{.field = "affected_system", .what = chosen{.key = "gone", .label = "Cũ"}},
                {.field = "affected_now", .what = "text"},
                {.field = "state_secret", .what = chosen{.key = "no", .label = ""}},
                {.field = "no_such_field", .what = "x"}});
    CHECK(nurse.asked() == "state_secret");
    CHECK(nurse.draft().answers.empty());
}
