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
    all.tuan().hears("Cần kiểm tra kênh liên lạc: Nguyễn Thị Lan");
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
    all.tuan().hears("Cần bổ sung kênh liên lạc cho Nguyễn Thị Lan");
    for (const auto& one : {people::minh, people::tuan}) // the chain does not wait for somebody who cannot hear it (E11)
        CHECK(all.person(one).hears("Cần người tiếp nhận: " + number).at < start + 1min);
    all.nothing_else();
}

TEST_CASE("E3 outside the window a reminder goes by template and never as a consult message")
{
    story all(with_template());
    all.pass(48h + 10min);
    all.read_chat(people::quyen); // the department's annual report, thirty days ahead
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

TEST_CASE("E3 a template by user id goes before one by phone and its refusal brings the one by phone")
{
    auto options = with_template();
    options.uid_template_id = "uid-1";
    story all(options);
    all.pass(48h + 10min);
    all.read_chat(people::quyen); // the department's annual report, thirty days ahead
    const auto start = all.now();

    SECTION("by user id")
    {
        const auto number = all.quick_report(people::hoa, printer, "PACS");
        REQUIRE(tries_to(all, people::lan, start).size() == 1);
        CHECK(tries_to(all, phone_of(all, "lan"), start).empty());
        all.lan().hears(number);
        const auto line = all.zalo().transcript(people::lan).back();
        CHECK(line.what.kind == sandbox::message_kind::template_text);
        CHECK(line.what.template_id == "uid-1");
        CHECK_FALSE(flag_of(all, "lan"));
        // Its receipt is known as its own: nothing is repeated for want of one.
        all.pass(11min);
        CHECK(tries_to(all, phone_of(all, "lan"), start).empty());
    }
    SECTION("a template that cannot be sent so")
    {
        sandbox::fault unsupported;
        unsupported.code = -249;
        unsupported.chat = people::lan;
        all.zalo().state().faults.add(unsupported);
        const auto number = all.quick_report(people::hoa, printer, "PACS");
        REQUIRE(tries_to(all, people::lan, start).size() == 1);
        REQUIRE(tries_to(all, phone_of(all, "lan"), start).size() == 1);
        all.lan().hears(number);
        CHECK(all.zalo().transcript(people::lan).back().what.template_id == "tpl-1");
        CHECK_FALSE(flag_of(all, "lan")); // nothing is wrong with the person
    }
    SECTION("a person whose templates are used up for the day")
    {
        sandbox::fault full;
        full.code = -218;
        full.chat = people::lan;
        full.times = 1;
        all.zalo().state().faults.add(full);
        const auto first = all.quick_report(people::hoa, printer, "PACS");
        REQUIRE(flag_of(all, "lan"));
        CHECK(flag_of(all, "lan")->reason == "template_quota");
        const auto second = all.quick_report(people::tam, "Trang thông tin không vào được", "Trang thông tin điện tử");
        CHECK(tries_to(all, people::lan, start).size() == 1); // left out while the flag holds
        CHECK(tries_to(all, phone_of(all, "lan"), start).size() == 2);
        all.lan().hears(first);
        all.lan().hears(second);
    }
    all.nothing_else();
}

TEST_CASE("E5 a chat that is told to wait 34 seconds waits and the others do not notice")
{
    story all;
    sandbox::fault slow_down;
    slow_down.kind = sandbox::fault_kind::http_status;
    slow_down.status = 429;
    slow_down.retry_after_seconds = 34;
    slow_down.chat = people::lan;
    slow_down.times = 1;
    all.zalo().state().faults.add(slow_down);
    const auto start = all.now();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    CHECK(all.now() < start + 34s); // the reporter had all answers meanwhile
    all.minh().says("trực ca");
    CHECK(all.minh().hears("Nguyễn Thị Lan").at < start + 34s);
    all.pass(40s);
    const auto tried = tries_to(all, people::lan, start);
    REQUIRE(tried.size() == 2);
    CHECK(tried[1].at - tried[0].at >= 34s);
    CHECK(tried[1].at - tried[0].at <= 35s);
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();
}

namespace {

std::vector<store::delivery> deliveries(story& all, const std::string& number, const std::string& person)
{
    const auto about = all.row(number).id;
    std::vector<store::delivery> found;
    all.in_store([&](store::transaction& tx) { found = store::deliveries_of(tx, about); });
    std::erase_if(found, [&](const store::delivery& one) { return one.person != person; });
    return found;
}

support::hospital_options everybody_has_mail()
{
    support::hospital_options options;
    options.mail = true;
    options.directory_patch = R"({"people": [
        {"id": "thanh", "name": "Lê Văn Thành", "phone": "0900000001"}, {"id": "quyen", "name": "Đỗ Thị Quyên", "phone": "0900000002"},
        {"id": "lan", "name": "Nguyễn Thị Lan", "phone": "0900000011", "email": "lan@hospital.example"},
        {"id": "minh", "name": "Trần Văn Minh", "phone": "0900000012", "email": "minh@hospital.example"},
        {"id": "hung", "name": "Phạm Quốc Hùng", "phone": "0900000013", "email": "hung@hospital.example"},
        {"id": "phuc", "name": "Võ Hồng Phúc", "phone": "0900000014"}, {"id": "tuan", "name": "Hoàng Anh Tuấn", "phone": "0900000015"},
        {"id": "binh", "name": "Bùi Thanh Bình", "phone": "0900000016"}, {"id": "ha", "name": "Đặng Thu Hà", "phone": "0900000017"},
        {"id": "ngoc", "name": "Lý Bảo Ngọc", "phone": "0900000018"}]})";
    return options;
}

} // namespace

