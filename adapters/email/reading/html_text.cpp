#include "adapters/email/reading/html_text.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/html_containers.hpp"
#include "adapters/email/reading/html_entities.hpp"
#include "adapters/email/reading/html_lines.hpp"
#include "adapters/email/reading/html_tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::email::mime {

namespace {

constexpr std::size_t nesting_max = 1000; ///< deeper lists and containers are text like any other
constexpr int quote_depth_max = 20;
constexpr auto blocks = std::to_array<std::string_view>(
    {"p",       "div",     "br",     "tr",     "table",    "li",   "ul",      "ol",         "h1",    "h2",
     "h3",      "h4",      "h5",     "h6",     "hr",       "pre",  "dl",      "dt",         "dd",    "section",
     "article", "header",  "footer", "center", "fieldset", "form", "address", "blockquote", "tbody", "thead",
     "tfoot",   "caption", "option", "figure", "main",     "nav",  "aside",   "legend"});
constexpr auto void_elements = std::to_array<std::string_view>(
    {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "embed", "source", "track", "param"});

template <class List>
bool is_in(const List& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

/// An element whose end matters; it ends when as many of its name are closed as were opened in it.
struct open_container {
    std::string name;
    container_kind kind;
    std::size_t open = 1;
};

struct open_list {
    bool ordered;
    unsigned next;
};

class page_reader {
public:
    explicit page_reader(std::string_view page) : tokens_(page), lines_(names_vn_font(page)) {}

    html_text read()
    {
        for (auto token = tokens_.next(); token.kind != html_token_kind::end; token = tokens_.next()) {
            if (token.kind == html_token_kind::text)
                text(token.body);
            else if (token.kind == html_token_kind::open)
                open(token);
            else
                close(token.name);
        }
        // What was hidden to the end of the page was closed wrongly: better shown than lost.
        if (in_hidden()) {
            containers_.clear();
            text(hidden_);
        }
        return {lines_.take(), tokens_.skipped_tag()};
    }

private:
    bool in_hidden() const { return !containers_.empty() && containers_.back().kind == container_kind::hidden; }

    void text(std::string_view raw)
    {
        if (in_hidden()) {
            hidden_.append(raw);
            return;
        }
        std::string shown;
        append_html_text(shown, raw);
        const line_hint where = hint();
        for (const char c : shown) {
            if (pre_ > 0 && c == '\n')
                lines_.line_break();
            else if (is_blank(c) && (pre_ == 0 || c != ' '))
                lines_.blank();
            else
                lines_.put(c, where, quotes_);
        }
    }

    line_hint hint() const
    {
        if (rest_is_quote_)
            return line_hint::quote;
        return hints_.empty() ? line_hint::none : hints_.back();
    }

    void open(const html_token& tag)
    {
        const bool is_void = is_in(void_elements, tag.name) || tag.self_closing;
        if (in_hidden()) {
            if (tag.name == containers_.back().name && !is_void)
                ++containers_.back().open;
            hidden_ += ' ';
            return;
        }
        if (tag.name == "table")
            lines_.open_table();
        else if (tag.name == "tr")
            lines_.row();
        else if (tag.name == "td" || tag.name == "th")
            lines_.cell();
        else if (tag.name == "br")
            lines_.line_break();
        else if (is_in(blocks, tag.name))
            lines_.block();
        open_container_of(tag, is_void);
        if (tag.name == "pre" && !is_void)
            ++pre_;
        if (tag.name == "ul" || tag.name == "ol")
            open_list_of(tag);
        if (tag.name == "li" && !lists_.empty())
            lines_.prefix(lists_.back().ordered ? std::to_string(lists_.back().next++) + ". " : "- ");
    }

    void open_container_of(const html_token& tag, bool is_void)
    {
        const auto kind = container_of(tag.name, tag.body);
        if (kind == container_kind::quote_from_here) {
            lines_.block();
            rest_is_quote_ = true;
        }
        if (is_void)
            return;
        if (kind == container_kind::none || kind == container_kind::quote_from_here || containers_.size() >= nesting_max) {
            if (!containers_.empty() && containers_.back().name == tag.name)
                ++containers_.back().open;
            return;
        }
        if (kind != container_kind::hidden)
            lines_.block();
        containers_.push_back({tag.name, kind});
        hidden_.clear();
        if (kind == container_kind::blockquote)
            quotes_ = std::min(quotes_ + 1, quote_depth_max);
        else if (kind != container_kind::hidden)
            hints_.push_back(kind == container_kind::quote     ? line_hint::quote
                             : kind == container_kind::forward ? line_hint::forward
                                                               : line_hint::signature);
    }

    void open_list_of(const html_token& tag)
    {
        unsigned start = 0;
        for (const char c : html_attribute(tag.body, "start").substr(0, 6))
            start = is_digit(c) ? start * 10 + static_cast<unsigned>(c - '0') : start;
        if (lists_.size() < nesting_max)
            lists_.push_back({tag.name == "ol", start == 0 ? 1U : start});
    }

    void close(const std::string& name)
    {
        close_container(name);
        if (in_hidden())
            return;
        if (name == "pre" && pre_ > 0)
            --pre_;
        if ((name == "ul" || name == "ol") && !lists_.empty())
            lists_.pop_back();
        if (name == "td" || name == "th")
            lines_.close_cell();
        else if (name == "tr")
            lines_.row();
        else if (name == "table")
            lines_.close_table();
        else if (name != "br" && is_in(blocks, name))
            lines_.block();
    }

    void close_container(const std::string& name)
    {
        if (containers_.empty() || containers_.back().name != name || --containers_.back().open > 0)
            return;
        const auto kind = containers_.back().kind;
        if (kind != container_kind::hidden)
            lines_.block();
        containers_.pop_back();
        hidden_.clear();
        if (kind == container_kind::blockquote)
            quotes_ = std::max(quotes_ - 1, 0);
        else if (kind != container_kind::hidden && !hints_.empty())
            hints_.pop_back();
    }

    html_tokens tokens_;
    html_lines lines_;
    std::vector<open_list> lists_;
    std::vector<open_container> containers_;
    std::vector<line_hint> hints_; ///< of the open containers that have one
    std::string hidden_;           ///< text of the hidden element
    bool rest_is_quote_ = false;
    int quotes_ = 0;
    int pre_ = 0;
};

} // namespace

html_text html_to_text(std::string_view page, std::size_t bytes_max)
{
    const bool cut = page.size() > bytes_max;
    html_text read = page_reader(page.substr(0, bytes_max)).read();
    read.too_long |= cut;
    return read;
}

std::string html_charset(std::string_view page)
{
    page = page.substr(0, 4096);
    const auto at = find_ignoring_case(page, "charset=");
    if (at == std::string_view::npos)
        return {};
    const auto value = page.substr(at + 8, 40);
    const auto start = std::min(value.find_first_not_of("\"' "), value.size());
    const auto end = std::min(value.find_first_of("\"'>; /", start), value.size());
    return std::string(value.substr(start, end - start));
}

bool names_vn_font(std::string_view page)
{
    for (auto at = find_ignoring_case(page, ".vn"); at != std::string_view::npos; at = find_ignoring_case(page, ".vn", at + 3)) {
        // ".VnTime", ".VnArial": a letter follows, and what stands before is no host name.
        const bool named =
            at + 3 < page.size() && page[at + 3] >= 'A' && page[at + 3] <= 'Z' && page[at + 1] == 'V' && page[at + 2] == 'n';
        const bool begins = at == 0 || std::string_view("\"':;, >").find(page[at - 1]) != std::string_view::npos;
        if (named && begins)
            return true;
    }
    return false;
}

} // namespace adapters::email::mime
