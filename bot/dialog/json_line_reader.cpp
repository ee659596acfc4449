#include "bot/dialog/json_line_reader.hpp"

#include <charconv>

namespace bot::dialog {

void json_line_reader::expect(char sign)
{
    ok_ = ok_ && rest_.starts_with(sign);
    if (ok_)
        rest_.remove_prefix(1);
}

void json_line_reader::next_element()
{
    if (!first_)
        expect(',');
    first_ = false;
}

void json_line_reader::open()
{
    next_element();
    expect('[');
    first_ = true;
}

void json_line_reader::close()
{
    expect(']');
    first_ = false;
}

bool json_line_reader::at_end()
{
    return !ok_ || rest_.empty() || rest_.front() == ']';
}

std::int64_t json_line_reader::number()
{
    next_element();
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    demand(fault == std::errc{});
    if (!ok_)
        return 0;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
}

int json_line_reader::small_number(int most)
{
    const auto value = number();
    demand(value >= 0 && value <= most);
    return ok_ ? static_cast<int>(value) : 0;
}

/// `\"`, `\\` and `\u00xx`, the only escapes `json_line` writes; `rest_` stands behind the backslash.
void json_line_reader::escaped(std::string& into)
{
    if (rest_.starts_with('"') || rest_.starts_with('\\')) {
        into += rest_.front();
        rest_.remove_prefix(1);
        return;
    }
    unsigned value = 0;
    demand(rest_.size() >= 5 && rest_.starts_with("u00"));
    if (!ok_)
        return;
    const auto* digits = rest_.data() + 3;
    const auto [end, fault] = std::from_chars(digits, digits + 2, value, 16);
    demand(fault == std::errc{} && end == digits + 2);
    into += static_cast<char>(value);
    rest_.remove_prefix(5);
}

std::string json_line_reader::text()
{
    next_element();
    expect('"');
    std::string read;
    while (ok_) {
        std::size_t stop = 0; // find_first_of would call memchr for each byte
        while (stop < rest_.size() && rest_[stop] != '"' && rest_[stop] != '\\')
            ++stop;
        demand(stop < rest_.size());
        if (!ok_)
            break;
        read.append(rest_.substr(0, stop));
        const bool ends = rest_[stop] == '"';
        rest_.remove_prefix(stop + 1);
        if (ends)
            return read;
        escaped(read);
    }
    return {};
}

} // namespace bot::dialog
