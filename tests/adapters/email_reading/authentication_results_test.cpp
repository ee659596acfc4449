#include "adapters/email/reading/authentication_results.hpp"

#include <catch2/catch.hpp>

using namespace adapters::email;
using namespace adapters::email::mime;

namespace {

verdict judged(const std::string& results, std::string from = "an@ncc.test", std::size_t received_above = 0,
               std::size_t allowed = 1)
{
    header fields;
    for (std::size_t i = 0; i < received_above; ++i)
        fields.push_back({"received", "from x"});
    fields.push_back({"authentication-results", results});
    reading_options options;
    options.trusted_authserv_ids = {"MX.bv.test"};
    options.received_above_max = allowed;
    return judge_authentication(fields, {std::move(from), {}}, false, options).result;
}

} // namespace

TEST_CASE("Results of the border server are read with comments and properties", "[email]")
{
    const auto read = read_authentication_results(" mx.bv.test 1 (v; x=1); DMARC=Pass (p=none; sp=\"y\") header.from=NCC.test "
                                                  "policy.x=1;\tspf=fail reason=\"a; b=c\" smtp.mailfrom=x@y.test; none");
    CHECK(read.authserv_id == "mx.bv.test");
    REQUIRE(read.results.size() == 2);
    CHECK(read.results[0].method == "dmarc");
    CHECK(read.results[0].result == "pass");
    CHECK(read.results[0].property("header.from") == "ncc.test");
    CHECK(read.results[1].property("smtp.mailfrom") == "x@y.test");
    CHECK(read_authentication_results("").results.empty());
    CHECK(read_authentication_results(std::string(100000, '(')).results.empty());
    CHECK(read_authentication_results(std::string(100000, ';')).results.empty());
}

TEST_CASE("Only an aligned result passes", "[email]")
{
    CHECK(judged("mx.bv.test; dmarc=pass header.from=ncc.test") == verdict::pass);
    CHECK(judged("mx.bv.test; dmarc=pass header.from=mail.ncc.test") == verdict::pass);
    CHECK(judged("mx.bv.test; dmarc=pass header.from=evilncc.test") == verdict::fail);
    CHECK(judged("mx.bv.test; dkim=pass header.d=test") == verdict::none);
    CHECK(judged("mx.bv.test; dkim=pass header.i=@ncc.test") == verdict::pass);
    CHECK(judged("mx.bv.test; spf=pass smtp.mailfrom=a@ncc.test; dmarc=fail header.from=ncc.test") == verdict::fail);
    CHECK(judged("mx.bv.test; dmarc=bestguesspass header.from=ncc.test") == verdict::none);
    CHECK(judged("mx.bv.test; none") == verdict::none);
    CHECK(judged("other.test; dmarc=pass header.from=ncc.test") == verdict::none);
    CHECK(judged("mx.bv.test; dmarc=pass header.from=ncc.test", "") == verdict::none);
}

TEST_CASE("A result below more servers than ours is the sender's own", "[email]")
{
    const std::string good = "mx.bv.test; dmarc=pass header.from=ncc.test";
    CHECK(judged(good, "an@ncc.test", 1) == verdict::pass);
    CHECK(judged(good, "an@ncc.test", 2) == verdict::none);
    CHECK(judged(good, "an@ncc.test", 2, 2) == verdict::pass);
}
