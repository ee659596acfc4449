#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>

using namespace bot::dialog;

namespace {

conversation full()
{
    return {.form = "full_report",
            .version = 3,
            .subject = "SC-2026-000012",
            .now = phase::confirming_time,
            .back_to = phase::reviewing,
            .cursor = "occurred_at",
            .created = test::morning(),
            .touched = test::morning() + std::chrono::minutes(5),
            .strikes = 2,
            .answers = {{.field = "a", .what = skipped{}},
                        {.field = "b", .what = unknown{}},
                        {.field = "c", .what = "Mất \"mạng\" \\ \n\t\x01 😀"},
                        {.field = "d", .what = chosen{.key = "his", .label = "Phần mềm HIS"}},
                        {.field = "e", .what = chosen{.key = "no", .label = ""}},
                        {.field = "f", .what = selection{}},
                        {.field = "g", .what = selection{.keys = {"x", "y"}}},
                        {.field = "h", .what = test::morning()},
                        {.field = "i", .what = std::int64_t{-7}, .known = true}},
            .attachments = {{"a1", "image", "", "c"}, {"a2", "file", "log.txt", "d"}},
            .pending = test::morning()};
}

} // namespace

TEST_CASE("A conversation survives its JSON", "[dialog]")
{
    const auto draft = full();
    const auto json = to_json(draft);
    CHECK(json.find('\n') == std::string::npos);
    CHECK(from_json(json).value() == draft);
    CHECK(from_json(to_json(conversation{})).value() == conversation{});
    auto cut = full();
    cut.now = phase::confirming_cut;
    cut.pending = "đoạn đầu";
    CHECK(from_json(to_json(cut)).value() == cut);
}

TEST_CASE("The layout of a stored conversation stays readable", "[dialog]")
{
    // Written by the first release: a new layout needs a new number and a reader for this one.
    const std::string stored =
        R"([1,"quick_report",1,"",0,0,"affected_now",1795311900000,1795311960000,0,)"
        R"([["unit",11,"bvx","Bệnh viện X"],["state_secret",3,"no"],["description",2,"Mất mạng"]],)"
        R"([["a1","image","","description"]],[]])";
    const auto read = from_json(stored);
    REQUIRE(read);
    CHECK(read->cursor == "affected_now");
    CHECK(read->find("unit")->known);
    CHECK(std::get<chosen>(read->find("unit")->what) == chosen{.key = "bvx", .label = "Bệnh viện X"});
    CHECK(to_json(*read) == stored);
}

TEST_CASE("A damaged conversation is refused", "[dialog]")
{
    const auto json = to_json(full());
    for (std::size_t length = 0; length < json.size(); length += 7)
        CHECK_FALSE(from_json(json.substr(0, length)));
    for (const std::string text :
         {"", "null", "{}", "[]", "[2]", R"([2,"f",1,"",0,0,"c",1,1,0,[],[],[]])",
          R"([1,"f",1,"",9,0,"c",1,1,0,[],[],[]])", R"([1,"f",1,"",0,0,"c",1,1,0,[["a",7]],[],[]])",
          R"([1,"f",1,"",0,0,"c",1,1,0,[["a",2]],[],[]])", R"([1,"f",1,"",0,0,"c",1,1,0,[1],[],[]])",
          R"([1,"f",1,"",0,0,"c",1,1,0,[],[["x"]],[]])", R"([1,"f",1,"",3,0,"c",1,1,0,[],[],[]])",
          R"([1,"f",1,"",3,0,"c",1,1,0,[],[],[2,"x"]])", R"([1,"f","x","",0,0,"c",1,1,0,[],[],[]])"}) {
        CAPTURE(text);
        const auto read = from_json(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == bot::errc::malformed);
    }
}
