#include "adapters/email/reading/compose.hpp"
#include "adapters/email/reading/header_writer.hpp"
#include "tests/adapters/email_reading/mails.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace adapters::email;

namespace {

outgoing_mail reminder()
{
    return {
        .message_id = "c.12.3.abcdefgh@bv.test",
        .from = {"suco@bv.test", "Tổ CNTT Bệnh viện Đa khoa"},
        .to = {"an.nguyen@ncc.test", "Nguyễn \"An\", Công ty NCC"},
        .subject = "[SC-2026-000012] Còn 3 giờ 20 phút (đến 14:30 hôm nay): cần bổ sung thông tin về sự cố máy chủ",
        .date = bot::rules::from_vietnam(std::chrono::year(2026) / 11 / 12, 8, 15),
        .in_reply_to = "m1@ncc.test",
        .references = {"c.12.1.abc@bv.test", "m1@ncc.test"},
        .reply_to = "suco+c12.v3.abcdefgh@bv.test",
        .kind = auto_submitted::auto_generated,
        .text =
            "Kính gửi anh/chị,\n.dòng có chấm\nFrom dòng này\n--- Vui lòng trả lời phía trên dòng này ---\n\nMức độ ảnh hưởng: ",
        .html = "<p>Kính gửi anh/chị,</p>",
        .extra_headers = {{"X-Test-Case", "sự cố 12"}}};
}

std::string composed(const outgoing_mail& mail)
{
    const auto made = compose(mail);
    REQUIRE(made);
    return *made;
}

/// What servers and clients refuse: 8-bit bytes, bare line ends, lines that are too long.
std::string wire_fault(const std::string& mail)
{
    std::size_t line = 0;
    for (std::size_t at = 0; at < mail.size(); ++at) {
        const auto c = static_cast<unsigned char>(mail[at]);
        if (c >= 0x80 || (c < 0x20 && c != '\r' && c != '\n' && c != '\t'))
            return "byte " + std::to_string(c);
        if (c == '\r' && (at + 1 == mail.size() || mail[at + 1] != '\n'))
            return "bare CR";
        if (c == '\n' && (at == 0 || mail[at - 1] != '\r'))
            return "bare LF";
        line = c == '\n' ? 0 : line + 1;
        if (line > 998)
            return "long line";
    }
    return {};
}

std::size_t longest_line(const std::string& mail)
{
    std::size_t longest = 0;
    std::size_t line = 0;
    for (const char c : mail) {
        line = c == '\n' ? 0 : line + 1;
        longest = std::max(longest, line);
    }
    return longest;
}

} // namespace

TEST_CASE("A composed mail is read back as it was meant", "[email]")
{
    outgoing_mail mail = reminder();
    mail.attachments = {{"Báo cáo sự cố số 12 – bản đầy đủ gửi lãnh đạo bệnh viện.pdf", "application/pdf", "%PDF-1.7 \x01\x02"},
                        {"a.txt", "text/plain", "abc"}};
    const std::string raw = composed(mail);
    CHECK(wire_fault(raw) == "");
    CHECK(longest_line(raw) <= 100);

    auto options = mails::options();
    options.own_addresses.clear();
    const auto read = read_letter(raw, options);
    CHECK(read.message_id == mail.message_id);
    CHECK(read.from == mail.from);
    REQUIRE(read.to.size() == 1);
    CHECK(read.to[0] == mail.to);
    CHECK(read.subject == mail.subject);
    CHECK(read.date == mail.date);
    CHECK(read.thread_ids == std::vector<std::string>{"m1@ncc.test", "c.12.1.abc@bv.test"});
    CHECK(read.reply_to[0].address == mail.reply_to);
    CHECK(read.text ==
          "Kính gửi anh/chị,\n.dòng có chấm\nFrom dòng này\n--- Vui lòng trả lời phía trên dòng này ---\n\nMức độ ảnh hưởng:");
    CHECK(read.automatic == automatic_kind::bulk);
    CHECK(read.suppress_auto_answer);
    REQUIRE(read.attachments.size() == 2);
    CHECK(read.attachments[0].name == mail.attachments[0].name);
    CHECK(read.attachments[0].content == mail.attachments[0].content);
    CHECK(read.attachments[1].content == "abc");
    CHECK(read.faults.empty());
}

TEST_CASE("The same mail gives the same bytes and another id another boundary", "[email]")
{
    outgoing_mail mail = reminder();
    CHECK(composed(mail) == composed(mail));
    const std::string first = composed(mail);
    mail.message_id = "c.12.4.abcdefgh@bv.test";
    const auto boundary = [](const std::string& raw) { return raw.substr(raw.find("boundary="), 40); };
    CHECK(boundary(first) != boundary(composed(mail)));
}

TEST_CASE("Automatic mails say so and a person's do not", "[email]")
{
    outgoing_mail mail = reminder();
    CHECK(composed(mail).find("Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n") != std::string::npos);
    mail.kind = auto_submitted::auto_replied;
    CHECK(composed(mail).find("Auto-Submitted: auto-replied\r\n") != std::string::npos);
    mail.kind = auto_submitted::no;
    CHECK(composed(mail).find("Auto-Submitted") == std::string::npos);
}

