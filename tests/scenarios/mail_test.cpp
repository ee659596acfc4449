#include "tests/support/mailbox.hpp"

#include "store/audit.hpp"
#include "store/mail.hpp"
#include "store/reachability.hpp"

using namespace std::chrono_literals;
using bot::flow::channel_kind;
using bot::flow::send_class;
using support::mailbox;
using support::story;
namespace people = support::people;

namespace {

const std::string vendor_address = "support@ankhang.example";

mailbox vendor_of(story& all)
{
    return {all, vendor_address, "Hỗ trợ An Khang"};
}

/// Everybody of the staff is reached by mail as well.
support::hospital_options with_mail()
{
    support::hospital_options options;
    options.mail = true;
    return options;
}

const std::string trouble = "Máy chủ HIS không truy cập được từ 07:30 sáng nay, nghi bị mã hóa dữ liệu.";

/// The vendor's report with nothing but what happened; the incident it became.
std::string reported(story& all, mailbox& vendor)
{
    vendor.writes("HIS không vào được", trouble);
    REQUIRE(all.all_rows().size() == 1);
    return all.all_rows().front().number;
}

bool starts_in_thread(const support::hospital::mail& later, const support::hospital::mail& first)
{
    REQUIRE_FALSE(first.read.thread_ids.empty());
    return std::ranges::find(later.read.thread_ids, first.read.thread_ids.front()) != later.read.thread_ids.end();
}

} // namespace

TEST_CASE("F6 a mail that says what happened becomes an incident and one answer asks for exactly what is missing")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    const auto number = reported(all, vendor);
    const auto answer = vendor.gets("Đã ghi nhận sự cố " + number);
    vendor.gets_nothing();
    CHECK(answer.read.subject == "Re: [" + number + "] HIS không vào được");
    CHECK(answer.read.text.find("Người phụ trách: Nguyễn Thị Lan") != std::string::npos);
    CHECK(answer.read.text.find("• Mô tả sự cố: HIS không vào được " + trouble) != std::string::npos);
    for (const char* missing : {"Hệ thống bị ảnh hưởng (bắt buộc):", "Thời gian xảy ra sự cố (bắt buộc):", "Ảnh hưởng hiện nay (bắt buộc):"}) {
        INFO(answer.read.text);
        CHECK(answer.read.text.find(missing) != std::string::npos);
    }
    for (const char* known : {"Mô tả sự cố (bắt buộc):", "Đơn vị (bắt buộc):", "Họ và tên (bắt buộc):"})
        CHECK(answer.read.text.find(known) == std::string::npos);
    CHECK(answer.read.automatic != adapters::email::automatic_kind::none); // marked, so that no robot answers it
    all.lan().hears("Cần tiếp nhận: sự cố mới " + number);

    vendor.fills_in(answer, {{"bí mật nhà nước", "không"},
                             {"Hệ thống bị ảnh hưởng", "HIS"},
                             {"Thời gian xảy ra sự cố", "07:30 sáng nay"},
                             {"Ảnh hưởng hiện nay", "2"},
                             {"Cách thức phát hiện", "Giám sát tự động báo mất kết nối"},
                             {"Dữ liệu cá nhân", "chưa rõ"}});
    const auto thanks = vendor.gets("Báo cáo đã đủ thông tin");
    CHECK(thanks.read.thread_ids.size() >= 2);
    CHECK(thanks.read.text.find("bắt buộc") == std::string::npos);
    const auto row = all.row(number);
    CHECK(row.system == "his");
    vendor.gets_nothing();
}

