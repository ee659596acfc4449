#pragma once

#include "adapters/email/reading/reply_stripper.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace adapters::email::mime {

/// The folded form of each line, "" for lines too long to be any client's.
std::vector<std::string> folded_lines(const std::vector<text_line>& lines);

enum class quote_kind : std::uint8_t {
    marker,       ///< our own line
    introduction, ///< "Vào …, An đã viết:"
    header_block, ///< From, Sent, To, Subject
    original,     ///< "-----Original Message-----"
    forward,      ///< "---------- Forwarded message ---------"
    container,    ///< the client's HTML says so
    marks,        ///< lines with ">"
};

struct quote_start {
    std::size_t line;  ///< the first line of what introduces the quotation
    std::size_t after; ///< the first line of the quotation itself
    quote_kind kind;
};

/// Where the mail answered to (or passed on) begins; nothing when there is none.
std::optional<quote_start> find_quote_start(const std::vector<text_line>& lines, const std::vector<std::string>& folded,
                                            const label_set& labels);

/// The first line of an introduction ("Vào … đã viết:") that ends at `last`; nothing when none does.
std::optional<std::size_t> introduction_to(const std::vector<text_line>& lines, const std::vector<std::string>& folded,
                                           std::size_t last);

/// The first line at or after `from` that is our marker line.
std::optional<std::size_t> find_marker(const std::vector<std::string>& folded, std::size_t from = 0);

} // namespace adapters::email::mime
