// libFuzzer entry: an SMTP server that says anything to a client that sends one mail after another. The first byte chooses how
// the connection is protected and in which pieces the rest is heard. Whatever comes: no credential before TLS, no mail before
// the server's consent, and every verdict means something.
#include "adapters/email/smtp_outcome.hpp"
#include "adapters/email/smtp_session.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace adapters::email;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t steps_max = 100'000;
    if (size == 0)
        return 0;
    const protection how = (data[0] & 1U) == 0 ? protection::starttls : protection::tls;
    const std::size_t piece = 1U + (data[0] >> 1U);
    std::string_view wire(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto mail = to_mail_data(std::string(reinterpret_cast<const char*>(data), size) + "MAIL-MARK");
    smtp_session session(how, {.how = sign_in::password, .user = "bot@bv.test", .secret = bot::secret("Fuzz-secret-9")}, "bot.bv.test");
    bool encrypted = how == protection::tls;
    bool mail_may_leave = false;
    for (std::size_t step = 0; step < steps_max; ++step) {
        const wire_action now = session.next();
        switch (now.what) {
        case wire_action::kind::failed: return 0;
        case wire_action::kind::write:
            if (!encrypted && now.bytes.find("AUTH") != std::string::npos)
                std::abort();
            if (!mail_may_leave && now.bytes.find("MAIL-MARK") != std::string::npos)
                std::abort();
            break;
        case wire_action::kind::secure:
            encrypted = true;
            session.secured();
            break;
        case wire_action::kind::done:
            mail_may_leave = false;
            if (session.wants_mail() && mail) {
                mail_may_leave = true;
                session.begin_mail(mail->wire);
            } else {
                if (session.verdict().reply.code != 0 && outcome_of(session.verdict()).detail.empty())
                    std::abort();
                mail_data letter = mail ? *mail : mail_data{.wire = "x\r\n.\r\n"};
                session.begin("bot@bv.test", "vendor@ncc.test", letter);
            }
            break;
        case wire_action::kind::read:
            if (wire.empty())
                return 0;
            session.heard(wire.substr(0, piece));
            wire.remove_prefix(std::min(piece, wire.size()));
            break;
        }
    }
    std::abort(); // more steps than bytes and mails can make
}
