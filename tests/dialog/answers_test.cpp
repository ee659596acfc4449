#include "bot/dialog/contact.hpp"
#include "bot/dialog/one_slip.hpp"
#include "bot/dialog/option_match.hpp"
#include "bot/text.hpp"
#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace bot::dialog;
using test::chat;

namespace {

/// What `text` chooses at the question `key` of a form when it is asked; "" when it is not taken.
std::string choice_of(const std::string& form, const std::string& key, const std::string& text)
{
    chat person(form);
    while (person.asked() != key)
        person.says(test::fitting_answer(*test::form_named(form).find(person.asked())));
    person.says(text);
    const auto* given = person.is_done() ? nullptr : person.draft().find(key);
    if (person.is_done())
        return person.done().choice(key);
    const auto* one = given == nullptr ? nullptr : std::get_if<chosen>(&given->what);
    return one == nullptr ? "" : one->key;
}

} // namespace

TEST_CASE("An option is named by its number or its words with or without diacritics", "[dialog]")
{
    struct row {
        std::string text;
        std::string key;
    };
    const auto each =
        GENERATE(row{"2", "b"}, row{"2.", "b"}, row{" 2 ", "b"}, row{"2a", "b"}, row{"số 2", "b"},
                 row{"so 2", "b"}, row{"câu 2", "b"}, row{"dạ 2 ạ", "b"}, row{"em chọn 2", "b"},
                 row{"chọn số 2 nhé", "b"}, row{"Mã độc, tấn công từ chối dịch vụ", "b"}, row{"mã độc", "b"},
                 row{"ma doc", "b"}, row{"MA DOC", "b"}, row{"mã độc ạ", "b"}, row{"tấn công từ chối", "b"},
                 row{"ma dco", "b"}, row{"ddos", "b"}, row{"malware", "b"}, row{"virus", "b"},
                 row{"không rõ", "unknown"}, row{"10", "unknown"}, row{"mất thiết bị", "e"},
                 row{"mat thiet", "e"}, row{"lỗ hổng", "c"}, row{"dd", "dd"}, row{"thien tai", "h"},
                 row{"loại a", "a"}, row{"9", "i"}, row{"11", ""}, row{"0", ""}, row{"99999999999", ""},
                 row{"abcxyz", ""}, row{"mất", "e"}, row{"2 3", ""}, row{"2h", ""}, row{"👍", ""});
    CAPTURE(each.text);
    CHECK(choice_of("full_report", "incident_type", each.text) == each.key);
}

TEST_CASE("Yes and no are understood as people write them", "[dialog]")
{
    struct row {
        std::string text;
        std::string key;
    };
    const auto each =
        GENERATE(row{"1", "yes"}, row{"có", "yes"}, row{"co", "yes"}, row{"dạ có ạ", "yes"},
                 row{"vâng", "yes"}, row{"đúng", "yes"}, row{"yes", "yes"}, row{"2", "no"},
                 row{"không", "no"}, row{"ko", "no"}, row{"không ạ", "no"}, row{"No", "no"},
                 row{"chưa", "no"}, row{"3", "unsure"}, row{"chưa rõ", "unsure"}, row{"không rõ", "unsure"},
                 row{"ko biết", "unsure"}, row{"chắc thế", ""}, row{"4", ""});
    CAPTURE(each.text);
    CHECK(choice_of("full_report", "personal_data", each.text) == each.key);
}

TEST_CASE("Effects are numbered as the scale is", "[dialog]")
{
    CHECK(choice_of("classify", "operation_effect", "0") == "0");
    CHECK(choice_of("classify", "operation_effect", "4") == "4");
    CHECK(choice_of("classify", "operation_effect", "tê liệt") == "4");
    CHECK(choice_of("classify", "operation_effect", "5") == "unknown");
    CHECK(choice_of("classify", "operation_effect", "6").empty());
}

TEST_CASE("Several options are named in one answer", "[dialog]")
{
    struct row {
        std::string text;
        std::vector<std::string> keys;
        bool taken = true;
    };
    const auto each = GENERATE(row{"1 3", {"national_security", "severe_disruption"}},
                               row{"3,1", {"national_security", "severe_disruption"}},
                               row{"4 và 5", {"admin_takeover", "ransomware"}},
                               row{"4.5", {"admin_takeover", "ransomware"}}, row{"số 5 ạ", {"ransomware"}},
                               row{"tống tiền", {"ransomware"}}, row{"0", {}}, row{"không", {}},
                               row{"không có", {}}, row{"bỏ qua", {}}, row{"none", {}}, row{"1 9", {}, false},
                               row{"13", {}, false}, row{"1-3", {}, false}, row{"xyz", {}, false});
    CAPTURE(each.text);
    chat manager("classify");
    while (manager.asked() != "signs")
        manager.says(test::fitting_answer(*test::form_named("classify").find(manager.asked())));
    manager.says(each.text);
    CHECK((manager.asked() == "personal_data") == each.taken);
    if (each.taken)
        CHECK(std::get<selection>(manager.draft().find("signs")->what).keys == each.keys);
    else
        CHECK(manager.heard("say.wrong.choices"));
}

