#pragma once

#include "adapters/email/wire.hpp"

#include <string>
#include <string_view>

/// Plays the server's side of a sans-io session.
namespace talk {

using adapters::email::wire_action;

/// What the session said, and where it came to rest.
struct turn {
    std::string said{};
    wire_action end{};

    bool done() const { return end.what == wire_action::kind::done; }
    bool failed() const { return end.what == wire_action::kind::failed; }
    bool waits() const { return end.what == wire_action::kind::read; }
    bool secures() const { return end.what == wire_action::kind::secure; }
};

/// Lets the session do what it can until it needs something.
template <class Session>
turn go_on(Session& session)
{
    turn out;
    for (;;) {
        out.end = session.next();
        if (out.end.what != wire_action::kind::write)
            return out;
        out.said += out.end.bytes;
    }
}

template <class Session>
turn hear(Session& session, std::string_view bytes)
{
    session.heard(bytes);
    return go_on(session);
}

} // namespace talk
