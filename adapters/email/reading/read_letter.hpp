#pragma once

#include "adapters/email/reading/letter.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// Limits on what is read of one mail (bytes unless said otherwise).
struct reading_limits {
    std::size_t mail = 25U << 20U;
    std::size_t header = 256U << 10U;
    std::size_t header_field = 16U << 10U;
    std::size_t header_fields = 1000; ///< fields
    std::size_t depth = 20;           ///< parts within parts
    std::size_t parts = 500;          ///< parts
    std::size_t embedded_depth = 3;   ///< mails within mails
    std::size_t text = 1U << 20U;
    std::size_t attachments = 20; ///< files
    std::size_t attachment = 10U << 20U;
    std::size_t attachments_total = 25U << 20U;
};

struct reading_options {
    /// Labels of our forms ("Mức độ ảnh hưởng"), in any spelling: they decide between plain text and HTML, and
    /// nothing is taken for a signature that has one below it.
    std::vector<std::string> form_labels{};
    /// Addresses that are ours, lower case. A mail from one of them is a loop.
    std::vector<std::string> own_addresses{};
    /// The field that every mail of ours carries; such a mail is a loop. "" for none.
    std::string loop_header{"X-Sucobot-Loop"};
    /// Bounces come to <local>+<prefix><token>@<domain> of one of our addresses. "" for no such addresses.
    std::string verp_prefix{};
    /// authserv-ids of our own border servers. Empty: no Authentication-Results is believed.
    std::vector<std::string> trusted_authserv_ids{};
    /// How many Received fields our own servers add above that result: a forged one lies deeper.
    std::size_t received_above_max = 1;
    reading_limits limits{};
};

/// Reads one mail as it came from the wire. Takes any bytes and never throws for their sake: what cannot be
/// understood is said in `faults`, and the text is then the bytes as far as they are text. Keeps no state; safe to
/// call from several threads.
letter read_letter(std::string_view raw, const reading_options& options);

} // namespace adapters::email
