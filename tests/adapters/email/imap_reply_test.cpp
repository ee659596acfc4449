#include "adapters/email/imap_reply.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace adapters::email;
using kind = imap_value::kind;

namespace {

/// The replies in `bytes`, put in pieces of `step`.
bot::result<std::vector<imap_reply>> read_all(std::string_view bytes, std::size_t step = 1'000'000, imap_reader_limits limits = {})
{
    imap_reader reader;
    reader.limits = limits;
    std::vector<imap_reply> out;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.put(bytes.substr(at, step));
        for (;;) {
            auto one = reader.next();
            if (!one)
                return bot::fail(one.error().code, one.error().detail);
            if (!*one)
                break;
            out.push_back(std::move(**one));
        }
    }
    return out;
}

imap_reply read_one(std::string_view bytes)
{
    auto all = read_all(bytes);
    REQUIRE(all);
    REQUIRE(all->size() == 1);
    return std::move(all->front());
}

} // namespace

TEST_CASE("Status lines give their verdict, code and words", "[imap]")
{
    const auto ok = read_one("* OK [UIDVALIDITY 3857529045] UIDs valid\r\n");
    CHECK(ok.what == imap_reply::kind::untagged);
    CHECK(ok.name == "OK");
    CHECK(ok.code == "UIDVALIDITY");
    CHECK(ok.code_text == "3857529045");
    CHECK(ok.text == "UIDs valid");
    const auto no = read_one("S3 no [overquota] full\r\n");
    CHECK(no.what == imap_reply::kind::tagged);
    CHECK(no.tag == "S3");
    CHECK(no.name == "NO");
    CHECK(no.code == "OVERQUOTA");
    const auto plus = read_one("+ idling\r\n");
    CHECK(plus.what == imap_reply::kind::go_on);
    CHECK(plus.text == "idling");
    CHECK(read_one("+\r\n").text.empty());
    // Words that look like a literal are words.
    CHECK(read_one("* OK you have {5}\r\n").text == "you have {5}");
    CHECK(read_one("* BYE [broken\r\n").text == "[broken");
}

TEST_CASE("Data come as numbers, atoms, strings and lists", "[imap]")
{
    CHECK(read_one("* 23 EXISTS\r\n").number == 23);
    const auto search = read_one("* SEARCH 2 84 882\r\n");
    REQUIRE(search.values.size() == 3);
    CHECK(search.values[2].text == "882");
    CHECK(read_one("* SEARCH\r\n").values.empty());
    const auto fetch = read_one("* 12 FETCH (UID 7 FLAGS (\\Seen $X) BODY[HEADER.FIELDS (FROM TO)] {3}\r\na)b X NIL Y \"q\\\"\\\\\")\r\n");
    CHECK(fetch.number == 12);
    const auto& items = fetch.values.at(0).items;
    REQUIRE(items.size() == 10);
    CHECK(items[3].what == kind::list);
    CHECK(items[3].items.at(0).text == "\\Seen");
    CHECK(items[4].text == "BODY[HEADER.FIELDS (FROM TO)]");
    CHECK(items[5].what == kind::string);
    CHECK(items[5].text == "a)b");
    CHECK(items[7].what == kind::nil);
    CHECK(items[9].text == "q\"\\");
}

