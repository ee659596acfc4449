#include "config/quiet_hours.hpp"

namespace config {

namespace {

/// "22:00" as minutes of the day; a fault for anything else.
std::chrono::minutes read_clock(bot::rules::json_reader& hours, const std::string& key, std::chrono::minutes otherwise)
{
    const auto text = hours.optional_text(key);
    if (!text)
        return otherwise;
    const auto digit = [&](std::size_t i) { return (*text)[i] >= '0' && (*text)[i] <= '9' ? (*text)[i] - '0' : 99; };
    if (text->size() == 5 && (*text)[2] == ':') {
        const int hour = digit(0) * 10 + digit(1);
        const int minute = digit(3) * 10 + digit(4);
        if (hour < 24 && minute < 60)
            return std::chrono::minutes{hour * 60 + minute};
    }
    hours.fault(key, "must be a time of day such as \"22:00\"");
    return otherwise;
}

} // namespace

std::optional<bot::rules::quiet_hours> read_quiet_hours(bot::rules::json_reader& entry)
{
    const auto* value = entry.find("quiet_hours");
    if (value == nullptr)
        return std::nullopt;
    bot::rules::json_reader hours(*value, entry.file(), entry.pointer_of("quiet_hours"), entry.faults());
    bot::rules::quiet_hours read;
    read.from = read_clock(hours, "from", read.from);
    read.to = read_clock(hours, "to", read.to);
    if (hours.find("levels") != nullptr)
        read.levels.clear();
    hours.each("levels", [&](const nlohmann::json& level, const std::string& at) {
        if (!level.is_number_integer() || level.get<int>() < 0 || level.get<int>() > 1)
            hours.fault_at(at, "must be 0 or 1: incidents of level 2 and above are told at any hour");
        else
            read.levels.push_back(level.get<int>());
    });
    hours.finish();
    return read;
}

} // namespace config
