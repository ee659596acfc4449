// Mails made to break their reader. Too large to be kept as files.
#include "tests/adapters/email_reading/mails.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>

using namespace adapters::email;

namespace {

const std::string fields = "From: an.nguyen@ncc.test\nTo: suco@bv.test\nSubject: bomb\nDate: Thu, 12 Nov 2026 08:15:00 "
                           "+0700\nMessage-ID: <m1@ncc.test>\nMIME-Version: 1.0\n";

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string text;
    text.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        text += piece;
    return text;
}

std::string nested_multiparts(std::size_t levels)
{
    std::string mail = fields;
    for (std::size_t i = 0; i < levels; ++i)
        mail += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
    return mail + "\n\ntext\n";
}

std::string nested_mails(std::size_t levels)
{
    return fields + repeated("Content-Type: message/rfc822\n\nFrom: a@x.vn\nSubject: inner\n", levels) + "\ntext\n";
}

std::string parts(std::size_t count, std::string_view boundary)
{
    return fields + "Content-Type: multipart/mixed; boundary=\"" + std::string(boundary) + "\"\n\n" +
           repeated("--" + std::string(boundary) + "\nContent-Type: text/plain\n\nx\n", count) + "--" + std::string(boundary) +
           "--\n";
}

struct bomb {
    const char* name;
    std::function<std::string()> make;
    std::optional<fault_kind> fault;
};

