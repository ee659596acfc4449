#include "adapters/zalo/window.hpp"

#include "adapters/zalo/phone.hpp"

#include <catch2/catch.hpp>

using namespace adapters::zalo;
using namespace std::chrono_literals;

TEST_CASE("The interaction window is free for 48 hours then billed until 7 days then closed", "[zalo]")
{
    const bot::rules::instant last(1'700'000'000'000ms);
    CHECK(window_state(last, last) == window::free);
    CHECK(window_state(last, last + 48h) == window::free);
    CHECK(window_state(last, last + 48h + 1ms) == window::billed);
    CHECK(window_state(last, last + 168h) == window::billed);
    CHECK(window_state(last, last + 168h + 1ms) == window::closed);
    CHECK(window_state(std::nullopt, last) == window::closed);
    CHECK(window_state(last + 5s, last) == window::free);
}

TEST_CASE("Phone numbers come out as the platform writes them", "[zalo]")
{
    for (const char* text : {"0912345678", "+84912345678", "84912345678", "0084912345678", "0912 345 678", "(+84) 912-345-678", "0912.345.678"})
        CHECK(phone_84(text) == "84912345678");
    CHECK(phone_84("02438253531") == "842438253531");
    for (const char* text : {"", "12345", "abc", "0912345678x", "+1 202 555 0100", "84", "09123456789012", "912345678", "0912+345678"})
        CHECK(phone_84(text).empty());
}
