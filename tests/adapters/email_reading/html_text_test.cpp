#include "adapters/email/reading/html_text.hpp"
#include "adapters/email/reading/html_tokens.hpp"
#include "tests/adapters/email_reading/mails.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace adapters::email;
using namespace adapters::email::mime;

namespace {

std::string text_of(std::string_view page)
{
    std::string text;
    for (const text_line& line : html_to_text(page, 8U << 20U).lines) {
        text += text.empty() ? "" : "|";
        text += std::string(static_cast<std::size_t>(line.quote_depth), '>') + line.text;
    }
    return text;
}

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += piece;
    return text;
}

} // namespace

TEST_CASE("Blocks are lines and cells are parted by tabs", "[email]")
{
    CHECK(text_of("<p>a</p><p>b<br>c</p>d") == "a|b|c|d");
    CHECK(text_of("<div>a</div><div><br></div><div>b</div>") == "a||b");
    CHECK(text_of("<div>a<br></div><div>b</div>") == "a|b");
    CHECK(text_of("a  \n b&nbsp;&#160;c") == "a b c");
    CHECK(text_of(
              "<table><tr><td><p>Label</p></td><td><p>value</p></td></tr><tr><td>x</td><td></td><td>y</td></tr></table>after") ==
          "Label\tvalue|x\t\ty|after");
    CHECK(text_of("<table><tr><td>L</td><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>") == "L\ta\tb");
    CHECK(text_of("<ol start=3><li>a<li>b</ol><ul><li>c</ul>") == "3. a|4. b|- c");
    CHECK(text_of("<pre>a\n  b</pre>") == "a|  b");
}

TEST_CASE("What a reader does not see is left out", "[email]")
{
    CHECK(text_of("<head><title>t</title><style>a{}</style></head><body>x<script>y</script><!-- z --></body>") == "x");
    CHECK(text_of("<div style='DISPLAY: none'>a<div>b</div>c</div>d") == "d");
    CHECK(text_of("<span hidden>a</span>b") == "b");
    CHECK(text_of("<p style='mso-hide:all'>a</p>b") == "b");
    CHECK(text_of("a<!--[if mso]><p>b</p><![endif]-->c") == "ac");
    CHECK(text_of("zero&#8203;width&shy;") == "zerowidth");
}

TEST_CASE("Marks that are never closed hide nothing", "[email]")
{
    CHECK(text_of("a<div style='display:none'>b") == "a|b");
    CHECK(text_of("a<!-- b<p>c").find('c') != std::string::npos);
    CHECK(text_of("a<script>b") == "ab");
    CHECK(text_of("a<b href=\"x>b</b>c").find('c') != std::string::npos);
    CHECK(text_of("1 < 2 & 3 > 2 <3") == "1 < 2 & 3 > 2 <3");
}

TEST_CASE("Character references are read in all their forms", "[email]")
{
    CHECK(text_of("&#7921;&#x1EBF;&agrave;&amp;&lt;&unknown;&amp") == "ựếà&<&unknown;&");
    CHECK(text_of("&#0;&#55296;&#99999999;&#150;") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD–");
    CHECK(text_of("a&#x0301;") == "á");
}

TEST_CASE("Quotations of mail clients have their depth and their hint", "[email]")
{
    CHECK(text_of("a<blockquote type=cite>b<blockquote type=cite>c</blockquote></blockquote>d") == "a|>b|>>c|d");
    CHECK(text_of("a<blockquote style='margin:0 0 0 40px'>b</blockquote>") == "a|b");
    const auto lines = html_to_text("<div>a</div><div class=\"x_gmail_quote\"><div>b</div></div><div>c</div>", 1000).lines;
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].hint == line_hint::none);
    CHECK(lines[1].hint == line_hint::quote);
    CHECK(lines[2].hint == line_hint::none);
    const auto rest = html_to_text("a<div id=x_divRplyFwdMsg>b</div><p>c", 1000).lines;
    REQUIRE(rest.size() == 3);
    CHECK(rest[2].hint == line_hint::quote);
}

TEST_CASE("Fonts and charsets of a page are found", "[email]")
{
    CHECK(names_vn_font("<font face='.VnTime'>"));
    CHECK(names_vn_font("style=\"font-family:.VnArialH\""));
    CHECK_FALSE(names_vn_font("http://bv.vn/x www.vnexpress.net .vn"));
    CHECK(html_charset("<meta http-equiv=Content-Type content='text/html; charset=windows-1258'>") == "windows-1258");
    CHECK(html_charset("<meta charset=\"utf-8\">") == "utf-8");
    CHECK(html_charset("<p>").empty());
}

TEST_CASE("No page takes long however it is nested", "[email][bombs]")
{
    const auto bomb =
        GENERATE(as<std::string>{}, repeated("<div>", 200000), repeated("<blockquote type=cite>", 40000),
                 repeated("<table><tr><td>", 60000), repeated("<b", 300000), repeated("<a href=\"", 100000),
                 repeated("<!--", 200000), repeated("<script>", 100000), repeated("<script></", 80000), repeated("&", 1000000),
                 repeated("<p style='display:none'>", 40000), repeated("<ul><li>", 100000),
                 "<a " + repeated("x=y ", 250000) + ">", "<a title='" + std::string(900000, 'x') + "'>", repeated("<\"", 400000),
                 repeated("<x =\"", 200000), std::string(1000000, '<'), repeated("<div class=gmail_quote>", 40000),
                 repeated("</div>", 150000), repeated("&shy;", 200000), repeated("e\xCC\x81", 300000));
    const auto start = std::chrono::steady_clock::now();
    html_to_text(bomb + "end", 8U << 20U);
    const auto spent = std::chrono::steady_clock::now() - start;
    INFO(bomb.substr(0, 20));
    CHECK(spent < mails::patience(1));
}
