#pragma once

#include "bot/rules/problem.hpp"
#include "bot/rules/time.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bot::rules {

/// Reads one JSON object of a data file member by member and notes every fault with its pointer: a missing or mistyped
/// member, a value outside its limits, and, in `finish`, members nobody asked for. Include it from .cpp files only.
class json_reader {
public:
    json_reader(const nlohmann::json& value, std::string file, std::string pointer, problems& faults)
        : value_(value), file_(std::move(file)), pointer_(std::move(pointer)), faults_(faults)
    {
        if (!value_.is_object())
            fault("", "must be an object");
    }

    /// The member under `key`, or null when absent. Marks the key as known.
    const nlohmann::json* find(const std::string& key)
    {
        known_.insert(key);
        if (!value_.is_object())
            return nullptr;
        const auto found = value_.find(key);
        return found == value_.end() || found->is_null() ? nullptr : &*found;
    }

    const nlohmann::json* require(const std::string& key)
    {
        const auto* found = find(key);
        if (found == nullptr && value_.is_object())
            fault("", "\"" + key + "\" is missing");
        return found;
    }

    std::string text(const std::string& key) { return as_text(key, require(key)).value_or(""); }
    std::optional<std::string> optional_text(const std::string& key) { return as_text(key, find(key)); }

    std::optional<std::int64_t> optional_number(const std::string& key, std::int64_t least, std::int64_t most)
    {
        const auto* found = find(key);
        if (found == nullptr)
            return std::nullopt;
        if (!found->is_number_integer() || found->get<std::int64_t>() < least || found->get<std::int64_t>() > most) {
            fault(key, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
            return std::nullopt;
        }
        return found->get<std::int64_t>();
    }

    bool flag(const std::string& key, bool otherwise)
    {
        const auto* found = find(key);
        if (found == nullptr)
            return otherwise;
        if (!found->is_boolean()) {
            fault(key, "must be true or false");
            return otherwise;
        }
        return found->get<bool>();
    }

    std::optional<duration> optional_duration(const std::string& key)
    {
        const auto written = optional_text(key);
        if (!written)
            return std::nullopt;
        const auto length = parse_duration(*written);
        if (!length)
            fault(key, "must be an ISO 8601 duration such as \"PT24H\" or \"PT1.5S\"");
        return length;
    }

    /// One of `allowed`; a fault names them all.
    std::optional<std::string> optional_choice(const std::string& key, const std::vector<std::string>& allowed)
    {
        auto written = optional_text(key);
        if (!written)
            return std::nullopt;
        for (const auto& one : allowed)
            if (*written == one)
                return written;
        std::string list;
        for (const auto& one : allowed)
            list += (list.empty() ? "" : ", ") + one;
        fault(key, "\"" + *written + "\" is not one of: " + list);
        return std::nullopt;
    }

    /// Texts of an array; a fault per element that is none.
    std::vector<std::string> texts(const std::string& key)
    {
        std::vector<std::string> all;
        each(key, [&](const nlohmann::json& one, const std::string& at) {
            if (one.is_string())
                all.push_back(one.get<std::string>());
            else
                fault_at(at, "must be a text");
        });
        return all;
    }

    /// Calls `visit(element, pointer)` for each element of the array under `key`, if there is one.
    template <class Visit>
    void each(const std::string& key, Visit visit)
    {
        const auto* found = find(key);
        if (found == nullptr)
            return;
        if (!found->is_array()) {
            fault(key, "must be a list");
            return;
        }
        std::size_t index = 0;
        for (const auto& one : *found)
            visit(one, pointer_of(key) + "/" + std::to_string(index++));
    }

    /// Notes members that nobody asked for. Call it last.
    void finish()
    {
        if (!value_.is_object())
            return;
        for (const auto& [key, unused] : value_.items())
            if (!known_.contains(key) && key != "$comment")
                fault(key, "is not a known key");
    }

    /// A fault at member `key`, or at the object itself when `key` is "".
    void fault(const std::string& key, const std::string& what) { fault_at(key.empty() ? pointer_ : pointer_of(key), what); }
    void fault_at(const std::string& pointer, const std::string& what) { faults_.push_back({file_, pointer, what}); }

    std::string pointer_of(const std::string& key) const
    {
        std::string escaped;
        for (const char c : key)
            escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        return pointer_ + "/" + escaped;
    }
    const std::string& pointer() const { return pointer_; }
    const std::string& file() const { return file_; }
    problems& faults() { return faults_; }

private:
    std::optional<std::string> as_text(const std::string& key, const nlohmann::json* found)
    {
        if (found == nullptr)
            return std::nullopt;
        if (!found->is_string()) {
            fault(key, "must be a text");
            return std::nullopt;
        }
        return found->get<std::string>();
    }

    const nlohmann::json& value_;
    std::string file_;
    std::string pointer_;
    problems& faults_;
    std::set<std::string> known_{};
};

/// The document in `text` (comments allowed), or nothing and a fault with the place of the error.
inline std::optional<nlohmann::json> read_document(std::string_view text, const std::string& file, problems& faults)
{
    try {
        return nlohmann::json::parse(text, nullptr, true, /*ignore_comments*/ true);
    } catch (const nlohmann::json::parse_error& why) {
        faults.push_back({file, "", std::string("is not JSON: ") + why.what()});
        return std::nullopt;
    }
}

} // namespace bot::rules
