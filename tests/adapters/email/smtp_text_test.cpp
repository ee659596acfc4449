#include "adapters/email/smtp_reply.hpp"
#include "adapters/email/smtp_text.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace adapters::email;

TEST_CASE("Only plain addresses go into an envelope", "[smtp]")
{
    CHECK(sound_address("vendor@ncc.test"));
    CHECK(sound_address("bot+sc-12.abc@bv.test"));
    CHECK(sound_address("o'neil_x@sub.bv-1.test"));
    CHECK(sound_address("a@b"));
    const std::string bad = GENERATE(
        std::string(""), std::string("a"), std::string("@b"), std::string("a@"), std::string("a@b@c"), std::string("a b@c"), std::string("a@b c"), std::string("<a@b>"),
        std::string("a@b>\r\nRCPT TO:<c@d"), std::string("a\r\n@b"), std::string("a\n@b"), std::string("a@b\r"), std::string("\"a\"@b"), std::string("\"a\\\r\nb\"@c"),
        std::string("a,b@c"), std::string("a:b@c"), std::string("a;b@c"), std::string("a(b)@c"), std::string("a@[127.0.0.1]"), std::string("mật@bv.test"), std::string("a@bệnhviện.test"),
        std::string("a\0b@c", 5), std::string("a\x7f@b"), std::string(".a@b"), std::string("a.@b"), std::string("a..b@c"), std::string("a@b..c"), std::string("a@-b"),
        std::string("a@b-"), std::string(65, 'a') + "@b", "a@" + std::string(253, 'b'));
    CAPTURE(bad);
    CHECK_FALSE(sound_address(bad));
}

TEST_CASE("The name in our greeting is a host or an address in brackets", "[smtp]")
{
    CHECK(sound_greeting_name("bot.bv.test"));
    CHECK(sound_greeting_name("localhost"));
    CHECK(sound_greeting_name("[127.0.0.1]"));
    CHECK(sound_greeting_name("[IPv6:::1]") == true);
    CHECK_FALSE(sound_greeting_name(""));
    CHECK_FALSE(sound_greeting_name("a\r\nMAIL FROM:<x@y>"));
    CHECK_FALSE(sound_greeting_name("a b"));
    CHECK_FALSE(sound_greeting_name("[]"));
    CHECK_FALSE(sound_greeting_name("[a"));
    CHECK_FALSE(sound_greeting_name("[a b]"));
}

TEST_CASE("Dots are stuffed and every line ends the same way", "[smtp]")
{
    const auto wire = [](std::string_view raw) { return to_mail_data(raw)->wire; };
    CHECK(wire("a\r\n") == "a\r\n.\r\n");
    CHECK(wire("a") == "a\r\n.\r\n");
    CHECK(wire(".\r\n") == "..\r\n.\r\n");
    CHECK(wire("a\r\n.b\r\n..c\r\n") == "a\r\n..b\r\n...c\r\n.\r\n");
    CHECK(wire("a\n.\nb") == "a\r\n..\r\nb\r\n.\r\n");
    CHECK(wire("a\r.\rb\r") == "a\r\n..\r\nb\r\n.\r\n");
    CHECK(wire("a\r\n.\r\nMAIL FROM:<x@y>\r\n") == "a\r\n..\r\nMAIL FROM:<x@y>\r\n.\r\n");
    CHECK(wire("a\r\r\nb") == "a\r\n\r\nb\r\n.\r\n");
    CHECK(wire("\n") == "\r\n.\r\n");
}

TEST_CASE("No mail can end early or carry a bare line end whatever it is made of", "[smtp]")
{
    std::mt19937 chance(3);
    const std::string parts = "..\r\n\r\nab";
    for (int i = 0; i < 5'000; ++i) {
        std::string raw;
        for (std::size_t n = 0; n < 1 + chance() % 30; ++n)
            raw.push_back(parts[chance() % parts.size()]);
        const auto mail = to_mail_data(raw);
        REQUIRE(mail);
        const std::string framed = "\r\n" + mail->wire;
        CHECK(framed.find("\r\n.\r\n") == framed.size() - 5);
        for (std::size_t at = 0; at < mail->wire.size(); ++at) {
            if (mail->wire[at] == '\n')
                REQUIRE((at > 0 && mail->wire[at - 1] == '\r'));
            if (mail->wire[at] == '\r')
                REQUIRE(mail->wire.at(at + 1) == '\n');
        }
    }
}

TEST_CASE("Mails that no server need take are refused", "[smtp]")
{
    CHECK_FALSE(to_mail_data(""));
    CHECK_FALSE(to_mail_data(std::string("a\0b", 3)));
    CHECK_FALSE(to_mail_data(std::string(999, 'x')));
    CHECK(to_mail_data(std::string(998, 'x') + "\r\n" + std::string(998, 'y')));
    CHECK(to_mail_data("mật")->eight_bit);
    CHECK_FALSE(to_mail_data("mat")->eight_bit);
}

TEST_CASE("Replies of several lines are one and carry their enhanced code", "[smtp]")
{
    smtp_reader reader;
    reader.put("250-mx.bv.test\r\n250-SIZE 100\r\n250 OK\r\n550 5.1.1 <x>: unknown\r\n22");
    auto one = reader.next();
    REQUIRE((one && *one));
    CHECK((*one)->code == 250);
    CHECK((*one)->lines == std::vector<std::string>{"mx.bv.test", "SIZE 100", "OK"});
    CHECK((*one)->enhanced.empty());
    one = reader.next();
    REQUIRE((one && *one));
    CHECK((*one)->enhanced == "5.1.1");
    CHECK((*one)->subject() == 1);
    CHECK((*one)->detail() == 1);
    CHECK_FALSE(*reader.next());
    CHECK_FALSE(reader.empty());
    reader.put("0\r\n");
    CHECK((*reader.next())->lines == std::vector<std::string>{""});
    CHECK(reader.empty());
}

TEST_CASE("What is no reply is refused for good", "[smtp]")
{
    const std::string bad = GENERATE(std::string("250 ok\n"), std::string("25 ok\r\n"), std::string("abc\r\n"), std::string("250-a\r\n251 b\r\n"), std::string("650 x\r\n"),
                                     std::string("250_x\r\n"), std::string("\r\n"), std::string(5'000, '2'));
    smtp_reader reader;
    reader.put(bad);
    CHECK_FALSE(reader.next());
    reader.put("250 ok\r\n");
    CHECK_FALSE(reader.next());
    smtp_reader endless;
    std::size_t lines = 0;
    while (endless.next() && lines < 10'000) {
        endless.put("250-x\r\n");
        ++lines;
    }
    CHECK(lines < 200);
}
