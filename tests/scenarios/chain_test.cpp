#include "tests/support/story.hpp"

// Escalation chains: steps, skips, ends, hand-overs (scenarios A4 to A8, B4).

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

/// The sample hospital with a chain of its own; nobody is reminded of the classification.
support::hospital_options with_chain(const std::string& chain)
{
    support::hospital_options options;
    options.directory_changes = R"([{"op": "add", "path": "/units/1/rule_overrides", "value": {"A-CLS": {"enabled": false}, "A-CHAIN": )" + chain + "}}]";
    return options;
}

std::size_t index_of(const std::vector<std::string>& names, const std::string& name)
{
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

} // namespace

TEST_CASE("A4 a step without anybody on duty is skipped at once and the leaders hear of it")
{
    story all;
    all.lan().says("vắng mặt đến 20h");
    all.minh().says("vắng mặt đến 20h"); // nobody is left in the first step
    all.read_all();
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.tuan().hears("Cần người tiếp nhận: " + number); // the second step, thirty minutes before its time
    const auto post = all.group().hears("không có người trực hoặc không liên lạc được (cán bộ quản lý sự cố)").text;
    CHECK(post.find(number) != std::string::npos);
    all.nothing_else();
    all.lan().says("chi tiết " + number);
    all.lan().hears("Bước 1: không có người trực hoặc không liên lạc được");
    all.pass(30min - 5s);
    all.nothing_else();
}

TEST_CASE("A5 a chain that has run in vain twice more ends in the superior's channel and the incident stays open")
{
    story all(with_chain(R"({"steps": [{"after": "PT0S", "roles": ["incident_manager"]}, {"after": "PT30M", "roles": ["it_head"]}], "repeats": 2, "repeat_after": "PT30M"})"));
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    const auto start = all.row(number).received_at;
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);
    for (const auto after : {30min, 60min, 90min, 120min, 150min}) {
        all.until(start + after - 5s);
        all.nothing_else();
        all.until(start + after + 5s);
        all.person(after.count() % 60 == 0 ? people::lan : people::tuan).hears("Cần người tiếp nhận: " + number);
        all.nothing_else();
    }
    all.until(start + 3h - 5s);
    all.nothing_else();
    all.until(start + 3h + 5s);
    all.superior().hears("đã hết chuỗi báo");
    all.group().hears("đã báo hết các cấp");
    all.nothing_else();
    CHECK(all.row(number).open);
    CHECK(all.row(number).status == "reported");
    all.until(start + 8h);
    all.nothing_else();
}

TEST_CASE("A6 handing up an incident makes it unacknowledged and tells the next step once")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().says("tiếp nhận");
    CHECK(all.row(number).acknowledged);
    all.lan().says("để sau");
    all.read_all();
    all.pass(5min);
    all.lan().says("chuyển cấp " + number + ": cần trưởng phòng quyết");
    all.lan().hears("chuyển");
    CHECK_FALSE(all.row(number).acknowledged);
    for (const auto& next : {people::minh, people::tuan})
        CHECK(all.person(next).hears("Cần người tiếp nhận: " + number).text.find("Tiếp nhận") != std::string::npos);
    all.nothing_else();
    all.pass(29min);
    all.tuan().says("tiếp nhận");
    CHECK(all.row(number).acknowledged);
    all.read_all();
    all.pass(10min);
    CHECK(all.binh().count("Cần người tiếp nhận") == 0);
}

TEST_CASE("A6 from the last step handing up reaches the superior")
{
    story all(with_chain(R"({"steps": [{"after": "PT0S", "roles": ["incident_manager"]}]})"));
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().says("tiếp nhận");
    all.lan().says("để sau");
    all.read_all();
    all.lan().says("chuyển cấp " + number + ": không đủ thẩm quyền");
    all.superior().hears("đã hết chuỗi báo");
    all.group().hears("đã báo hết các cấp");
}

TEST_CASE("A7 a chain that is edited while it runs goes on as it began until the new policy is applied")
{
    story all(with_chain(R"({"steps": [{"after": "PT0S", "roles": ["incident_manager"]}, {"after": "PT30M", "roles": ["it_head"]}]})"));
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.read_all();
    all.pass(10min);
    all.reload(with_chain(R"({"steps": [{"after": "PT0S", "roles": ["leader"]}, {"after": "PT10M", "people": ["ngoc"]}]})"));
    all.pass(20min);
    all.tuan().hears("Cần người tiếp nhận: " + number); // the old second step at its old time
    all.nothing_else();
    all.binh().says("áp dụng chính sách mới " + number);
    all.binh().hears("Đã áp dụng chính sách báo hiện hành cho " + number);
    all.binh().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();
    all.pass(10min);
    all.person(people::ngoc).hears("Cần người tiếp nhận: " + number);
    all.person(people::ngoc).says("tiếp nhận"); // called by name: no role is needed
    CHECK(all.row(number).acknowledged);
    all.binh().says("áp dụng chính sách mới " + number);
    all.binh().hears("đang ở trạng thái: "); // nobody needs to be called
}

