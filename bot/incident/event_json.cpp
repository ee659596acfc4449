#include "bot/incident/event_fields.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <limits>
#include <utility>

namespace bot::incident {
namespace {

using nlohmann::json;

/// Raised when a member changes its meaning; members added do not raise it.
constexpr int version = 1;

template <class T>
struct is_optional : std::false_type {
};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {
};
template <class T>
struct is_vector : std::false_type {
};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {
};

template <class T>
json written(const T& value);

struct writer {
    json& out;

    template <class T>
    void operator()(const char* name, const T& value)
    {
        if (!(value == T{}))
            out[name] = written(value);
    }
};

template <class T>
json written(const T& value)
{
    if constexpr (std::is_enum_v<T>) {
        return std::string(name_of(value));
    } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
        return value;
    } else if constexpr (std::is_same_v<T, instant>) {
        return static_cast<std::int64_t>(value.time_since_epoch().count());
    } else if constexpr (is_optional<T>::value) {
        return written(*value);
    } else if constexpr (is_vector<T>::value) {
        json list = json::array();
        for (const auto& each : value)
            list.push_back(written(each));
        return list;
    } else {
        json object = json::object();
        writer visit{object};
        fields(visit, value);
        return object;
    }
}

template <class T>
bool read(const json& in, T& value);

struct reader {
    const json& in;
    bool good = true;

    template <class T>
    void operator()(const char* name, T& value)
    {
        const auto found = in.find(name);
        if (found != in.end() && !found->is_null())
            good = good && read(*found, value);
    }
};

template <class T, class Found>
bool take(T& value, const Found& found)
{
    if (found)
        value = *found;
    return found.has_value();
}

bool read_name(std::string_view name, rules::criticality& value)
{
    return take(value, rules::criticality_named(name));
}
bool read_name(std::string_view name, rules::answer& value)
{
    return take(value, rules::answer_named(name));
}
bool read_name(std::string_view name, rules::moment& value)
{
    return take(value, rules::moment_named(name));
}
bool read_name(std::string_view name, command_kind& value)
{
    return take(value, command_kind_named(name));
}

template <class T>
bool read(const json& in, T& value)
{
    if constexpr (std::is_same_v<T, bool>) {
        if (in.is_boolean())
            value = in.get<bool>();
        return in.is_boolean();
    } else if constexpr (std::is_integral_v<T>) {
        // nlohmann keeps what exceeds int64 as unsigned: anything beyond is not ours.
        if (!in.is_number_integer() ||
            (in.is_number_unsigned() &&
             in.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())))
            return false;
        const auto number = in.get<std::int64_t>();
        value = static_cast<T>(number);
        return std::in_range<T>(number);
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (in.is_string())
            value = in.get<std::string>();
        return in.is_string();
    } else if constexpr (std::is_enum_v<T>) {
        return in.is_string() && read_name(in.get_ref<const std::string&>(), value);
    } else if constexpr (std::is_same_v<T, instant>) {
        std::int64_t count = 0;
        const bool good = read(in, count);
        value = instant{std::chrono::milliseconds{count}};
        return good;
    } else if constexpr (is_optional<T>::value) {
        return read(in, value.emplace());
    } else if constexpr (is_vector<T>::value) {
        if (!in.is_array())
            return false;
        for (const auto& each : in)
            if (!read(each, value.emplace_back()))
                return false;
        return true;
    } else {
        if (!in.is_object())
            return false;
        reader visit{in};
        fields(visit, value);
        return visit.good;
    }
}

/// A default event of the kind at `index` of the variant.
template <std::size_t... Index>
change blank_change(std::size_t index, std::index_sequence<Index...> /*all*/)
{
    using maker = change (*)();
    constexpr std::array<maker, sizeof...(Index)> makers{
        +[] { return change(std::in_place_index<Index>); }...};
    return makers.at(index)();
}

} // namespace

std::string to_json(const event& entry)
{
    json out = {{"v", version}, {"kind", std::string(name_of(entry.what))}, {"at", written(entry.at)}};
    writer visit{out};
    visit("by", entry.by);
    visit("channel", entry.channel);
    json data = std::visit([](const auto& what) { return written(what); }, entry.what);
    if (!data.empty())
        out["data"] = std::move(data);
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

result<event> from_json(std::string_view text)
{
    const auto in = json::parse(text, nullptr, false);
    if (!in.is_object())
        return fail(errc::malformed, "incident event is not a JSON object");
    int written_by = 0;
    std::string kind;
    event entry;
    reader visit{in};
    visit("v", written_by);
    visit("kind", kind);
    visit("at", entry.at);
    visit("by", entry.by);
    visit("channel", entry.channel);
    if (!visit.good || written_by < 1 || written_by > version || !in.contains("at"))
        return fail(errc::malformed, "incident event has no readable envelope");
    const auto& names = event_names();
    const auto known = std::find(names.begin(), names.end(), kind);
    if (known == names.end())
        return fail(errc::malformed, "incident event of unknown kind");
    entry.what = blank_change(static_cast<std::size_t>(known - names.begin()),
                              std::make_index_sequence<std::variant_size_v<change>>{});
    const auto data = in.find("data");
    if (data != in.end() && !std::visit([&](auto& what) { return read(*data, what); }, entry.what))
        return fail(errc::malformed, "incident event " + kind + " has a member of the wrong type");
    return entry;
}

} // namespace bot::incident
