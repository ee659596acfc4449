#include "adapters/email/reading/letter.hpp"

#include <algorithm>

namespace adapters::email {

std::string_view name_of(automatic_kind kind)
{
    switch (kind) {
    case automatic_kind::none:
        return "none";
    case automatic_kind::auto_reply:
        return "auto_reply";
    case automatic_kind::bounce:
        return "bounce";
    case automatic_kind::delivery_delay:
        return "delivery_delay";
    case automatic_kind::read_receipt:
        return "read_receipt";
    case automatic_kind::mailing_list:
        return "mailing_list";
    case automatic_kind::bulk:
        return "bulk";
    case automatic_kind::own_loop:
        return "own_loop";
    }
    return "none";
}

std::string_view name_of(delivery_action action)
{
    switch (action) {
    case delivery_action::failed:
        return "failed";
    case delivery_action::delayed:
        return "delayed";
    case delivery_action::delivered:
        return "delivered";
    case delivery_action::relayed:
        return "relayed";
    case delivery_action::expanded:
        return "expanded";
    }
    return "failed";
}

std::string_view name_of(verdict what)
{
    switch (what) {
    case verdict::none:
        return "none";
    case verdict::pass:
        return "pass";
    case verdict::fail:
        return "fail";
    }
    return "none";
}

std::string_view name_of(fault_kind kind)
{
    switch (kind) {
    case fault_kind::not_a_mail:
        return "not_a_mail";
    case fault_kind::too_large:
        return "too_large";
    case fault_kind::header_too_long:
        return "header_too_long";
    case fault_kind::too_many_headers:
        return "too_many_headers";
    case fault_kind::address_nesting:
        return "address_nesting";
    case fault_kind::too_many_parts:
        return "too_many_parts";
    case fault_kind::depth_limit:
        return "depth_limit";
    case fault_kind::embedded_limit:
        return "embedded_limit";
    case fault_kind::broken_structure:
        return "broken_structure";
    case fault_kind::broken_encoding:
        return "broken_encoding";
    case fault_kind::charset_guessed:
        return "charset_guessed";
    case fault_kind::text_replaced:
        return "text_replaced";
    case fault_kind::text_too_long:
        return "text_too_long";
    case fault_kind::html_too_long:
        return "html_too_long";
    case fault_kind::too_many_attachments:
        return "too_many_attachments";
    case fault_kind::attachment_too_large:
        return "attachment_too_large";
    case fault_kind::several_from:
        return "several_from";
    case fault_kind::no_from:
        return "no_from";
    case fault_kind::no_message_id:
        return "no_message_id";
    case fault_kind::no_date:
        return "no_date";
    case fault_kind::winmail:
        return "winmail";
    case fault_kind::no_text:
        return "no_text";
    case fault_kind::encrypted:
        return "encrypted";
    }
    return "not_a_mail";
}

bool letter::has(fault_kind kind) const
{
    return std::any_of(faults.begin(), faults.end(), [kind](const fault& one) { return one.kind == kind; });
}

} // namespace adapters::email
