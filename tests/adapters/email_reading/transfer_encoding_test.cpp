#include "adapters/email/reading/transfer_encoding.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email::mime;

TEST_CASE("Base64 goes on after padding and past foreign bytes", "[email]")
{
    CHECK(decode_base64("U+G7sQ==").bytes == "Sự");
    CHECK(decode_base64("U+G7sQ==IGPhu5E=").bytes == "Sự cố");
    CHECK_FALSE(decode_base64("U+G7\r\n sQ==").damaged);
    CHECK(decode_base64("U+G7*sQ==").bytes == "Sự");
    CHECK(decode_base64("U+G7*sQ==").damaged);
    CHECK(decode_base64("U").damaged);
    CHECK(decode_base64("").bytes.empty());
    for (const std::string bytes : {"", "a", "ab", "abc", "abcd"})
        CHECK(decode_base64(encode_base64(bytes)).bytes == bytes);
}

TEST_CASE("Quoted-printable keeps what is no code", "[email]")
{
    CHECK(decode_quoted_printable("S=E1=BB=B1 c=\r\n=E1=bb=91").bytes == "Sự cố");
    CHECK(decode_quoted_printable("a= \t\r\nb").bytes == "ab");
    CHECK(decode_quoted_printable("50=% =ZZ").bytes == "50=% =ZZ");
    CHECK(decode_quoted_printable("50=%").damaged);
    CHECK(decode_quoted_printable("a=").bytes == "a");
    CHECK(decode_q("a_b=20c") == "a b c");
}

TEST_CASE("Uuencoded content is read between its begin and end", "[email]")
{
    const auto read = decode_uuencode("noise\nbegin 644 x.txt\n#86)C\n`\nend\nnoise");
    CHECK(read.bytes == "abc");
    CHECK_FALSE(read.damaged);
    CHECK(decode_uuencode("begin 644 x\n#86)C\n").damaged);
    CHECK(decode_uuencode("nothing").bytes.empty());
}

TEST_CASE("The name of a transfer encoding is read in any case and with trimmings", "[email]")
{
    CHECK(decode_transfer("BASE64", "YWI=").bytes == "ab");
    CHECK(decode_transfer("base64;", "YWI=").bytes == "ab");
    CHECK(decode_transfer(" Quoted-Printable (x)", "=41").bytes == "A");
    CHECK(decode_transfer("8bit", "=41").bytes == "=41");
    CHECK(decode_transfer("x-strange", "=41").bytes == "=41");
}