TEST_CASE("E1 a message is followed from sent over delivered and seen to acted on")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    using state = store::delivery_state;
    const auto reached = [&] { return deliveries(all, number, "lan").at(0).state; };
    CHECK(reached() == state::sent);
    all.pass(1s);
    CHECK(reached() == state::delivered);

    SECTION("seen first")
    {
        all.pass(5s);
        CHECK(reached() == state::seen);
        all.lan().says("tiếp nhận");
        CHECK(reached() == state::acted);
    }
    SECTION("acted on before the receipt that says seen")
    {
        all.lan().says("tiếp nhận");
        CHECK(reached() == state::acted);
        all.pass(5s);
        CHECK(reached() == state::acted);
    }
    for (const auto& one : deliveries(all, number, ""))
        CHECK(one.state != state::acted); // what the reporter was sent is nobody's to act on
}

TEST_CASE("E1 a call that no phone has confirmed after ten minutes goes by mail as well and hurries nobody")
{
    story all(everybody_has_mail());
    REQUIRE(all.zalo().act(people::lan, sandbox::deed::phone_off, all.now()));
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto sent_at = all.row(number).received_at;
    all.until(sent_at + 10min - 1s);
    CHECK(all.mails_to("lan@hospital.example").empty());
    all.until(sent_at + 10min + 1s);
    const auto mails = all.mails_to("lan@hospital.example");
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].read.text.find(number) != std::string::npos);
    const auto rows = deliveries(all, number, "lan");
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].fallback_of == rows[0].id);
    std::vector<store::attempt> attempts;
    all.in_store([&](store::transaction& tx) { attempts = store::attempts_of(tx, rows[0].id); });
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].error == "no_receipt");

    all.lan().hears(number); // it is on the phone that is off
    all.nothing_else();      // no step was hurried
    all.until(sent_at + 29min);
    all.nothing_else();
    CHECK(all.mails_to("lan@hospital.example").size() == 1); // once
    all.until(sent_at + 30min + 5s);
    all.minh().hears("Cần người tiếp nhận: " + number);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    all.nothing_else();

    REQUIRE(all.zalo().act(people::lan, sandbox::deed::phone_on, all.now())); // a late receipt still counts
    all.pass(1min);
    CHECK(deliveries(all, number, "lan")[0].state >= store::delivery_state::delivered);
}

TEST_CASE("E1 nothing is repeated for a level below 2 nor after somebody acted nor without another channel")
{
    SECTION("level 1")
    {
        story all(everybody_has_mail());
        const auto number = all.quick_report(people::hoa, printer, "PACS");
        all.acknowledge();
        all.classify(1);
        REQUIRE(all.zalo().act(people::hung, sandbox::deed::phone_off, all.now()));
        for (const char* text : {"Phạm Quốc Hùng", "bỏ qua", "bỏ qua"})
            all.lan().says(text);
        REQUIRE(all.row(number).handler == "hung");
        all.pass(15min);
        CHECK(all.mails_to("hung@hospital.example").empty());
    }
    SECTION("level 2")
    {
        story all(everybody_has_mail());
        const auto number = all.quick_report(people::hoa, printer, "PACS");
        all.acknowledge();
        all.classify(2);
        REQUIRE(all.zalo().act(people::hung, sandbox::deed::phone_off, all.now()));
        for (const char* text : {"Phạm Quốc Hùng", "bỏ qua", "bỏ qua"})
            all.lan().says(text);
        REQUIRE(all.row(number).handler == "hung");
        all.pass(15min);
        REQUIRE(all.mails_to("hung@hospital.example").size() == 1);
        CHECK(all.mails_to("hung@hospital.example")[0].read.text.find(number) != std::string::npos);
    }
    SECTION("acknowledged by another")
    {
        story all(everybody_has_mail());
        REQUIRE(all.zalo().act(people::lan, sandbox::deed::phone_off, all.now()));
        all.quick_report(people::hoa, printer, "PACS");
        all.minh().says("tiếp nhận 1");
        all.pass(15min);
        CHECK(all.mails_to("lan@hospital.example").empty());
    }
    SECTION("no other channel")
    {
        story all;
        all.zalo().state().faults.lose_receipts = true;
        const auto number = all.quick_report(people::hoa, printer, "PACS");
        all.pass(20min);
        all.lan().hears(number);
        all.nothing_else();
    }
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
