#include "adapters/email/reading/part_tree.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/body_guard.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/encoded_words.hpp"
#include "adapters/email/reading/transfer_encoding.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace adapters::email::mime {

namespace {

struct unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <class T>
using handle = std::unique_ptr<T, unref>;

void initialise_library()
{
    static const bool done = [] {
        g_mime_init();
        return true;
    }();
    static_cast<void>(done);
}

/// GMime's type checks are casts through its own macros; C casts in them are not ours.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wcast-align"
GMimeMultipart* as_multipart(GMimeObject* object)
{
    return GMIME_IS_MULTIPART(object) ? GMIME_MULTIPART(object) : nullptr;
}

GMimeMessagePart* as_message(GMimeObject* object)
{
    return GMIME_IS_MESSAGE_PART(object) ? GMIME_MESSAGE_PART(object) : nullptr;
}

GMimePart* as_leaf(GMimeObject* object)
{
    return GMIME_IS_PART(object) ? GMIME_PART(object) : nullptr;
}

GMimeObject* as_object(GMimeMessage* message)
{
    return GMIME_OBJECT(message);
}
#pragma GCC diagnostic pop

std::string without_line_ends(const char* value)
{
    std::string text = value == nullptr ? "" : value;
    std::erase(text, '\n');
    std::erase(text, '\r');
    return text;
}

header fields_of(GMimeObject* object, const reading_limits& limits)
{
    header fields;
    GMimeHeaderList* list = g_mime_object_get_header_list(object);
    const int count = std::min(g_mime_header_list_get_count(list), static_cast<int>(limits.header_fields));
    for (int i = 0; i < count; ++i) {
        GMimeHeader* one = g_mime_header_list_get_header_at(list, i);
        std::string value = without_line_ends(g_mime_header_get_raw_value(one));
        value.resize(std::min(value.size(), limits.header_field));
        fields.push_back({lowered(g_mime_header_get_name(one)), std::move(value)});
    }
    return fields;
}

/// The bytes of a leaf as they were sent, not yet decoded: GMime's own decoder stops at the first "=".
std::string encoded_content(GMimePart* leaf)
{
    GMimeDataWrapper* content = g_mime_part_get_content(leaf);
    GMimeStream* stream = content == nullptr ? nullptr : g_mime_data_wrapper_get_stream(content);
    std::string bytes;
    if (stream == nullptr || g_mime_stream_reset(stream) != 0)
        return bytes;
    if (const auto length = g_mime_stream_length(stream); length > 0)
        bytes.reserve(static_cast<std::size_t>(length));
    char room[16384];
    for (;;) {
        const auto got = g_mime_stream_read(stream, room, sizeof room);
        if (got <= 0)
            return bytes;
        bytes.append(room, static_cast<std::size_t>(got));
    }
}

structured_value type_from(const header& fields)
{
    structured_value type = read_structured(value_of(fields, "content-type"));
    if (type.value.find('/') == std::string::npos)
        type.value = "text/plain";
    return type;
}

class tree_builder {
public:
    tree_builder(const reading_limits& limits, std::vector<fault>& faults) : limits_(limits), faults_(faults) {}

    part from_mail(const raw_mail& mail, std::size_t depth, std::size_t embedded)
    {
        std::string type(value_of(mail.fields, "content-type"));
        if (type.empty())
            type = type_by_first_boundary(mail.body);
        part root = from_type(mail, type, depth, embedded);
        if (!root.is_multipart() || !root.children.empty())
            return root;
        note({fault_kind::broken_structure, "multipart without parts"});
        // The boundary in the header is not the one in the body.
        type = type_by_first_boundary(mail.body);
        if (!type.empty())
            root = from_type(mail, type, depth, embedded);
        return root.children.empty() ? text_part(mail) : root;
    }

private:
    part from_type(const raw_mail& mail, std::string_view type, std::size_t depth, std::size_t embedded)
    {
        const std::string value = read_structured(type).value;
        if (!value.starts_with("multipart/") && !value.starts_with("message/"))
            return single_part(mail, depth, embedded); // nothing to take apart
        const handle<GMimeObject> object = parse(mail, type);
        if (object != nullptr)
            return build(object.get(), depth, embedded);
        if (!trimmed(mail.body).empty())
            note({fault_kind::broken_structure, "parser gave up"});
        return text_part(mail);
    }