TEST_CASE("F6 the form filled in at once needs no question")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    vendor.writes("Sự cố LIS", "1. Nội dung sắp báo có bí mật nhà nước không?: không\n2. Hệ thống bị ảnh hưởng: LIS\nThoi gian xay ra su co: 07:45\n"
                               "MÔ TẢ SỰ CỐ:\nMáy xét nghiệm không đẩy được kết quả.\nĐã khởi động lại, chưa được.\n"
                               "Ảnh hưởng hiện nay\t2\nCách thức phát hiện sự cố: kỹ thuật viên báo\nDữ liệu cá nhân bị ảnh hưởng: không\n");
    REQUIRE(all.all_rows().size() == 1);
    const auto answer = vendor.gets("Đã ghi nhận sự cố");
    INFO(answer.read.text);
    CHECK(answer.read.text.find("bắt buộc") == std::string::npos);
    CHECK(answer.read.text.find("Máy xét nghiệm không đẩy được kết quả. Đã khởi động lại, chưa được.") != std::string::npos);
    CHECK(all.all_rows().front().system == "lis");
}

TEST_CASE("The acknowledgment and the closing note arrive in the same thread")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    vendor.writes("PACS không lưu được ảnh", trouble + "\nHệ thống bị ảnh hưởng: PACS\n");
    const auto number = all.all_rows().front().number;
    const auto answer = vendor.gets("Đã ghi nhận sự cố");
    all.lan().says("tiếp nhận");
    const auto acknowledged = vendor.gets("đã tiếp nhận sự cố " + number);
    CHECK(starts_in_thread(acknowledged, answer));
    CHECK(acknowledged.read.subject.find("[" + number + "]") != std::string::npos);
    all.classify(2);
    all.says(people::lan, "Phạm Quốc Hùng");
    all.says(people::lan, "bỏ qua");
    all.says(people::lan, "bỏ qua");
    for (const char* text : {"xong", "Đã khôi phục từ bản sao lưu", "Mã độc qua thư lạ", "vừa xong", "đúng", "Phòng CNTT"})
        all.hung().says(text);
    const auto note = vendor.gets("đã được xử lý xong");
    CHECK(starts_in_thread(note, answer));
}

TEST_CASE("B1 by mail an acknowledgment is understood in all its spellings")
{
    for (const std::string said : {"đã nhận", "Da nhan", "ĐÃ NHẬN\nCảm ơn.", "ok", "ack", "Tiếp nhận."}) {
        DYNAMIC_SECTION("said: " << said)
        {
            story all(with_mail());
            mailbox lan(all, "lan@hospital.example", "Nguyễn Thị Lan");
            const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
            lan.writes("[" + number + "] máy in", said);
            CHECK(all.row(number).acknowledged);
            lan.gets("đã tiếp nhận " + number);
            all.hoa().hears("Nguyễn Thị Lan đã tiếp nhận sự cố " + number);
        }
    }
}

TEST_CASE("B1 by mail what is quoted or refused or forged acknowledges nothing")
{
    story all(with_mail());
    mailbox lan(all, "lan@hospital.example", "Nguyễn Thị Lan");
    const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
    const auto subject = "[" + number + "] máy in";
    SECTION("a refusal")
    {
        lan.writes(subject, "chưa nhận");
        lan.writes(subject, "không xác nhận");
    }
    SECTION("a quotation")
    {
        lan.writes(subject, "Tôi hỏi lại đã.\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:15 Hoa <hoa@hospital.example> đã viết:\n> đã nhận\n");
    }
    SECTION("a sender the border server calls forged")
    {
        lan.writes(subject, "đã nhận", mailbox::border::says_forged);
        all.lan().hears("chưa xác minh");
    }
    SECTION("a sender nobody vouches for who answers no mail of ours")
    {
        lan.writes(subject, "đã nhận", mailbox::border::says_nothing);
        const auto ask = lan.gets("chưa chắc thư này là của anh/chị");
        CHECK_FALSE(all.row(number).acknowledged);
        lan.replies(ask, "đã nhận " + number, mailbox::border::says_nothing);
        CHECK(all.row(number).acknowledged);
        return;
    }
    CHECK_FALSE(all.row(number).acknowledged);
}

