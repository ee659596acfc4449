#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A peer on loopback that does what a test tells it to, and raw sockets to torment a server with.
namespace loopback {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

inline constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
/// No test takes longer, however slow the machine: a test that hangs fails.
inline constexpr std::chrono::seconds patience{60};

/// Runs `body` to its end on `io`; what it throws comes out here.
inline void run(asio::io_context& io, std::function<asio::awaitable<void>()> body)
{
    std::exception_ptr thrown;
    bool ended = false;
    asio::co_spawn(io, std::move(body), [&](const std::exception_ptr& failure) {
        thrown = failure;
        ended = true;
        io.stop();
    });
    io.restart();
    io.run_for(patience);
    if (thrown)
        std::rethrow_exception(thrown);
    if (!ended)
        throw std::runtime_error("test did not end in time");
}

/// A client without manners.
class raw_client {
public:
    explicit raw_client(const asio::any_io_executor& executor) : socket_(executor) {}

    asio::awaitable<void> connect(std::uint16_t port)
    {
        const tcp::endpoint there(asio::ip::address_v4::loopback(), port);
        co_await socket_.async_connect(there, asio::use_awaitable);
    }
    asio::awaitable<void> say(std::string bytes)
    {
        const auto buffer = asio::buffer(bytes);
        const auto [failure, count] = co_await asio::async_write(socket_, buffer, as_tuple);
        static_cast<void>(failure);
        static_cast<void>(count);
    }
    /// Everything until the server closes.
    asio::awaitable<std::string> hear_all()
    {
        std::string all = std::move(pending_);
        std::string piece(4096, '\0');
        for (;;) {
            const auto buffer = asio::buffer(piece);
            const auto [failure, count] = co_await socket_.async_read_some(buffer, as_tuple);
            all.append(piece, 0, count);
            if (failure)
                co_return all;
        }
    }
    /// Up to and with `end`; what follows is kept. Shorter if the server closes.
    asio::awaitable<std::string> hear_until(std::string end)
    {
        std::string piece(4096, '\0');
        for (;;) {
            const auto at = pending_.find(end);
            if (at != std::string::npos) {
                std::string heard = pending_.substr(0, at + end.size());
                pending_.erase(0, heard.size());
                co_return heard;
            }
            const auto buffer = asio::buffer(piece);
            const auto [failure, count] = co_await socket_.async_read_some(buffer, as_tuple);
            pending_.append(piece, 0, count);
            if (failure)
                co_return std::exchange(pending_, std::string());
        }
    }
    void close() { socket_.close(); }
    void end_sending()
    {
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }

private:
    tcp::socket socket_;
    std::string pending_;
};

/// What the scripted peer does with the next request that comes to it, on whichever connection.
struct act {
    enum class how {
        answer,           ///< sends `bytes`
        answer_and_close, ///< sends `bytes`, then closes
        close_unread,     ///< closes as soon as the connection is there
        reset_unread,     ///< likewise, with a reset
        close_unanswered, ///< reads the request, then closes
        reset_unanswered, ///< reads the request, then resets
        silence,          ///< reads the request and says nothing more
    };
    how what = how::answer;
    std::string bytes{};
};

inline std::string ok(std::string_view body, std::string_view more = {})
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(more) + "\r\n" + std::string(body);
}

inline std::string status(int code, std::string_view body = {}, std::string_view more = {})
{
    return "HTTP/1.1 " + std::to_string(code) + " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(more) + "\r\n" + std::string(body);
}

/// Listens on loopback and plays its acts in order; the last one again and again. Keeps what it was sent.
class scripted_peer {
public:
    scripted_peer(asio::io_context& io, std::vector<act> acts)
        : io_(io), acceptor_(io, {asio::ip::address_v4::loopback(), 0}), acts_(std::move(acts))
    {
        asio::co_spawn(io_, accept(), [](const std::exception_ptr&) {});
    }
    std::string origin() const { return "http://127.0.0.1:" + std::to_string(port()); }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    const std::vector<std::string>& requests() const { return requests_; } ///< heads and bodies
    std::size_t connections() const { return connections_; }
    /// More acts behind those still to play.
    void then(act next) { acts_.push_back(std::move(next)); }

private:
    asio::awaitable<void> accept()
    {
        for (;;) {
            auto [failure, socket] = co_await acceptor_.async_accept(as_tuple);
            if (failure)
                co_return;
            ++connections_;
            if (peek().what == act::how::close_unread || peek().what == act::how::reset_unread) {
                end(socket, peek().what == act::how::reset_unread);
                advance();
                continue;
            }
            asio::co_spawn(io_, converse(std::move(socket)), [](const std::exception_ptr&) {});
        }
    }
    asio::awaitable<void> converse(tcp::socket socket)
    {
        std::string pending;
        for (;;) {
            const std::string request = co_await read(socket, pending);
            if (request.empty())
                co_return;
            requests_.push_back(request);
            const act now = peek();
            advance();
            const bool speaks = now.what == act::how::answer || now.what == act::how::answer_and_close;
            if (speaks) {
                const auto buffer = asio::buffer(now.bytes);
                const auto [failure, count] = co_await asio::async_write(socket, buffer, as_tuple);
                static_cast<void>(count);
                if (failure)
                    co_return;
            }
            if (now.what == act::how::silence) {
                char one = 0;
                const auto buffer = asio::buffer(&one, 1);
                const auto [failure, count] = co_await asio::async_read(socket, buffer, as_tuple); // until they leave
                static_cast<void>(failure);
                static_cast<void>(count);
                co_return;
            }
            if (now.what != act::how::answer) {
                end(socket, now.what == act::how::reset_unanswered);
                co_return;
            }
        }
    }
    static void end(tcp::socket& socket, bool reset)
    {
        error_code ignored;
        if (reset)
            socket.set_option(asio::socket_base::linger(true, 0), ignored);
        else
            socket.shutdown(tcp::socket::shutdown_both, ignored);
        socket.close(ignored);
    }
    /// One request by its Content-Length; "" at the end.
    static asio::awaitable<std::string> read(tcp::socket& socket, std::string& pending)
    {
        std::string piece(4096, '\0');
        for (;;) {
            const auto head = pending.find("\r\n\r\n");
            if (head != std::string::npos) {
                const auto at = pending.find("Content-Length: ");
                const std::size_t body = at < head ? std::stoul(pending.substr(at + 16)) : 0;
                if (pending.size() >= head + 4 + body) {
                    std::string whole = pending.substr(0, head + 4 + body);
                    pending.erase(0, whole.size());
                    co_return whole;
                }
            }
            const auto buffer = asio::buffer(piece);
            const auto [failure, count] = co_await socket.async_read_some(buffer, as_tuple);
            if (failure)
                co_return std::string();
            pending.append(piece, 0, count);
        }
    }
    const act& peek() const { return acts_.at(std::min(played_, acts_.size() - 1)); }
    void advance() { ++played_; }

    asio::io_context& io_;
    tcp::acceptor acceptor_;
    std::vector<act> acts_;
    std::size_t played_ = 0;
    std::vector<std::string> requests_;
    std::size_t connections_ = 0;
};

/// A port nobody listens on.
inline std::uint16_t closed_port(asio::io_context& io)
{
    tcp::acceptor gone(io, {asio::ip::address_v4::loopback(), 0});
    return gone.local_endpoint().port();
}

} // namespace loopback
