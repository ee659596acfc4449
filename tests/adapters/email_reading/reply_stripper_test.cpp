#include "adapters/email/reading/reply_stripper.hpp"
#include "tests/adapters/email_reading/mails.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace adapters::email;

namespace {

const label_set& labels()
{
    static const label_set all({"1. Hệ thống bị ảnh hưởng:", "Mức độ ảnh hưởng"});
    return all;
}

std::string reply(std::string_view text, bool forwarded = false)
{
    return strip_reply(text, labels(), {.forwarded_subject = forwarded}).reply;
}

} // namespace

TEST_CASE("Form labels are found in every spelling", "[email]")
{
    for (const char* line : {"Mức độ ảnh hưởng: cao", "2. muc do anh huong", "- MỨC ĐỘ ẢNH HƯỞNG\tcao",
                             "  1) He thong bi anh huong?", "Mức độ ảnh hưởng"})
        CHECK(labels().begins(line));
    for (const char* line : {"", "Mức độ", "Mức độ ảnh hưởngx", "không có mức độ ảnh hưởng", "12", "> Mức độ ảnh hưởng"})
        CHECK_FALSE(labels().begins(line));
    CHECK(labels().count("Mức độ ảnh hưởng: 1\nx\nmuc do anh huong: 2") == 2);
    CHECK_FALSE(label_set().begins("Mức độ ảnh hưởng"));
}

TEST_CASE("Quotation marks at the start of lines are counted", "[email]")
{
    const auto lines = lines_of_text("a\n> b\n>> c\n> > d\n >e\n>\n    > f\n>: g");
    const std::vector<int> depths{0, 1, 2, 2, 1, 1, 0, 0};
    REQUIRE(lines.size() == depths.size());
    for (std::size_t i = 0; i < depths.size(); ++i)
        CHECK(lines[i].quote_depth == depths[i]);
    CHECK(lines[2].text == "c");
}

TEST_CASE("A line that only looks like an introduction cuts nothing", "[email]")
{
    for (const char* text :
         {"On the other hand:\nit works", "Ngày 12/11 lúc 8:15 bác sĩ đã viết:\nmáy hỏng", "Theo tài liệu, hãng wrote: abc",
          "Gửi từ máy chủ HIS lúc 8 giờ", "Được gửi từ địa chỉ lạ", "Từ: 8h\nĐến: 9h\nNgày: 12/11", "Họ viết:\nabc",
          "-- a\n-- b\n-- c", "Trân trọng thông báo máy chủ hỏng", "Regards the server, it is up"}) {
        INFO(text);
        CHECK(reply(text) == text);
    }
}

TEST_CASE("Signatures are cut and forms below them are not", "[email]")
{
    CHECK(reply("Xong.\n\nTrân trọng,\nAn") == "Xong.");
    CHECK(reply("Xong.\n--\nAn\nNCC") == "Xong.");
    CHECK(reply("Xong.\n\nĐã gửi từ iPhone của tôi") == "Xong.");
    CHECK(reply("Xong.\nTran trong\nAn") == "Xong.");
    CHECK(reply("Xong.\nBest regards, An") == "Xong.");
    const std::string form = "Kính gửi,\nTrân trọng,\nAn\nMức độ ảnh hưởng: cao";
    CHECK(reply(form) == form);
    CHECK(reply("Mức độ ảnh hưởng: cao\nTrân trọng,\nAn") == "Mức độ ảnh hưởng: cao");
    CHECK(reply("Trân trọng") == "Trân trọng");
}

TEST_CASE("Nothing of a mail is lost between what is kept and what is cut", "[email]")
{
    const auto stripped =
        strip_reply("Đã nhận.\n\nVào 12/11/2026 08:15, An <a@x.vn> đã viết:\n> câu hỏi\n\nTrân trọng,\nBình", labels());
    CHECK(stripped.reply == "Đã nhận.");
    CHECK(stripped.cut == "Vào 12/11/2026 08:15, An <a@x.vn> đã viết:\n> câu hỏi\n\nTrân trọng,\nBình");
}

TEST_CASE("Forwarding is told from answering by the subject", "[email]")
{
    CHECK(is_forward_subject("Fwd: x"));
    CHECK(is_forward_subject("FW: x"));
    CHECK(is_forward_subject("Chuyển tiếp: x"));
    CHECK(is_forward_subject("Chuyen tiep : x"));
    CHECK_FALSE(is_forward_subject("Re: Fwd: x"));
    CHECK_FALSE(is_forward_subject("Trả lời: Chuyển tiếp: x"));
    CHECK_FALSE(is_forward_subject("forwarding"));
    CHECK(plain_subject("Re: FW: Trả lời: [SC-1] Sự cố: gấp") == "[SC-1] Sự cố: gấp");
    CHECK(plain_subject("Re[2]: x") == "x");
    const std::string block = "a\nFrom: An <a@x.vn>\nSent: 1/1\nTo: b\nSubject: c\n\nb";
    CHECK(reply(block) == "a");
    CHECK(reply(block, true).find("\n\nb") != std::string::npos);
}

TEST_CASE("No text takes long to strip", "[email][bombs]")
{
    const auto piece =
        GENERATE("> a\nb\n", "On 1/1/2026 10:00 x\n", "From: a@x.vn\nTo: b\n", "-- \n", "Trân trọng,\n", "wrote:\n", "a:\n",
                 "--- Vui lòng trả lời phía trên dòng này ---\n", ">>>>>>>>>> \n", "____\n", "Mức độ ảnh hưởng\n", "\n", ": ");
    std::string text;
    while (text.size() < 300000)
        text += piece;
    const auto start = std::chrono::steady_clock::now();
    const auto stripped = strip_reply(text, labels());
    CHECK(std::chrono::steady_clock::now() - start < mails::patience(2));
}
