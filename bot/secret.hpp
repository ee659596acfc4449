#pragma once

#include <string>
#include <utility>

namespace bot {

/// A value that does not print: no stream operator, no JSON, no comparison. Read from a file or the environment.
class secret {
public:
    secret() = default;
    explicit secret(std::string value) : value_(std::move(value)) {}

    /// The value itself, for the one place that needs it.
    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }

private:
    std::string value_;
};

} // namespace bot
