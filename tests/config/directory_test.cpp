#include "config/directory.hpp"

#include "config/files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace {

config::directory sample()
{
    const std::string file = std::string(PROJECT_DIR) + "/config/directory.json";
    bot::rules::problems faults;
    auto read = config::directory::parse(config::read_file(file).value(), file, faults);
    REQUIRE(faults.empty());
    return read;
}

} // namespace

TEST_CASE("Roles held above a unit count in it")
{
    const auto who = sample();
    CHECK(who.roles_of("lan", "bvdk") == std::vector<std::string>{"incident_manager"});
    CHECK(who.roles_of("thanh", "bvdk") == std::vector<std::string>{"leader"});
    CHECK(who.roles_of("lan", "syt").empty());
    CHECK(who.holders("bvdk", "leader") == std::vector<std::string>{"binh", "ha"});
    CHECK(who.holders("syt", "leader") == std::vector<std::string>{"thanh"});
}

TEST_CASE("The superior's channel is the nearest other one above")
{
    const auto who = sample();
    CHECK(who.leadership_channel("bvdk")->id == "bvdk-leaders");
    CHECK(who.superior_channel("bvdk")->id == "syt-leaders");
    CHECK(who.superior_channel("syt") == nullptr);
}

TEST_CASE("Phone numbers are compared in one form")
{
    CHECK(config::normal_phone("0912 345 678") == "84912345678");
    CHECK(config::normal_phone("+84 912.345.678") == "84912345678");
    CHECK(config::normal_phone("84912345678") == "84912345678");
    CHECK(config::normal_phone("12345").empty());
    CHECK(config::normal_phone("hai ba").empty());
    CHECK(sample().person_by_phone("84900000011")->id == "lan");
}

TEST_CASE("Every fault of a broken directory is listed with its pointer")
{
    bot::rules::problems faults;
    config::directory::parse(R"({
        "units": [
            {"id": "a", "name": "A", "parent": "b", "roles": {"leader": ["x"], "boss": ["x"]}},
            {"id": "b", "name": "B", "parent": "a", "prefix": "sc"},
            {"id": "c", "name": "C", "leadership_channel": "none", "systems": [{"id": "s", "name": "S", "criticality": "huge"}]}],
        "people": [{"id": "p", "name": "P", "phone": "12"}, {"id": "p", "name": "Q", "email": "nowhere"}],
        "channels": [{"id": "g"}], "extra": 1})",
                             "directory.json", faults);
    for (const char* pointer :
         {"/units/0/roles/leader/0", "/units/0/roles/boss", "/units/0/parent", "/units/1/prefix", "/units/1/parent", "/units/2/leadership_channel",
          "/units/2/systems/0/criticality", "/units/2/roles", "/people/0/phone", "/people/1/id", "/people/1/email", "/channels/0", "/extra"}) {
        INFO(pointer);
        CHECK(std::ranges::any_of(faults, [&](const auto& one) { return one.pointer == pointer; }));
    }
}

TEST_CASE("A prefix that reads like the mark of secrecy is refused: reports could not be named by it")
{
    const auto faults_of = [](const std::string& prefix) {
        bot::rules::problems faults;
        config::directory::parse(R"({"units": [{"id": "a", "name": "Bệnh viện Mắt", "prefix": ")" + prefix +
                                     R"(", "roles": {"leader": ["p"], "incident_manager": ["p"]}}], "people": [{"id": "p", "name": "P"}]})",
                                 "directory.json", faults);
        return faults;
    };
    REQUIRE(faults_of("MAT").size() == 1);
    CHECK(faults_of("MAT").front().pointer == "/units/0/prefix");
    CHECK(faults_of("BVM").empty());
    CHECK(faults_of("BVMAT").empty());
}

TEST_CASE("Turns and deputies are read in Vietnam time")
{
    bot::rules::problems faults;
    const auto who = config::directory::parse(R"({
        "units": [
            {"id": "a", "name": "A", "roles": {"leader": ["x"], "incident_manager": ["x", "y"]},
             "duty": {"incident_manager": {"rotation": ["y", "x"], "hand_over": "2026-11-23T07:30", "turn": "P1D"}}},
            {"id": "b", "name": "B", "parent": "a",
             "duty": {"incident_manager": {"rotation": ["x"], "hand_over": "2026-11-23T00:00"}}},
            {"id": "c", "name": "C", "parent": "b"}],
        "people": [{"id": "x", "name": "X", "deputy": "y"}, {"id": "y", "name": "Y", "deputy": "z"}, {"id": "z", "name": "Z"}]})",
                                              "directory.json", faults);
    REQUIRE(faults.empty());
    const auto& turns = who.unit("a")->duty.at("incident_manager");
    CHECK(turns.people == std::vector<std::string>{"y", "x"});
    CHECK(turns.hand_over == bot::rules::from_vietnam(std::chrono::year{2026} / 11 / 23, 7, 30));
    CHECK(turns.turn == std::chrono::hours{24});
    CHECK(who.unit("b")->duty.at("incident_manager").turn == std::chrono::weeks{1});
    CHECK(who.roster_unit("c", "incident_manager")->id == "b"); // its own turns, the holders of the unit above
    CHECK(who.roster_unit("c", "leader")->id == "a");
    CHECK(who.roster_unit("c", "handler") == nullptr);
    CHECK(who.deputies().at("x") == "y");
    CHECK(who.deputised_by("y") == std::vector<std::string>{"x"});
    CHECK(who.deputised_by("x").empty());
}

