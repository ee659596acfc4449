#include "adapters/sandbox/form_data.hpp"

#include <boost/algorithm/string/predicate.hpp>

namespace adapters::sandbox {

namespace {

/// `name="value"` or `name=value` among the parameters of a header.
std::string parameter(std::string_view header, std::string_view name)
{
    for (std::size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at)) {
        ++at;
        while (at < header.size() && header[at] == ' ')
            ++at;
        const std::string_view rest = header.substr(at);
        if (!boost::algorithm::istarts_with(rest, name) || rest.size() <= name.size() ||
            rest[name.size()] != '=')
            continue;
        const std::string_view value = rest.substr(name.size() + 1);
        if (value.starts_with('"'))
            return std::string(value.substr(1, value.find('"', 1) - 1));
        return std::string(value.substr(0, value.find(';')));
    }
    return {};
}

void read_headers(std::string_view text, form_field& into)
{
    while (!text.empty()) {
        const auto end = text.find("\r\n");
        const std::string_view one = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 2);
        if (boost::algorithm::istarts_with(one, "content-disposition:")) {
            into.name = parameter(one, "name");
            into.file_name = parameter(one, "filename");
        } else if (boost::algorithm::istarts_with(one, "content-type:")) {
            const auto value = one.find_first_not_of(' ', std::string_view("content-type:").size());
            if (value != std::string_view::npos)
                into.content_type = one.substr(value);
        }
    }
}

} // namespace

std::optional<std::vector<form_field>> read_form_data(std::string_view content_type, std::string_view body)
{
    const std::string boundary = parameter(content_type, "boundary");
    if (!boost::algorithm::istarts_with(content_type, "multipart/form-data") || boundary.empty())
        return std::nullopt;
    const std::string mark = "--" + boundary;
    std::vector<form_field> fields;
    auto at = body.find(mark);
    while (at != std::string_view::npos) {
        at += mark.size();
        if (body.substr(at).starts_with("--"))
            return fields;
        const auto headers = body.find("\r\n", at);
        const auto blank = body.find("\r\n\r\n", at);
        const auto end = body.find("\r\n" + mark, at);
        if (headers == std::string_view::npos || blank == std::string_view::npos ||
            end == std::string_view::npos || blank > end)
            return std::nullopt;
        form_field one;
        read_headers(body.substr(headers + 2, blank > headers ? blank - headers - 2 : 0), one);
        if (blank + 4 <= end)
            one.content = body.substr(blank + 4, end - blank - 4);
        fields.push_back(std::move(one));
        at = end + 2;
    }
    return std::nullopt;
}

} // namespace adapters::sandbox
