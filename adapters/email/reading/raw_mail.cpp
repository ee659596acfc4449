#include "adapters/email/reading/raw_mail.hpp"

#include "adapters/email/reading/ascii.hpp"

#include <algorithm>
#include <array>

namespace adapters::email::mime {

namespace {

constexpr std::size_t name_bytes_max = 100;

/// Length of the field name before ":", 0 when the line is no field. Blanks before the colon are obsolete syntax.
std::size_t name_length(std::string_view line)
{
    std::size_t end = 0;
    while (end < line.size() && end < name_bytes_max && line[end] > 0x20 && line[end] < 0x7F && line[end] != ':')
        ++end;
    std::size_t colon = end;
    while (colon < line.size() && (line[colon] == ' ' || line[colon] == '\t'))
        ++colon;
    return end > 0 && colon < line.size() && line[colon] == ':' ? end : 0;
}

std::string_view without_line_end(std::string_view line)
{
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool is_blank_line(std::string_view line)
{
    return trimmed(line).empty();
}

std::string_view line_at(std::string_view raw, std::size_t at)
{
    const auto end = raw.find('\n', at);
    return raw.substr(at, end == std::string_view::npos ? std::string_view::npos : end - at + 1);
}

/// Where the header begins: past empty lines, an mbox separator and a first line that a gateway cut.
std::size_t start_of_header(std::string_view raw)
{
    std::size_t at = 0;
    while (at < raw.size() && is_blank_line(line_at(raw, at)))
        at += line_at(raw, at).size();
    const auto first = line_at(raw, at);
    if (first.starts_with("From ") || first.starts_with(">From "))
        at += first.size();
    return at;
}

class header_reader {
public:
    header_reader(const reading_limits& limits, std::vector<fault>& faults) : limits_(limits), faults_(faults) {}

    void begin(std::string_view line, std::size_t name_size)
    {
        end();
        if (fields_.size() >= limits_.header_fields || bytes_ >= limits_.header) {
            left_out_ = true;
            return;
        }
        open_ = true;
        current_.name = lowered(line.substr(0, name_size));
        current_.value.clear();
        append(line.substr(line.find(':') + 1));
    }

    void continue_field(std::string_view line) { append(line); }

    header take()
    {
        end();
        if (left_out_)
            faults_.push_back(
                {bytes_ >= limits_.header ? fault_kind::header_too_long : fault_kind::too_many_headers, "fields left out"});
        return std::move(fields_);
    }

private:
    void append(std::string_view line)
    {
        if (!open_)
            return;
        line = without_line_end(line);
        const std::size_t room = limits_.header_field - std::min(limits_.header_field, current_.value.size());
        const std::size_t room_in_all = limits_.header - std::min(limits_.header, bytes_);
        const std::size_t taken = std::min({line.size(), room, room_in_all});
        current_.value.append(line.substr(0, taken));
        bytes_ += line.size();
        cut_ |= taken < line.size();
    }

    void end()
    {
        if (!open_)
            return;
        open_ = false;
        if (cut_)
            faults_.push_back({fault_kind::header_too_long, current_.name.substr(0, 40)});
        cut_ = false;
        if (is_address_field(current_.name) && colons_outside_quotes(current_.value) > address_colons_max) {
            faults_.push_back({fault_kind::address_nesting, current_.name});
            return;
        }
        fields_.push_back(std::move(current_));
        current_ = {};
    }

    const reading_limits& limits_;
    std::vector<fault>& faults_;
    header fields_;
    header_field current_;
    std::size_t bytes_ = 0;
    bool open_ = false;
    bool cut_ = false;
    bool left_out_ = false;
};

} // namespace

const header_field* find_field(const header& fields, std::string_view name)
{
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const header_field& one) { return one.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

std::string_view value_of(const header& fields, std::string_view name)
{
    const auto* found = find_field(fields, name);
    return found == nullptr ? std::string_view() : trimmed(found->value);
}

bool is_address_field(std::string_view lower_name)
{
    static constexpr auto names =
        std::to_array<std::string_view>({"from", "sender", "reply-to", "to", "cc", "bcc", "return-receipt-to",
                                         "disposition-notification-to", "apparently-to", "errors-to"});
    if (lower_name.starts_with("resent-"))
        lower_name.remove_prefix(7);
    return std::find(names.begin(), names.end(), lower_name) != names.end();
}

std::size_t colons_outside_quotes(std::string_view value)
{
    std::size_t colons = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] == '\\')
            ++at;
        else if (value[at] == '"')
            quoted = !quoted;
        else if (value[at] == ':' && !quoted)
            ++colons;
    }
    return colons;
}

std::string with_line_ends(std::string_view raw)
{
    std::string text(raw);
    std::replace(text.begin(), text.end(), '\r', '\n');
    return text;
}

raw_mail split_mail(std::string_view raw, const reading_limits& limits, std::vector<fault>& faults)
{
    header_reader reader(limits, faults);
    std::size_t at = start_of_header(raw);
    std::size_t fields = 0;
    while (at < raw.size()) {
        const auto line = line_at(raw, at);
        const bool folded = line.front() == ' ' || line.front() == '\t';
        if (is_blank_line(line) && (!folded || fields == 0))
            break;
        const std::size_t name = folded ? 0 : name_length(line);
        if (name != 0) {
            reader.begin(line, name);
            ++fields;
        } else if (folded && fields > 0) {
            reader.continue_field(line);
        } else if (fields == 0) {
            faults.push_back({fault_kind::not_a_mail, "no header"});
            return {{}, raw, false};
        } else if (name_length(line_at(raw, at + line.size())) != 0) {
            // A broken line between two fields, as careless filters leave them.
            faults.push_back({fault_kind::broken_structure, "line in header"});
        } else {
            break; // the empty line is missing: the body begins here
        }
        at += line.size();
    }
    raw_mail mail{reader.take(), raw.substr(std::min(at, raw.size())), fields > 0};
    if (!mail.is_mail) {
        faults.push_back({fault_kind::not_a_mail, "no header"});
        mail.body = raw;
        return mail;
    }
    const auto first = line_at(mail.body, 0);
    if (!mail.body.empty() && is_blank_line(first))
        mail.body.remove_prefix(first.size());
    return mail;
}

} // namespace adapters::email::mime
