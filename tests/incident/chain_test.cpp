#include "bot/incident/chain.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <vector>

namespace bot::incident {
namespace {

std::vector<chain_entry> a_chain(int length)
{
    std::vector<chain_entry> all;
    std::string previous(chain_start());
    for (int i = 0; i < length; ++i) {
        chain_entry entry{.sequence = 10 + i, .payload = "{\"n\":" + std::to_string(i) + "}", .hash = ""};
        entry.hash = entry_hash(previous, entry.payload);
        previous = entry.hash;
        all.push_back(entry);
    }
    return all;
}

} // namespace

TEST_CASE("Hashes are SHA-256 as published", "[incident]")
{
    // FIPS 180-4 examples.
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    // 32 zero bytes and no payload.
    CHECK(entry_hash(chain_start(), "") ==
          "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
    CHECK_THROWS_AS(entry_hash("abc", "x"), std::invalid_argument);
    CHECK_THROWS_AS(entry_hash(std::string(64, 'G'), "x"), std::invalid_argument);
}

TEST_CASE("F8 the first edited or missing or malformed entry is named", "[incident]")
{
    const auto whole = a_chain(6);
    CHECK_FALSE(first_broken(chain_start(), 10, whole));
    CHECK_FALSE(first_broken(chain_start(), 10, {}));
    auto edited = whole;
    edited[2].payload += " ";
    CHECK(first_broken(chain_start(), 10, edited) == 12);
    auto rehashed = whole;
    rehashed[2].payload += " ";
    rehashed[2].hash = entry_hash(rehashed[1].hash, rehashed[2].payload);
    CHECK(first_broken(chain_start(), 10, rehashed) == 13);
    auto deleted = whole;
    deleted.erase(deleted.begin() + 3);
    CHECK(first_broken(chain_start(), 10, deleted) == 13);
    auto swapped = whole;
    std::swap(swapped[1].payload, swapped[2].payload);
    CHECK(first_broken(chain_start(), 10, swapped) == 11);
    auto malformed = whole;
    malformed[5].hash = "not hex";
    CHECK(first_broken(chain_start(), 10, malformed) == 15);
    CHECK(first_broken("", 10, whole) == 10);
    CHECK(first_broken(chain_start(), 9, whole) == 9);
}

TEST_CASE("A cut tail leaves a chain that holds but ends in another head", "[incident]")
{
    const auto whole = a_chain(6);
    const std::vector<chain_entry> cut(whole.begin(), whole.end() - 1);
    CHECK_FALSE(first_broken(chain_start(), 10, cut));
    CHECK(cut.back().hash != whole.back().hash);
}

TEST_CASE("A chain verifies in pieces", "[incident]")
{
    const auto whole = a_chain(6);
    const std::vector<chain_entry> tail(whole.begin() + 3, whole.end());
    CHECK_FALSE(first_broken(whole[2].hash, 13, tail));
    CHECK(first_broken(whole[1].hash, 13, tail) == 13);
}

TEST_CASE("A row that an erasure rewrote keeps the chain and cannot be edited afterwards", "[incident]")
{
    auto rows = a_chain(6);
    rows[2].payload = "{\"n\":\"redacted\"}";
    CHECK(first_broken(chain_start(), 10, rows) == 12);
    rows[2].rewritten_as = sha256_hex(rows[2].payload);
    CHECK_FALSE(first_broken(chain_start(), 10, rows));
    rows[2].payload = "{\"n\":\"forged\"}";
    CHECK(first_broken(chain_start(), 10, rows) == 12);
}

} // namespace bot::incident
