#include "bot/flow/chain_run.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace bot::flow {

namespace {

std::int64_t ms_of(rules::instant at)
{
    return at.time_since_epoch().count();
}

rules::instant instant_of(std::int64_t ms)
{
    return rules::instant{rules::duration{ms}};
}

} // namespace

std::string to_text(const chain_run& run)
{
    nlohmann::json made{{"book", run.book}, {"start", ms_of(run.start)}, {"next", run.next}};
    if (run.level)
        made["level"] = *run.level;
    if (run.held_since)
        made["held"] = ms_of(*run.held_since);
    return made.dump();
}

chain_run chain_run_from(std::string_view text)
{
    chain_run read;
    const auto value = nlohmann::json::parse(text, nullptr, false);
    if (value.is_number_unsigned()) {
        read.next = value.get<std::size_t>();
        return read;
    }
    if (!value.is_object())
        return read;
    read.book = value.value("book", "");
    read.start = instant_of(value.value("start", std::int64_t{0}));
    read.next = value.value("next", std::size_t{0});
    if (value.contains("level"))
        read.level = value["level"].get<int>();
    if (value.contains("held"))
        read.held_since = instant_of(value["held"].get<std::int64_t>());
    return read;
}

} // namespace bot::flow
