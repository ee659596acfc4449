#include "bot/text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace bot;

namespace {

const std::string composed = "Máy chủ Đường truyền ở khoa Dược bị mất kết nối";

} // namespace

TEST_CASE("Text is brought to NFC however it was typed", "[base]")
{
    CHECK(to_nfc("Tie\u0302\u0301p nha\u0323\u0302n") == "Tiếp nhận");
    CHECK(to_nfc("Tiê\u0301p nhâ\u0323n") == "Tiếp nhận");
    CHECK(to_nfc("a\u0302\u0323") == to_nfc("a\u0323\u0302"));
    CHECK(to_nfc(composed) == composed);
    CHECK(to_nfc("") == "");
    CHECK(to_nfc("\u212B \u0344") == "\u00C5 \u0308\u0301");
    CHECK(to_nfc("ảnh 📷 và 👩‍⚕️") == "ảnh 📷 và 👩‍⚕️");
}

TEST_CASE("Control characters are dropped and line ends and tabs stay", "[base]")
{
    CHECK(to_nfc(std::string("a\0b\x01\x7F", 5) + "\u0085c\r\nd\te") == "abc\nd\te");
    CHECK(to_nfc(std::string("e\0", 2) + "\u0302") == "ê");
    CHECK(to_nfc("12345678\x7F"
                 "12345678\x1F") == "1234567812345678");
}

TEST_CASE("Bytes that are not UTF-8 become the replacement character", "[base]")
{
    const std::string bad = "\uFFFD";
    CHECK(to_nfc("a\xFFz") == "a" + bad + "z");
    CHECK(to_nfc("\xC0\x80") == bad + bad);           // overlong NUL
    CHECK(to_nfc("\xE0\x80\xAF") == bad + bad + bad); // overlong /
    CHECK(to_nfc("\xED\xA0\x80") == bad + bad + bad); // lone surrogate
    CHECK(to_nfc("\xED\xA0\xBD\xED\xB8\x80").find("\xED") == std::string::npos);
    CHECK(to_nfc("\xF5\x80\x80\x80") == bad + bad + bad + bad);
    CHECK(to_nfc("ti\xE1\xBA") == "ti" + bad); // cut
    CHECK(to_nfc("\xE1\xBAx") == bad + "x");
    CHECK(to_nfc("\xF0\x9F\x98") == bad);
    CHECK(fold("ti\xE1\xBA") == "ti");
    CHECK(utf16_length("a\xFFz") == 3);
}

TEST_CASE("Folding forgives case and diacritics and punctuation", "[base]")
{
    CHECK(fold("  Tiếp nhận: SC-2026-000012. ") == "tiep nhan sc 2026-000012");
    CHECK(fold("TIEP NHAN sc 12") == fold("tiếp nhận SC 12!"));
    CHECK(fold("Đồng ý") == "dong y");
    CHECK(fold("ĐĂNG KÝ") == "dang ky");
    CHECK(fold("Ðăng ký") == "dang ky"); // eth instead of Đ
    CHECK(fold("22/11/2026 07:45") == "22/11/2026 07:45");
    CHECK(fold("22/11/2026.") == "22/11/2026");
    CHECK(fold("8h30, 1.5 tiếng - 3..4 5:/6") == "8h30 1.5 tieng 3 4 5 6");
    CHECK(fold("có/không") == "co khong");
    CHECK(fold("-5") == "5");
    CHECK(fold("2–3") == "2-3");
    CHECK(fold("/baocao") == "baocao");
    CHECK(fold("") == "");
    CHECK(fold("...!?") == "");
    CHECK(fold("\t\n") == "");
    CHECK(fold("ẠẢÃÀÁÂẬẦẤẨẪĂẮẰẶẲẴ") == "aaaaaaaaaaaaaaaaa");
    CHECK(fold("ÓÒỌÕỎÔỘỔỖỒỐƠỜỚỢỞỠ") == "ooooooooooooooooo");
    CHECK(fold("ÉÈẺẼẸÊẾỀỂỄỆÚÙỤỦŨƯỰỮỬỪỨÍÌỊỈĨÝỲỶỸỴĐ") == "eeeeeeeeeeeuuuuuuuuuuuiiiiiyyyyyd");
}

TEST_CASE("Folding does not depend on the normal form", "[base]")
{
    CHECK(fold("Tie\u0302\u0301p nha\u0323\u0302n") == "tiep nhan");
    CHECK(fold("Straße Æsir Łódź Øre") == "strasse aesir lodz ore");
    CHECK(fold("１２：３０ ＡＢＣ") == "12:30 abc");
    CHECK(fold("а\u200Bб Привет") == "аб привет");
    CHECK(fold("không\u00A0rõ") == "khong ro");
    CHECK(fold("\uFEFFcó") == "co");
    CHECK(fold("1️⃣") == "1");
    CHECK(fold("xong 👍🏽") == "xong");
    CHECK(fold("٣") == "3");
}