    handle<GMimeObject> parse(const raw_mail& mail, std::string_view type)
    {
        std::string source;
        source.reserve(mail.body.size() + type.size() + 512);
        for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"Content-Type", type},
                                          {"Content-Transfer-Encoding", value_of(mail.fields, "content-transfer-encoding")},
                                          {"Content-Disposition", value_of(mail.fields, "content-disposition")},
                                          {"Content-ID", value_of(mail.fields, "content-id")}}) {
            if (value.empty())
                continue;
            std::string safe(value);
            std::replace_if(safe.begin(), safe.end(), [](char c) { return c == '\0' || c == '\r' || c == '\n'; }, ' ');
            source.append(name).append(": ").append(safe).append("\n");
        }
        // A part needs a header for the parser to begin with.
        source += "X-Part: 1\n\n";
        const std::size_t body_at = source.size();
        source += mail.body;
        guard_body(source, body_at, type, limits_, faults_);
        handle<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(source.data(), source.size()));
        handle<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
        return handle<GMimeObject>(g_mime_parser_construct_part(parser.get(), nullptr));
    }

    /// A body that begins with a boundary and the header of a part, its own header lost.
    static std::string type_by_first_boundary(std::string_view body)
    {
        while (!body.empty() && is_blank(body.front()))
            body.remove_prefix(1);
        const auto line = body.substr(0, body.find('\n'));
        const auto boundary = trimmed(line);
        if (!boundary.starts_with("--") || boundary.size() < 6 || boundary.size() > 200 ||
            boundary.find('"') != std::string_view::npos)
            return {};
        if (!starts_ignoring_case(body.substr(std::min(line.size() + 1, body.size())), "content-"))
            return {};
        return "multipart/mixed; boundary=\"" + std::string(boundary.substr(2)) + '"';
    }

    part single_part(const raw_mail& mail, std::size_t depth, std::size_t embedded)
    {
        part built;
        for (const header_field& field : mail.fields)
            if (field.name.starts_with("content-"))
                built.fields.push_back(field);
        built.content_type = type_from(built.fields);
        built.disposition = read_structured(value_of(built.fields, "content-disposition"));
        ++parts_;
        decode_content(built, mail.body, depth, embedded);
        return built;
    }

    part text_part(const raw_mail& mail) const
    {
        part whole;
        whole.content_type.value = "text/plain";
        whole.content = std::string(mail.body);
        return whole;
    }

    part build(GMimeObject* object, std::size_t depth, std::size_t embedded)
    {
        part built;
        built.fields = fields_of(object, limits_);
        built.content_type = type_from(built.fields);
        built.disposition = read_structured(value_of(built.fields, "content-disposition"));
        ++parts_;
        if (auto* multipart = as_multipart(object)) {
            if (!built.is_multipart())
                built.content_type.value = "multipart/mixed";
            add_children(built, multipart, depth, embedded);
        } else if (auto* message_part = as_message(object)) {
            built.content_type.value = "message/rfc822";
            GMimeMessage* message = g_mime_message_part_get_message(message_part);
            GMimeObject* body = message == nullptr ? nullptr : g_mime_message_get_mime_part(message);
            if (body != nullptr && may_go_into_mail(depth, embedded)) {
                built.mail_fields = fields_of(as_object(message), limits_);
                built.children.push_back(build(body, depth + 1, embedded + 1));
            }
        } else if (auto* leaf = as_leaf(object)) {
            decode_content(built, encoded_content(leaf), depth, embedded);
        }
        return built;
    }

    void add_children(part& built, GMimeMultipart* multipart, std::size_t depth, std::size_t embedded)
    {
        const int count = g_mime_multipart_get_count(multipart);
        for (int i = 0; i < count; ++i) {
            if (depth + 1 > limits_.depth) {
                note({fault_kind::depth_limit, std::to_string(limits_.depth)});
                return;
            }
            if (parts_ >= limits_.parts) {
                note({fault_kind::too_many_parts, std::to_string(limits_.parts)});
                return;
            }
            built.children.push_back(build(g_mime_multipart_get_part(multipart, i), depth + 1, embedded));
        }
        // An inner one whose boundary is nowhere: what stands there is text.
        const char* prologue = depth == 0 || count > 0 ? nullptr : g_mime_multipart_get_prologue(multipart);
        if (prologue != nullptr && !trimmed(prologue).empty()) {
            note({fault_kind::broken_structure, "multipart without parts"});
            part text;
            text.content_type.value = "text/plain";
            text.content = prologue;
            built.children.push_back(std::move(text));
        }
    }

    void decode_content(part& built, std::string_view encoded, std::size_t depth, std::size_t embedded)
    {
        const auto encoding = value_of(built.fields, "content-transfer-encoding");
        auto decoded = decode_transfer(encoding, encoded);
        if (decoded.damaged)
            note({fault_kind::broken_encoding, one_line(valid_utf8(encoding.substr(0, 40)))});
        built.content = std::move(decoded.bytes);
        if (built.is("message/rfc822") && !built.content.empty() && may_go_into_mail(depth, embedded)) {
            std::vector<fault> inner;
            const raw_mail mail = split_mail(built.content, limits_, inner);
            if (!mail.is_mail)
                return;
            built.mail_fields = mail.fields;
            built.children.push_back(from_mail(mail, depth + 1, embedded + 1));
        }
    }

    bool may_go_into_mail(std::size_t depth, std::size_t embedded)
    {
        if (embedded >= limits_.embedded_depth) {
            note({fault_kind::embedded_limit, std::to_string(limits_.embedded_depth)});
            return false;
        }
        if (depth + 1 > limits_.depth) {
            note({fault_kind::depth_limit, std::to_string(limits_.depth)});
            return false;
        }
        return true;
    }

    void note(fault what)
    {
        const bool known = std::any_of(faults_.begin(), faults_.end(),
                                       [&what](const fault& one) { return one.kind == what.kind && one.detail == what.detail; });
        if (!known)
            faults_.push_back(std::move(what));
    }

    const reading_limits& limits_;
    std::vector<fault>& faults_;
    std::size_t parts_ = 0;
};

} // namespace

part read_parts(const raw_mail& mail, const reading_limits& limits, std::vector<fault>& faults)
{
    initialise_library();
    return tree_builder(limits, faults).from_mail(mail, 0, 0);
}

} // namespace adapters::email::mime
