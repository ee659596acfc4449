#include "bot/dialog/draft.hpp"
#include "bot/dialog/navigation.hpp"
#include "bot/text.hpp"
#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bot::dialog;
using test::chat;

namespace {

/// Every way to write each word of navigation that product.md §3.3 names.
const std::vector<std::pair<navigation, std::vector<std::string>>> spellings{
    {navigation::back, {"quay lại", "quay lai", "QUAY LẠI.", " quay  lại ", "back", "Back!"}},
    {navigation::skip, {"bỏ qua", "bo qua", "Bỏ Qua", "skip"}},
    {navigation::edit, {"sửa 1", "sua 1", "sửa mục 1", "Sua muc 1", "edit 1", "sửa câu 1"}},
    {navigation::review, {"xem lại", "xem lai", "XEM LẠI", "review"}},
    {navigation::later, {"để sau", "de sau", "Để sau ", "later"}},
    {navigation::resume, {"tiếp tục", "tiep tuc", "continue", "resume"}},
    {navigation::cancel, {"hủy", "huỷ", "huy", "Hủy.", "cancel"}},
    {navigation::help, {"trợ giúp", "tro giup", "help", "Trợ giúp?"}},
    {navigation::english, {"English", "english", "tiếng Anh"}},
    {navigation::vietnamese, {"tiếng Việt", "tieng viet", "Vietnamese"}},
};

void check_effect(navigation what, const field& one, const conversation& before, const chat& person)
{
    switch (what) {
    case navigation::back:
        CHECK(person.draft().now == phase::asking);
        CHECK((person.asked() != before.cursor || person.heard("say.first_question")));
        break;
    case navigation::skip:
        if (one.required) {
            CHECK(person.heard("say.wrong.cannot_skip"));
            CHECK(person.asked() == before.cursor);
        } else {
            CHECK((person.is_done() || person.asked() != before.cursor));
        }
        break;
    case navigation::edit:
        if (one.type == field_type::secret_gate)
            CHECK(person.heard("say.wrong.gate_first"));
        else
            CHECK(person.draft().now == phase::asking);
        break;
    case navigation::review:
        CHECK((person.heard("say.answers_so_far") || person.heard("say.no_answers_yet")));
        CHECK(person.asked() == before.cursor);
        break;
    case navigation::later:
        CHECK(person.event() == turn_event::asleep);
        CHECK(person.draft().now == phase::asleep);
        break;
    case navigation::resume:
        CHECK(person.asked() == before.cursor);
        break;
    case navigation::cancel:
        CHECK(person.draft().now == phase::confirming_cancel);
        break;
    case navigation::help:
        CHECK(person.heard("say.help"));
        CHECK(person.asked() == before.cursor);
        break;
    case navigation::english:
        CHECK(person.event() == turn_event::to_english);
        CHECK(person.asked() == before.cursor);
        break;
    case navigation::vietnamese:
        CHECK(person.event() == turn_event::to_vietnamese);
        CHECK(person.asked() == before.cursor);
        break;
    case navigation::send:
        break;
    }
    if (person.goes_on())
        CHECK(person.draft().answers.size() >= before.answers.size());
}

} // namespace

TEST_CASE("F1 every word of navigation works at every question of both reports", "[dialog][F1]")
{
    const std::string id = GENERATE("quick_report", "full_report");
    const auto& form = test::form_named(id);
    // Walks the form; at each question a copy of the chat tries every spelling.
    chat person(id);
    int questions = 0;
    while (person.goes_on() && person.draft().now == phase::asking) {
        const auto& one = *form.find(person.asked());
        ++questions;
        for (const auto& [what, words] : spellings)
            for (const auto& word : words) {
                CAPTURE(one.key, word);
                chat copy = person;
                copy.says(word);
                check_effect(what, one, person.draft(), copy);
            }
        person.says(one.type == field_type::choices || one.key != "reporter_phone" ? test::fitting_answer(one)
                                                                                   : "bỏ qua");
    }
    CHECK(questions == (id == "quick_report" ? 4 : 18));
}

TEST_CASE("F1 the same words work on the card and while confirming", "[dialog][F1]")
{
    chat person("full_report");
    while (person.draft().now == phase::asking)
        person.says(test::fitting_answer(*test::form_named("full_report").find(person.asked())));
    REQUIRE(person.draft().now == phase::reviewing);

    chat on_card = person;
    on_card.says("quay lại");
    CHECK(on_card.asked() == "request");
    on_card.says("tiếp tục");
    CHECK(on_card.draft().now == phase::reviewing);
    on_card.says("7");
    CHECK(on_card.draft().now == phase::asking);
    CHECK(on_card.heard("say.current"));
    on_card.says("tiep tuc");
    CHECK(on_card.draft().now == phase::reviewing);
    on_card.says("sửa 99");
    CHECK(on_card.heard("say.wrong.item last=17"));
    on_card.says("xem lại");
    CHECK(on_card.heard("say.review"));
    on_card.says("lung tung");
    CHECK(on_card.heard("say.wrong.review"));
    on_card.says("để sau");
    CHECK(on_card.event() == turn_event::asleep);
    on_card.wakes();
    CHECK(on_card.draft().now == phase::reviewing);
    on_card.says("ok");
    CHECK(on_card.is_done());
}