TEST_CASE("Nothing that a user typed can add a field", "[email]")
{
    outgoing_mail mail = reminder();
    mail.subject = "a\r\nBcc: evil@x.test\r\n\r\nbody\x01\x00 b";
    mail.from.name = "x\nX-Evil: 1";
    mail.to.name = "\" <evil@x.test>, \"";
    mail.extra_headers = {{"X-Case", "1\r\nX-Evil: 2"}};
    mail.attachments = {{"a\"\r\nX-Evil: 3\r\n.pdf", "application/pdf", ""}};
    mail.references = {"ok@x.test", "evil>\r\nX-Evil: 4@x.test", "no-at", "a b@x"};
    mail.in_reply_to = "x\r\n@y";
    const std::string raw = composed(mail);
    CHECK(wire_fault(raw) == "");
    CHECK(raw.find("\nBcc:") == std::string::npos);
    CHECK(raw.find("\nX-Evil") == std::string::npos);
    CHECK(raw.find("In-Reply-To") == std::string::npos);
    CHECK(raw.find("References: <ok@x.test>\r\n") != std::string::npos);
    const auto read = read_letter(raw, mails::options());
    REQUIRE(read.to.size() == 1);
    CHECK(read.to[0].address == "an.nguyen@ncc.test");
    CHECK(read.subject.starts_with("a Bcc: evil@x.test"));
}

TEST_CASE("What cannot stand in a mail is refused", "[email]")
{
    const auto refused = [](auto change) {
        outgoing_mail mail = reminder();
        change(mail);
        const auto made = compose(mail);
        return !made && made.error().code == bot::errc::malformed;
    };
    CHECK(refused([](outgoing_mail& m) { m.message_id = "a b@x"; }));
    CHECK(refused([](outgoing_mail& m) { m.message_id = "none"; }));
    CHECK(refused([](outgoing_mail& m) { m.to.address = "a@x.vn\r\nRCPT TO:<b@x.vn>"; }));
    CHECK(refused([](outgoing_mail& m) { m.to.address = ""; }));
    CHECK(refused([](outgoing_mail& m) { m.from.address = "sự@x.vn"; }));
    CHECK(refused([](outgoing_mail& m) { m.reply_to = "<a@x.vn>"; }));
    CHECK(refused([](outgoing_mail& m) { m.extra_headers = {{"Subject", "x"}}; }));
    CHECK(refused([](outgoing_mail& m) { m.extra_headers = {{"X-A: b\r\nY", "x"}}; }));
    CHECK(refused([](outgoing_mail& m) { m.extra_headers = {{"", "x"}}; }));
    CHECK(refused([](outgoing_mail& m) { m.attachments = {{"a", "text", ""}}; }));
    CHECK(refused([](outgoing_mail& m) { m.attachments = {{"a", "multipart/mixed", ""}}; }));
}

TEST_CASE("Addresses and message ids are told from what is none", "[email]")
{
    for (const char* good : {"a@x.vn", "suco+c12.v3.abc@bv.test", "o'brien@x.vn"})
        CHECK(is_plain_address(good));
    for (const char* bad :
         {"", "a", "@x", "a@", "a b@x.vn", "\"a\"@x.vn", "a@x..vn", ".a@x.vn", "a@-x_.vn\n", "a@b@x.vn", "ă@x.vn", "a@x.vn>"})
        CHECK_FALSE(is_plain_address(bad));
    CHECK_FALSE(is_plain_address(std::string(65, 'a') + "@x.vn"));
    CHECK_FALSE(is_plain_address("a@" + std::string(260, 'x')));
    CHECK(is_message_id("c.12.3@bv.test"));
    for (const char* bad : {"", "a", "<a@x>", "a@", "@x", "a@x y", "a\n@x"})
        CHECK_FALSE(is_message_id(bad));
}

TEST_CASE("Texts of every kind survive the way out and in", "[email]")
{
    const std::string text =
        GENERATE(as<std::string>{}, "", "plain", "sự cố", "a = b\n=20\n", " \ttrailing \t\nx", std::string(5000, 'x'), ".\n..\n.",
                 "--=_boundary\n--x--", "emoji 🏥 và dấu", "một dòng rất dài " + std::string(3000, 'y'));
    outgoing_mail mail = reminder();
    mail.text = text;
    mail.html.clear();
    const std::string raw = composed(mail);
    CHECK(wire_fault(raw) == "");
    CHECK(longest_line(raw) <= 100);
    std::string wanted = text;
    while (!wanted.empty() && (wanted.back() == '\n' || wanted.back() == ' ' || wanted.back() == '\t'))
        wanted.pop_back();
    CHECK(read_letter(raw, mails::options()).text == wanted);
}

TEST_CASE("Subjects of every length survive the way out and in", "[email]")
{
    std::string subject;
    for (int length = 0; length < 200; ++length) {
        outgoing_mail mail = reminder();
        mail.subject = subject;
        const std::string raw = composed(mail);
        CHECK(longest_line(raw) <= 100);
        CHECK(read_letter(raw, mails::options()).subject == subject);
        subject += length % 7 == 6 ? "-ự🏥" : "ố";
    }
}

TEST_CASE("Encoded words before the last carry no padding", "[email]")
{
    // Readers built on GMime 3.2.13 stop at a padded word.
    const std::string field = mime::text_field(
        "Subject", "Còn ba giờ hai mươi phút nữa là đến hạn xác nhận sự cố nghiêm trọng tại khoa Cấp cứu và khoa Hồi sức");
    for (auto at = field.find("?=\r\n "); at != std::string::npos; at = field.find("?=\r\n ", at + 1))
        CHECK(field[at - 1] != '=');
}
