#include "adapters/email/reading/body_guard.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/parameters.hpp"
#include "adapters/email/reading/raw_mail.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace adapters::email::mime {

namespace {

constexpr std::size_t boundaries_max = 2000;
constexpr std::size_t boundary_bytes_max = 1024;
constexpr std::size_t name_bytes_max = 40;

/// Adds what follows each "boundary=" in the text.
void collect_boundaries(std::string_view text, std::unordered_set<std::string>& boundaries)
{
    for (auto at = find_ignoring_case(text, "boundary"); at != std::string_view::npos && boundaries.size() < boundaries_max;
         at = find_ignoring_case(text, "boundary", at)) {
        at += 8;
        while (at < text.size() && is_blank(text[at]))
            ++at;
        if (at >= text.size() || text[at] != '=')
            continue;
        ++at;
        while (at < text.size() && is_blank(text[at]))
            ++at;
        const bool quoted = at < text.size() && text[at] == '"';
        at += quoted ? 1 : 0;
        const auto end = std::min({text.find_first_of(quoted ? "\"\n" : "; \t\r\n", at), text.size(), at + boundary_bytes_max});
        if (end > at)
            boundaries.emplace(trimmed(text.substr(at, end - at)));
    }
}

/// The boundary of one Content-Type as its parameters spell it, in sections too (boundary*0=…).
void add_declared_boundary(std::string_view content_type, std::unordered_set<std::string>& boundaries)
{
    const auto type = read_structured(content_type);
    const auto boundary = type.parameter("boundary");
    if (!boundary.empty() && boundaries.size() < boundaries_max)
        boundaries.emplace(boundary.substr(0, boundary_bytes_max));
}

bool is_boundary(std::string_view line, const std::unordered_set<std::string>& boundaries)
{
    if (!line.starts_with("--"))
        return false;
    line = trimmed(line.substr(2));
    if (line.empty() || line.size() > boundary_bytes_max + 2)
        return false;
    return boundaries.contains(std::string(line)) ||
           (line.ends_with("--") && boundaries.contains(std::string(line.substr(0, line.size() - 2))));
}

/// The name of a field on which the parser does work at once; "" for any other line.
std::string parsed_field(std::string_view line)
{
    const auto colon = line.substr(0, name_bytes_max).find(':');
    if (colon == std::string_view::npos || colon == 0)
        return {};
    const std::string name = lowered(trimmed(line.substr(0, colon)));
    const bool parsed = is_address_field(name) || name.starts_with("content-") || name == "references" || name == "in-reply-to" ||
                        name == "subject" || name == "message-id" || name == "date";
    return parsed ? name : std::string();
}

} // namespace

void guard_body(std::string& mail, std::size_t from, std::string_view content_type, const reading_limits& limits,
                std::vector<fault>& faults)
{
    std::unordered_set<std::string> boundaries;
    add_declared_boundary(content_type, boundaries);
    collect_boundaries(content_type, boundaries);
    collect_boundaries(std::string_view(mail).substr(from), boundaries);
    std::size_t parts = 0;
    std::size_t renamed = 0;
    const std::string_view text = mail;
    const auto line_end = [&text](std::size_t at) { return std::min(text.find('\n', at), text.size() - 1) + 1; };
    for (std::size_t at = from; at < text.size();) {
        const auto end = line_end(at);
        const auto line = text.substr(at, end - at);
        if (is_boundary(line, boundaries) && ++parts > limits.parts) {
            faults.push_back({fault_kind::too_many_parts, std::to_string(limits.parts)});
            mail.resize(at);
            break;
        }
        const std::string name = parsed_field(line);
        std::size_t next = end;
        if (!name.empty()) {
            while (next < text.size() && (text[next] == ' ' || text[next] == '\t'))
                next = line_end(next);
            const auto field = text.substr(at, next - at);
            if (name == "content-type" && field.size() <= limits.header_field)
                add_declared_boundary(field.substr(field.find(':') + 1), boundaries);
            if (field.size() > limits.header_field ||
                (is_address_field(name) && colons_outside_quotes(field) > address_colons_max)) {
                mail[at] = 'X';
                ++renamed;
            }
        }
        at = next;
    }
    if (renamed > 0)
        faults.push_back({fault_kind::header_too_long, std::to_string(renamed) + " inner fields"});
}

} // namespace adapters::email::mime