TEST_CASE("F1 cancelling asks once", "[dialog][F1]")
{
    chat person("quick_report");
    person.says_in_turn({"không", "Mất mạng toàn viện"});
    person.says("hủy");
    CHECK(person.heard("say.cancel count=2"));
    SECTION("and no leads back to the question")
    {
        person.says(GENERATE("2", "không", "tiếp tục", "quay lại", "khong"));
        CHECK(person.asked() == "affected_system");
        CHECK(person.draft().answers.size() == 3);
    }
    SECTION("and yes ends it")
    {
        person.says(GENERATE("1", "hủy", "đồng ý", "có", "Huy"));
        CHECK(person.event() == turn_event::cancelled);
        CHECK_FALSE(person.goes_on());
        CHECK_FALSE(person.is_done());
        CHECK(person.heard("say.cancelled"));
    }
    SECTION("and anything else asks again")
    {
        person.says("Máy tính hỏng");
        CHECK(person.heard("say.wrong.one_or_two"));
        CHECK(person.heard("say.cancel "));
    }
    SECTION("and it may sleep on it")
    {
        person.says("để sau");
        person.says("tiếp tục");
        CHECK(person.event() == turn_event::woken);
        CHECK(person.asked() == "affected_system");
    }
}

TEST_CASE("F1 an edit leads back to the question that was open", "[dialog][F1]")
{
    chat person("full_report");
    person.says_in_turn({"không", "Lan", "Khoa Nội", "0912345678", "HIS", "2"});
    REQUIRE(person.asked() == "occurred_at");
    person.says("sửa mục 2");
    CHECK(person.asked() == "reporter_address");
    person.says("Khoa Ngoại");
    CHECK(person.asked() == "occurred_at");
    CHECK(std::get<std::string>(person.draft().find("reporter_address")->what) == "Khoa Ngoại");
    person.says("sửa");
    CHECK(person.heard("say.edit_which"));
    person.says("quay lại");
    CHECK(person.asked() == "incident_type");
    person.says("bỏ qua"); // an answer once given stays
    CHECK(person.asked() == "occurred_at");
    CHECK(person.draft().find("incident_type") != nullptr);
}

TEST_CASE("F1 a draft put aside waits for its person", "[dialog][F1]")
{
    chat person("quick_report");
    person.says_in_turn({"không", "để sau"});
    CHECK(person.heard("say.asleep"));
    person.says("Máy chủ hỏng");
    CHECK(person.heard("say.asleep_reminder"));
    CHECK(person.draft().find("description") == nullptr);
    person.says("tiep tuc");
    CHECK(person.event() == turn_event::woken);
    CHECK(person.asked() == "description");
}

TEST_CASE("F2 a draft is warned of at 24 hours and expires at 72 and is kept 30 days", "[dialog][F2]")
{
    using namespace std::chrono_literals;
    chat person("quick_report");
    const auto draft = person.draft();
    const auto at = [&](std::chrono::hours after) { return draft_state_at(draft, draft.touched + after); };
    CHECK(at(0h) == draft_state::open);
    CHECK(at(23h) == draft_state::open);
    CHECK(at(24h) == draft_state::idle);
    CHECK(at(71h) == draft_state::idle);
    CHECK(at(72h) == draft_state::expired);
    CHECK(at(719h) == draft_state::expired);
    CHECK(at(720h) == draft_state::gone);
    CHECK(next_draft_change(draft, draft.touched) == draft.touched + 24h);
    CHECK(next_draft_change(draft, draft.touched + 24h) == draft.touched + 72h);
    CHECK(next_draft_change(draft, draft.touched + 80h) == draft.touched + 720h);
    CHECK_FALSE(next_draft_change(draft, draft.touched + 720h));

    person.says_in_turn({"không", "Mất mạng"});
    person.around.now += 100h;
    person.wakes();
    CHECK(person.event() == turn_event::woken);
    CHECK(person.asked() == "affected_system");
    CHECK(draft_state_at(person.draft(), person.around.now) == draft_state::open);
}

TEST_CASE("Only a whole message is a word of navigation", "[dialog]")
{
    for (const std::string text :
         {"hủy lịch mổ sáng nay vì mất mạng", "sửa 5 máy in", "quay lại màn hình đăng nhập", "xem lại camera",
          "bỏ qua cảnh báo của phần mềm", "sửa mục hai", "help desk", "tiếp tục mất kết nối"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_navigation(bot::fold(text)));
        chat person("quick_report");
        person.says("không");
        person.says(text);
        CHECK(person.asked() == "affected_system");
        CHECK(std::get<std::string>(person.draft().find("description")->what) == text);
    }
    CHECK_FALSE(parse_navigation(""));
    CHECK_FALSE(parse_navigation("sua 99999999999999"));
}

TEST_CASE("The word gửi is an answer while a question for text stands", "[dialog]")
{
    chat person("resolve");
    person.says("xong");
    CHECK(person.asked() == "cause");
    CHECK(std::get<std::string>(person.draft().find("result")->what) == "xong");
}
