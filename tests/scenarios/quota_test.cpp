#include "bot/flow/held_notes.hpp"
#include "bot/flow/quota.hpp"
#include "store/held_notes.hpp"
#include "store/settings.hpp"
#include "tests/support/story.hpp"

using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using support::story;
using bot::flow::channel_kind;
namespace people = support::people;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

/// Ten billed messages a month, two of them in reserve; the first seven are gone.
support::hospital_options nearly_used()
{
    support::hospital_options options;
    options.mail = true;
    options.quota.billed_per_month = 10;
    return options;
}

void spend(story& all, std::int64_t count)
{
    all.in_store([&](store::transaction& tx) { store::add_to_counter(tx, "spent.billed", bot::flow::vietnam_day(all.now()), count); });
}

std::vector<store::held_note> held_for(story& all, const std::string& person)
{
    std::vector<store::held_note> notes;
    all.in_store([&](store::transaction& tx) { notes = store::take_held(tx, person); });
    return notes;
}

std::size_t chat_tries(const story& all, const std::string& user, support::instant from)
{
    return static_cast<std::size_t>(std::ranges::count_if(all.tries(), [&](const auto& one) { return one.to.address == user && one.at >= from; }));
}

} // namespace

TEST_CASE("E4 when the paid quota is nearly used the reserve is kept for level 3 and low levels go by mail or wait for the morning")
{
    story all(nearly_used());
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.bring_to_handling(1);
    REQUIRE(all.row(number).level == 1);
    all.pass(49h); // Lan and Hùng have been silent: their messages are billed now
    all.tuan().says("trực ca");
    const auto already = all.quota().billed_used;
    REQUIRE(already <= 7);
    spend(all, 7 - already);
    all.read_all();
    const auto start = all.now();
    const auto mails = all.mails_to("lan@hospital.example").size();

    all.hoa().says("báo thêm: máy in ở khoa khác cũng lỗi"); // one more of level 1 is within what is not reserved
    CHECK(chat_tries(all, people::lan, start) == 1);
    CHECK(all.quota().billed_used == 8);
    CHECK(all.quota().billed_left == 2);
    all.lan().hears(number);
    all.tuan().hears("đã dùng 8/10 trong tháng"); // the administrator hears that only the reserve is left
    all.read_chat(people::hoa);
    all.nothing_else();

    all.hoa().says("báo thêm: vẫn lỗi"); // the next leaves the reserve alone and goes by mail
    CHECK(chat_tries(all, people::lan, start) == 1);
    CHECK(all.mails_to("lan@hospital.example").size() == mails + 1);
    all.read_chat(people::hoa);
    all.nothing_else();

    all.minh().says("đổi mức 1"); // the same for Hùng, who has no mailbox: it waits for the morning
    for (const char* text : {"2", "lan sang khoa khác"})
        all.minh().says(text);
    REQUIRE(all.row(number).level == 2);
    CHECK(chat_tries(all, people::hung, start) == 0);
    const auto notes = held_for(all, "hung");
    const auto news = std::ranges::find(notes, "update", &store::held_note::purpose);
    REQUIRE(news != notes.end());
    CHECK(news->text.find(number + " được nâng lên") != std::string::npos);

    all.minh().says("đổi mức 1"); // level 3 may use the reserve
    for (const char* text : {"3", "dữ liệu bị mã hóa"})
        all.minh().says(text);
    REQUIRE(all.row(number).level == 3);
    CHECK(chat_tries(all, people::hung, start) >= 1);
    CHECK(all.quota().billed_used > 8);
    CHECK(all.tuan().count("trong tháng") == 0); // warned once a month

    spend(all, 20); // the reserve is gone, too: what is serious is sent all the same
    all.read_all();
    all.minh().says("đổi mức 1");
    for (const char* text : {"4", "lan ra toàn viện"})
        all.minh().says(text);
    REQUIRE(all.row(number).level == 4);
    all.hung().hears(number + " được nâng lên");
}

