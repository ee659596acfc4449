#pragma once

#include "bot/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// A datum of a reply: an atom (or number), a string whatever its form, NIL, or a list.
struct imap_value {
    enum class kind : std::uint8_t { atom, string, nil, list };
    kind what = kind::nil;
    std::string text{};
    std::vector<imap_value> items{};
};

/// One reply of the server.
struct imap_reply {
    enum class kind : std::uint8_t { untagged, tagged, go_on };
    kind what = kind::untagged;
    std::string tag{};
    std::string name{};       ///< in capitals: "OK", "NO", "BAD", "BYE", "PREAUTH", "SEARCH", "FETCH", …; "" of `go_on`
    std::uint32_t number = 0; ///< of "* 12 EXISTS" and the like
    std::string code{};       ///< of a status, in capitals: "UIDVALIDITY" of "[UIDVALIDITY 1]"
    std::string code_text{};  ///< what follows it in the brackets
    std::string text{};       ///< of a status or `go_on`: the words
    std::vector<imap_value> values{}; ///< of data
};

struct imap_reader_limits {
    std::size_t line_bytes_max = 64 << 10;
    std::size_t literal_bytes_max = 64 << 10;
    std::size_t values_max = 1'000'000;
    int depth_max = 32;
};

/// Cuts what a server says into replies. Pure; holds at most a line and its literals, each within its limit, and what was
/// put but not yet asked for. After an error it says the same error for ever.
class imap_reader {
public:
    imap_reader_limits limits{}; ///< may change between replies

    void put(std::string_view bytes);
    /// The next whole reply; nothing while it is incomplete. Errors: `malformed`, also for a broken limit.
    bot::result<std::optional<imap_reply>> next();
    /// Nothing put that has not been given out.
    bool empty() const { return in_.size() == at_ && line_.empty() && literals_.empty(); }
    /// Forgets everything (TLS begins here).
    void reset();

private:
    bot::result<bool> take_line();
    bool take_literal();

    std::string in_{};
    std::size_t at_ = 0;                    ///< consumed up to here
    std::size_t looked_ = 0;                ///< no line end before here
    std::string line_{};                    ///< text so far, a NUL in place of each literal
    std::vector<std::string> literals_{};
    std::size_t literal_open_ = 0;          ///< bytes still missing of the last literal
    bool in_literal_ = false;
    std::optional<bot::error> broken_{};
};

} // namespace adapters::email
