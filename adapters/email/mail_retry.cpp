#include "adapters/email/mail_retry.hpp"

#include <algorithm>

namespace adapters::email {

std::optional<bot::rules::duration> mail_retry::wait_after(int failures, bot::rules::duration age, bool ambiguous,
                                                           bot::rules::duration asked) const
{
    const auto step = static_cast<std::size_t>(std::max(failures, 1) - 1);
    bot::rules::duration wait = step < first.size() ? first[step] : then;
    wait = std::max(wait, asked);
    if (ambiguous)
        wait = std::max(wait, ambiguous_min);
    if (age + wait > expires)
        return std::nullopt;
    return wait;
}

} // namespace adapters::email