TEST_CASE("A choice that fits several options asks for the number", "[dialog]")
{
    chat nurse("quick_report");
    nurse.says_in_turn({"không", "mất mạng", "1"});
    nurse.says("có");
    CHECK(nurse.lines().front() ==
          "say.wrong.ambiguous options=[say.option_line label=[form.full_report.affected_now.patients] "
          "number=1 | say.option_line label=[form.full_report.affected_now.operations] number=2]");
    CHECK(nurse.asked() == "affected_now");
}

TEST_CASE("The third answer that is not understood brings an offer of help", "[dialog]")
{
    chat nurse("full_report");
    nurse.says_in_turn({"không", "Lan", "bỏ qua"});
    nurse.says("abc");
    CHECK(nurse.lines().front() == "say.wrong.phone");
    CHECK(nurse.heard("form.full_report.reporter_phone.hint"));
    CHECK_FALSE(nurse.heard("say.offer_help"));
    nurse.says("abc");
    CHECK_FALSE(nurse.heard("say.offer_help"));
    nurse.says("abc");
    CHECK(nurse.heard("say.offer_help"));
    nurse.says("0912345678");
    CHECK(nurse.draft().strikes == 0);
}

TEST_CASE("A time that was partly guessed is confirmed before it is taken", "[dialog]")
{
    chat nurse("supplement");
    nurse.says_in_turn({"1", "không"});
    REQUIRE(nurse.asked() == "occurred_at");
    nurse.says("sáng nay");
    REQUIRE(nurse.draft().now == phase::confirming_time);
    CHECK(nurse.lines() == std::vector<std::string>{"say.time when=22/11/2026 08:00",
                                                    "say.option_line label=[say.time.right] number=1",
                                                    "say.option_line label=[say.time.again] number=2"});
    SECTION("yes")
    {
        nurse.says(GENERATE("1", "đúng", "dung", "ok", "vâng", "đúng rồi ạ"));
        CHECK(nurse.asked() == "incident_type");
        CHECK(bot::rules::format_vietnam(std::get<bot::rules::instant>(
                  nurse.draft().find("occurred_at")->what)) == "22/11/2026 08:00");
    }
    SECTION("no asks again")
    {
        nurse.says(GENERATE("2", "nhập lại", "sai", "không"));
        CHECK(nurse.draft().now == phase::asking);
        CHECK(nurse.asked() == "occurred_at");
        CHECK(nurse.draft().find("occurred_at") == nullptr);
    }
    SECTION("another time is as good as an answer")
    {
        nurse.says("22/11/2026 07:30");
        CHECK(nurse.heard("say.time_noted when=22/11/2026 07:30"));
        CHECK(nurse.asked() == "incident_type");
    }
    SECTION("navigation works here too")
    {
        nurse.says("trợ giúp");
        CHECK(nurse.heard("say.time "));
        nurse.says("quay lại");
        CHECK(nurse.asked() == "occurred_at");
        CHECK(nurse.draft().now == phase::asking);
    }
    SECTION("anything else says what is asked")
    {
        nurse.says("hmm");
        CHECK(nurse.heard("say.wrong.one_or_two"));
        CHECK(nurse.draft().now == phase::confirming_time);
    }
}

TEST_CASE("A time says what is wrong with it", "[dialog]")
{
    chat nurse("supplement");
    nurse.says_in_turn({"1", "không"});
    nurse.says("ngày mai 8h");
    CHECK(nurse.lines().front() == "say.wrong.time_in_future");
    nurse.says("abc");
    CHECK(nurse.lines().front() == "say.wrong.time");
    nurse.says("không rõ");
    CHECK(nurse.asked() == "incident_type");
    chat handler("resolve");
    handler.says_in_turn({"Đã xong", "Mã độc"});
    handler.says("không rõ");
    CHECK(handler.lines().front() == "say.wrong.time_needed");
}

TEST_CASE("The expected finish is one tap or a time", "[dialog]")
{
    struct row {
        std::string text;
        std::string when;
    };
    const auto each = GENERATE(row{"1", "22/11/2026 10:00"}, row{"2", "22/11/2026 11:00"},
                               row{"2 tiếng nữa", "22/11/2026 11:00"}, row{"4", "22/11/2026 23:59"},
                               row{"trong hôm nay", "22/11/2026 23:59"}, row{"4 giờ", "22/11/2026 13:00"},
                               row{"23/11/2026 10:00", "23/11/2026 10:00"}, row{"17:00", "22/11/2026 17:00"});
    CAPTURE(each.text);
    chat handler("expected_finish");
    handler.says(each.text);
    if (handler.goes_on() && handler.draft().now == phase::confirming_time)
        handler.says("1");
    REQUIRE(handler.is_done());
    CHECK(bot::rules::format_vietnam(*handler.done().at("finish")) == each.when);
}