std::vector<bomb> bombs()
{
    using enum fault_kind;
    return {
        {"nested multiparts", [] { return nested_multiparts(10000); }, too_many_parts},
        {"nested multiparts below the limit of parts", [] { return nested_multiparts(400); }, depth_limit},
        {"nested mails", [] { return nested_mails(20000); }, embedded_limit},
        {"nested mails and groups of addresses",
         [] {
             return fields +
                    repeated("Content-Type: message/rfc822\n\nFrom: " + repeated("g:", 3000) + "\nSubject: inner\n", 10) +
                    "\ntext\n";
         },
         header_too_long},
        {"parts", [] { return parts(200000, "b"); }, too_many_parts},
        {"parts of a nameless boundary",
         [] {
             return fields + "Content-Type: multipart/mixed; boundary*0=\"b\"; boundary*1=\"c\"\n\n" +
                    repeated("--bc\n\nx\n", 100000);
         },
         too_many_parts},
        {"boundary of a megabyte",
         [] { return fields + "Content-Type: multipart/mixed; boundary=\"" + std::string(1000000, 'x') + "\"\n\n--x\n\ntext\n"; },
         header_too_long},
        {"empty boundary", [] { return fields + "Content-Type: multipart/mixed; boundary=\"\"\n\n" + repeated("--\n", 200000); },
         std::nullopt},
        {"boundaries that begin alike",
         [] {
             std::string mail = fields + "Content-Type: multipart/mixed; boundary=" + std::string(60, 'a') + "\n\n";
             for (std::size_t i = 60; i > 0; --i)
                 mail += "--" + std::string(i, 'a') + "\nContent-Type: multipart/mixed; boundary=" + std::string(i, 'a') +
                         "x\n\n" + repeated("--" + std::string(i, 'a') + "y\n", 3000);
             return mail;
         },
         std::nullopt},
        {"fields", [] { return repeated("X-Field: x\n", 200000) + fields + "\ntext"; }, too_many_headers},
        {"one long field", [] { return "Subject: " + std::string(20000000, 'x') + "\n" + fields + "\ntext"; }, header_too_long},
        {"one field folded often", [] { return "Subject: x\n" + repeated(" x\n", 3000000) + fields + "\ntext"; },
         header_too_long},
        {"groups of addresses in To", [] { return "To: " + repeated("g:", 100000) + "\n" + fields + "\ntext"; }, address_nesting},
        {"groups of addresses in From", [] { return "From: " + repeated("g:", 7000) + "\n" + fields + "\ntext"; },
         address_nesting},
        {"comments in From", [] { return "From: " + std::string(16000, '(') + "\n" + fields + "\ntext"; }, std::nullopt},
        {"encoded words", [] { return "Subject: " + repeated("=?utf-8?q?a?= ", 100000) + "\n" + fields + "\ntext"; },
         header_too_long},
        {"unfinished encoded words", [] { return "Subject: " + repeated("=?utf-8?q?", 1600) + "\n" + fields + "\ntext"; },
         std::nullopt},
        {"sections of a parameter",
         [] {
             std::string type = "Content-Type: text/plain";
             for (int i = 0; i < 50000; ++i)
                 type += "; name*" + std::to_string(i) + "*=x";
             return fields + type + "\n\ntext";
         },
         header_too_long},
        {"sections of a parameter of an inner part",
         [] {
             std::string type = "Content-Type: text/plain";
             for (int i = 0; i < 50000; ++i)
                 type += ";\n name*" + std::to_string(i) + "*=x";
             return fields + "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + type + "\n\ntext\n--b--\n";
         },
         header_too_long},
        {"references", [] { return "References: " + repeated("<a@x> ", 100000) + "\n" + fields + "\ntext"; }, header_too_long},
        {"base64 of nothing", [] { return fields + "Content-Transfer-Encoding: base64\n\n" + std::string(10000000, '='); },
         no_text},
        {"quoted-printable of signs",
         [] { return fields + "Content-Transfer-Encoding: quoted-printable\n\n" + std::string(10000000, '='); }, broken_encoding},
        {"uuencode without end",
         [] { return fields + "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + repeated("`\n", 3000000); },
         broken_encoding},
        {"more bytes than the limit", [] { return fields + "\n" + repeated("0123456789abcdef\n", 2000000); }, too_large},
        {"line of 20 MB", [] { return fields + "\n" + std::string(20000000, 'x'); }, text_too_long},
        {"CR only", [] { return repeated("a\r", 1000000); }, not_a_mail},
        {"NUL only", [] { return std::string(1000000, '\0'); }, not_a_mail},
        {"combining marks",
         [] { return fields + "Content-Type: text/plain; charset=utf-8\n\na" + repeated("\xCC\x81\xCC\xA3", 400000); },
         std::nullopt},
        {"quotation marks", [] { return fields + "\n" + std::string(1000000, '>'); }, std::nullopt},
        {"deep page", [] { return fields + "Content-Type: text/html\n\n" + repeated("<div>", 200000) + "text"; }, std::nullopt},
        {"tag of a megabyte", [] { return fields + "Content-Type: text/html\n\n<a " + std::string(1000000, 'x') + ">text</a>"; },
         html_too_long},
        {"attachments",
         [] {
             return fields + "Content-Type: multipart/mixed; boundary=b\n\n" +
                    repeated("--b\nContent-Type: application/x; name=a\n\nx\n", 400) + "--b--\n";
         },
         too_many_attachments},
        {"one large attachment",
         [] { return fields + "Content-Type: application/octet-stream; name=x.bin\n\n" + std::string(12000000, 'x'); },
         attachment_too_large},
    };
}

} // namespace

TEST_CASE("Every bomb is answered within a second and says what was wrong with it", "[email][bombs]")
{
    // The first use of a charset loads its module.
    read_letter(mails::text_mail("x"), mails::options());
    for (const bomb& one : bombs()) {
        const std::string raw = one.make();
        INFO(one.name);
        const auto start = std::chrono::steady_clock::now();
        const auto mail = read_letter(raw, mails::options());
        const auto spent = std::chrono::steady_clock::now() - start;
        CHECK(spent < mails::patience(1));
        INFO(std::chrono::duration<double>(spent).count() << " s");
        CHECK(mails::unfit(mail) == "");
        if (one.fault)
            CHECK(mail.has(*one.fault));
    }
}

TEST_CASE("What lies behind a bomb's limit costs nothing of what lies before it", "[email][bombs]")
{
    const auto mail = read_letter(fields + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nMức độ ảnh hưởng: cao\n" +
                                      repeated("--b\nContent-Type: text/x-none\n\nx\n", 2000),
                                  mails::options());
    CHECK(mail.reply == "Mức độ ảnh hưởng: cao");
    CHECK(mail.from.address == "an.nguyen@ncc.test");
}