TEST_CASE("A literal may hold anything and be cut anywhere", "[imap]")
{
    const std::string body = "A004 OK done\r\n* 5 EXISTS\r\n+ \r\n{9}\r\n" + std::string("\0\n\r", 3);
    const std::string wire = "* 1 FETCH (UID 1 BODY[] {" + std::to_string(body.size()) + "}\r\n" + body + ")\r\n* 2 FETCH (UID 2 BODY[]<0> ~{2}\r\nhi)\r\nS1 OK\r\n";
    const auto step = GENERATE(1UL, 2UL, 3UL, 7UL, 1'000UL);
    const auto all = read_all(wire, step);
    REQUIRE(all);
    REQUIRE(all->size() == 3);
    CHECK((*all)[0].values.at(0).items.at(3).text == body);
    CHECK((*all)[1].values.at(0).items.at(3).text == "hi");
    CHECK((*all)[2].name == "OK");
}

TEST_CASE("An empty literal is a string", "[imap]")
{
    const auto fetch = read_one("* 1 FETCH (BODY[] {0}\r\n UID 3)\r\n");
    CHECK(fetch.values.at(0).items.at(1).what == kind::string);
    CHECK(fetch.values.at(0).items.at(3).text == "3");
}

TEST_CASE("What breaks the grammar is refused for good", "[imap]")
{
    const std::string bad = GENERATE(std::string("* OK no carriage return\n"), std::string("* 1 FETCH (UID 1\r\n"), std::string("* 1 FETCH )\r\n"),
                                     std::string("* X \"open\r\n"), std::string("* X \"esc\\\r\n"), std::string("\r\n"), std::string(" OK\r\n"), std::string("*\r\n"),
                                     std::string("S1 SEARCH 1\r\n"), std::string("* X a\rb\r\n"), std::string("* X a\0b\r\n", 9),
                                     std::string("* X [{1}\r\na b] c\r\n"), std::string("* X \"{1}\r\na\"\r\n"), std::string("* 99999999999\r\n* OK\n"),
                                     std::string("* X {99999999999999999999}\r\n"), std::string("* 1 FETCH (BODY[] {70000}\r\n"));
    imap_reader reader;
    reader.put(bad);
    bot::result<std::optional<imap_reply>> first = reader.next();
    while (first && *first)
        first = reader.next();
    REQUIRE_FALSE(first);
    CHECK(first.error().code == bot::errc::malformed);
    reader.put("* OK fine again\r\n");
    CHECK_FALSE(reader.next());
}

TEST_CASE("Limits hold for lines, literals, depth and values", "[imap]")
{
    imap_reader endless;
    std::size_t put = 0;
    while (endless.next() && put < (10 << 20)) {
        endless.put(std::string(4'096, 'a'));
        put += 4'096;
    }
    CHECK(put <= (64 << 10) + 2 * 4'096);
    CHECK_FALSE(read_all("* X " + std::string(100, '(') + "\r\n"));
    CHECK(read_all("* X " + std::string(30, '(') + std::string(30, ')') + "\r\n"));
    imap_reader_limits few;
    few.values_max = 10;
    CHECK(read_all("* SEARCH 1 2 3 4 5 6 7 8 9 10\r\n", 100, few));
    CHECK_FALSE(read_all("* SEARCH 1 2 3 4 5 6 7 8 9 10 11\r\n", 100, few));
    // Many literals in one line count together.
    std::string many = "* X";
    for (int i = 0; i < 40; ++i)
        many += " {60000}\r\n" + std::string(60'000, 'x');
    CHECK_FALSE(read_all(many + "\r\n"));
}

TEST_CASE("Damaged replies are read or refused and never hang", "[imap]")
{
    const std::string sound = "* 12 FETCH (UID 7 FLAGS (\\Seen) BODY[] {5}\r\nhello RFC822.SIZE 5)\r\n* SEARCH 1 2\r\nS1 OK [UIDNEXT 4] x\r\n* QUOTA \"\" (STORAGE 1 2)\r\n+ go\r\n";
    const std::string bytes = "*()[]{}\"\\\r\n +0919SN~";
    std::mt19937 chance(7);
    for (int i = 0; i < 20'000; ++i) {
        std::string damaged = sound;
        for (int n = 0; n < 3; ++n) {
            const auto at = chance() % damaged.size();
            const char with = bytes[chance() % bytes.size()];
            if (chance() % 3 == 0)
                damaged.erase(at, 1);
            else if (chance() % 2 == 0)
                damaged.insert(at, 1, with);
            else
                damaged[at] = with;
        }
        const auto all = read_all(damaged, 1 + chance() % 40);
        if (all)
            CHECK(all->size() < 100);
    }
}
