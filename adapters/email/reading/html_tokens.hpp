#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::email::mime {

enum class html_token_kind : std::uint8_t { text, open, close, end };

struct html_token {
    html_token_kind kind = html_token_kind::end;
    std::string name{};      ///< of a tag, lower case
    std::string_view body{}; ///< the text, or what stands in the tag after its name
    bool self_closing = false;
};

/// Cuts a page into tags and the text between them, in one pass, whatever the nesting. Comments, declarations and
/// the content of script, style and the like are passed over. A tag over 64 KB is passed over too.
class html_tokens {
public:
    explicit html_tokens(std::string_view page) : page_(page) {}

    html_token next();
    bool skipped_tag() const { return skipped_tag_; }

private:
    bool at_tag() const;
    std::size_t end_of_tag();
    void skip_content_of(const std::string& name);
    void skip_declaration();

    std::string_view page_;
    std::size_t at_ = 0;
    std::size_t quote_scans_left_ = 64; ///< how many unclosed quotes may cost a search of 64 KB
    std::string unclosed_{};            ///< names of elements known to have no end tag from here on, each after a blank
    bool comments_unclosed_ = false;    ///< no "-->" from here on
    bool skipped_tag_ = false;
};

/// An attribute's value with character references left as they are; "" when the tag has none. `name` is lower case.
std::string_view html_attribute(std::string_view tag_body, std::string_view name);
bool has_html_attribute(std::string_view tag_body, std::string_view name);

} // namespace adapters::email::mime