TEST_CASE("A8 an incident moved to another unit is called for there alone and first of all again when it comes back")
{
    story all(with_chain(R"({"steps": [{"after": "PT0S", "roles": ["incident_manager"]}, {"after": "PT30M", "roles": ["it_head"]}]})"));
    all.shares_phone(people::quyen);
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.read_all();
    all.pass(10min);
    for (const char* text : {"chuyển đơn vị", "Sở Y tế", "Máy chủ do Sở quản lý"})
        all.lan().says(text);
    CHECK(all.row(number).unit == "syt");
    all.hoa().hears("đã được chuyển sang Sở Y tế");
    all.person(people::quyen).hears("Cần tiếp nhận: sự cố mới " + number);
    all.read_chat(people::lan);
    all.nothing_else();
    all.pass(25min); // the old chain's second step would have come
    all.nothing_else();
    for (const auto& text : {"chuyển đơn vị " + number, std::string("Bệnh viện Đa khoa Hòa Bình"), std::string("Đúng là máy của bệnh viện")})
        all.person(people::quyen).says(text);
    CHECK(all.row(number).unit == "bvdk");
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number); // moved back: the first person is told again
    all.hoa().hears("đã được chuyển sang Bệnh viện Đa khoa Hòa Bình");
    all.read_chat(people::quyen);
    all.nothing_else();
    all.pass(30min + 5s);
    all.tuan().hears("Cần người tiếp nhận: " + number);
    all.nothing_else();
}

TEST_CASE("B4 where each has to confirm one acknowledgment ends their own reminders only and both are in the log")
{
    story all(with_chain(R"({"steps": [{"after": "PT0S", "people": ["lan", "binh"], "confirm": "each", "remind_every": "PT10M", "remind_times": 2},)"
                         R"({"after": "PT2H", "roles": ["it_head"]}]})"));
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    CHECK(all.lan().hears("Cần tiếp nhận: sự cố mới " + number).text.find("Từng người được báo đều cần xác nhận") != std::string::npos);
    all.binh().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();
    all.pass(2min);
    all.lan().says("tiếp nhận");
    all.lan().says("để sau");
    all.read_all();
    all.pass(8min);
    all.binh().hears("Xin xác nhận đã nhận tin về " + number);
    all.nothing_else();
    all.pass(4min);
    all.binh().says("1");
    const auto said = all.binh().hears("Đã ghi nhận anh/chị xác nhận " + number).text;
    CHECK(said.find("Nguyễn Thị Lan đã tiếp nhận") != std::string::npos);
    all.pass(20min);
    all.nothing_else();
    const auto names = all.recorded(number);
    CHECK(index_of(names, "acknowledged") < index_of(names, "confirmed"));
    CHECK(index_of(names, "confirmed") < names.size());
}

TEST_CASE("B4 who never confirms is named to the leaders' group after the last reminder")
{
    story all(with_chain(R"({"steps": [{"after": "PT0S", "people": ["lan", "binh"], "confirm": "each", "remind_every": "PT10M", "remind_times": 1}]})"));
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.lan().says("tiếp nhận");
    all.lan().says("để sau");
    all.read_all();
    all.pass(10min);
    all.binh().hears("Xin xác nhận đã nhận tin về " + number);
    all.pass(10min);
    all.group().hears("chưa xác nhận đã nhận tin – Bùi Thanh Bình");
    all.nothing_else();
}

TEST_CASE("Another level is called for by its own chain")
{
    story all;
    const auto number = all.quick_report(people::hoa, printer, "PACS");
    all.bring_to_handling(3);
    all.read_all();
    all.hung().says("chuyển cấp " + number + ": không đủ quyền vào máy chủ");
    all.tuan().hears("Cần người tiếp nhận: " + number); // the second step of level 3: the head of IT alone
    CHECK(all.minh().count("Cần người tiếp nhận") == 0);
    all.pass(10min + 5s);
    all.binh().hears("Cần người tiếp nhận: " + number); // ten minutes later, not thirty
}
