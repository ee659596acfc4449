#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace bot::log {

enum class level { debug, info, warning, error };

using value = std::variant<std::string_view, std::int64_t, bool>;
struct field {
    std::string_view name;
    value content;

    field(std::string_view key, std::string_view text) : name(key), content(text) {}
    field(std::string_view key, const std::string& text) : name(key), content(std::string_view(text)) {}
    field(std::string_view key, const char* text) : name(key), content(std::string_view(text)) {}
    field(std::string_view key, bool truth) : name(key), content(truth) {}
    template <std::integral Number>
    field(std::string_view key, Number number) : name(key), content(static_cast<std::int64_t>(number))
    {
    }
};

/// One JSON line on stderr: when, level, event name, fields. Ids only; never a message's text nor a person's data.
void write(level how_bad, std::string_view event, std::initializer_list<field> fields = {});

inline void info(std::string_view event, std::initializer_list<field> fields = {}) { write(level::info, event, fields); }
inline void warning(std::string_view event, std::initializer_list<field> fields = {}) { write(level::warning, event, fields); }
inline void error(std::string_view event, std::initializer_list<field> fields = {}) { write(level::error, event, fields); }

/// How many error lines were written since the start: none are expected while all is well.
std::uint64_t errors_written();

/// While one lives, its thread writes nothing: for rehearsals, in which nothing has happened.
class silence {
public:
    silence();
    silence(const silence&) = delete;
    silence& operator=(const silence&) = delete;
    ~silence();
};

/// The least level written from now on; `info` unless set.
void threshold(level least);

} // namespace bot::log
