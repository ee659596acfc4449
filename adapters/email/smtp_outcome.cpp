#include "adapters/email/smtp_outcome.hpp"

#include <string>

namespace adapters::email {

using bot::flow::send_class;
using bot::flow::send_outcome;

namespace {

// Enhanced status codes, RFC 3463 and its registry: the middle number.
constexpr int of_address = 1;
constexpr int of_system = 3;
constexpr int of_content = 6;
constexpr int of_policy = 7;

const char* name_of(smtp_stage stage)
{
    switch (stage) {
    case smtp_stage::sender: return "MAIL";
    case smtp_stage::recipient: return "RCPT";
    case smtp_stage::data: return "DATA";
    case smtp_stage::verdict: return "mail";
    }
    return "?";
}

send_class refusal(const smtp_verdict& verdict)
{
    const smtp_reply& reply = verdict.reply;
    const int subject = reply.subject();
    const int detail = reply.detail();
    const bool before_recipient = verdict.stage == smtp_stage::sender;
    const bool after_recipient = verdict.stage == smtp_stage::data || verdict.stage == smtp_stage::verdict;
    const bool sign_in_missing = reply.code == 530 || reply.code == 535 || reply.code == 538 ||
                                 (subject == of_policy && (detail == 8 || detail == 9 || detail == 11));
    const bool sender_refused = (subject == of_address && (detail == 7 || detail == 8)) || (before_recipient && subject == of_policy);
    const bool too_large = (subject == of_system && detail == 4) || (reply.code == 552 && subject == 0);
    if (sign_in_missing || sender_refused)
        return send_class::setup;
    if (too_large || (after_recipient && (subject == of_content || subject == of_policy)))
        return send_class::rejected;
    return send_class::permanent;
}

} // namespace

send_outcome outcome_of(const smtp_verdict& verdict)
{
    send_outcome out;
    out.code = verdict.reply.code;
    out.detail = std::string(name_of(verdict.stage)) + ": " + std::to_string(verdict.reply.code) + " " + verdict.reply.text();
    if (verdict.reply.positive()) {
        out.what = send_class::sent;
    } else if (verdict.reply.passing()) {
        out.what = send_class::retry;
        out.channel_wide = verdict.reply.code == 421;
    } else {
        out.what = refusal(verdict);
    }
    return out;
}

} // namespace adapters::email
