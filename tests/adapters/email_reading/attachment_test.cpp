#include "adapters/email/reading/attachment_files.hpp"
#include "adapters/email/reading/flowed.hpp"
#include "bot/text.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using std::string_literals::operator""s;

TEST_CASE("Names of attachments are made safe", "[email]")
{
    CHECK(clean_attachment_name("Báo cáo.pdf") == "Báo cáo.pdf");
    CHECK(clean_attachment_name("../../etc/passwd") == "passwd");
    CHECK(clean_attachment_name("C:\\x\\y.doc") == "y.doc");
    CHECK(clean_attachment_name("a\0.pdf"s) == "a.pdf");
    CHECK(clean_attachment_name("x\xE2\x80\xAE"
                                "fdp.exe") == "xfdp.exe");
    CHECK(clean_attachment_name("...a.txt. ") == "a.txt");
    CHECK(clean_attachment_name("NUL.txt") == "_NUL.txt");
    CHECK(clean_attachment_name("a:b|c") == "a_b_c");
    for (const char* nothing : {"", ".", "..", "/", "\\\\", "   ", "\x01"})
        CHECK(clean_attachment_name(nothing) == "tep");
    const std::string cut = clean_attachment_name(std::string(10000, 'x') + ".pdf");
    CHECK(cut.ends_with(".pdf"));
    CHECK(bot::utf16_length(cut) <= 120);
}

TEST_CASE("A file is what its first bytes say", "[email]")
{
    CHECK(type_by_magic("%PDF-1.7") == "application/pdf");
    CHECK(type_by_magic("MZ\x90") == "application/vnd.microsoft.portable-executable");
    CHECK(type_by_magic("PK\x03\x04") == "application/zip");
    CHECK(type_by_magic("sự cố") == "text/plain");
    CHECK(type_by_magic("BM là viết tắt") == "text/plain");
    CHECK(type_by_magic("\x01\x02") == "application/octet-stream");
    CHECK(type_by_magic("") == "application/octet-stream");
    CHECK(type_by_magic("  <!DOCTYPE HTML>") == "text/html");
}

TEST_CASE("An attachment carries its hash and what it can do", "[email]")
{
    const auto made = make_attachment("virus.PDF.Exe", "application/pdf", "abc");
    CHECK(made.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(made.size == 3);
    CHECK(made.flags.executable);
    CHECK(make_attachment("a.docm", "", "x").flags.macro);
    CHECK(make_attachment("moi.ics", "", "x").flags.calendar);
    CHECK(make_attachment("", "application/ms-tnef", "x").flags.winmail);
    CHECK(make_attachment("a.txt", "text/plain", "x").flags == attachment_flags{});
}

TEST_CASE("Flowed text is joined where its lines go on", "[email]")
{
    CHECK(mime::unflowed("a \nb\nc", false) == "a b\nc");
    CHECK(mime::unflowed("a \nb", true) == "ab");
    CHECK(mime::unflowed("> a \n> b\nc", false) == "> a b\nc");
    CHECK(mime::unflowed("> a \nb", false) == "> a \nb");
    CHECK(mime::unflowed("x\n-- \nan", false) == "x\n-- \nan");
    CHECK(mime::unflowed(" From", false) == "From");
    CHECK(mime::unflowed("", false).empty());
}
