#include "adapters/email/imap_reply.hpp"

#include "adapters/email/imap_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace adapters::email {

namespace {

constexpr std::size_t reserve_bytes_max = 1 << 20;
constexpr char literal_mark = '\0';

std::string capitals(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return out;
}

bool is_status(std::string_view name)
{
    return name == "OK" || name == "NO" || name == "BAD" || name == "BYE" || name == "PREAUTH";
}

/// Walks over a line with its literals.
class scanner {
public:
    scanner(std::string_view line, std::vector<std::string>& literals, const imap_reader_limits& limits)
        : rest_(line), literals_(literals), limits_(limits)
    {
    }

    std::string_view rest() const { return rest_; }
    bool done() const { return rest_.empty(); }
    void skip_spaces() { rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size())); }

    /// Up to the next space.
    std::string_view word()
    {
        const auto end = std::min(rest_.find(' '), rest_.size());
        const auto out = rest_.substr(0, end);
        rest_.remove_prefix(end);
        skip_spaces();
        return out;
    }

    bot::result<std::vector<imap_value>> values()
    {
        auto all = list('\0', 0);
        return all;
    }

private:
    bot::result<std::vector<imap_value>> list(char end, int depth)
    {
        std::vector<imap_value> items;
        if (depth > limits_.depth_max)
            return bot::fail(bot::errc::malformed, "imap: nested too deep");
        for (;;) {
            skip_spaces();
            if (rest_.empty()) {
                if (end == '\0')
                    return items;
                return bot::fail(bot::errc::malformed, "imap: list without end");
            }
            if (end != '\0' && rest_.front() == end) {
                rest_.remove_prefix(1);
                return items;
            }
            if (++values_ > limits_.values_max)
                return bot::fail(bot::errc::malformed, "imap: too many values");
            auto one = value(depth);
            if (!one)
                return bot::fail(one.error().code, one.error().detail);
            items.push_back(std::move(*one));
        }
    }
    bot::result<imap_value> value(int depth)
    {
        const char first = rest_.front();
        if (first == '(') {
            rest_.remove_prefix(1);
            auto items = list(')', depth + 1);
            if (!items)
                return bot::fail(items.error().code, items.error().detail);
            return imap_value{.what = imap_value::kind::list, .text = {}, .items = std::move(*items)};
        }
        if (first == ')')
            return bot::fail(bot::errc::malformed, "imap: unexpected )");
        if (first == '"')
            return quoted();
        if (first == literal_mark) {
            rest_.remove_prefix(1);
            return imap_value{.what = imap_value::kind::string, .text = std::move(literals_.at(literal_++)), .items = {}};
        }
        return atom();
    }
    bot::result<imap_value> quoted()
    {
        std::string text;
        for (std::size_t i = 1; i < rest_.size(); ++i) {
            if (rest_[i] == '"') {
                rest_.remove_prefix(i + 1);
                return imap_value{.what = imap_value::kind::string, .text = std::move(text), .items = {}};
            }
            if (rest_[i] == literal_mark)
                break;
            if (rest_[i] == '\\' && ++i == rest_.size())
                break;
            text.push_back(rest_[i]);
        }
        return bot::fail(bot::errc::malformed, "imap: string without end");
    }
    /// Ends at a space or bracket, but a section in [] belongs to it whole: BODY[HEADER.FIELDS (FROM)].
    bot::result<imap_value> atom()
    {
        std::size_t i = 0;
        while (i < rest_.size()) {
            const char c = rest_[i];
            if (c == ' ' || c == '(' || c == ')' || c == '"' || c == literal_mark)
                break;
            if (c == '[')
                i = std::min(rest_.find(']', i), rest_.size() - 1);
            ++i;
        }
        if (i == 0)
            return bot::fail(bot::errc::malformed, "imap: empty atom");
        const auto text = rest_.substr(0, i);
        rest_.remove_prefix(i);
        // A literal inside a section would throw the count of literals off.
        if (text.find(literal_mark) != std::string_view::npos)
            return bot::fail(bot::errc::malformed, "imap: literal in a section");
        const bool nil = capitals(text) == "NIL";
        return imap_value{.what = nil ? imap_value::kind::nil : imap_value::kind::atom, .text = std::string(text), .items = {}};
    }

    std::string_view rest_;
    std::vector<std::string>& literals_;
    const imap_reader_limits& limits_;
    std::size_t literal_ = 0;
    std::size_t values_ = 0;
};

/// "[CODE more] words" or plain words.
void read_status(imap_reply& into, std::string_view rest)
{
    if (!rest.empty() && rest.front() == '[') {
        const auto end = rest.find(']');
        if (end != std::string_view::npos) {
            const auto inside = rest.substr(1, end - 1);
            const auto gap = std::min(inside.find(' '), inside.size());
            into.code = capitals(inside.substr(0, gap));
            into.code_text = std::string(inside.substr(std::min(gap + 1, inside.size())));
            rest.remove_prefix(end + 1);
            rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        }
    }
    into.text = std::string(rest);
}

