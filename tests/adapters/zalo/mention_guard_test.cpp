#include "adapters/zalo/mention_guard.hpp"

#include <catch2/catch.hpp>

#include <regex>

using namespace adapters::zalo;

TEST_CASE("Nothing a user writes can mention a member or everybody", "[zalo]")
{
    struct row {
        const char* text;
        const char* safe;
    };
    const auto [text, safe] = GENERATE(values<row>({
        {"[@246845883529197922] xem", "(@246845883529197922) xem"},
        {"gọi [@f414c8f76fa586fbdfb4] cả nhóm", "gọi (@f414c8f76fa586fbdfb4) cả nhóm"},
        {"[[@1]]", "[(@1)]"},
        {"[@1][@2]", "(@1)(@2)"},
        {"[ @1]", "(@1)"},
        {"[\u200B\u2060@1]", "(@1)"},
        {"[\n@1]", "(@1)"},
        {"[\uFF201]", "(@1)"},
        {"[@[@1]]", "(@(@1)]"},
        {"[@", "(@"},
        {"[@]", "(@)"},
        {"[@ a]", "(@ a]"},
    }));
    CHECK(guard_mentions(text) == safe);
}

TEST_CASE("Other brackets and at signs stay as they are", "[zalo]")
{
    for (const char* text : {"", "a@b.vn", "[DIỄN TẬP] máy chủ", "mảng[0] @1", "[a@b]", "@1]", "🩺 [ok]"})
        CHECK(guard_mentions(text) == text);
}

TEST_CASE("However a text is put together no mention survives", "[zalo]")
{
    const std::regex mention_form(R"(\[[\s]*@)");
    std::uint64_t state = 42;
    const std::string alphabet[] = {"[", "@", "]", "1", "f", " ", "\u200B", "(", "ă"};
    for (int round = 0; round < 5'000; ++round) {
        std::string text;
        for (int i = 0; i < 12; ++i) {
            state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
            text += alphabet[(state >> 33U) % std::size(alphabet)];
        }
        const std::string safe = guard_mentions(text);
        CHECK_FALSE(std::regex_search(safe, mention_form));
        CHECK(guard_mentions(safe) == safe);
    }
}

TEST_CASE("A mention of our own is made of a plain id only", "[zalo]")
{
    CHECK(mention("246845883529197922") == "[@246845883529197922]");
    for (const char* bad : {"", "1]x", "1 2", "[@1]", "1\n"})
        CHECK(mention(bad).empty());
}
