#include "store/broadcasts.hpp"
#include "tests/support/mailbox.hpp"

#include <set>

using namespace std::chrono_literals;
using bot::flow::channel_kind;
using bot::rules::from_vietnam;
using support::story;
namespace people = support::people;
namespace sandbox = adapters::sandbox;

namespace {

/// A department with two hospitals and a ward. Hùng is the department's incident manager; Phúc has no linked account.
constexpr auto two_hospitals = R"({"units": [
    {"id": "syt", "name": "Sở Y tế", "prefix": "SYT", "leadership_channel": "syt-leaders",
     "roles": {"leader": ["tuan"], "incident_manager": ["hung"]}},
    {"id": "bvdk", "name": "Bệnh viện Đa khoa Hòa Bình", "parent": "syt", "prefix": "SC", "leadership_channel": "bvdk-leaders",
     "roles": {"incident_manager": ["lan"], "handler": ["phuc", "lan"], "leader": ["binh"]}},
    {"id": "bvn", "name": "Bệnh viện Nhi", "parent": "syt", "prefix": "BN",
     "roles": {"incident_manager": ["minh"], "leader": ["ha"]}},
    {"id": "khoa", "name": "Khoa Khám", "parent": "bvn", "prefix": "KK", "roles": {"data_protection_officer": ["ngoc"]}}]})";

const std::vector<std::string> readers{people::tuan, people::lan, people::binh, people::minh, people::ha};
constexpr auto warning = "cảnh báo: Có thư giả mạo Bộ Y tế kèm tệp .zip. Không mở, gọi 0912 345 678";

support::hospital_options network(int hour = 9)
{
    support::hospital_options how;
    how.starts = from_vietnam(std::chrono::year{2026} / 11 / 25, hour, 0);
    how.directory_patch = two_hospitals;
    return how;
}

/// Many more people in one hospital, none of whom can be told from another: their accounts write once, to be in touch.
struct crowd {
    std::string patch;
    std::vector<std::string> accounts;
};

crowd of_handlers(int count)
{
    crowd made;
    std::string handlers;
    std::string entries;
    for (int i = 0; i < count; ++i) {
        const auto id = "nv" + std::to_string(100 + i);
        const auto account = "2500000000000000" + std::to_string(100 + i);
        handlers += (i == 0 ? "\"" : ", \"") + id + "\"";
        entries += ", {\"id\": \"" + id + "\", \"name\": \"Nhân viên " + std::to_string(100 + i) + "\", \"zalo_user_id\": \"" + account + "\"}";
        made.accounts.push_back(account);
    }
    made.patch = R"({"units": [{"id": "bv", "name": "Bệnh viện A", "prefix": "SC", "roles": {"leader": ["binh"], "incident_manager": ["lan"], "handler": [)" +
                 handlers + R"(]}}], "vendors": null, "channels": null, "people": [{"id": "binh", "name": "Bùi Thanh Bình", "phone": "0900000016"},
                 {"id": "lan", "name": "Nguyễn Thị Lan", "phone": "0900000011"})" +
                 entries + "]}";
    return made;
}

} // namespace

TEST_CASE("A warning goes once to everybody with a duty in the sender's units and below after a review")
{
    story all(network());
    all.hung().says(warning);
    const auto asked = all.hung().hears("Gửi cảnh báo này tới 6 người ở 3 đơn vị?").text;
    CHECK(asked.find("gọi •••") != std::string::npos); // no telephone number leaves
    CHECK(asked.find("1. Gửi") != std::string::npos);
    all.nothing_else();
    all.hung().says("1");
    all.hung().hears("Đang gửi cảnh báo số 1 tới 6 người ở 3 đơn vị.");
    all.hung().hears("Chưa liên lạc được, xin báo trực tiếp giúp: Võ Hồng Phúc");
    for (const auto& one : readers) {
        const auto line = all.person(one).hears("Xin anh/chị đọc cảnh báo số 1 của Phạm Quốc Hùng (Sở Y tế):\nCó thư giả mạo Bộ Y tế kèm tệp .zip. Không mở, gọi •••").text;
        CHECK(line.find("1. Đã đọc") != std::string::npos);
    }
    all.nothing_else(); // nobody else, and nobody twice: Lan holds two roles
}

