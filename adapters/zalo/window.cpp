#include "adapters/zalo/window.hpp"

namespace adapters::zalo {

window window_state(std::optional<bot::rules::instant> last_interaction, bot::rules::instant now)
{
    if (!last_interaction)
        return window::closed;
    const auto since = now - *last_interaction;
    if (since <= window_free)
        return window::free;
    return since <= window_open ? window::billed : window::closed;
}

} // namespace adapters::zalo
