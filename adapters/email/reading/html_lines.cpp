#include "adapters/email/reading/html_lines.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace adapters::email::mime {

namespace {

constexpr std::size_t tables_max = 1000; ///< deeper ones are text like any other
constexpr std::size_t tabs_max = 50;

/// They were kept so far because TCVN3 has a letter in their place.
std::string without_soft_hyphens(std::string_view text)
{
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto next = std::min(text.find("\xC2\xAD", at), text.size());
        kept.append(text.substr(at, next - at));
        at = next + 2;
    }
    return kept;
}

} // namespace

void html_lines::put(char c, line_hint hint, int depth)
{
    flush(hint, depth);
    line_ += c;
    in_cell_start_ = false;
    if (!rows_.empty())
        rows_.back().has_text = true;
}

void html_lines::prefix(std::string mark)
{
    prefix_ = std::move(mark);
}

void html_lines::open_table()
{
    if (tabs_ > 0 && !rows_.empty() && rows_.back().has_text && breaks_ == 0)
        line_.append(std::min(tabs_, tabs_max), '\t');
    tabs_ = 0;
    block();
    if (rows_.size() < tables_max)
        rows_.emplace_back();
}

void html_lines::close_table()
{
    const bool had_text = !rows_.empty() && rows_.back().has_text;
    if (!rows_.empty())
        rows_.pop_back();
    if (!rows_.empty())
        rows_.back().has_text |= had_text;
    in_cell_start_ = false;
    tabs_ = 0;
    block();
}

void html_lines::row()
{
    tabs_ = 0;
    // The first row of a table that a cell begins with goes on in the line of the cell.
    const bool begins_cell = in_cell_start_ && !rows_.empty() && rows_.back().cells == 0;
    if (!begins_cell) {
        in_cell_start_ = false;
        block();
    }
    if (!rows_.empty())
        rows_.back() = {};
}

void html_lines::cell()
{
    if (rows_.empty())
        return;
    if (rows_.back().cells++ > 0) {
        ++tabs_;
        breaks_ = 0;
        blank_ = false;
    }
    in_cell_start_ = true;
}

std::vector<text_line> html_lines::take()
{
    end_line();
    return std::move(lines_);
}

void html_lines::due_breaks(int breaks)
{
    if (!in_cell_start_)
        breaks_ = breaks;
}

void html_lines::flush(line_hint hint, int depth)
{
    if (breaks_ > 0 && !line_.empty()) {
        end_line();
        if (breaks_ > 1)
            lines_.emplace_back();
    }
    breaks_ = 0;
    if (line_.empty()) {
        hint_ = hint;
        depth_ = depth;
    } else if (tabs_ > 0 && !rows_.empty() && rows_.back().has_text) {
        line_.append(std::min(tabs_, tabs_max), '\t');
    } else if (blank_ && line_.back() != '\t') {
        line_ += ' ';
    }
    tabs_ = 0;
    blank_ = false;
    line_ += std::exchange(prefix_, {});
}

void html_lines::end_line()
{
    while (!line_.empty() && is_blank(line_.back()))
        line_.pop_back();
    if (line_.empty())
        return;
    const std::string text = without_soft_hyphens(vn_fonts_ ? decode_text(line_, "utf-8", true).text : line_);
    line_.clear();
    if (!text.empty())
        lines_.push_back({bot::to_nfc(text), depth_, hint_});
}

} // namespace adapters::email::mime
