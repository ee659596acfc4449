#pragma once

#include "bot/rules/facts.hpp"
#include "bot/rules/pack.hpp"
#include "bot/rules/problem.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bot::rules {

/// A JSON document as a plain tree that keeps the order of its keys. Internal to this folder's loaders.
struct json_value {
    enum class kind { null, boolean, number, text, list, object } what = kind::null;
    bool truth = false;
    double number = 0;
    std::string text{};
    std::vector<json_value> items{};
    std::vector<std::pair<std::string, json_value>> members{};

    const json_value* find(std::string_view key) const;
    json_value* find(std::string_view key);
};

/// Comments are allowed; a key given twice, nesting deeper than 32 and anything after the document are
/// faults.
std::optional<json_value> read_json(std::string_view text, const std::string& file, problems&);

/// RFC 7396: members replace, null removes, everything else is overwritten.
void merge_patch(json_value& target, const json_value& patch);

/// One key of a JSON pointer, escaped.
std::string pointer_key(std::string_view key);

/// Reads an object key by key, notes every fault with its pointer, and at the end every key nobody asked for.
class object_reader {
public:
    object_reader(const json_value& value, std::string pointer, const std::string& file, problems& out);

    bool has(std::string_view key) const { return value_.find(key) != nullptr; }
    std::string text(std::string_view key, bool required = true);
    bool flag(std::string_view key, bool otherwise);
    std::optional<int> whole(std::string_view key, int least, int most, bool required = false);
    std::optional<duration> span(std::string_view key, bool required = false);
    std::vector<std::string> texts(std::string_view key,
                                   const std::function<bool(const std::string&)>& allowed,
                                   std::string_view expected, bool required = false);
    /// Calls `each` with every item of a list and its pointer.
    void list(std::string_view key, const std::function<void(const json_value&, const std::string&)>& each,
              bool required = false);
    /// The member itself; nothing (and a fault when required) if it is not there.
    const json_value* member(std::string_view key, bool required = false);
    citation cited(bool id_given = true);

    void fault(std::string_view key, std::string what);
    std::string below(std::string_view key) const { return pointer_ + "/" + pointer_key(key); }
    const std::string& file() const { return file_; }
    problems& out() { return out_; }
    /// Lists the keys that were never asked for.
    void finish();

private:
    const json_value& value_;
    std::string pointer_;
    const std::string& file_;
    problems& out_;
    std::set<std::string, std::less<>> asked_;
};

} // namespace bot::rules
