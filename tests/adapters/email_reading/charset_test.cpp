#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/vietnamese.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email::mime;

TEST_CASE("Vietnamese words are told from words with other accents", "[email]")
{
    CHECK(score_vietnamese("Sự cố nghiêm trọng: máy chủ hệ thống ngừng hoạt động").share() == 1.0);
    CHECK(score_vietnamese("khuya khoắt, nguệch ngoạc, giếng, gìn giữ, quyển, quốc, yêu, thuở").share() == 1.0);
    CHECK(score_vietnamese("Từ ĐỨC ở Ý").share() == 1.0);
    CHECK(score_vietnamese("arrêté générale façon naïve über schön größe").share() < 0.4);
    CHECK(score_vietnamese("plain words").words == 0);
}

TEST_CASE("Declared charsets are believed when the bytes bear them out", "[email]")
{
    CHECK(decode_text("S\xFD\xF2 c\xF4\xEC", "windows-1258").text == "Sự cố");
    CHECK(decode_text("S\xF9 c\xE8", "TCVN3").text == "Sự cố");
    CHECK(decode_text("S\xF1 c\xAF", "VISCII").text == "Sự cố");
    CHECK(decode_text("caf\xE9", "iso-8859-1").text == "café");
    CHECK(decode_text("\x93x\x94 \x80", "us-ascii").text == "“x” €");
    CHECK(decode_text("\xB7\xFE\xCE\xF1\xC6\xF7", "gb2312").text == "服务器");
    CHECK(decode_text("Sự cố", "\"UTF-8\"").charset == "utf-8");
    CHECK_FALSE(decode_text("Sự cố", "\"UTF-8\"").guessed);
}

TEST_CASE("Wrong labels are seen through", "[email]")
{
    for (const char* wrong : {"us-ascii", "iso-8859-1", "windows-1258", "viscii", "gb2312", "x-nonsense", ""}) {
        INFO(wrong);
        CHECK(decode_text("Sự cố máy chủ", wrong).text == "Sự cố máy chủ");
    }
    CHECK(decode_text("S\xFD\xF2 c\xF4\xEC m\xE1y chu\xD2", "utf-8").text == "Sự cố máy chủ");
    CHECK(decode_text("S\xF9 c\xE8 m\xB8y chñ", "iso-8859-1").guessed);
    CHECK(decode_text("S\xF9 c\xE8 nghi\xAAm tr\xE4ng", "iso-8859-1").text == "Sự cố nghiêm trọng");
    CHECK(decode_text("\xEF\xBB\xBFSự", "iso-8859-1").text == "Sự");
    const auto damaged = decode_text("Sự cố máy chủ hệ thống ngừng hoạt động \xE1\xBB.", "utf-8");
    CHECK(damaged.replaced);
    CHECK(damaged.text.starts_with("Sự cố máy chủ"));
}

TEST_CASE("One accented letter is not taken for Vietnamese", "[email]")
{
    CHECK(decode_text("\xA0", "iso-8859-1").text == "\xC2\xA0");
    CHECK(decode_text("caf\xE9 \xE0 la carte", "").text == "café à la carte");
    CHECK(decode_text("M\xFCller, K\xF6ln, Gr\xF6\xDF"
                      "e",
                      "")
              .text == "Müller, Köln, Größe");
}

TEST_CASE("Letters of .Vn fonts are put right", "[email]")
{
    CHECK(decode_text("sù cè m¸y chñ", "utf-8", true).text == "sự cố máy chủ");
    CHECK(decode_text("sù cè m¸y chñ hÖ thèng", "utf-8").text == "sự cố máy chủ hệ thống");
    CHECK(decode_text("sự cố máy chủ", "utf-8", true).text == "sự cố máy chủ");
}

TEST_CASE("Only listed charsets reach the converter", "[email]")
{
    for (const char* name : {"utf-8", "Windows-1258", "'viscii'", "gb18030", "unicode-1-1-utf-7", "iso-8859-8-i"})
        CHECK(is_known_charset(name));
    for (const char* name : {"", "iso-2022-cn-ext", "utf-8//TRANSLIT", "../../etc/passwd", "UTF-8,x"})
        CHECK_FALSE(is_known_charset(name));
    CHECK_FALSE(is_known_charset(std::string(100000, 'a')));
}

TEST_CASE("Any bytes become valid text", "[email]")
{
    std::string all;
    for (int i = 0; i < 256; ++i)
        all.push_back(static_cast<char>(i));
    for (const char* name :
         {"utf-8", "windows-1258", "viscii", "tcvn", "utf-16", "utf-7", "iso-2022-jp", "big5", "nonsense", ""}) {
        INFO(name);
        const auto text = decode_text(all, name).text;
        CHECK(valid_utf8(text) == text);
    }
}
