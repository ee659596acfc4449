#include "adapters/email/imap_text.hpp"
#include "adapters/email/sasl.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;

TEST_CASE("A quoted string escapes what would end it and refuses what would end the line", "[imap]")
{
    CHECK(imap_quoted("a\"b\\c") == "\"a\\\"b\\\\c\"");
    CHECK(imap_quoted("") == "\"\"");
    CHECK_FALSE(imap_quoted("a\r\nb"));
    CHECK_FALSE(imap_quoted(std::string("a\0b", 3)));
    CHECK_FALSE(imap_quoted("mật"));
    CHECK_FALSE(imap_quoted("\x7f"));
}

TEST_CASE("Folder names are written in modified UTF-7", "[imap]")
{
    CHECK(modified_utf7("INBOX") == "INBOX");
    CHECK(modified_utf7("A & B") == "A &- B");
    // RFC 3501 §5.1.3's own example, and one of ours.
    CHECK(modified_utf7("~peter/mail/台北/日本語") == "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    CHECK(modified_utf7("Sự cố") == "S&HvE- c&HtE-");
    CHECK(modified_utf7("😀") == "&2D3eAA-");
    CHECK_FALSE(modified_utf7("a\xff"));
    CHECK(imap_folder("a\"b") == "\"a\\\"b\"");
    CHECK_FALSE(imap_folder(""));
    CHECK_FALSE(imap_folder("a\r\nS1 DELETE INBOX"));
    CHECK_FALSE(imap_folder(std::string("a\0b", 3)));
    CHECK_FALSE(imap_folder(std::string(300, 'x')));
}

TEST_CASE("Sets of UIDs are compressed", "[imap]")
{
    CHECK(imap_set({1, 2, 3, 7, 9, 10}) == "1:3,7,9:10");
    CHECK(imap_set({5}) == "5");
    CHECK(imap_set({4'294'967'294U, 4'294'967'295U}) == "4294967294:4294967295");
    CHECK(imap_number("4294967295") == 4'294'967'295U);
    CHECK_FALSE(imap_number("4294967296"));
    CHECK_FALSE(imap_number("-1"));
    CHECK_FALSE(imap_number(""));
    CHECK_FALSE(imap_number("1x"));
}

TEST_CASE("SASL answers are what the mechanisms want", "[sasl]")
{
    CHECK(sasl_plain("bot", "pw") == base64(std::string("\0bot\0pw", 7)));
    CHECK(from_base64(sasl_xoauth2("a@b", "tok")) == "user=a@b\1auth=Bearer tok\1\1");
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(from_base64("Zm8=") == "fo");
    CHECK(from_base64("Zm9v") == "foo");
    CHECK(from_base64("") == "");
    CHECK_FALSE(from_base64("Zm9"));
    CHECK_FALSE(from_base64("Z*=="));
    CHECK(sasl_sound("mật khẩu"));
    CHECK_FALSE(sasl_sound(""));
    CHECK_FALSE(sasl_sound(std::string("a\0b", 3)));
    CHECK_FALSE(sasl_sound("a\nb"));
    CHECK(xoauth2_failure(base64("{\"status\":\"401\",\"schemes\":\"bearer\"}")) == "401");
    CHECK(xoauth2_failure("no base64") == "");
    CHECK(xoauth2_failure(base64("{\"status\":")) == "");
}

TEST_CASE("A server's words are withheld when it repeats what we signed in with", "[sasl]")
{
    const std::string user = "bot@bv.test";
    const std::string secret = "Secret-pass-1";
    CHECK(words_without("[AUTHENTICATIONFAILED] wrong password", user, secret) == "[AUTHENTICATIONFAILED] wrong password");
    CHECK(words_without("no such user bot@bv.test", user, secret) == "no such user bot@bv.test");
    const std::string echo = GENERATE_COPY(std::string(secret), base64(secret), sasl_plain(user, secret), sasl_plain(user, secret).substr(0, 12), sasl_xoauth2(user, secret), "x" + secret + "y");
    CHECK(words_without("Unknown command: AUTHENTICATE " + echo, user, secret) == "(words withheld)");
    CHECK(words_without("bad \"" + echo + "\"", user, secret) == "(words withheld)");
    CHECK(words_without("a secret of \x1b two words", user, "of \x1b two") == "(words withheld)");
    CHECK(words_without("anything", user, "") == "anything");
}
