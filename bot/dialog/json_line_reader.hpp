#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bot::dialog {

/// Reads what `json_line` writes, element by element, without building a document first. After the first
/// thing that is not as asked for `ok()` is false, every further read gives nothing, and `at_end()` is true,
/// so loops end.
class json_line_reader {
public:
    explicit json_line_reader(std::string_view text) : rest_(text) {}

    void open();
    void close();
    /// Whether the array being read has no further element.
    bool at_end();
    std::string text();
    std::int64_t number();
    /// A number from 0 to `most`.
    int small_number(int most);
    void demand(bool holds) { ok_ = ok_ && holds; }

    [[nodiscard]] bool ok() const { return ok_; }
    /// Everything was read, and nothing stands behind it.
    [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }

private:
    void expect(char sign);
    void next_element();
    void escaped(std::string& into);

    std::string_view rest_;
    bool ok_ = true;
    bool first_ = true; ///< of its array: no comma before it
};

} // namespace bot::dialog
