#include "adapters/sandbox/message_reader.hpp"

#include "bot/text.hpp"

#include <utility>

namespace adapters::sandbox {

namespace {

// Limits of contract 2; the unit of the first is not documented, so the stricter one: UTF-16 units.
constexpr std::size_t text_max = 2'000;
constexpr std::size_t title_max = 100;
constexpr std::size_t subtitle_max = 500;
constexpr std::size_t payload_max = 1'000;
constexpr std::size_t elements_max = 5;
constexpr std::size_t buttons_max = 5;

content refused(int code, std::string why = {})
{
    return {.refused = code, .why = std::move(why)};
}

/// A picture, GIF or sticker: by address, or by the id of an upload.
content read_media(const platform_state& state, const call_body& body, message what, instant now)
{
    const std::string element = "/message/attachment/payload/elements/0";
    const auto kind = message_kind_from(body.text(element + "/media_type"));
    if (kind != message_kind::image && kind != message_kind::gif && kind != message_kind::sticker)
        return refused(-201, "media_type is invalid");
    what.kind = *kind;
    what.url = body.text(element + "/url");
    const std::string asset = body.text(element + "/attachment_id");
    if (what.url.empty() && asset.empty())
        return refused(-201, "url is invalid");
    if (!what.url.empty() || *kind == message_kind::sticker)
        return {.what = std::move(what)};
    const auto found = state.uploads.find(asset);
    if (found == state.uploads.end())
        return refused(-201, "attachment_id is invalid");
    if (now > found->second.at + platform_state::asset_life)
        return refused(-100);
    what.url = "/attachments/" + asset;
    what.name = found->second.name;
    return {.what = std::move(what)};
}

content read_file(const platform_state& state, const call_body& body, message what, instant now)
{
    const std::string token = body.text("/message/attachment/payload/token");
    const auto found = state.uploads.find(token);
    if (found == state.uploads.end())
        return refused(-201, "token is invalid");
    if (now > found->second.at + platform_state::asset_life)
        return refused(-100);
    what.kind = message_kind::file;
    what.url = "/attachments/" + token;
    what.name = found->second.name;
    what.size = found->second.bytes.size();
    return {.what = std::move(what)};
}

content read_phone_request(const call_body& body, message what)
{
    const std::string elements = "/message/attachment/payload/elements";
    if (body.count(elements) != 1)
        return refused(-201, "elements is invalid");
    const std::string title = body.text(elements + "/0/title");
    const std::string subtitle = body.text(elements + "/0/subtitle");
    if (title.empty())
        return refused(-201, "title is empty");
    if (subtitle.empty())
        return refused(-201, "subtitle is empty");
    if (bot::utf16_length(title) > title_max || bot::utf16_length(subtitle) > subtitle_max)
        return refused(-210);
    what.kind = message_kind::ask_phone;
    what.text = title + "\n" + subtitle;
    return {.what = std::move(what)};
}

/// As one product found it by trial (contract 2): buttons belong to an element, whose subtitle is not empty.
content read_list(const call_body& body, message what)
{
    const std::string payload = "/message/attachment/payload";
    if (body.has(payload + "/buttons"))
        return refused(-233);
    const std::size_t elements = body.count(payload + "/elements");
    if (elements == 0 || elements > elements_max)
        return refused(-201, "elements is invalid");
    what.kind = message_kind::list;
    for (std::size_t i = 0; i < elements; ++i) {
        const std::string element = payload + "/elements/" + std::to_string(i);
        if (body.text(element + "/title").empty())
            return refused(-201, "title is empty");
        if (body.text(element + "/subtitle").empty())
            return refused(-201, "subtitle is empty");
        what.text += (what.text.empty() ? "" : "\n") + body.text(element + "/title");
        const std::size_t buttons = body.count(element + "/buttons");
        if (buttons > buttons_max)
            return refused(-210);
        for (std::size_t b = 0; b < buttons; ++b) {
            const std::string at = element + "/buttons/" + std::to_string(b);
            button one{body.text(at + "/title"), body.text(at + "/payload")};
            const std::string type = body.text(at + "/type");
            if (!type.starts_with("oa."))
                return refused(-201, "button type is invalid");
            if (bot::utf16_length(one.title) > title_max || bot::utf16_length(one.payload) > payload_max)
                return refused(-210);
            if (type.starts_with("oa.query."))
                what.buttons.push_back(std::move(one));
        }
    }
    return {.what = std::move(what)};
}

} // namespace

content read_content(const platform_state& state, const call_body& body, chat_kind where, instant now)
{
    message what;
    what.text = body.text("/message/text");
    what.quote = body.text("/message/quote_message_id");
    if (bot::utf16_length(what.text) > text_max)
        return refused(-210);
    const std::string type = body.text("/message/attachment/type");
    if (type == "file")
        return read_file(state, body, std::move(what), now);
    if (type.empty() && !body.has("/message/attachment")) {
        if (what.text.empty())
            return refused(-201, "message is invalid");
        return {.what = std::move(what)};
    }
    const std::string kind = body.text("/message/attachment/payload/template_type");
    if (type != "template")
        return refused(-233);
    if (kind == "media")
        return read_media(state, body, std::move(what), now);
    if (where == chat_kind::group)
        return refused(-233);
    if (kind == "request_user_info")
        return read_phone_request(body, std::move(what));
    if (kind == "list")
        return read_list(body, std::move(what));
    return refused(-233);
}

} // namespace adapters::sandbox