TEST_CASE("Telephone numbers and addresses are taken as people write them", "[dialog]")
{
    CHECK(parse_phone("0912 345 678") == "0912345678");
    CHECK(parse_phone("+84 912.345.678") == "0912345678");
    CHECK(parse_phone("84912345678") == "0912345678");
    CHECK(parse_phone("(024) 3846-1234") == "02438461234");
    CHECK(parse_phone("+33 1 23 45 67 89") == "+33123456789");
    CHECK(parse_phone("0912345678 (chị Lan)") == "0912345678 (chị Lan)");
    for (const auto* text : {"", "abc", "1234", "12345678901234567", "+", "++++++++++"})
        CHECK_FALSE(parse_phone(text));
    CHECK(parse_email("lan@bv.vn") == "lan@bv.vn");
    for (const auto* text :
         {"", "lan", "lan@", "@bv.vn", "lan@bv", "a b@bv.vn", "a@b@c.vn", "a@bv..vn", "a@.vn", "<a@bv.vn>"})
        CHECK_FALSE(parse_email(text));
}

TEST_CASE("One slip of the finger is one edit", "[dialog]")
{
    CHECK(is_one_slip_away("khong", "khog"));
    CHECK(is_one_slip_away("khong", "khoong"));
    CHECK(is_one_slip_away("khong", "khogn"));
    CHECK(is_one_slip_away("khong", "xhong"));
    CHECK_FALSE(is_one_slip_away("khong", "khong"));
    CHECK_FALSE(is_one_slip_away("khong", "kho"));
    CHECK_FALSE(is_one_slip_away("", ""));
    CHECK(is_one_slip_away("", "a"));
}

TEST_CASE("A text that is too long is cut only with consent", "[dialog]")
{
    std::string long_text;
    while (long_text.size() < 30'000)
        long_text += "Máy chủ bị treo. ";
    chat nurse("quick_report");
    nurse.says("không");
    nurse.says(long_text);
    REQUIRE(nurse.draft().now == phase::confirming_cut);
    CHECK(nurse.lines()[0].starts_with("say.too_long length="));
    CHECK(nurse.draft().find("description") == nullptr);
    SECTION("kept")
    {
        nurse.says("1");
        const auto& kept = std::get<std::string>(nurse.draft().find("description")->what);
        CHECK(long_text.starts_with(kept));
        CHECK(kept.size() > 4000);
        CHECK(nurse.asked() == "affected_system");
    }
    SECTION("written again")
    {
        nurse.says("viết lại");
        CHECK(nurse.asked() == "description");
        CHECK(nurse.draft().now == phase::asking);
    }
    SECTION("or the shorter text right away")
    {
        nurse.says("Máy chủ HIS bị treo");
        CHECK(std::get<std::string>(nurse.draft().find("description")->what) == "Máy chủ HIS bị treo");
    }
    SECTION("not thrown away by walking off")
    {
        nurse.says("sửa 1");
        CHECK(nurse.draft().now == phase::confirming_cut);
    }
}

TEST_CASE("Attachments are taken at every question", "[dialog]")
{
    chat nurse("full_report");
    nurse.says("không", {{.id = "a1", .kind = "image"}});
    CHECK(nurse.heard("say.attachments_noted count=1"));
    CHECK(nurse.asked() == "reporter_name");
    nurse.says("", {{.id = "a2", .kind = "image"}, {.id = "a3", .kind = "file", .name = "log.txt"}});
    CHECK(nurse.heard("say.attachments_noted count=2"));
    CHECK(nurse.asked() == "reporter_name");
    CHECK(nurse.draft().strikes == 0);
    CHECK(nurse.draft().attachments[2] == attachment{"a3", "file", "log.txt", "reporter_name"});
    while (nurse.asked() != "attachments")
        nurse.says(test::fitting_answer(*test::form_named("full_report").find(nurse.asked())));
    CHECK(nurse.heard("say.attachments_so_far count=3"));
    nurse.says("", {{.id = "a4", .kind = "image"}});
    CHECK(nurse.asked() == "attachments");
    nurse.says("Xong");
    CHECK(nurse.asked() == "keep_confidential");
    CHECK(std::get<std::int64_t>(nurse.draft().find("attachments")->what) == 4);
}

TEST_CASE("There is a limit to the attachments of a report", "[dialog]")
{
    chat nurse("quick_report");
    nurse.says("không", std::vector<attachment>(30, {.id = "x"}));
    nurse.says("Mất mạng", {{.id = "one too many"}});
    CHECK(nurse.heard("say.wrong.too_many_attachments limit=30"));
    CHECK(nurse.asked() == "affected_system"); // what was written with it counts all the same
    CHECK(nurse.draft().attachments.size() == 30);
}
