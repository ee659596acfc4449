#include "adapters/email/reading/bounce_words.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/parameters.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>

namespace adapters::email::mime {

namespace {

using words = std::string_view;

constexpr std::size_t text_bytes_read = 16U << 10U;

constexpr auto subjects = std::to_array<words>({"undeliver",
                                                "undelivered",
                                                "delivery status notification",
                                                "delivery failure",
                                                "delivery failed",
                                                "delivery report",
                                                "failure notice",
                                                "failed delivery",
                                                "returned mail",
                                                "returned message",
                                                "mail delivery",
                                                "mail failure",
                                                "mail error",
                                                "message delayed",
                                                "delivery delayed",
                                                "delayed mail",
                                                "delivery delay",
                                                "nondeliverable",
                                                "non deliverable",
                                                "not delivered",
                                                "could not be delivered",
                                                "couldn t be delivered",
                                                "could not send message",
                                                "cannot send message",
                                                "delivery problem",
                                                "delivery notification",
                                                "delivery status",
                                                "mail system error",
                                                "message you sent",
                                                "mail failed",
                                                "returning to sender",
                                                "rejected",
                                                "bounce",
                                                "user unknown",
                                                "unknown user",
                                                "unable to deliver",
                                                "failed mail",
                                                "delivery error",
                                                "message failure",
                                                "error sending",
                                                "warning could not send",
                                                "mailbox full",
                                                "over quota",
                                                "thu khong gui duoc",
                                                "khong gui duoc",
                                                "khong the gui",
                                                "khong the phan phoi",
                                                "gui thu that bai",
                                                "thu bi tra lai",
                                                "thu tra lai",
                                                "thu bi tre",
                                                "thu chua gui duoc",
                                                "chua the phan phoi",
                                                "thong bao trang thai gui",
                                                "khong chuyen duoc",
                                                "email khong den",
                                                "gui that bai"});
constexpr auto phrases = std::to_array<words>({"could not be delivered",
                                               "couldn t be delivered",
                                               "wasn t delivered",
                                               "was not delivered",
                                               "were not delivered",
                                               "has not been delivered",
                                               "not been delivered",
                                               "not delivered",
                                               "unable to deliver",
                                               "delivery to the following",
                                               "failed permanently",
                                               "permanent error",
                                               "permanent fatal errors",
                                               "delivery has failed",
                                               "undeliverable",
                                               "undelivered",
                                               "user unknown",
                                               "unknown user",
                                               "no such user",
                                               "mailbox unavailable",
                                               "mailbox full",
                                               "mailbox is full",
                                               "over quota",
                                               "quota exceeded",
                                               "does not exist",
                                               "recipient address rejected",
                                               "recipient rejected",
                                               "address rejected",
                                               "host not found",
                                               "could not deliver",
                                               "cannot be delivered",
                                               "unable to relay",
                                               "message could not be",
                                               "delivery failed",
                                               "delivery failure",
                                               "failed recipient",
                                               "failed to deliver",
                                               "returned to you",
                                               "returned to sender",
                                               "returned mail",
                                               "sorry we were unable",
                                               "this is a permanent error",
                                               "i wasn t able to deliver",
                                               "reason for the problem",
                                               "message was rejected",
                                               "rejected your message",
                                               "was rejected",
                                               "has been delayed",
                                               "will be retried",
                                               "will retry",
                                               "still being retried",
                                               "address not found",
                                               "addresses had",
                                               "addressees",
                                               "account has been disabled",
                                               "account is disabled",
                                               "mail delivery",
                                               "unrouteable address",
                                               "unrouteable mail domain",
                                               "message not sent",
                                               "invalid user",
                                               "no valid recipients",
                                               "delivery problem",
                                               "unknown host",
                                               "returning to sender",
                                               "not listed in",
                                               "not listed",
                                               "unknown local part",
                                               "invalid recipient",
                                               "khong the gui",
                                               "khong gui duoc",
                                               "chua gui duoc",
                                               "khong the chuyen",
                                               "khong ton tai",
                                               "hop thu da day",
                                               "hop thu day",
                                               "khong tim thay dia chi",
                                               "bi tu choi",
                                               "khong phan phoi duoc",
                                               "khong the phan phoi",
                                               "se thu lai",
                                               "khong chuyen duoc"});
constexpr auto delays = std::to_array<words>(
    {"delayed", "delay", "warning message still undelivered", "thu bi tre", "bi tri hoan", "tam thoi chua", "chua gui duoc"});
constexpr auto retries =
    std::to_array<words>({"will be retried", "will retry", "will continue to try", "will keep trying", "still being retried",
                          "not yet been delivered", "no action is required", "will be tried again",
                          "does not mean that your message has failed", "you do not need to resend", "warning message only",
                          "attempts to deliver the message will continue", "se thu lai", "se tiep tuc thu", "dang thu gui lai"});

template <class List>
bool any_in(const List& list, std::string_view folded)
{
    return std::any_of(list.begin(), list.end(), [folded](words one) { return folded.find(one) != std::string_view::npos; });
}

bool has_reply_code(std::string_view line)
{
    for (std::size_t at = 0; at + 3 <= line.size(); ++at) {
        const bool starts = at == 0 || !is_digit(line[at - 1]);
        const bool ends = at + 3 == line.size() || line[at + 3] == ' ' || line[at + 3] == '-' || line[at + 3] == ':';
        if (starts && ends && (line[at] == '4' || line[at] == '5') && line[at + 1] >= '0' && line[at + 1] <= '7' &&
            is_digit(line[at + 2]) && (at == 0 || std::string_view(" :\t#(<>").find(line[at - 1]) != std::string_view::npos))
            return true;
    }
    return false;
}

} // namespace

bool says_undelivered_subject(std::string_view subject)
{
    return any_in(subjects, bot::fold(subject));
}

bool says_undelivered(std::string_view text)
{
    return any_in(phrases, bot::fold(text.substr(0, text_bytes_read)));
}

bool says_delayed(std::string_view subject, std::string_view text)
{
    if (any_in(delays, bot::fold(subject)))
        return true;
    const std::string folded = bot::fold(text.substr(0, text_bytes_read));
    return any_in(retries, folded) && folded.find("permanent") == std::string::npos;
}

std::string_view failure_line(std::string_view text)
{
    text = text.substr(0, text_bytes_read);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = trimmed(text.substr(at, end - at));
        if (line.size() > 8 && has_reply_code(line))
            return line;
        at = end + 1;
    }
    return {};
}

bool is_report_type(const header& fields)
{
    const auto type = read_structured(value_of(fields, "content-type"));
    return type.value == "multipart/report" && equal_ignoring_case(type.parameter("report-type"), "delivery-status");
}

} // namespace adapters::email::mime
