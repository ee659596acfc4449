#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::sandbox {

/// A JSON object somebody sent, read by JSON pointers ("/recipient/user_id").
class call_body {
public:
    /// Nothing when `text` is not a JSON object.
    static std::optional<call_body> parse(std::string_view text);

    bool has(const std::string& pointer) const;

    /// A string as it is, a number or boolean as JSON writes it, "" for anything else.
    std::string text(const std::string& pointer) const;
    std::optional<double> number(const std::string& pointer) const; ///< also from a string of digits
    bool truth(const std::string& pointer, bool otherwise = false) const;

    /// Elements of an array, 0 for anything else.
    std::size_t count(const std::string& pointer) const;
    std::vector<std::string> texts(const std::string& pointer) const;

    /// Members of an object as texts.
    std::vector<std::pair<std::string, std::string>> members(const std::string& pointer) const;

private:
    struct tree;
    std::shared_ptr<const tree> tree_;
};

} // namespace adapters::sandbox
