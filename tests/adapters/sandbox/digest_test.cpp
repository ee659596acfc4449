#include "adapters/sandbox/digest.hpp"

#include <catch2/catch.hpp>

namespace sandbox = adapters::sandbox;

// The vectors agree between the official Java SDK and PHP, Ruby and Node (Zalo contract).
TEST_CASE("Events are signed as the official SDK signs them", "[sandbox]")
{
    const std::string body =
        R"({"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",)"
        R"("recipient":{"id":"388613280878808645"},"event_name":"user_send_text",)"
        R"("message":{"text":"message","msg_id":"96d3cdf3af150460909"},"timestamp":"1543908534740"})";
    CHECK(sandbox::event_signature("360846524940903967", body, "1543908534740", "OAsecretKEYexample00001") ==
          "mac=db3e432d9801cc700f8286fa7af260838de44b6080a729e420e930cf2b2f6913");
}

TEST_CASE("Events in UTF-8 are signed by their raw bytes", "[sandbox]")
{
    const std::string body =
        R"({"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",)"
        R"("recipient":{"id":"388613280878808645"},"event_name":"user_send_text",)"
        R"("message":{"text":"Xin chào ế 👋 \"trích\" \\ / hết","msg_id":"96d3cdf3af150460909"},"timestamp":"1718000000001"})";
    CHECK(sandbox::event_signature("360846524940903967", body, "1718000000001", "OAsecretKEYexample00001") ==
          "mac=32d34e4c8973a6ce0bcd83c3298b562c58fb720a268b4d4755804e3aa39c599a");
}

TEST_CASE("A code challenge is derived as RFC 7636 and both SDKs do", "[sandbox]")
{
    CHECK(sandbox::pkce_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
          "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    CHECK(sandbox::pkce_challenge("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ") ==
          "RqIZl4LIgn8KxW9QO-nTnv7pf0CnNrksx9fF-CXP2FE");
}

TEST_CASE("The app secret proof is the PHP SDK's", "[sandbox]")
{
    CHECK(sandbox::hmac_sha256_hex("APPSECRETexample0001", "AT-example-1") ==
          "5059252593a33ea0b531a9414c6d0a2bc9f0692c5a3ba4066d6e0d11a6032152");
    CHECK(sandbox::md5_hex("") == "d41d8cd98f00b204e9800998ecf8427e");
}
