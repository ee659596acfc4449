#include "adapters/email/reading/html_containers.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/html_tokens.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace adapters::email::mime {

namespace {

struct sign {
    std::string_view word;
    container_kind kind;
};

/// Classes of the clients' containers; as whole words, after Outlook's "x_" prefixes.
constexpr auto classes = std::to_array<sign>({
    {"gmail_quote", container_kind::quote},
    {"gmail_quote_container", container_kind::quote},
    {"gmail_extra", container_kind::none},
    {"gmail_signature", container_kind::signature},
    {"moz-cite-prefix", container_kind::quote_from_here},
    {"moz-signature", container_kind::signature},
    {"moz-forward-container", container_kind::forward},
    {"moz-email-headers-table", container_kind::forward},
    {"yahoo_quoted", container_kind::quote},
    {"yahooquoted", container_kind::quote},
    {"protonmail_quote", container_kind::quote},
    {"protonmail_signature_block", container_kind::signature},
    {"zmail_extra", container_kind::quote},
    {"zmail_extra_hr", container_kind::quote_from_here},
    {"outlookmessageheader", container_kind::quote_from_here},
    {"ms-outlook-mobile-reference-message", container_kind::quote},
    {"ms-outlook-mobile-signature", container_kind::signature},
    {"tutanota_quote", container_kind::quote},
    {"front-blockquote", container_kind::blockquote},
    {"quoted-text", container_kind::quote},
    {"applemailsignature", container_kind::signature},
    {"sh-signature", container_kind::signature},
    {"zimbra-signature", container_kind::signature},
});

constexpr auto ids = std::to_array<sign>({
    {"divrplyfwdmsg", container_kind::quote_from_here},
    {"appendonsend", container_kind::quote_from_here},
    {"stopspelling", container_kind::quote_from_here},
    {"zwchr", container_kind::quote_from_here},
    {"outlookmessageheader", container_kind::quote_from_here},
    {"mail-editor-reference-message-container", container_kind::quote},
    {"ms-outlook-mobile-signature", container_kind::signature},
    {"signature", container_kind::signature},
    {"applemailsignature", container_kind::signature},
    {"_rc_sig", container_kind::signature},
    {"reply-intro", container_kind::quote_from_here},
    {"yahoo_quoted", container_kind::quote},
    {"replybody1", container_kind::quote},
    {"isforwardcontent", container_kind::forward},
    {"isreplycontent", container_kind::quote},
    {"qtbox", container_kind::quote},
});

std::string_view without_outlook_prefix(std::string_view word)
{
    while (starts_ignoring_case(word, "x_"))
        word.remove_prefix(2);
    return word;
}

template <class Table>
container_kind look_up(const Table& table, std::string_view words)
{
    for (std::size_t at = 0; at < words.size();) {
        const auto end = std::min(words.find_first_of(" \t\r\n", at), words.size());
        const auto word = without_outlook_prefix(words.substr(at, end - at));
        const auto found =
            std::find_if(table.begin(), table.end(), [word](const sign& one) { return equal_ignoring_case(one.word, word); });
        if (found != table.end() && found->kind != container_kind::none)
            return found->kind;
        at = end + 1;
    }
    return container_kind::none;
}

/// A style without blanks, lower case.
std::string compact(std::string_view style)
{
    std::string small = lowered(style.substr(0, 2000));
    std::erase_if(small, [](char c) { return is_blank(c); });
    return small;
}

bool has(const std::string& text, std::string_view word)
{
    return text.find(word) != std::string::npos;
}

/// The line that Outlook draws above the header of the mail answered to: nothing else has these colours.
bool is_outlook_divider(const std::string& style)
{
    return has(style, "border-top:solid#e1e1e11.0pt") || has(style, "border-top:solid#b5c4df1.0pt") ||
           has(style, "border-top:1ptsolidrgb(225,225,225)") || has(style, "border-top:1ptsolidrgb(181,196,223)") ||
           has(style, "border-top:solidrgb(225,225,225)1.0pt") || has(style, "border-color:rgb(181,196,223)currentcolor") ||
           has(style, "border-top-color:rgb(225,225,225)");
}

} // namespace

container_kind container_of(std::string_view name, std::string_view tag_body)
{
    if (tag_body.empty() || name == "body" || name == "html")
        return container_kind::none;
    const std::string style = compact(html_attribute(tag_body, "style"));
    if (has_html_attribute(tag_body, "hidden") || has(style, "display:none") || has(style, "mso-hide:all"))
        return container_kind::hidden;
    if (name == "blockquote") {
        const bool cited = equal_ignoring_case(html_attribute(tag_body, "type"), "cite") ||
                           has_html_attribute(tag_body, "cite") ||
                           find_ignoring_case(html_attribute(tag_body, "class"), "quote") != std::string_view::npos ||
                           has(style, "border-left:");
        return cited ? container_kind::blockquote : container_kind::none; // without these it only indents
    }
    const auto marker = html_attribute(tag_body, "data-marker");
    if (equal_ignoring_case(marker, "__DIVIDER__"))
        return container_kind::quote_from_here;
    if (equal_ignoring_case(marker, "__QUOTED_TEXT__"))
        return container_kind::quote;
    if (starts_ignoring_case(marker, "__SIG"))
        return container_kind::signature;
    if (equal_ignoring_case(html_attribute(tag_body, "data-smartmail"), "gmail_signature"))
        return container_kind::signature;
    const auto by_class = look_up(classes, html_attribute(tag_body, "class"));
    if (by_class != container_kind::none)
        return by_class;
    const auto by_id = look_up(ids, html_attribute(tag_body, "id"));
    if (by_id != container_kind::none)
        return by_id;
    return (name == "div" || name == "p") && is_outlook_divider(style) ? container_kind::quote_from_here : container_kind::none;
}

} // namespace adapters::email::mime