TEST_CASE("Every fault of turns and deputies is listed with its pointer")
{
    bot::rules::problems faults;
    config::directory::parse(R"({
        "units": [
            {"id": "a", "name": "A", "roles": {"leader": ["x"], "incident_manager": ["x"], "handler": ["x"], "it_head": ["x"]},
             "duty": {"incident_manager": {"rotation": ["x", "y", "nobody"], "hand_over": "2026-11-23T07:30"},
                      "handler": {"rotation": [], "hand_over": "2026-02-30T07:30", "turn": "PT5M", "length": 1},
                      "it_head": {"hand_over": "23/11/2026 07:30", "turn": "a week"}, "boss": {}}},
            {"id": "b", "name": "B", "parent": "a", "duty": []}],
        "people": [{"id": "x", "name": "X", "deputy": "y"}, {"id": "y", "name": "Y", "deputy": "x"}, {"id": "z", "name": "Z", "deputy": "x"},
                   {"id": "s", "name": "S", "deputy": "s"}, {"id": "t", "name": "T", "deputy": "nobody"}]})",
                             "directory.json", faults);
    for (const char* pointer :
         {"/units/0/duty/incident_manager/rotation/1", "/units/0/duty/incident_manager/rotation/2", "/units/0/duty/handler/rotation",
          "/units/0/duty/handler/hand_over", "/units/0/duty/handler/turn", "/units/0/duty/handler/length", "/units/0/duty/it_head",
          "/units/0/duty/it_head/hand_over", "/units/0/duty/it_head/turn", "/units/0/duty/boss", "/units/1/duty", "/people/0/deputy", "/people/1/deputy",
          "/people/3/deputy", "/people/4/deputy"}) {
        INFO(pointer);
        CHECK(std::ranges::any_of(faults, [&](const auto& one) { return one.pointer == pointer; }));
    }
    CHECK(std::ranges::none_of(faults, [](const auto& one) { return one.pointer == "/people/2/deputy"; })); // leads into a ring, is not in it
}

TEST_CASE("Quiet hours are everybody's unless a person keeps their own")
{
    bot::rules::problems faults;
    const auto who = config::directory::parse(R"({
        "units": [{"id": "a", "name": "A", "roles": {"leader": ["p"], "incident_manager": ["q"]}}],
        "people": [{"id": "p", "name": "P"}, {"id": "q", "name": "Q", "quiet_hours": {"from": "21:30", "to": "05:15", "levels": [0]}}],
        "vendors": [{"id": "v", "name": "V", "contract": {"handle_within": "P1D"}, "units": ["a"]}],
        "quiet_hours": {"from": "23:00"}})",
                                              "directory.json", faults);
    REQUIRE(faults.empty());
    CHECK(who.quiet_hours_of("p") == bot::rules::quiet_hours{.from = std::chrono::hours{23}});
    CHECK(who.quiet_hours_of("somebody else") == who.quiet_hours_of("p"));
    const bot::rules::quiet_hours own{.from = std::chrono::minutes{21 * 60 + 30}, .to = std::chrono::minutes{5 * 60 + 15}, .levels = {0}};
    CHECK(who.quiet_hours_of("q") == own);
    CHECK(who.vendor("v")->handle_within == std::chrono::hours{24});
    CHECK(who.vendors_of("a").size() == 1);
    CHECK(sample().quiet_hours_of("lan") == bot::rules::quiet_hours{});
}

TEST_CASE("Nobody is to sleep through level 2 and a contract needs a time")
{
    bot::rules::problems faults;
    config::directory::parse(R"({
        "units": [{"id": "a", "name": "A", "roles": {"leader": ["p"], "incident_manager": ["p"]}}],
        "people": [{"id": "p", "name": "P", "quiet_hours": {"from": "25:00", "levels": [1, 2], "until": "07:00"}}],
        "vendors": [{"id": "v", "name": "V", "contract": {"handle_within": "soon"}}, {"id": "w", "name": "W", "contract": {}}]})",
                             "directory.json", faults);
    for (const char* pointer : {"/people/0/quiet_hours/from", "/people/0/quiet_hours/levels/1", "/people/0/quiet_hours/until", "/vendors/0/contract/handle_within",
                                "/vendors/1/contract"}) {
        INFO(pointer);
        CHECK(std::ranges::any_of(faults, [&](const auto& one) { return one.pointer == pointer; }));
    }
}
