#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace bot::dialog;
using test::chat;

namespace {

std::vector<std::string> hostile_texts()
{
    std::string digits;
    for (int i = 0; i < 5000; ++i)
        digits += std::to_string(i) + " ";
    return {std::string(1'000'000, 'a'),
            std::string("a\0b\0", 4),
            "\xff\xfe\x80 text",
            "😀😀😀",
            "شبكة المستشفى معطلة",
            "\u202Eevil\u202C",
            "[@123] xem ngay",
            "{0} {name, plural, other {#}}",
            "<script>alert(1)</script>",
            "'; DROP TABLE incidents; --",
            "\n\n\n",
            "\"\\\"",
            "e\u0301\u0301\u0301\u0301\u0301\u0301",
            digits,
            std::string(100'000, '\n'),
            "sửa 999999999999999999999",
            "-1",
            "1e9",
            "٣"};
}

} // namespace

TEST_CASE("E10 hostile input is answered at every question of every form", "[dialog][E10]")
{
    for (const auto& name :
         {"quick_report", "full_report", "classify", "resolve", "assign", "link_duplicate"}) {
        chat person(name);
        int turns = 0;
        while (person.goes_on() && person.draft().now == phase::asking && turns++ < 40) {
            for (const auto& text : hostile_texts()) {
                chat copy = person;
                copy.says(text);
                CHECK((copy.is_done() || !copy.lines().empty()));
                const bool stopped =
                    person.asked() == "state_secret" && copy.event() == turn_event::stopped_secret;
                CHECK((copy.is_done() || copy.goes_on() || stopped));
                if (copy.goes_on() && text.size() < 100'000) {
                    CHECK(copy.draft().answers.size() + 1 >= person.draft().answers.size());
                }
            }
            person.says(test::fitting_answer(*test::form_named(name).find(person.asked())));
        }
    }
}

TEST_CASE("A text with odd signs is kept as it was written", "[dialog]")
{
    for (const std::string text :
         {"[@123] xem ngay", "{0} {name, plural, other {#}}", "<script>alert(1)</script>", "\"\\\" dấu",
          "شبكة المستشفى معطلة", "dòng 1\ndòng 2\tcột"}) {
        CAPTURE(text);
        chat person("quick_report");
        person.says_in_turn({"không", text});
        CHECK(person.asked() == "affected_system");
        CHECK(std::get<std::string>(person.draft().find("description")->what) == text);
        CHECK(from_json(to_json(person.draft())).value() == person.draft());
    }
}

TEST_CASE("Emoji alone and blanks are no answer", "[dialog]")
{
    chat person("quick_report");
    person.says("không");
    for (const std::string text : {"😀😀", "", "   ", "...", "👍"}) {
        CAPTURE(text);
        person.says(text);
        CHECK(person.lines().front() == "say.wrong.empty");
        CHECK(person.asked() == "description");
    }
}

TEST_CASE("Random walks lose no answer and always ask or finish", "[dialog]")
{
    const std::vector<std::string> words{"quay lại",   "bỏ qua",    "sửa 1",
                                         "sửa 3",      "sửa mục 7", "sua",
                                         "xem lại",    "để sau",    "tiếp tục",
                                         "hủy",        "trợ giúp",  "English",
                                         "tiếng Việt", "gửi",       "xong",
                                         "1",          "2",         "0",
                                         "3",          "không",     "có",
                                         "chưa rõ",    "sáng nay",  "hôm qua 15h30",
                                         "0912345678", "abc",       "Máy chủ HIS bị treo",
                                         "",           "😀",         "lan@bv.vn",
                                         "1 2",        "99",        std::string(9000, 'x')};
    const auto names = test::form_names();
    for (unsigned seed = 1; seed <= 400; ++seed) {
        std::mt19937 random(seed);
        const auto& form = test::form_named(names[seed % names.size()]);
        CAPTURE(seed, form.id);
        chat person(form.id);
        std::vector<std::string> said;
        for (int turn = 0; turn < 80 && person.goes_on(); ++turn) {
            const auto before = person.draft();
            const auto* open = form.find(before.cursor);
            // Half of the time a fitting answer, so that walks get somewhere.
            const auto word = random() % 2 == 0 && open != nullptr && before.now == phase::asking
                                  ? test::fitting_answer(*open)
                                  : words[random() % words.size()];
            const bool attaches = random() % 10 == 0;
            person.says(word, attaches ? std::vector<attachment>{{.id = "a"}} : std::vector<attachment>{});
            said.push_back(word);
            if (!person.goes_on()) {
                const bool ended = person.is_done() || person.event() == turn_event::cancelled ||
                                   person.event() == turn_event::stopped_secret;
                CHECK(ended);
                break;
            }
            const auto& after = person.draft();
            REQUIRE_FALSE(person.lines().empty());
            // Every answer is still there; only that of the open question may have changed.
            for (const auto& one : before.answers) {
                const auto* kept = after.find(one.field);
                REQUIRE(kept != nullptr);
                if (one.field != before.cursor)
                    CHECK(*kept == one);
            }
            CHECK(after.attachments.size() ==
                  std::min<std::size_t>(30, before.attachments.size() + (attaches ? 1 : 0)));
            // Something is asked: a question of the form, the card, a confirmation, or the draft sleeps.
            if (after.now == phase::asking)
                CHECK(form.find(after.cursor) != nullptr);
            if (after.now == phase::confirming_time || after.now == phase::confirming_cut)
                CHECK(after.pending.has_value());
        }
        if (person.is_done())
            for (const auto& one : form.fields)
                if (one.required && !one.when && one.type != field_type::attachments)
                    CHECK(person.done().find(one.key) != nullptr);
    }
}
