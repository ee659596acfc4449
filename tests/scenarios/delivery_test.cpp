#include "bot/text.hpp"
#include "store/deliveries.hpp"
#include "store/reachability.hpp"
#include "tests/support/story.hpp"

using namespace std::chrono_literals;
using support::story;
using bot::flow::channel_kind;
using bot::flow::send_class;
namespace people = support::people;
namespace sandbox = adapters::sandbox;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

support::hospital_options with_template()
{
    support::hospital_options options;
    options.template_id = "tpl-1";
    return options;
}

/// What was tried towards one address since `from`.
std::vector<story::tried> tries_to(const story& all, const std::string& address, support::instant from)
{
    std::vector<story::tried> found;
    for (const auto& one : all.tries())
        if (one.to.address == address && one.at >= from)
            found.push_back(one);
    return found;
}

std::string phone_of(story& all, const std::string& person)
{
    return all.knowledge().who.person(person)->phone;
}

std::optional<store::unreachable> flag_of(story& all, const std::string& person)
{
    std::optional<store::unreachable> flag;
    all.in_store([&](store::transaction& tx) {
        flag = store::unreachable_since(tx, person, static_cast<store::channel_number>(channel_kind::zalo));
    });
    return flag;
}

} // namespace

TEST_CASE("E1 after three tries with back-off the message goes by the next channel within two minutes")
{
    story all(with_template());
    sandbox::fault down;
    down.kind = sandbox::fault_kind::http_status;
    down.status = 503;
    down.chat = people::lan;
    all.zalo().state().faults.add(down);
    const auto start = all.now();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.pass(2min);

    const auto tried = tries_to(all, people::lan, start);
    REQUIRE(tried.size() == 3);
    for (const auto& one : tried)
        CHECK(one.what == send_class::retry);
    const auto first_wait = tried[1].at - tried[0].at;
    const auto second_wait = tried[2].at - tried[1].at;
    CHECK(first_wait > 0s);
    CHECK(second_wait > first_wait);

    const auto by_template = tries_to(all, phone_of(all, "lan"), start);
    REQUIRE(by_template.size() == 1);
    CHECK(by_template.front().to.channel == channel_kind::zalo_template);
    CHECK(by_template.front().what == send_class::sent);
    CHECK(all.lan().hears(number).at <= start + 2min);

    std::vector<store::delivery> sent;
    std::vector<store::attempt> attempts;
    const auto about = all.row(number).id;
    all.in_store([&](store::transaction& tx) {
        sent = store::deliveries_of(tx, about);
        for (const auto& one : sent)
            if (one.state == store::delivery_state::failed)
                attempts = store::attempts_of(tx, one.id);
    });
    REQUIRE(attempts.size() == 3);
    for (std::size_t i = 0; i < attempts.size(); ++i)
        CHECK(attempts[i].at == tried[i].at);
    CHECK(std::ranges::any_of(sent, [](const auto& one) { return one.fallback_of.has_value() && one.state >= store::delivery_state::sent; }));
    all.nothing_else();
}

TEST_CASE("E1 a failure that passes costs nobody a message")
{
    story all(with_template());
    sandbox::fault down;
    down.kind = sandbox::fault_kind::http_status;
    down.chat = people::lan;
    down.times = 2;
    all.zalo().state().faults.add(down);
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.pass(2min);
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();
}

TEST_CASE("E2 a permanent refusal is not retried and the next channel is used at once")
{
    story all(with_template());
    sandbox::fault refused;
    refused.code = -213;
    refused.chat = people::lan;
    all.zalo().state().faults.add(refused);
    const auto start = all.now();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    REQUIRE(tries_to(all, people::lan, start).size() == 1);
    CHECK(tries_to(all, people::lan, start).front().what == send_class::permanent);
    CHECK(all.lan().hears(number).at < start + 2s); // the template
    REQUIRE(flag_of(all, "lan"));
    CHECK(flag_of(all, "lan")->since == start);
    all.nothing_else();

    all.zalo().state().faults.clear();
    all.lan().says("chi tiết 1");
    all.lan().hears(number);
    CHECK_FALSE(flag_of(all, "lan")); // whoever writes is reachable
}

TEST_CASE("E2 a person who blocked the account and has no other channel is reported to the group")
{
    story all;
    REQUIRE(all.zalo().act(people::lan, sandbox::deed::block, all.now()));
    const auto start = all.now();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    CHECK(tries_to(all, people::lan, start).size() == 1);
    CHECK(all.group().hears("không liên lạc được với Nguyễn Thị Lan").text.find(number) != std::string::npos);
    CHECK(flag_of(all, "lan"));
    for (const auto& one : {people::minh, people::tuan}) // the chain does not wait for somebody who cannot hear it (E11)
        CHECK(all.person(one).hears("Cần người tiếp nhận: " + number).at < start + 1min);
    all.nothing_else();
}

TEST_CASE("E3 outside the window a reminder goes by template and never as a consult message")
{
    story all(with_template());
    all.pass(48h + 10min);
    const auto start = all.now();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.pass(31min);
    for (const auto& [user, person] : {std::pair{people::lan, "lan"}, std::pair{people::minh, "minh"}, std::pair{people::tuan, "tuan"}}) {
        CHECK(tries_to(all, user, start).empty());
        const auto by_template = tries_to(all, phone_of(all, person), start);
        REQUIRE(by_template.size() == 1);
        CHECK(by_template.front().what == send_class::sent);
        all.person(user).hears(number);
    }
    all.nothing_else();

    // The next time they write they are shown what waits, with what they can do about it.
    all.lan().says("xin chào");
    all.lan().hears("Đang mở: 1 sự cố");
    all.read_chat(people::lan);
    all.pass(14min + 5s); // +45 minutes: the reminder of the classification, free again
    all.lan().hears("Nhắc việc: phân loại sự cố");
    CHECK(tries_to(all, phone_of(all, "lan"), start).size() == 1);
    all.nothing_else();
}

TEST_CASE("E10 long and hostile text arrives split and unharmed and mentions nobody")
{
    const std::string hostile = "Hỏng 😀😀😀😀 [@f414c8f76fa586fbdfb4] {braces} '{' <b>đậm</b> %s ";
    std::string report;
    while (bot::utf16_length(report) < 3'000)
        report += hostile;
    story all;
    const auto number = all.quick_report(people::hoa, report, "PACS");
    all.lan().hears("Cần tiếp nhận");
    all.lan().says("ok");
    all.lan().says("hủy");
    all.lan().says("1");
    for (int i = 0; i < 8; ++i) {
        std::string smileys = "cập nhật 1: lần " + std::to_string(i) + " {x} <b>";
        for (int n = 0; n < 150; ++n)
            smileys += "😀";
        all.lan().says(smileys);
    }
    all.read_all();
    all.lan().says("chi tiết 1");
    const auto parts = all.unread(people::lan);
    REQUIRE(parts.size() >= 2);
    std::string whole;
    for (const auto& one : parts) {
        CHECK(bot::utf16_length(one.text) <= 2'000);
        CHECK(bot::to_nfc(one.text) == one.text); // no character was cut
        whole += one.text + "\n";
    }
    CHECK(whole.find(number) != std::string::npos);
    CHECK(whole.find("{braces} '{' <b>đậm</b> %s") != std::string::npos);
    CHECK(whole.find("lần 7 {x} <b>😀") != std::string::npos);
    all.read_chat(people::lan);
    for (const auto& chat : all.chats())
        for (const auto& one : all.zalo().transcript(chat))
            if (one.what.from.empty())
                CHECK(one.what.text.find("[@") == std::string::npos);
    all.nothing_else();
}