TEST_CASE("D4 a mail delivered five times and through an alias is one report and one answer")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    const auto mail = vendor.made("HIS không vào được", trouble);
    for (int i = 0; i < 5; ++i)
        vendor.post(mail, i == 3 ? mailbox::border::says_nothing : mailbox::border::vouches);
    CHECK(all.all_rows().size() == 1);
    vendor.gets("Đã ghi nhận sự cố");
    vendor.gets_nothing();
}

TEST_CASE("D2 a mail sent again after a crash is the same mail and says so")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    all.die_at("send:accepted", 2); // the first is the card of the incident manager
    vendor.writes("HIS không vào được", trouble);
    CHECK_FALSE(all.is_up());
    all.restart();
    all.pass(1min);
    const auto mails = all.mails_to(vendor_address);
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].read.message_id == mails[1].read.message_id);
    CHECK(mails[1].read.text.find("(gửi lại)") != std::string::npos);
    CHECK(all.all_rows().size() == 1);
}

TEST_CASE("E7 a bounce marks the address and moves the message and tells the head of IT")
{
    support::hospital_options options = with_mail();
    options.directory_patch = R"({"people": [
        {"id": "thanh", "name": "Lê Văn Thành"}, {"id": "quyen", "name": "Đỗ Thị Quyên"},
        {"id": "lan", "name": "Nguyễn Thị Lan", "email": "lan@hospital.example"},
        {"id": "minh", "name": "Trần Văn Minh", "phone": "0900000012"}, {"id": "hung", "name": "Phạm Quốc Hùng", "phone": "0900000013"},
        {"id": "phuc", "name": "Võ Hồng Phúc"}, {"id": "tuan", "name": "Hoàng Anh Tuấn", "phone": "0900000015"},
        {"id": "binh", "name": "Bùi Thanh Bình", "phone": "0900000016"}, {"id": "ha", "name": "Đặng Thu Hà", "phone": "0900000017"},
        {"id": "ngoc", "name": "Lý Bảo Ngọc", "phone": "0900000018"}]})";
    story all(options);
    all.bounces("lan@hospital.example");
    const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
    CHECK(all.tuan().hears("Email gửi tới Nguyễn Thị Lan (lan@hospital.example) về sự cố").text.find(number) != std::string::npos);
    CHECK(all.group().hears("không liên lạc được với Nguyễn Thị Lan").text.find(number) != std::string::npos);
    std::optional<store::unreachable> flag;
    all.in_store([&](store::transaction& tx) { flag = store::unreachable_since(tx, "lan", static_cast<store::channel_number>(channel_kind::email)); });
    REQUIRE(flag);
    CHECK(flag->reason == "bounced");
    all.pass(2min);
    CHECK(all.tuan().count("không tới nơi") == 0);
}

TEST_CASE("E7 a report about a mail that was never sent silences nobody")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    reported(all, vendor);
    vendor.gets("Đã ghi nhận sự cố");
    vendor.sends_raw("Return-Path: <>\r\nFrom: MAILER-DAEMON@evil.example\r\nTo: suco@hospital.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
                     "Message-ID: <x@evil.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n"
                     "--b\r\nContent-Type: text/plain\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; evil\r\n\r\n"
                     "Final-Recipient: rfc822; " + vendor_address + "\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n");
    all.lan().says("tiếp nhận");
    vendor.gets("đã tiếp nhận sự cố"); // still written to
    CHECK(all.tuan().count("không tới nơi") == 0);
}

