#include "adapters/email/reading/flowed.hpp"

#include <algorithm>

namespace adapters::email::mime {

std::string unflowed(std::string_view text, bool delete_space)
{
    std::string joined;
    joined.reserve(text.size());
    bool open = false;          // the last line ended with a soft break
    std::size_t open_depth = 0; // how many ">" it had
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
        std::string_view content = line.substr(depth);
        if (content.starts_with(' '))
            content.remove_prefix(1); // space-stuffing
        const bool signature_mark = content == "-- ";
        const bool goes_on = open && depth == open_depth && !signature_mark;
        if (!goes_on && !joined.empty())
            joined += '\n';
        if (!goes_on)
            joined.append(depth, '>').append(depth > 0 ? " " : "");
        open = content.ends_with(' ') && !signature_mark;
        open_depth = depth;
        if (open && delete_space)
            content.remove_suffix(1);
        joined += content;
    }
    return joined;
}

} // namespace adapters::email::mime
