#include "adapters/email/reading/addresses.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using namespace adapters::email::mime;

TEST_CASE("Addresses are read with names, comments and groups", "[email]")
{
    using boxes = std::vector<mailbox>;
    CHECK(read_addresses("an@ncc.test") == boxes{{"an@ncc.test"}});
    CHECK(read_addresses("Nguyen An <An@NCC.test>") == boxes{{"an@ncc.test", "Nguyen An"}});
    CHECK(read_addresses("an@ncc.test (Nguyen An)") == boxes{{"an@ncc.test", "Nguyen An"}});
    CHECK(read_addresses("\"Nguyen, An\" <an@ncc.test>, b@x.vn") == boxes{{"an@ncc.test", "Nguyen, An"}, {"b@x.vn"}});
    CHECK(read_addresses("=?UTF-8?B?Tmd1eeG7hW4gQW4=?= <an@ncc.test>") == boxes{{"an@ncc.test", "Nguyễn An"}});
    CHECK(read_addresses("=?UTF-8?Q?Nguy=E1=BB?= =?UTF-8?Q?=85n?= <an@ncc.test>") == boxes{{"an@ncc.test", "Nguyễn"}});
    CHECK(read_addresses("team: a@x.vn, b@x.vn;, c@x.vn") == boxes{{"a@x.vn"}, {"b@x.vn"}, {"c@x.vn"}});
    CHECK(read_addresses("a@x.vn; b@x.vn") == boxes{{"a@x.vn"}, {"b@x.vn"}});
    CHECK(read_addresses("<@relay.vn,@b.vn:an@ncc.test>") == boxes{{"an@ncc.test"}});
    CHECK(read_addresses("undisclosed-recipients:;").empty());
    CHECK(read_addresses("").empty());
}

TEST_CASE("A display name that looks like an address is only a name", "[email]")
{
    const auto read = read_addresses("\"vendor@ncc.test\" <evil@x.test>");
    REQUIRE(read.size() == 1);
    CHECK(read[0].address == "evil@x.test");
    CHECK(read[0].name == "vendor@ncc.test");
    const auto bare = read_addresses("vendor@ncc.test <evil@x.test>");
    REQUIRE(bare.size() == 1);
    CHECK(bare[0].address == "evil@x.test");
    const auto encoded = read_addresses("=?utf-8?q?vendor=40ncc=2Etest_=3C?= <evil@x.test>");
    REQUIRE(encoded.size() == 1);
    CHECK(encoded[0].address == "evil@x.test");
    CHECK(read_addresses("=?utf-8?q?vendor=40ncc=2Etest?=")[0].address.empty());
}

TEST_CASE("Domains are compared in their ASCII form", "[email]")
{
    CHECK(normal_address("An@BệnhViện.VN") == "an@xn--bnhvin-ik8be.vn");
    CHECK(normal_address(" an@ncc.test. ") == "an@ncc.test");
    CHECK(normal_address("an").empty());
    CHECK(normal_address("@x").empty());
    CHECK(normal_address("a@b>c").empty());
    CHECK(domain_of("an@ncc.test") == "ncc.test");
}

TEST_CASE("Deep groups of addresses are read without recursion", "[email]")
{
    std::string nested;
    for (int i = 0; i < 200000; ++i)
        nested += "g:";
    CHECK(read_addresses(nested + "a@x.vn").size() == 1);
    CHECK(read_addresses(std::string(200000, '(')).empty());
    CHECK(read_addresses(std::string(100000, '"')).size() <= 1);
    std::string many;
    for (int i = 0; i < 5000; ++i)
        many += "a@x.vn,";
    CHECK(read_addresses(many).size() == addresses_max);
}

TEST_CASE("Message ids are found with and without their brackets", "[email]")
{
    using ids = std::vector<std::string>;
    CHECK(read_message_ids("<a@x> <b@x>") == ids{"a@x", "b@x"});
    CHECK(read_message_ids("<a@x><b@x>") == ids{"a@x", "b@x"});
    CHECK(read_message_ids("Message from Lan of \"Thu\" <a@x>") == ids{"a@x"});
    CHECK(read_message_ids("a@x b") == ids{"a@x"});
    CHECK(read_message_ids("<a\r\n b@x>") == ids{"ab@x"});
    CHECK(read_message_ids("").empty());
}