TEST_CASE("E8 automatic mail is entered in its thread and never answered")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    const auto number = reported(all, vendor);
    const auto answer = vendor.gets("Đã ghi nhận sự cố");
    const auto automatic = GENERATE(values<std::pair<std::string, std::string>>({{"Auto-Submitted: auto-replied\r\n", "Trả lời tự động: vắng mặt"},
                                                                                {"Precedence: bulk\r\n", "Ticket #4711 received"},
                                                                                {"X-Autoreply: yes\r\n", "Out of office"},
                                                                                {"List-Id: <tin.ankhang.example>\r\n", "Bản tin"}}));
    for (int i = 0; i < 3; ++i)
        vendor.sends_raw("Authentication-Results: mx.hospital.example; dmarc=pass header.from=ankhang.example\r\n" + automatic.first + "From: " + vendor_address +
                         "\r\nTo: " + answer.read.reply_to.front().address + "\r\nIn-Reply-To: <" + answer.read.message_id + ">\r\nMessage-ID: <auto" + std::to_string(i) +
                         "@ankhang.example>\r\nSubject: " + automatic.second + "\r\n\r\nTôi vắng mặt đến 30/11. đã nhận\r\n");
    all.pass(1h);
    CHECK(all.all_rows().size() == 1);
    CHECK_FALSE(all.row(number).acknowledged);
    vendor.gets_nothing();
    std::vector<store::mail_entry> entries;
    const auto about = all.row(number).id;
    all.in_store([&](store::transaction& tx) { entries = store::mail_entries(tx, about); });
    CHECK(std::ranges::count_if(entries, [](const auto& one) { return one.kind != "person"; }) == 3);
}

TEST_CASE("E8 two robots that answer each other stop at the cap and a person is told once")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    reported(all, vendor);
    auto last = vendor.gets("Đã ghi nhận sự cố");
    std::size_t answers = 1;
    for (int i = 0; i < 30; ++i) {
        const auto before = all.mails_to(vendor_address).size();
        vendor.replies(last, "We have received your message number " + std::to_string(i) + " and will look at it.");
        answers += all.mails_to(vendor_address).size() - before;
    }
    CHECK(answers <= 6); // five in ten minutes, and the first
    CHECK(all.lan().count("Đã tạm ngừng tự trả lời " + vendor_address) == 1);
    CHECK(all.all_rows().size() == 1);
}

TEST_CASE("E10 by mail hostile text and names arrive unharmed and do no harm")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    const std::string hostile = "<script>alert(1)</script> {braces} '{' %s 😀 =cmd|'/c calc' \"><img src=x onerror=y>";
    vendor.writes("Lỗi <b>HIS</b>\xE2\x80\xAE", "Máy chủ lỗi " + hostile);
    const auto answer = vendor.gets("Đã ghi nhận sự cố");
    CHECK(answer.read.text.find("{braces} '{' %s 😀") != std::string::npos);
    CHECK(answer.raw.find("<script>alert") == std::string::npos); // the HTML part shows it as text; the plain part is encoded
    for (std::size_t line = 0, end = 0; (end = answer.raw.find("\r\n", line)) != std::string::npos; line = end + 2)
        CHECK(end - line <= 998);
    all.lan().hears("Máy chủ lỗi <script>alert(1)</script>");
}

TEST_CASE("E11 when mail is all there is and it fails the group is told and the chain goes on now")
{
    support::hospital_options options = with_mail();
    story all(options);
    REQUIRE(all.zalo().act(people::lan, adapters::sandbox::deed::block, all.now()));
    all.bounces("lan@hospital.example");
    const auto start = all.now();
    const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
    all.pass(10s);
    CHECK(all.group().hears("không liên lạc được với Nguyễn Thị Lan").text.find(number) != std::string::npos);
    CHECK(all.minh().hears("Cần người tiếp nhận: " + number).at < start + 1min);
    CHECK(all.tuan().hears("Cần người tiếp nhận: " + number).at < start + 1min);
}

TEST_CASE("E2 a person who cannot be reached by Zalo gets mail")
{
    story all(with_mail());
    mailbox lan(all, "lan@hospital.example", "Nguyễn Thị Lan");
    REQUIRE(all.zalo().act(people::lan, adapters::sandbox::deed::block, all.now()));
    const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
    const auto card = lan.gets("Cần tiếp nhận: sự cố mới " + number);
    CHECK(card.read.subject.find("[" + number + "] Cần tiếp nhận") == 0);
    lan.replies(card, "đã nhận", mailbox::border::says_nothing); // token and address fit
    CHECK(all.row(number).acknowledged);
}