TEST_CASE("A warning can be edited or dropped before it leaves and only those in charge may send one")
{
    story all(network());
    all.hung().says("cảnh báo");
    all.hung().hears("Nội dung cảnh báo là gì?");
    all.hung().says("Thay mật khẩu hôm nay");
    all.hung().hears("\"Thay mật khẩu hôm nay\"");
    all.hung().says("2");
    all.hung().hears("Nội dung cảnh báo là gì?");
    all.hung().says("Thay mật khẩu trước 17 giờ");
    all.hung().hears("\"Thay mật khẩu trước 17 giờ\"");
    all.hung().says("không");
    all.hung().hears("Đã bỏ, không gửi cảnh báo nào");
    all.nothing_else();

    all.person(people::ngoc).says(warning);
    all.person(people::ngoc).hears("Chỉ cán bộ quản lý sự cố, trưởng bộ phận CNTT và lãnh đạo gửi được cảnh báo");
    all.hoa().says(warning);
    all.hoa().hears("liên kết tài khoản");
    all.read_all();
    all.hung().says("cảnh báo: tài liệu MẬT về hệ thống"); // a mark of secrecy stops it like anything else
    all.hung().hears("bí mật nhà nước");
    all.read_all();
    all.hung().says("1");
    all.read_chat(people::hung);
    all.nothing_else();
}

TEST_CASE("An answer and a read receipt both count as read and the sender can ask who has read")
{
    story all(network());
    all.zalo().state().faults.lose_receipts = true;
    all.hung().says(warning);
    all.hung().says("gửi");
    all.read_all();
    all.hung().says("ai đã đọc 1");
    const auto none = all.hung().hears("Cảnh báo số 1: 0/6 người đã đọc.").text;
    CHECK(none.find("Chưa đọc: Bùi Thanh Bình, Đặng Thu Hà, Nguyễn Thị Lan, Trần Văn Minh, Hoàng Anh Tuấn.") != std::string::npos);
    CHECK(none.find("Chưa liên lạc được, xin báo trực tiếp giúp: Võ Hồng Phúc.") != std::string::npos);

    all.lan().says("1");
    all.lan().hears("đã ghi nhận anh/chị đã đọc cảnh báo số 1");
    all.minh().says("Đã đọc 1 ạ");
    all.minh().hears("đã ghi nhận anh/chị đã đọc cảnh báo số 1");
    all.person(people::ha).says("đã đọc 7");
    all.person(people::ha).hears("Không tìm thấy cảnh báo này");
    all.hung().says("đã đọc 1"); // their own
    all.hung().hears("Không tìm thấy cảnh báo này");
    all.hung().says("ai đã đọc");
    CHECK(all.hung().hears("Cảnh báo số 1: 2/6 người đã đọc.").text.find("Chưa đọc: Bùi Thanh Bình, Đặng Thu Hà, Hoàng Anh Tuấn.") != std::string::npos);
    all.tuan().says("ai đã đọc 1"); // the leader of the sender's unit
    all.tuan().hears("Cảnh báo số 1: 2/6");
    all.lan().says("ai đã đọc 1");
    all.lan().hears("trong những cảnh báo anh/chị được xem");
    all.nothing_else();

    story seen(network());
    seen.zalo().act(people::binh, sandbox::deed::phone_off, seen.now());
    seen.hung().says(warning);
    seen.hung().says("gửi");
    seen.pass(1min);
    seen.read_all();
    seen.hung().says("ai đã đọc 1");
    CHECK(seen.hung().hears("Cảnh báo số 1: 4/6 người đã đọc.").text.find("Chưa đọc: Bùi Thanh Bình.") != std::string::npos);
}

TEST_CASE("After a day the sender hears once who has read it and the others are reminded once")
{
    story all(network());
    all.zalo().state().faults.lose_receipts = true;
    const auto sent = all.now();
    all.hung().says(warning);
    all.hung().says("gửi");
    all.lan().says("1");
    all.minh().says("1");
    all.read_all();
    all.until(sent + 24h - 5s);
    all.nothing_else();
    all.restart(); // the timer is in the store
    all.until(sent + 24h + 5s);
    const auto summary = all.hung().hears("Cảnh báo số 1: 2/6 người đã đọc.").text;
    CHECK(summary.find("Chưa đọc: Bùi Thanh Bình, Đặng Thu Hà, Hoàng Anh Tuấn.") != std::string::npos);
    for (const auto& one : {people::binh, people::ha, people::tuan})
        all.person(one).hears("Nhắc anh/chị đọc cảnh báo số 1 của Phạm Quốc Hùng (Sở Y tế), gửi lúc");
    all.nothing_else();
    all.binh().says("đã đọc");
    all.binh().hears("đã ghi nhận");
    all.until(sent + 47h);
    all.nothing_else();
}

TEST_CASE("A reminder that would fall into the night waits until seven in the morning")
{
    story all(network(22));
    all.zalo().state().faults.lose_receipts = true;
    all.hung().says(warning); // a warning itself is sent at any hour
    all.hung().says("gửi");
    all.lan().hears("Xin anh/chị đọc cảnh báo số 1");
    all.read_all();
    const auto seven = from_vietnam(std::chrono::year{2026} / 11 / 27, 7, 0);
    all.until(seven - 5s);
    for (const auto& one : {people::lan, people::hung})
        CHECK(all.person(one).count("ảnh báo số 1") == 0);
    all.until(seven + 5s);
    all.lan().hears("Nhắc anh/chị đọc cảnh báo số 1");
    all.hung().hears("Cảnh báo số 1: 0/6 người đã đọc.");
}

