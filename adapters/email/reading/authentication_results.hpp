#pragma once

#include "adapters/email/reading/letter.hpp"
#include "adapters/email/reading/raw_mail.hpp"
#include "adapters/email/reading/read_letter.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::email::mime {

/// One result of an Authentication-Results field: "dmarc=pass header.from=ncc.test".
struct method_result {
    std::string method;                                            ///< lower case
    std::string result;                                            ///< lower case
    std::vector<std::pair<std::string, std::string>> properties{}; ///< "header.from" → "ncc.test", lower case

    std::string_view property(std::string_view name) const;
};

struct authentication_field {
    std::string authserv_id; ///< lower case
    std::vector<method_result> results{};
};

/// Reads one field (RFC 8601); comments are left out.
authentication_field read_authentication_results(std::string_view raw);

/// What the trusted servers found out about the domain of From. Only the topmost instances count, with at most
/// `received_above_max` Received fields above them; what the sender wrote himself lies deeper.
authentication judge_authentication(const header& fields, const mailbox& from, bool several_from, const reading_options& options);

} // namespace adapters::email::mime