TEST_CASE("F1 by mail a report can be put off and taken up and given up")
{
    story all(with_mail());
    mailbox minh(all, "someone@ankhang.example", "Nguyễn Văn Sơn"); // of the vendor's domain
    minh.writes("chào", "Chào anh chị");
    const auto asked = minh.gets("Chưa lập được sự cố");
    minh.replies(asked, "trợ giúp");
    minh.replies(asked, "hủy");
    minh.gets("hủy");
    minh.replies(asked, "có");
    CHECK(all.all_rows().empty());
    minh.writes("HIS không vào được", trouble);
    minh.gets("Đã ghi nhận sự cố");
    CHECK(all.all_rows().size() == 1);
}

TEST_CASE("F1 by mail an answer that cannot be read is asked again with what was wrong")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    reported(all, vendor);
    const auto answer = vendor.gets("Đã ghi nhận sự cố");
    vendor.fills_in(answer, {{"Thời gian xảy ra sự cố", "ngày 40/13"}, {"Ảnh hưởng hiện nay", "9"}});
    const auto again = vendor.gets("Chưa đọc được mục sau");
    CHECK(again.read.text.find("Thời gian xảy ra sự cố (bắt buộc):") != std::string::npos);
    CHECK(again.read.text.find("Ảnh hưởng hiện nay (bắt buộc):") != std::string::npos);
}

TEST_CASE("A vendor's update in the thread reaches those responsible")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    const auto number = reported(all, vendor);
    const auto answer = vendor.gets("Đã ghi nhận sự cố");
    all.lan().says("tiếp nhận");
    all.read_all();
    vendor.replies(answer, "cập nhật: đã cô lập máy chủ, đang khôi phục dữ liệu");
    all.lan().hears("đã cô lập máy chủ, đang khôi phục dữ liệu");
    vendor.gets("đã tiếp nhận sự cố");
    CHECK(all.all_rows().size() == 1);
}

TEST_CASE("A stranger's report is kept and shown and not answered until somebody vouches for it")
{
    story all(with_mail());
    mailbox stranger(all, "ai-do@khac.example", "Người lạ");
    stranger.writes("Lỗ hổng trên trang web", "Trang đăng ký khám lộ danh sách tệp.");
    CHECK(all.all_rows().empty());
    stranger.gets_nothing();
    const auto shown = all.lan().hears("thư báo sự cố số 1 từ người gửi chưa xác minh");
    CHECK(shown.text.find("ai-do@khac.example (không có trong danh bạ)") != std::string::npos);
    all.hoa().says("nhận thư 1"); // not hers to decide
    CHECK(all.all_rows().empty());
    all.lan().says("nhận thư 1");
    REQUIRE(all.all_rows().size() == 1);
    all.lan().hears("Đã lập sự cố " + all.all_rows().front().number + " từ thư của ai-do@khac.example");
    all.lan().says("bỏ thư 1");
    all.lan().hears("đã được xử lý trước đó");
}

TEST_CASE("A token in the wrong hands opens nothing")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    const auto number = reported(all, vendor);
    const auto answer = vendor.gets("Đã ghi nhận sự cố");
    const auto recorded = all.recorded(number).size();
    SECTION("of a stranger")
    {
        mailbox thief(all, "ai-do@khac.example", "Hỗ trợ An Khang");
        thief.replies(answer, "cập nhật: hệ thống đã chạy lại");
        thief.gets_nothing();
        all.lan().hears("trả lời thư đã gửi cho người khác");
        CHECK(all.recorded(number).size() == recorded);
    }
    SECTION("of a colleague of the same vendor it brings words and no commands")
    {
        mailbox colleague(all, "ky-thuat@ankhang.example", "Kỹ thuật An Khang");
        colleague.replies(answer, "Tôi bổ sung: đã kiểm tra nguồn điện, bình thường.");
        CHECK(all.recorded(number).size() > recorded);
    }
}