bot::result<imap_reply> parse(std::string_view line, std::vector<std::string>& literals, const imap_reader_limits& limits)
{
    imap_reply out;
    scanner scan(line, literals, limits);
    if (line.starts_with('+')) {
        out.what = imap_reply::kind::go_on;
        const auto words = line.substr(1);
        out.text = std::string(words.substr(std::min(words.find_first_not_of(' '), words.size())));
        return out;
    }
    const auto tag = scan.word();
    if (tag.empty())
        return bot::fail(bot::errc::malformed, "imap: line without a tag");
    if (tag != "*") {
        out.what = imap_reply::kind::tagged;
        out.tag = std::string(tag);
    }
    auto name = scan.word();
    if (const auto number = imap_number(name); number && out.what == imap_reply::kind::untagged) {
        out.number = *number;
        name = scan.word();
    }
    out.name = capitals(name);
    if (out.name.empty())
        return bot::fail(bot::errc::malformed, "imap: line without a name");
    if (is_status(out.name)) {
        read_status(out, scan.rest());
        return out;
    }
    if (out.what == imap_reply::kind::tagged)
        return bot::fail(bot::errc::malformed, "imap: tagged line without a status");
    auto values = scan.values();
    if (!values)
        return bot::fail(values.error().code, values.error().detail);
    out.values = std::move(*values);
    return out;
}

/// The words of a status may end in braces; a literal does not occur there.
bool may_have_literal(std::string_view line)
{
    if (line.starts_with('+'))
        return false;
    if (!line.starts_with("* "))
        return false;
    const auto rest = line.substr(2);
    return !is_status(capitals(rest.substr(0, rest.find(' '))));
}

/// Size announced at the end of a line, and where the braces begin.
struct announced {
    std::size_t bytes;
    std::size_t at;
};
bot::result<std::optional<announced>> literal_at_end(std::string_view line)
{
    if (!line.ends_with('}'))
        return std::nullopt;
    const auto open = line.rfind('{');
    if (open == std::string_view::npos)
        return std::nullopt;
    auto digits = line.substr(open + 1, line.size() - open - 2);
    if (digits.ends_with('+'))
        digits.remove_suffix(1);
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::size_t bytes = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), bytes);
    static_cast<void>(end);
    if (failure != std::errc{})
        return bot::fail(bot::errc::malformed, "imap: literal too large");
    const std::size_t at = open > 0 && line[open - 1] == '~' ? open - 1 : open; // literal8, RFC 3516
    return announced{.bytes = bytes, .at = at};
}

} // namespace

void imap_reader::reset()
{
    const imap_reader_limits kept = limits;
    *this = {};
    limits = kept;
}

void imap_reader::put(std::string_view bytes)
{
    if (broken_)
        return;
    // Straight into the literal when nothing stands before it: a mail is copied once.
    if (in_literal_ && in_.size() == at_) {
        const auto part = bytes.substr(0, literal_open_);
        literals_.back().append(part);
        literal_open_ -= part.size();
        bytes.remove_prefix(part.size());
    }
    if (at_ > 0) {
        in_.erase(0, at_);
        looked_ -= at_;
        at_ = 0;
    }
    in_.append(bytes);
}

/// Moves what is there into the open literal; whether it is complete.
bool imap_reader::take_literal()
{
    const std::size_t part = std::min(literal_open_, in_.size() - at_);
    literals_.back().append(in_, at_, part);
    at_ += part;
    looked_ = at_;
    literal_open_ -= part;
    if (literal_open_ == 0)
        in_literal_ = false;
    return !in_literal_;
}

/// Takes one line into `line_`; false while it has no end. A literal announced at its end is opened.
bot::result<bool> imap_reader::take_line()
{
    const auto end = in_.find('\n', looked_);
    if (end == std::string::npos) {
        looked_ = in_.size();
        if (line_.size() + in_.size() - at_ > limits.line_bytes_max)
            return bot::fail(bot::errc::malformed, "imap: line too long");
        return false;
    }
    if (end == at_ || in_[end - 1] != '\r')
        return bot::fail(bot::errc::malformed, "imap: bare line feed");
    const std::string_view part(in_.data() + at_, end - 1 - at_);
    if (line_.size() + part.size() > limits.line_bytes_max)
        return bot::fail(bot::errc::malformed, "imap: line too long");
    if (part.find('\0') != std::string_view::npos || part.find('\r') != std::string_view::npos)
        return bot::fail(bot::errc::malformed, "imap: control character in a line");
    line_.append(part);
    at_ = end + 1;
    looked_ = at_;
    if (!may_have_literal(line_))
        return true;
    const auto literal = literal_at_end(line_);
    if (!literal)
        return bot::fail(literal.error().code, literal.error().detail);
    if (!*literal)
        return true;
    std::size_t held = (*literal)->bytes;
    for (const std::string& each : literals_)
        held += each.size();
    if ((*literal)->bytes > limits.literal_bytes_max || held > limits.literal_bytes_max + limits.line_bytes_max)
        return bot::fail(bot::errc::malformed, "imap: literal too large");
    line_.resize((*literal)->at);
    line_.push_back(literal_mark);
    literals_.emplace_back();
    literals_.back().reserve(std::min((*literal)->bytes, reserve_bytes_max));
    literal_open_ = (*literal)->bytes;
    in_literal_ = true;
    return true;
}

bot::result<std::optional<imap_reply>> imap_reader::next()
{
    if (broken_)
        return bot::fail(broken_->code, broken_->detail);
    for (;;) {
        if (in_literal_ && !take_literal())
            return std::nullopt;
        auto whole = take_line();
        if (!whole) {
            broken_ = whole.error();
            return bot::fail(broken_->code, broken_->detail);
        }
        if (!*whole)
            return std::nullopt;
        if (in_literal_)
            continue;
        auto reply = parse(line_, literals_, limits);
        line_.clear();
        literals_.clear();
        if (!reply) {
            broken_ = reply.error();
            return bot::fail(broken_->code, broken_->detail);
        }
        return std::move(*reply);
    }
}

} // namespace adapters::email
