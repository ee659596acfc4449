#include "adapters/email/reading/dates.hpp"
#include "adapters/email/reading/encoded_words.hpp"
#include "adapters/email/reading/parameters.hpp"
#include "adapters/email/reading/raw_mail.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using namespace adapters::email::mime;

TEST_CASE("Encoded words are decoded as their writers meant them", "[email]")
{
    CHECK(decode_header("=?UTF-8?B?U+G7sQ==?= =?UTF-8?B?IGPhu5E=?=") == "Sự cố");
    CHECK(decode_header("=?utf-8?q?S=E1=BB?= =?utf-8?q?=B1?=") == "Sự");
    CHECK(decode_header("Re: =?utf-8?q?S=E1=BB=B1?= x =?utf-8?q?a?=b") == "Re: Sự x ab");
    CHECK(decode_header("=?utf-8?q?a?b?=") == "a?b");
    CHECK(decode_header("=?utf-8*vi?q?a?=") == "a");
    for (const char* broken : {"=?", "=?=?=?", "=?utf-8?", "=?utf-8?q?", "=?utf-8?z?a?=", "a=?b", "=?utf 8?q?a?="})
        CHECK(decode_header(broken) == one_line(broken));
}

TEST_CASE("A header text is one line without marks that mislead", "[email]")
{
    CHECK(one_line("a\r\n b\t c") == "a b c");
    CHECK(one_line("exe\xE2\x80\xAEgpj") == "exegpj");
    CHECK(one_line("S\xCC\x81") == "Ś");
    CHECK(decode_header("=?utf-8?q?a=0D=0ABcc:_x?=") == "a Bcc: x");
}

TEST_CASE("A long field of unfinished words takes no long", "[email]")
{
    std::string words;
    while (words.size() < 16000)
        words += "=?utf-8?q?a";
    CHECK_FALSE(decode_header(words).empty());
}

TEST_CASE("Structured fields are read with their parameters", "[email]")
{
    const auto type = read_structured("Text/Plain (comment); charset=\"utf-8\"; Format=flowed; name=bao cao (1).pdf");
    CHECK(type.value == "text/plain");
    CHECK(type.parameter("charset") == "utf-8");
    CHECK(type.parameter("format") == "flowed");
    CHECK(type.parameter("name") == "bao cao (1).pdf");
    CHECK(type.parameter("none").empty());
    CHECK(read_structured("attachment; filename=\"a\\\"b\"").parameter("filename") == "a\"b");
    CHECK(read_structured("attachment; filename=\"C:\\temp\\x\"").parameter("filename") == "C:\\temp\\x");
    CHECK(read_structured("a; name*0*=UTF-8''S%E1%BB; name*1*=%B1").parameter("name") == "Sự");
    CHECK(read_structured("a; name=old; name*=UTF-8''m%E1%BB%9Bi").parameter("name") == "mới");
    CHECK(read_structured("").value.empty());
    CHECK(read_structured(";;;=;=").parameters.empty() == false);
    std::string many = "a";
    for (int i = 0; i < 3000; ++i)
        many += ";n*" + std::to_string(i) + "=x";
    CHECK(read_structured(many).parameter("n").size() <= 200);
}

TEST_CASE("Dates of old and new mails are read", "[email]")
{
    const auto at = *read_date("Thu, 12 Nov 2026 08:15:00 +0700");
    CHECK(bot::rules::format_vietnam(at) == "12/11/2026 08:15");
    CHECK(read_date("12 Nov 26 01:15 GMT") == at);
    CHECK(read_date("Thu, 12 Nov 2026 08:15:00 ICT") == at);
    CHECK(read_date("Wed, 11 Nov 2026 20:15:00 EST (x)") == at);
    for (const char* none : {"", "hom qua", "31 Feb 2026 10:00 +0700", "12 Nov 2026", "12 Nov 2026 25:00:00"})
        CHECK_FALSE(read_date(none));
}

TEST_CASE("A header is cut at the limits before anything reads it", "[email]")
{
    const reading_limits limits;
    std::vector<fault> faults;
    const auto kinds = [&faults](fault_kind kind) {
        return std::any_of(faults.begin(), faults.end(), [kind](const fault& one) { return one.kind == kind; });
    };

    const std::string long_field = "Subject: " + std::string(100000, 'x') + "\nFrom: a@x.vn\n\nbody";
    auto mail = split_mail(long_field, limits, faults);
    CHECK(find_field(mail.fields, "subject")->value.size() == limits.header_field);
    CHECK(value_of(mail.fields, "from") == "a@x.vn");
    CHECK(mail.body == "body");
    CHECK(kinds(fault_kind::header_too_long));

    faults.clear();
    std::string many = "From: a@x.vn\n";
    for (int i = 0; i < 200000; ++i)
        many += "X: 1\n";
    many += "\nbody";
    mail = split_mail(many, limits, faults);
    CHECK(mail.fields.size() == limits.header_fields);
    CHECK(mail.body == "body");
    CHECK(kinds(fault_kind::too_many_headers));

    faults.clear();
    std::string groups = "To: ";
    for (int i = 0; i < 5000; ++i)
        groups += "g:";
    groups += "\nFrom: a@x.vn\n\nbody";
    mail = split_mail(groups, limits, faults);
    CHECK(find_field(mail.fields, "to") == nullptr);
    CHECK(kinds(fault_kind::address_nesting));
}
