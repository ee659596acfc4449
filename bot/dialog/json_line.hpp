#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bot::dialog {

/// Writes nested JSON arrays of texts and whole numbers without building a document first: conversations are
/// written on every message. Texts are expected to be UTF-8.
class json_line {
public:
    void open();
    void close();
    void add(std::string_view text);
    void add(std::int64_t number);
    void add(int number) { add(std::int64_t{number}); }

    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    void separate();

    std::string text_;
};

} // namespace bot::dialog