TEST_CASE("Length is counted in UTF-16 units as Zalo does", "[base]")
{
    CHECK(utf16_length("") == 0);
    CHECK(utf16_length("abc") == 3);
    CHECK(utf16_length("Tiếp nhận sự cố") == 15);
    CHECK(utf16_length("👍") == 2);
    CHECK(utf16_length("12345678👍12345678ê") == 19);
}

TEST_CASE("A long message is cut at a line end before anything else", "[base]")
{
    CHECK(split_message("một\nhai ba. bốn", 12) == std::vector<std::string>{"một", "hai ba. bốn"});
    CHECK(split_message("Một hai. Ba bốn năm", 16) == std::vector<std::string>{"Một hai.", "Ba bốn năm"});
    CHECK(split_message("một hai ba bốn", 8) == std::vector<std::string>{"một hai", "ba bốn"});
    CHECK(split_message("một hai ba bốn", 7) == std::vector<std::string>{"một hai", "ba bốn"});
    CHECK(split_message("abcdefghij", 4) == std::vector<std::string>{"abcd", "efgh", "ij"});
    CHECK(split_message("ngắn", 2000) == std::vector<std::string>{"ngắn"});
    CHECK(split_message("", 2000).empty());
    CHECK(split_message(" \n ", 2000).empty());
    CHECK(split_message("a\n\n\nb", 2) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("A cut never parts a grapheme", "[base]")
{
    CHECK(split_message("👍👍👍", 3) == std::vector<std::string>{"👍", "👍", "👍"});
    CHECK(split_message("abe\u0302\u0323cd", 4) == std::vector<std::string>{"ab", "e\u0302\u0323c", "d"});
    const auto pieces = split_message("xx👨‍👩‍👧‍👦yy", 11);
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[1] == "👨‍👩‍👧‍👦");
}

TEST_CASE("Every piece fits and nothing but blanks is lost", "[base]")
{
    std::string text;
    for (int i = 0; i < 400; ++i)
        text += "Dòng " + std::to_string(i) + (i % 7 == 0 ? ".\n" : (i % 5 == 0 ? ". " : " 👍 "));
    const auto without_blanks = [](std::string s) {
        std::erase_if(s, [](char c) { return c == ' ' || c == '\n'; });
        return s;
    };
    for (const std::size_t limit : {1U, 2U, 7U, 20U, 100U, 2000U}) {
        std::string joined;
        for (const auto& piece : split_message(text, limit)) {
            CHECK(utf16_length(piece) <= std::max<std::size_t>(limit, 2)); // one emoji is two units
            CHECK_FALSE(piece.empty());
            joined += piece;
        }
        CHECK(without_blanks(joined) == without_blanks(text));
    }
}

TEST_CASE("A text is shortened by graphemes and says so", "[base]")
{
    CHECK(shorten("Máy chủ HIS bị treo", 8) == "Máy chủ…");
    CHECK(shorten("Máy chủ HIS", 11) == "Máy chủ HIS");
    CHECK(shorten("Máy\nchủ", 20) == "Máy chủ");
    CHECK(shorten("👨‍👩‍👧‍👦👍👍", 2) == "👨‍👩‍👧‍👦…");
    CHECK(shorten("e\u0302\u0323e\u0302\u0323", 2) == "e\u0302\u0323e\u0302\u0323");
    CHECK(shorten("abc", 0) == "");
    CHECK(shorten("abc", 1) == "…");
    CHECK(shorten("", 5) == "");
}

TEST_CASE("Huge and hostile texts are dealt with in linear time", "[base]")
{
    std::string marks = "a"; // alternating combining classes are quadratic to order
    for (int i = 0; i < 250'000; ++i)
        marks += i % 2 == 0 ? "\u0302" : "\u0323";
    CHECK(to_nfc(marks).size() < 100);
    CHECK(fold(marks) == "a");
    CHECK_FALSE(split_message(marks).empty());
    CHECK_FALSE(shorten(marks, 10).empty());

    std::string vietnamese;
    while (vietnamese.size() < 1'000'000)
        vietnamese += composed + "\n";
    CHECK(to_nfc(vietnamese) == vietnamese);
    CHECK(fold(vietnamese).size() > 600'000);
    CHECK(split_message(vietnamese).size() > 300);

    const std::string blanks(1'000'000, ' ');
    CHECK(fold(blanks).empty());
    CHECK(split_message(blanks).empty());
    CHECK(split_message(std::string(1'000'000, 'x')).size() == 500);
    CHECK(to_nfc(std::string(1'000'000, '\xFF')).size() == 3'000'000);
    CHECK(to_nfc(std::string(1'000'000, '\0')).empty());
}
