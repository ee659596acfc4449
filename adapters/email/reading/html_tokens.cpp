#include "adapters/email/reading/html_tokens.hpp"

#include "adapters/email/reading/ascii.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace adapters::email::mime {

namespace {

constexpr std::size_t tag_bytes_max = 64U << 10U;
constexpr std::size_t name_bytes_max = 32;
constexpr auto no_content = std::to_array<std::string_view>(
    {"script", "style", "title", "textarea", "template", "object", "svg", "math", "iframe", "select"});

bool is_name(char c)
{
    return is_alpha(c) || is_digit(c) || c == ':' || c == '-' || c == '_';
}

/// Goes through the attributes of a tag; stops when `visit` returns true.
template <class Visit>
void for_each_attribute(std::string_view body, Visit visit)
{
    for (std::size_t at = 0; at < body.size();) {
        while (at < body.size() && (is_blank(body[at]) || body[at] == '/'))
            ++at;
        const auto name_at = at;
        while (at < body.size() && !is_blank(body[at]) && body[at] != '=' && body[at] != '/')
            ++at;
        const auto name = body.substr(name_at, at - name_at);
        while (at < body.size() && is_blank(body[at]))
            ++at;
        std::string_view value;
        if (at < body.size() && body[at] == '=') {
            ++at;
            while (at < body.size() && is_blank(body[at]))
                ++at;
            const char quote = at < body.size() && (body[at] == '"' || body[at] == '\'') ? body[at] : '\0';
            at += quote != '\0' ? 1 : 0;
            const auto end = std::min(quote != '\0' ? body.find(quote, at) : body.find_first_of(" \t\r\n", at), body.size());
            value = body.substr(std::min(at, body.size()), end - std::min(at, end));
            at = end + (quote != '\0' ? 1 : 0);
        } else if (name.empty()) {
            ++at;
        }
        if (!name.empty() && visit(name, value))
            return;
    }
}

} // namespace

std::string_view html_attribute(std::string_view tag_body, std::string_view name)
{
    std::string_view found;
    for_each_attribute(tag_body, [&](std::string_view one, std::string_view value) {
        if (!equal_ignoring_case(one, name))
            return false;
        found = value;
        return true;
    });
    return found;
}

bool has_html_attribute(std::string_view tag_body, std::string_view name)
{
    bool found = false;
    for_each_attribute(tag_body, [&](std::string_view one, std::string_view) {
        found = equal_ignoring_case(one, name);
        return found;
    });
    return found;
}

bool html_tokens::at_tag() const
{
    if (at_ + 1 >= page_.size() || page_[at_] != '<')
        return false;
    const char next = page_[at_ + 1];
    return is_alpha(next) || next == '!' || next == '?' || (next == '/' && at_ + 2 < page_.size() && is_alpha(page_[at_ + 2]));
}

/// Past the ">" that ends the tag at `at_`. Quoted ">" are part of it, if the quote is closed within the limit.
std::size_t html_tokens::end_of_tag()
{
    const auto limit = std::min(page_.size(), at_ + tag_bytes_max);
    const auto window = page_.substr(0, limit);
    for (auto at = at_ + 1; quote_scans_left_ > 0 && at < limit;) {
        at = window.find_first_of("\"'>", at);
        if (at == std::string_view::npos)
            break;
        if (page_[at] == '>')
            return at + 1;
        // A quote opens a value only after "=": the one in <b>don't</b> or a stray one does not.
        const auto before = page_.find_last_not_of(" \t\r\n", at - 1);
        if (page_[before] != '=') {
            ++at;
            continue;
        }
        const auto closed = window.find(page_[at], at + 1);
        if (closed == std::string_view::npos) {
            --quote_scans_left_;
            break;
        }
        at = closed + 1;
    }
    const auto plain = page_.find('>', at_);
    const auto end = plain == std::string_view::npos ? page_.size() : plain + 1;
    skipped_tag_ |= end - at_ > tag_bytes_max;
    return end;
}

/// Moves past the end tag. An element that is never closed hides nothing: the text after it is read.
void html_tokens::skip_content_of(const std::string& name)
{
    if (unclosed_.find(' ' + name + ' ') != std::string::npos)
        return;
    for (auto close = page_.find("</", at_); close != std::string_view::npos; close = page_.find("</", close + 2)) {
        if (starts_ignoring_case(page_.substr(close + 2), name)) {
            const auto end = page_.find('>', close);
            at_ = end == std::string_view::npos ? page_.size() : end + 1;
            return;
        }
    }
    unclosed_ += ' ' + name + ' ';
}

/// Moves past a comment, a declaration or a conditional mark.
void html_tokens::skip_declaration()
{
    const bool comment = page_.substr(at_).starts_with("<!--");
    if (comment && !comments_unclosed_) {
        const auto end = page_.find("-->", at_ + 4);
        if (end != std::string_view::npos) {
            at_ = end + 3;
            return;
        }
        comments_unclosed_ = true;
    }
    const auto end = page_.find('>', at_);
    at_ = end == std::string_view::npos ? page_.size() : end + 1;
}

html_token html_tokens::next()
{
    while (at_ < page_.size()) {
        if (!at_tag()) {
            auto end = at_;
            do
                end = page_.find('<', end + 1);
            while (end != std::string_view::npos && end + 1 < page_.size() && !is_alpha(page_[end + 1]) &&
                   page_[end + 1] != '/' && page_[end + 1] != '!' && page_[end + 1] != '?');
            end = std::min(end, page_.size());
            html_token text{html_token_kind::text, {}, page_.substr(at_, end - at_), false};
            at_ = end;
            return text;
        }
        const char kind = page_[at_ + 1];
        if (kind == '!' || kind == '?') {
            skip_declaration();
            continue;
        }
        const auto name_at = at_ + (kind == '/' ? 2 : 1);
        auto name_end = name_at;
        while (name_end < page_.size() && name_end - name_at < name_bytes_max && is_name(page_[name_end]))
            ++name_end;
        const auto end = end_of_tag();
        html_token tag{kind == '/' ? html_token_kind::close : html_token_kind::open,
                       lowered(page_.substr(name_at, name_end - name_at)),
                       {},
                       false};
        if (end - name_end <= tag_bytes_max && end > name_end) {
            tag.body = page_.substr(name_end, end - name_end - (page_[end - 1] == '>' ? 1 : 0));
            tag.self_closing = tag.body.ends_with('/');
        }
        at_ = end;
        if (tag.kind == html_token_kind::open && !tag.self_closing &&
            std::find(no_content.begin(), no_content.end(), tag.name) != no_content.end()) {
            skip_content_of(tag.name);
            continue;
        }
        return tag;
    }
    return {};
}

} // namespace adapters::email::mime
