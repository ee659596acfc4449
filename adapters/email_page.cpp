#include "adapters/email_page.hpp"

#include <cctype>

namespace adapters {

namespace {

std::string escaped(std::string_view text)
{
    std::string made;
    for (const char c : text)
        switch (c) {
        case '&': made += "&amp;"; break;
        case '<': made += "&lt;"; break;
        case '>': made += "&gt;"; break;
        case '"': made += "&quot;"; break;
        default: made += c;
        }
    return made;
}

/// "3. Hệ thống bị ảnh hưởng (bắt buộc):", a question of ours that waits for its answer.
bool is_question(std::string_view line)
{
    std::size_t digits = 0;
    while (digits < line.size() && std::isdigit(static_cast<unsigned char>(line[digits])) != 0)
        ++digits;
    return digits > 0 && digits <= 2 && line.substr(digits).starts_with(". ") && line.ends_with(':');
}

bool is_hint(std::string_view line)
{
    return line.starts_with('(') && line.ends_with(')');
}

std::string row_of(std::string_view line, bool first)
{
    if (first)
        return "<p style=\"margin:0 0 12px;font-size:17px;font-weight:bold\">" + escaped(line) + "</p>\n";
    if (is_question(line))
        return "<p style=\"margin:14px 0 0;padding:6px 0 0;border-top:1px solid #8888\"><b>" + escaped(line) + "</b>&nbsp;</p>\n";
    if (is_hint(line))
        return "<p style=\"margin:0 0 2px;font-size:14px;opacity:.75\">" + escaped(line) + "</p>\n";
    return "<p style=\"margin:0 0 8px\">" + escaped(line) + "</p>\n";
}

} // namespace

std::string mail_page(std::string_view marker, std::string_view text)
{
    std::string page = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">"
                       "<meta name=\"viewport\" content=\"width=device-width\"></head>\n"
                       "<body style=\"margin:0;padding:16px;font:16px/1.5 Arial,'Segoe UI',sans-serif\">\n"
                       "<p style=\"margin:0 0 16px;font-size:13px;opacity:.7\">" +
                       escaped(marker) + "</p>\n<div style=\"max-width:640px\">\n";
    bool first = true;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (!line.empty()) {
            page += row_of(line, first);
            first = false;
        }
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return page + "</div>\n</body></html>\n";
}

} // namespace adapters
