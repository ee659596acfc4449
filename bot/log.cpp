#include "bot/log.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

namespace bot::log {

namespace {

spdlog::level::level_enum to_spdlog(level how_bad)
{
    switch (how_bad) {
    case level::debug: return spdlog::level::debug;
    case level::info: return spdlog::level::info;
    case level::warning: return spdlog::level::warn;
    case level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

/// spdlog's own registry holds the sink; the pattern leaves the whole line to us but for the moment and the level.
spdlog::logger& sink()
{
    static const auto logger = [] {
        auto made = spdlog::stderr_logger_mt("sucobot");
        made->set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc);
        return made;
    }();
    return *logger;
}

/// `"name":value` with both escaped; invalid UTF-8 is replaced, so a line is always JSON.
void append(std::string& line, std::string_view name, const nlohmann::json& content)
{
    line += ',';
    line += nlohmann::json(name).dump();
    line += ':';
    line += content.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

thread_local int silences = 0;
std::atomic<std::uint64_t> errors{0};

} // namespace

silence::silence()
{
    ++silences;
}

silence::~silence()
{
    --silences;
}

void write(level how_bad, std::string_view event, std::initializer_list<field> fields)
{
    const auto as = to_spdlog(how_bad);
    if (silences > 0 || !sink().should_log(as))
        return;
    if (how_bad == level::error)
        errors.fetch_add(1, std::memory_order_relaxed);
    std::string line = "\"event\":" + nlohmann::json(event).dump();
    for (const auto& one : fields)
        std::visit([&](const auto& content) { append(line, one.name, content); }, one.content);
    sink().log(as, fmt::runtime("{}"), line);
}

std::uint64_t errors_written()
{
    return errors.load(std::memory_order_relaxed);
}

void threshold(level least)
{
    sink().set_level(to_spdlog(least));
}

} // namespace bot::log
