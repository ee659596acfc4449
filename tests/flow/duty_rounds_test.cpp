#include "bot/flow/scheduler.hpp"
#include "tests/support/hospital.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;

namespace {

/// The sample hospital with turns of a week, the first of `rotation` from Monday 23/11/2026 at 07:30.
support::hospital_options taking_turns(const std::vector<std::string>& rotation)
{
    const nlohmann::json unit = {{"id", "bvdk"},
                                 {"name", "Bệnh viện Đa khoa Hòa Bình"},
                                 {"prefix", "SC"},
                                 {"leadership_channel", "bvdk-leaders"},
                                 {"roles", {{"incident_manager", {"lan", "minh"}}, {"leader", {"binh"}}}},
                                 {"duty", {{"incident_manager", {{"rotation", rotation}, {"hand_over", "2026-11-23T07:30"}}}}},
                                 {"systems", {{{"id", "his"}, {"name", "HIS"}, {"criticality", "special"}}}}};
    return {.directory_patch = nlohmann::json{{"units", {unit}}, {"vendors", nullptr}}.dump()};
}

/// Plans all rounds anew with what the bot knows from now on; what it tells people.
std::vector<bot::flow::outbound> reloaded(support::hospital& all, const bot::flow::knowledge& known)
{
    bot::flow::handover left;
    all.in_store([&](store::transaction& tx) {
        left = {};
        bot::flow::start_rounds(tx, known, all.now(), left);
    });
    return left.to_send;
}

} // namespace

TEST_CASE("A reload that changes who is on duty tells both people once")
{
    support::hospital all(taking_turns({"lan", "minh"}));
    const support::hospital other(taking_turns({"minh", "lan"}));
    CHECK(reloaded(all, all.knowledge()).empty());
    const auto told = reloaded(all, other.knowledge());
    REQUIRE(told.size() == 2);
    CHECK(told[0].to.address == support::people::minh);
    CHECK(told[0].text.find("Anh/chị trực cán bộ quản lý sự cố (Bệnh viện Đa khoa Hòa Bình) từ 07:30 hôm nay đến 07:30 thứ Hai 30/11.") == 0);
    CHECK(told[1].to.address == support::people::lan);
    CHECK(told[1].text.find("Anh/chị đã hết phiên trực") == 0);
    CHECK(reloaded(all, other.knowledge()).empty());
}

TEST_CASE("Where turns were taken out of the directory nothing waits for the next one")
{
    support::hospital all(taking_turns({"lan", "minh"}));
    const support::hospital plain; // the sample: Lan is the first holder
    const auto waits = [&] {
        bool found = false;
        all.in_store([&](store::transaction& tx) {
            found = store::find_timer(tx, bot::flow::timer_key(bot::flow::timer_kind::hand_over, {}, "bvdk/incident_manager")).has_value();
        });
        return found;
    };
    CHECK(waits());
    CHECK(reloaded(all, plain.knowledge()).empty());
    CHECK_FALSE(waits());
}