TEST_CASE("E4 what is on its way counts so that many due at once do not share the last message")
{
    story all(nearly_used());
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.bring_to_handling(1);
    all.pass(49h);
    all.tuan().says("trực ca");
    spend(all, 7 - all.quota().billed_used);
    all.hold_answers(true); // nothing of this is settled
    for (const char* text : {"báo thêm: máy in ở khoa khác cũng lỗi", "báo thêm: vẫn lỗi", "báo thêm: đã tắt máy"})
        all.hoa().says(text);
    all.in_store([&](store::transaction& tx) { CHECK(store::count_paid_outbound(tx, store::paid_kind::billed) == 1); });
    all.hold_answers(false);
    all.crash();
    all.restart();
    all.pass(1min);
    CHECK(all.quota().billed_used == 8);
    const auto mailed = [&](const std::string& words) {
        const auto mails = all.mails_to("lan@hospital.example");
        return std::ranges::count_if(mails, [&](const auto& one) { return one.read.text.find(words) != std::string::npos; });
    };
    CHECK(mailed("máy in ở khoa khác") == 0);
    CHECK(mailed("vẫn lỗi") >= 1); // twice where the death came between send and record
    CHECK(mailed("đã tắt máy") >= 1);
    CHECK(all.lan().hears("máy in ở khoa khác").text.find(number) != std::string::npos);
}

TEST_CASE("E4 administrators are warned when the pace is too fast for the month")
{
    support::hospital_options options;
    options.quota.billed_per_month = 100;
    options.starts = from_vietnam(std::chrono::year{2026} / 11 / 4, 8, 0);
    story all(options);
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.bring_to_handling(1);
    all.pass(49h); // Friday the sixth, nine o'clock
    all.tuan().says("trực ca");
    spend(all, 30);
    all.read_all();
    all.hoa().says("báo thêm: máy in ở khoa khác cũng lỗi");
    all.lan().hears(number);
    const auto warning = all.tuan().hears("Xin xem lại hạn mức tin Zalo có phí");
    CHECK(warning.text.find("/100") != std::string::npos);
    all.hoa().says("báo thêm: vẫn lỗi");
    CHECK(all.tuan().count("Xin xem lại hạn mức") == 0);
}

TEST_CASE("E4 without a quota nothing is held back and what is paid for is still counted")
{
    story all;
    all.quick_report(people::hoa, printer, "PACS");
    all.bring_to_handling(1);
    all.pass(49h);
    const auto before = all.quota().billed_used;
    all.hoa().says("báo thêm: máy in ở khoa khác cũng lỗi");
    CHECK(all.quota().billed_used == before + 1);
    CHECK_FALSE(all.quota().billed_left);
}

TEST_CASE("What waits for a morning digest is in the reader's language and is taken back when somebody acts")
{
    story all;
    all.lan().says("English");
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto about = all.row(number).id;
    const auto hold = [&](const std::string& person, const std::string& purpose) {
        all.in_store([&](store::transaction& tx) {
            bot::flow::handover left;
            bot::flow::work at(tx, all.knowledge(), all.now(), left);
            bot::flow::hold_for_digest(at, person, {{"reach.thanks"}}, {.incident = about, .purpose = purpose, .drill = true});
            at.flush();
            CHECK(left.to_send.empty());
        });
    };
    hold("lan", "nudge:A-ACK");
    hold("minh", "nudge:A-ACK");
    hold("minh", "update");
    const auto english = held_for(all, "lan");
    REQUIRE(english.size() == 1);
    CHECK(english[0].text.find("Thank you") != std::string::npos);
    CHECK(english[0].text.find("[") == 0); // the drill's banner
    CHECK(english[0].incident == about);
    all.in_store([&](store::transaction& tx) {
        bot::flow::handover left;
        bot::flow::work at(tx, all.knowledge(), all.now(), left);
        bot::flow::withdraw(at, about, "nudge:A-ACK");
        at.flush();
    });
    const auto left = held_for(all, "minh");
    REQUIRE(left.size() == 1);
    CHECK(left[0].purpose == "update");
    CHECK(left[0].text.find("Cảm ơn anh/chị") != std::string::npos);
}
