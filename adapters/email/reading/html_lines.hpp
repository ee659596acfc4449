#pragma once

#include "adapters/email/reading/reply_stripper.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace adapters::email::mime {

/// Builds the lines of a page. Breaks, tabs and spaces are due until the next letter comes, so that those at the end of a
/// block, a cell or a row vanish.
class html_lines {
public:
    /// `vn_fonts`: letters of .Vn fonts are put right in every line.
    explicit html_lines(bool vn_fonts) : vn_fonts_(vn_fonts) {}

    void put(char c, line_hint hint, int depth);
    void blank() { blank_ = !line_.empty(); }
    void block() { due_breaks(breaks_ > 1 ? breaks_ : 1); }
    void line_break() { due_breaks(breaks_ > 0 ? 2 : 1); }

    /// Put before the next letter: the mark of a list item.
    void prefix(std::string mark);

    void open_table();
    void close_table();
    void row(); ///< at its start and at its end
    void cell();
    void close_cell() { in_cell_start_ = false; }

    std::vector<text_line> take();

private:
    struct open_row {
        std::size_t cells = 0;
        bool has_text = false;
    };

    void due_breaks(int breaks);
    void flush(line_hint hint, int depth);
    void end_line();

    bool vn_fonts_;
    std::vector<text_line> lines_;
    std::string line_;
    line_hint hint_ = line_hint::none;
    int depth_ = 0;
    std::vector<open_row> rows_; ///< the row of each open table
    std::string prefix_;
    std::size_t tabs_ = 0;
    int breaks_ = 0; ///< two leave an empty line
    bool blank_ = false;
    bool in_cell_start_ = false; ///< nothing in this cell yet: its blocks begin where it begins
};

} // namespace adapters::email::mime
