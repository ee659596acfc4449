#pragma once

#include "bot/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

struct smtp_reply {
    int code = 0;
    std::string enhanced{};           ///< "5.1.1", "" if the server gives none
    std::vector<std::string> lines{}; ///< without codes
    int subject() const;              ///< the middle number of `enhanced`, 0 for none
    int detail() const;               ///< its last number, 0 for none

    bool positive() const { return code / 100 == 2; }
    bool passing() const { return code / 100 == 4; }
    /// First line, printable.
    std::string text() const;
};

/// Cuts what a server says into replies. Pure; after an error it says the same error for ever.
class smtp_reader {
public:
    void put(std::string_view bytes);
    /// The next whole reply; nothing while it is incomplete. `malformed` for anything else, also for a broken limit.
    bot::result<std::optional<smtp_reply>> next();
    bool empty() const { return in_.empty() && open_.lines.empty(); }
    void reset() { *this = {}; }

private:
    bot::result<bool> take_line();

    std::string in_{};
    smtp_reply open_{};
    std::optional<bot::error> broken_{};
};

} // namespace adapters::email
