#include "adapters/sandbox/api.hpp"
#include "adapters/sandbox/digest.hpp"
#include "adapters/sandbox/form_data.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace adapters::sandbox {

namespace {

// Contract 6.
constexpr std::size_t image_bytes_max = 1 << 20;
constexpr std::size_t other_bytes_max = 5 << 20;

/// One kind of upload: what it takes and how its answer names it.
struct upload_rule {
    std::span<const std::string_view> endings;
    std::size_t bytes_max;
    std::string_view answer_key;
};

http::response take(platform_state& state, const http::request& call, instant now, const upload_rule& rule)
{
    const auto fields = read_form_data(http::find(call.fields, "content-type"), call.body);
    if (!fields)
        return refusal(-201, "file is invalid");
    // An SDK adds a form part `access_token`; only `file` matters.
    const auto part = std::ranges::find(*fields, "file", &form_field::name);
    if (part == fields->end() || part->file_name.empty() || part->content.empty())
        return refusal(-201, "file is invalid");
    std::string ending =
        part->file_name.substr(std::min(part->file_name.size(), part->file_name.rfind('.') + 1));
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (std::ranges::find(rule.endings, ending) == rule.endings.end())
        return refusal(-201, "file type is invalid");
    if (part->content.size() > rule.bytes_max)
        return refusal(-210);

    if (state.uploads.size() >= platform_state::files_kept_max)
        state.uploads.erase(
            std::ranges::min_element(state.uploads, {}, [](const auto& one) { return one.second.at; }));
    const std::string id = sha256_hex("upload" + state.next_id()).substr(0, 40);
    state.uploads[id] = {part->file_name, part->content_type, part->content, now};
    const nlohmann::ordered_json data{{std::string(rule.answer_key), id}};
    return success(data.dump());
}

} // namespace

http::response upload_image(platform_state& state, const http::request& call, instant now)
{
    static constexpr std::array<std::string_view, 3> endings{"jpg", "jpeg", "png"};
    return take(state, call, now, {endings, image_bytes_max, "attachment_id"});
}

http::response upload_gif(platform_state& state, const http::request& call, instant now)
{
    static constexpr std::array<std::string_view, 1> endings{"gif"};
    return take(state, call, now, {endings, other_bytes_max, "attachment_id"});
}

http::response upload_file(platform_state& state, const http::request& call, instant now)
{
    static constexpr std::array<std::string_view, 4> endings{"pdf", "doc", "docx", "csv"};
    return take(state, call, now, {endings, other_bytes_max, "token"});
}

} // namespace adapters::sandbox
