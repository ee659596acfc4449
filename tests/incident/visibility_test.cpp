#include "bot/incident/history.hpp"
#include "bot/incident/visibility.hpp"
#include "tests/incident/support.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace incident_test {

TEST_CASE("Who holds no role sees only what they reported or handle", "[incident]")
{
    auto told = reached(status::in_handling);
    CHECK(may_see(told.it, nurse, nobody, "khoa-noi"));
    CHECK(may_see(told.it, technician, nobody, ""));
    CHECK_FALSE(may_see(told.it, stranger, nobody, "khoa-noi"));
    CHECK_FALSE(may_see(told.it, stranger, std::vector<std::string>{"vendor", "reporter"}, ""));
    CHECK(may_see(told.it, it_chief, std::vector<std::string>{"it_head"}, ""));
    CHECK(may_see(told.it, robot, nobody, ""));
}

TEST_CASE("A reporter sealed from their own department is hidden from it", "[incident]")
{
    auto told = reached(status::reported);
    told.does(nurse, nobody, supplement{{.keep_confidential = true, .sealed_from_department = true}, ""});
    const std::vector<std::string> as_it_head{"it_head"};
    CHECK_FALSE(may_see(told.it, it_chief, as_it_head, "khoa-noi"));
    CHECK(may_see(told.it, it_chief, as_it_head, "phong-cntt"));
    CHECK(may_see(told.it, manager, as_manager, "khoa-noi"));
    CHECK(may_see(told.it, nurse, nobody, "khoa-noi"));
    CHECK_FALSE(may_see_reporter(told.it, it_chief, as_it_head));
    CHECK(may_see_reporter(told.it, manager, as_manager));
    CHECK(may_see_reporter(told.it, director, as_leader));
    CHECK(may_see_reporter(told.it, nurse, nobody));
}

TEST_CASE("Every event and refusal has its words in both languages", "[incident]")
{
    std::set<std::string> keys;
    for (const auto& entry : one_of_each("x"))
        keys.insert(describe(entry).key);
    CHECK(keys.size() == event_names().size());
    for (std::size_t i = 0; i < status_count; ++i)
        keys.insert("status." + std::string(name_of(static_cast<status>(i))));
    for (std::size_t i = 0; i <= static_cast<std::size_t>(role::system); ++i)
        keys.insert("role." + std::string(name_of(static_cast<role>(i))));
    for (std::size_t i = 0; i < command_kind_count; ++i)
        keys.insert("incident.command." + std::string(name_of(static_cast<command_kind>(i))));
    for (const auto* file : {"messages/vi.json", "messages/en.json"}) {
        const auto texts = nlohmann::json::parse(read_file(file));
        for (const auto& key : keys) {
            INFO(file << " " << key);
            CHECK(texts.contains(key));
        }
    }
}

TEST_CASE("Every place in an event's text is filled by the event", "[incident]")
{
    const auto texts = nlohmann::json::parse(read_file("messages/vi.json"));
    for (const auto& entry : one_of_each("x")) {
        const auto line = describe(entry);
        std::set<std::string> filled;
        for (const auto& [name, value] : line.args)
            // The caller words `x_ms` as `x`.
            filled.insert(name.size() > 3 && name.ends_with("_ms") ? name.substr(0, name.size() - 3) : name);
        const auto pattern = texts.at(line.key).get<std::string>();
        INFO(line.key << ": " << pattern);
        for (std::size_t open = pattern.find('{'); open != std::string::npos;
             open = pattern.find('{', open + 1)) {
            const auto end = pattern.find_first_of(",}{ ", open + 1);
            const auto name = pattern.substr(open + 1, end - open - 1);
            const bool is_place = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
                return (c >= 'a' && c <= 'z') || c == '_';
            }) && (pattern[end] == '}' || pattern[end] == ',');
            if (is_place) {
                INFO(name);
                CHECK(filled.contains(name));
            }
        }
    }
}

TEST_CASE("The history names the bot and the erased and the nameless apart", "[incident]")
{
    const auto key = [](const actor& who) {
        return std::get<std::vector<bot::phrase>>(who_argument(who)).front().key;
    };
    CHECK(std::get<std::string>(who_argument(manager)) == "Nguyễn Lan");
    CHECK(key(robot) == "incident.who.system");
    CHECK(key({.person = "", .contact = "erased", .name = ""}) == "incident.who.erased");
    CHECK(key({.person = "", .contact = "zalo:1", .name = ""}) == "incident.who.unnamed");
}

} // namespace incident_test