TEST_CASE("A warning is never sent by template or in the billed window but by mail or not at all")
{
    auto how = network();
    how.mail = true;
    how.template_id = "t-1";
    how.directory_patch = std::string(two_hospitals);
    story all(how);
    all.pass(50h); // past the free window of everybody
    all.hung().says("xin chào");
    all.minh().says("xin chào");
    all.read_all();
    const auto before = all.tries().size();
    all.hung().says(warning);
    all.hung().says("gửi");
    all.pass(10min);
    all.minh().hears("Xin anh/chị đọc cảnh báo số 1");
    support::mailbox lan(all, "lan@hospital.example", "Nguyễn Thị Lan");
    const auto mail = lan.gets("Có thư giả mạo Bộ Y tế");
    CHECK(mail.read.text.find("đã đọc 1") != std::string::npos);
    lan.gets_nothing();
    for (std::size_t i = before; i < all.tries().size(); ++i) {
        CHECK(all.tries()[i].to.channel != channel_kind::zalo_template);
        if (all.tries()[i].to.channel == channel_kind::zalo)
            CHECK((all.tries()[i].to.address == people::hung || all.tries()[i].to.address == people::minh));
    }
    all.hung().hears("Đang gửi cảnh báo số 1");
    all.hung().hears("Chưa liên lạc được, xin báo trực tiếp giúp: Bùi Thanh Bình, Đặng Thu Hà, Võ Hồng Phúc, Hoàng Anh Tuấn.");

    lan.replies(mail, "đã đọc 1");
    lan.gets("đã ghi nhận anh/chị đã đọc cảnh báo số 1");
    all.hung().says("ai đã đọc 1");
    const auto state = all.hung().hears("Cảnh báo số 1: 2/6 người đã đọc.").text; // Minh's chat has shown it
    CHECK(state.find("Chưa đọc") == std::string::npos);
}

TEST_CASE("A message refused on every channel is listed as not reached")
{
    story all(network());
    REQUIRE(all.zalo().act(people::binh, sandbox::deed::block, all.now()));
    all.hung().says(warning);
    all.hung().says("gửi");
    all.pass(5min);
    all.read_all();
    all.hung().says("ai đã đọc");
    const auto state = all.hung().hears("Cảnh báo số 1: 4/6 người đã đọc.").text;
    CHECK(state.find("Chưa liên lạc được, xin báo trực tiếp giúp: Bùi Thanh Bình, Võ Hồng Phúc.") != std::string::npos);
    CHECK(state.find("Chưa đọc") == std::string::npos);
}

TEST_CASE("At most twenty messages of warnings leave in a minute and an incident goes before them")
{
    const auto many = of_handlers(50);
    support::hospital_options how;
    how.starts = from_vietnam(std::chrono::year{2026} / 11 / 25, 9, 0);
    how.directory_patch = many.patch;
    how.staff_linked = false;
    story all(how);
    for (const auto& account : many.accounts)
        all.zalo().state().chats.people().push_back({.who = {account, "Nhân viên", "handler", "", ""}});
    for (const auto& account : many.accounts)
        all.says(account, "trực ca");
    for (const auto& one : {people::lan, people::binh})
        all.shares_phone(one);
    all.read_all();
    const auto start = all.now();
    all.binh().says("cảnh báo: Thay mật khẩu trước 17 giờ");
    all.binh().says("gửi");
    all.binh().hears("Đang gửi cảnh báo số 1 tới 51 người ở 1 đơn vị, mất khoảng 2 phút.");
    all.pass(30s);
    const auto number = all.quick_report(people::hoa, "Máy chủ bị mã hóa, đòi tiền chuộc", "Không rõ");
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number); // with thirty warnings still waiting
    all.binh().says("ai đã đọc 1");
    CHECK(all.binh().hears("Cảnh báo số 1: ").text.find("Đang chờ tới lượt gửi: ") != std::string::npos);
    all.pass(5min);

    std::vector<bot::rules::instant> left;
    std::set<std::string> told;
    for (const auto& chat : all.chats())
        for (const auto& one : all.zalo().transcript(chat))
            if (one.what.from.empty() && one.what.text.find("Xin anh/chị đọc cảnh báo số 1") != std::string::npos) {
                left.push_back(one.what.at);
                CHECK(told.insert(chat).second);
            }
    CHECK(told.size() == 51);
    std::ranges::sort(left);
    for (std::size_t i = 20; i < left.size(); ++i)
        CHECK(left[i] - left[i - 20] >= 55s); // the machine sends a batch within seconds
    CHECK(left.back() < start + 3min);
}
