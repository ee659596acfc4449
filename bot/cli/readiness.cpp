#include "bot/cli/readiness.hpp"

#include "bot/flow/inbound.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>

namespace cli {

namespace {

std::string iso_utc(store::instant at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

std::string name_of(store::channel_number channel)
{
    switch (static_cast<bot::flow::channel_kind>(channel)) {
    case bot::flow::channel_kind::zalo_template: return "zalo_template";
    case bot::flow::channel_kind::email: return "email";
    case bot::flow::channel_kind::zalo:
    case bot::flow::channel_kind::zalo_group: break;
    }
    return "zalo";
}

} // namespace

std::string readiness_page(const std::vector<trouble>& reasons, const std::vector<store::unreachable>& people)
{
    nlohmann::json page{{"ready", reasons.empty()}, {"reasons", nlohmann::json::array()}, {"unreachable", nlohmann::json::array()}};
    for (const auto& one : reasons)
        page["reasons"].push_back({{"part", one.part}, {"why", one.why}});
    for (const auto& one : people)
        page["unreachable"].push_back({{"person", one.person}, {"channel", name_of(one.channel)}, {"since", iso_utc(one.since)}, {"reason", one.reason}});
    return page.dump();
}

} // namespace cli
