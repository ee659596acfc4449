#include "adapters/email/reading/parameters.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/encoded_words.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace adapters::email::mime {

namespace {

constexpr std::size_t parameters_max = 200;
constexpr std::size_t value_bytes_max = 200; ///< of "text/plain"
constexpr unsigned section_max = 999;

struct raw_parameter {
    std::string name;
    std::string value;
};

class scanner {
public:
    explicit scanner(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ >= text_.size(); }

    /// The text up to one of the signs, comments left out.
    std::string until(std::string_view signs)
    {
        std::string found;
        while (!at_end() && signs.find(text_[at_]) == std::string_view::npos) {
            if (text_[at_] == '(')
                skip_comment();
            else
                found.push_back(text_[at_++]);
        }
        return std::string(trimmed(found));
    }

    /// A quoted string without its quotes, or bare words: unquoted names with blanks occur.
    std::string parameter_value()
    {
        while (!at_end() && is_blank(text_[at_]))
            ++at_;
        if (at_end() || text_[at_] != '"')
            return bare_value();
        ++at_;
        std::string found;
        while (!at_end() && text_[at_] != '"') {
            // "C:\temp\x.doc" is written without doubling its backslashes: only quotes and backslashes are escaped.
            if (text_[at_] == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\'))
                ++at_;
            found.push_back(text_[at_++]);
        }
        until(";");
        return found;
    }

    bool take(char c)
    {
        if (at_end() || text_[at_] != c)
            return false;
        ++at_;
        return true;
    }

private:
    /// Parentheses are part of names here ("bao cao (1).pdf"), not comments.
    std::string bare_value()
    {
        std::string found;
        while (!at_end() && text_[at_] != ';')
            found.push_back(text_[at_++]);
        return std::string(trimmed(found));
    }

    void skip_comment()
    {
        std::size_t depth = 0;
        while (!at_end()) {
            const char c = text_[at_++];
            if (c == '\\' && !at_end())
                ++at_;
            else if (c == '(')
                ++depth;
            else if (c == ')' && --depth == 0)
                return;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

std::string percent_decoded(std::string_view text)
{
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
        if (text[at] == '%' && high >= 0 && low >= 0) {
            bytes.push_back(static_cast<char>(high * 16 + low));
            at += 2;
        } else {
            bytes.push_back(text[at]);
        }
    }
    return bytes;
}

/// Sections of one parameter: name*0*, name*1, …
struct sections {
    std::map<unsigned, std::pair<std::string, bool>> pieces; ///< value, percent-encoded

    std::string joined() const
    {
        std::string bytes;
        std::string charset;
        bool first = true;
        for (const auto& [number, piece] : pieces) {
            std::string_view value = piece.first;
            if (first && piece.second) {
                const auto language = value.find('\'');
                const auto text = language == std::string_view::npos ? language : value.find('\'', language + 1);
                if (text != std::string_view::npos) {
                    charset = value.substr(0, language);
                    value.remove_prefix(text + 1);
                }
            }
            first = false;
            bytes += piece.second ? percent_decoded(value) : std::string(value);
        }
        // Some programs put encoded words into the sections.
        if (charset.empty() && bytes.find("=?") != std::string::npos)
            return decode_header(bytes);
        return one_line(decode_text(bytes, charset).text);
    }
};

/// The section number and form of "name*12*"; nothing for a plain name.
struct section_name {
    std::string base;
    unsigned number = 0;
    bool encoded = false;
};

std::optional<section_name> read_section(std::string_view name)
{
    const auto star = name.find('*');
    if (star == std::string_view::npos)
        return std::nullopt;
    section_name section{std::string(name.substr(0, star)), 0, name.ends_with('*')};
    for (const char c : name.substr(star + 1)) {
        if (is_digit(c))
            section.number = section.number * 10 + static_cast<unsigned>(c - '0');
        if (section.number > section_max)
            return std::nullopt;
    }
    return section;
}

} // namespace

std::string_view structured_value::parameter(std::string_view name) const
{
    const auto found = std::find_if(parameters.begin(), parameters.end(), [name](const auto& one) { return one.first == name; });
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
}

structured_value read_structured(std::string_view raw)
{
    scanner scan(raw);
    structured_value read{.value = lowered(one_line(valid_utf8(scan.until(";").substr(0, value_bytes_max))))};
    // "text/plain charset=utf-8" and "text / plain" occur.
    std::erase(read.value, '\t');
    if (const auto blank = read.value.find(' '); blank != std::string::npos) {
        const bool around_slash = read.value.find('/') == blank + 1 || (blank > 0 && read.value[blank - 1] == '/');
        if (around_slash)
            std::erase(read.value, ' ');
        else
            read.value.resize(blank);
    }
    std::map<std::string, sections> split;
    std::vector<raw_parameter> plain;
    std::size_t taken = 0;
    while (scan.take(';') && taken++ < parameters_max) {
        const std::string name = lowered(scan.until("=;"));
        if (!scan.take('='))
            continue;
        std::string value = scan.parameter_value();
        if (const auto section = read_section(name))
            split[section->base].pieces.try_emplace(section->number, std::move(value), section->encoded);
        else
            plain.push_back({name, std::move(value)});
    }
    // The extended form is the exact one where both are given (RFC 6266, 4.3).
    for (const auto& [name, pieces] : split)
        read.parameters.emplace_back(name, pieces.joined());
    for (const raw_parameter& one : plain)
        read.parameters.emplace_back(one.name, decode_header(one.value));
    return read;
}

} // namespace adapters::email::mime
