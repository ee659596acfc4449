#pragma once

#include "adapters/email/connection.hpp"
#include "adapters/email/wire.hpp"

#include <boost/asio/awaitable.hpp>

#include <utility>

namespace adapters::email {

/// Does on `line` what `session` wants until the command under way has its answer. After an error the line is closed.
template <class Session>
boost::asio::awaitable<bot::result<void>> converse(connection& line, Session& session)
{
    for (;;) {
        wire_action now = session.next();
        bot::result<void> moved{};
        switch (now.what) {
        case wire_action::kind::read: {
            const auto got = co_await line.read();
            if (got)
                session.heard(*got);
            else
                moved = bot::fail(got.error().code, got.error().detail);
            break;
        }
        case wire_action::kind::write:
            moved = co_await line.write(std::move(now.bytes));
            break;
        case wire_action::kind::secure:
            moved = co_await line.secure();
            if (moved)
                session.secured();
            break;
        case wire_action::kind::done: co_return bot::result<void>{};
        case wire_action::kind::failed:
            line.close();
            co_return bot::fail(now.why.code, now.why.detail);
        }
        if (!moved)
            co_return moved;
    }
}

} // namespace adapters::email
