// libFuzzer entry: an IMAP server that says anything. The first byte chooses how the connection is protected and in which
// pieces the rest is heard. Whatever comes: no credential before TLS, no mail that was not asked for, nothing held beyond the
// limits.
#include "adapters/email/imap_session.hpp"

#include "adapters/email/sasl.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace adapters::email;

namespace {

const std::string password = "Fuzz-secret-9";
constexpr std::size_t mail_bytes_max = 2'000;
constexpr std::size_t steps_max = 100'000;

imap_command command_number(std::size_t number)
{
    const uid_list uids{1, 2, 3, 70'000};
    switch (number % 7) {
    case 0: return *imap_select("Sự cố");
    case 1: return imap_search_from(1);
    case 2: return imap_sizes(uids);
    case 3: return imap_fetch(uids, mail_bytes_max, 4 * mail_bytes_max);
    case 4: return *imap_quota_root("INBOX");
    case 5: return imap_idle();
    default: return imap_add_flag(uids, "\\Seen");
    }
}

void check(const imap_outcome& outcome)
{
    std::size_t bytes = 0;
    for (const imap_mail& mail : outcome.mails) {
        const bool asked = mail.uid == 1 || mail.uid == 2 || mail.uid == 3 || mail.uid == 70'000;
        bytes += mail.raw.size();
        if (!asked || mail.raw.size() > mail_bytes_max)
            std::abort();
    }
    if (bytes > 4 * mail_bytes_max || outcome.mails.size() > 4 || !std::is_sorted(outcome.found.begin(), outcome.found.end()))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const protection how = (data[0] & 1U) == 0 ? protection::starttls : protection::tls;
    const std::size_t piece = 1U + (data[0] >> 1U);
    std::string_view wire(reinterpret_cast<const char*>(data) + 1, size - 1);
    imap_session session(how, {.how = sign_in::password, .user = "bot@bv.test", .secret = bot::secret(password)}, {});
    bool encrypted = how == protection::tls;
    std::size_t commands = 0;
    for (std::size_t step = 0; step < steps_max; ++step) {
        const wire_action now = session.next();
        const std::string early = session.end_idle();
        if (now.what == wire_action::kind::failed)
            return 0;
        if (now.what == wire_action::kind::write && !encrypted &&
            (now.bytes.find(password) != std::string::npos || now.bytes.find(sasl_plain("bot@bv.test", password)) != std::string::npos || now.bytes.find("STARTTLS") == std::string::npos))
            std::abort();
        if (now.what == wire_action::kind::secure) {
            encrypted = true;
            session.secured();
        }
        if (now.what == wire_action::kind::done) {
            check(session.outcome());
            session.begin(command_number(commands++));
        }
        if (now.what == wire_action::kind::read) {
            if (wire.empty())
                return 0;
            session.heard(wire.substr(0, piece));
            wire.remove_prefix(std::min(piece, wire.size()));
        }
    }
    std::abort(); // more steps than bytes and commands can make
}