TEST_CASE("A mark of secrecy in a mail stops it and nothing is kept but the fact")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    vendor.writes("TUYỆT MẬT: sự cố máy chủ", trouble);
    CHECK(all.all_rows().empty());
    vendor.gets("bí mật nhà nước");
}

TEST_CASE("Two mails under one Message-ID are both kept")
{
    story all(with_mail());
    auto vendor = vendor_of(all);
    auto first = vendor.made("HIS không vào được", trouble);
    auto second = vendor.made("LIS cũng hỏng", "LIS mất kết nối máy xét nghiệm từ 08:00.");
    second.message_id = first.message_id;
    vendor.post(first, mailbox::border::vouches);
    vendor.post(second, mailbox::border::vouches);
    CHECK(all.all_rows().size() == 2);
    vendor.gets("HIS không vào được");
    vendor.gets("LIS cũng hỏng");
}

TEST_CASE("A manager and a handler without Zalo do everything by mail and each form is one letter")
{
    support::hospital_options options = with_mail();
    options.directory_patch = R"({"people": [
        {"id": "thanh", "name": "Lê Văn Thành"}, {"id": "quyen", "name": "Đỗ Thị Quyên"},
        {"id": "lan", "name": "Nguyễn Thị Lan", "email": "lan@hospital.example"}, {"id": "minh", "name": "Trần Văn Minh"},
        {"id": "hung", "name": "Phạm Quốc Hùng", "email": "hung@hospital.example"}, {"id": "phuc", "name": "Võ Hồng Phúc"},
        {"id": "tuan", "name": "Hoàng Anh Tuấn", "phone": "0900000015"}, {"id": "binh", "name": "Bùi Thanh Bình", "phone": "0900000016"},
        {"id": "ha", "name": "Đặng Thu Hà", "phone": "0900000017"}, {"id": "ngoc", "name": "Lý Bảo Ngọc", "phone": "0900000018"}]})";
    story all(options);
    auto vendor = vendor_of(all);
    mailbox lan(all, "lan@hospital.example", "Nguyễn Thị Lan");
    mailbox hung(all, "hung@hospital.example", "Phạm Quốc Hùng");
    vendor.writes("PACS không lưu được ảnh", trouble + "\nHệ thống bị ảnh hưởng: PACS\n");
    const auto number = all.all_rows().front().number;
    lan.replies(lan.gets("Cần tiếp nhận: sự cố mới " + number), "đã nhận");
    lan.fills_in(lan.gets("Ảnh hưởng tới hoạt động"), {{"Loại sự cố", "b"}, {"Ảnh hưởng tới hoạt động", "2"}, {"Ảnh hưởng tới dữ liệu", "2"}, {"Tác động tới đơn vị", "1"}, {"Dữ liệu cá nhân", "không"}});
    lan.fills_in(lan.gets("Quyết định"), {{"Quyết định", "đồng ý"}});
    lan.fills_in(lan.gets("Cán bộ xử lý"), {{"Cán bộ xử lý", "Phạm Quốc Hùng"}});
    lan.gets("Đã giao " + number);
    CHECK(all.row(number).level == 2);
    all.pass(4h + 5s);
    const auto reminder = hung.gets("Nhắc việc: xử lý sự cố mức 2");
    CHECK(reminder.read.subject.find("Nhắc việc: xử lý sự cố mức 2") != std::string::npos); // the deadline is in the subject
    hung.replies(reminder, "cập nhật: đã cô lập máy chủ");
    hung.gets("Đã ghi vào nhật ký");
    hung.replies(reminder, "xong");
    hung.fills_in(hung.gets("Kết quả xử lý"), {{"Kết quả xử lý", "Đã khôi phục từ bản sao lưu"}, {"Nguyên nhân", "Mã độc qua thư lạ"}, {"Thời gian xử lý xong", "vừa xong"}, {"phối hợp", "Công ty An Khang"}});
    vendor.gets("đã được xử lý xong");
}
