#include "adapters/http/server.hpp"

#include "adapters/http/reader.hpp"
#include "adapters/http/watchdog.hpp"
#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace adapters::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);

/// Read at once: a webhook with its header fits; a larger body is read in larger pieces.
constexpr std::size_t buffer_bytes = 4 << 10;
constexpr std::size_t buffer_bytes_for_bodies = 64 << 10;
/// What a refused peer may still send before its connection goes, so that it can read the refusal.
constexpr std::size_t linger_bytes_max = 4 << 20;
constexpr std::chrono::seconds linger_time{2};
/// Out of file descriptors: try accepting again after this.
constexpr std::chrono::milliseconds accept_pause{100};

bool one_line(std::string_view text)
{
    return text.find_first_of("\r\n") == std::string_view::npos;
}

/// Head and body in one piece of memory that is used again for every answer of a connection.
void write_out(std::string& out, const response& answer, bool keep_alive, bool with_body)
{
    const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(answer.status));
    out.assign("HTTP/1.1 ");
    out += std::to_string(answer.status);
    out += ' ';
    out.append(reason.data(), reason.size());
    if (!answer.content_type.empty() && one_line(answer.content_type))
        out.append("\r\nContent-Type: ").append(answer.content_type);
    for (const header& field : answer.fields)
        if (one_line(field.name) && one_line(field.value))
            out.append("\r\n").append(field.name).append(": ").append(field.value);
    if (!keep_alive)
        out += "\r\nConnection: close";
    if (answer.status != 204 && answer.status != 304)
        out.append("\r\nContent-Length: ").append(std::to_string(answer.body.size()));
    out += "\r\n\r\n";
    if (with_body)
        out += answer.body;
}

response bare(unsigned status)
{
    return {.status = status, .content_type = {}, .body = {}, .fields = {}};
}

class connection : public watched {
public:
    bool idle = true; ///< nothing of a request has arrived

protected:
    ~connection() = default;
};

/// Unparsed bytes of a connection.
class input {
public:
    std::string_view pending() const { return {bytes_.data() + begin_, end_ - begin_}; }
    void consume(std::size_t used)
    {
        begin_ += used;
        if (begin_ == end_)
            begin_ = end_ = 0;
    }
    /// Room for more; none when `max` bytes wait unparsed.
    asio::mutable_buffer room(std::size_t wanted, std::size_t max)
    {
        if (begin_ > 0) {
            std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(begin_),
                      bytes_.begin() + static_cast<std::ptrdiff_t>(end_), bytes_.begin());
            end_ -= begin_;
            begin_ = 0;
        }
        if (end_ >= max)
            return {};
        if (end_ == 0 && bytes_.size() > wanted) // a large body is over: do not keep its buffer
            std::vector<char>(wanted).swap(bytes_);
        if (bytes_.size() < std::max(wanted, end_ * 2))
            bytes_.resize(std::max(wanted, std::min(end_ * 2, max)));
        return asio::buffer(bytes_) + end_;
    }
    void arrived(std::size_t count) { end_ += count; }

private:
    std::vector<char> bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace

struct server::impl : std::enable_shared_from_this<server::impl> {
    impl(asio::any_io_executor where, server_options what, handler answers)
        : executor(std::move(where)), options(std::move(what)), handle(std::move(answers)), acceptor(executor),
          drained(executor), tls(asio::ssl::context::tls_server),
          guard(std::make_shared<watchdog>(
              executor, watchdog::period_for(std::min({options.header_timeout, options.body_timeout,
                                                       options.idle_timeout, options.write_timeout}))))
    {
    }

    asio::any_io_executor executor;
    server_options options;
    handler handle;
    tcp::acceptor acceptor;
    asio::steady_timer drained; ///< cancelled when the last connection ends
    asio::ssl::context tls;
    std::shared_ptr<watchdog> guard;
    std::set<connection*> open;
    bool stopping = false;
    std::uint16_t port = 0;

    void bind();
    asio::awaitable<void> accept();
    void admit(tcp::socket socket);
    void close_acceptor()
    {
        stopping = true;
        error_code ignored;
        acceptor.close(ignored);
    }
    void expire(bool only_idle)
    {
        for (connection* one : open)
            if (one->idle || !only_idle)
                one->expire();
    }
};

namespace {

/// One connection from handshake to close.
template <class Stream>
class session final : public connection {
public:
    session(std::shared_ptr<server::impl> owner, Stream stream)
        : owner_(std::move(owner)), stream_(std::move(stream)),
          reader_(owner_->options.header_bytes_max, owner_->options.body_bytes_max)
    {
        owner_->open.insert(this);
        owner_->guard->add(*this);
    }
    ~session()
    {
        owner_->guard->remove(*this);
        owner_->open.erase(this);
        if (owner_->open.empty())
            owner_->drained.cancel();
    }
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    void expire() override
    {
        error_code ignored;
        stream_.lowest_layer().close(ignored);
    }

    asio::awaitable<void> run()
    {
        within(owner_->options.header_timeout);
        if constexpr (!std::is_same_v<Stream, tcp::socket>) {
            const auto [failure] = co_await stream_.async_handshake(asio::ssl::stream_base::server, awaitable_tuple);
            if (failure)
                co_return;
        }
        for (bool more = true; more;) {
            const bool whole = co_await read();
            if (!whole)
                break;
            more = co_await answer();
        }
        if (reader_.state() == read_state::failed)
            co_await refuse();
        co_await finish();
    }

private:
    void within(std::chrono::milliseconds limit) { deadline = clock::now() + limit; }

    /// Until a request is whole; false when the connection is at its end or the request is refused.
    asio::awaitable<bool> read()
    {
        const auto& limits = owner_->options;
        idle = in_.pending().empty();
        if (answered_ > 0)
            within(idle ? limits.idle_timeout : limits.header_timeout);
        bool in_body = false;
        for (;;) {
            if (!in_.pending().empty()) {
                const std::size_t used = reader_.put(in_.pending());
                in_.consume(used);
            }
            const auto state = reader_.state();
            if (state == read_state::done)
                co_return true;
            if (state == read_state::failed || (idle && owner_->stopping))
                co_return false;
            if (state == read_state::body && !in_body) {
                in_body = true;
                within(limits.body_timeout);
                if (reader_.expects_continue()) {
                    const bool sent = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
                    if (!sent)
                        co_return false;
                }
            }
            const auto room = in_.room(in_body ? buffer_bytes_for_bodies : buffer_bytes,
                                       std::max(limits.header_bytes_max, buffer_bytes_for_bodies));
            if (room.size() == 0)
                co_return false; // a chunk header without end
            const auto [failure, count] = co_await stream_.async_read_some(room, awaitable_tuple);
            if (failure)
                co_return false;
            if (idle) {
                idle = false;
                within(limits.header_timeout);
            }
            in_.arrived(count);
        }
    }

    /// Handles the request read; false when the connection is to be closed after the answer.
    asio::awaitable<bool> answer()
    {
        deadline = never; // the handler has its own limits
        const bool keep = reader_.keep_alive();
        request asked = reader_.take();
        const bool with_body = asked.method != "HEAD";
        response made = bare(500);
        try {
            made = co_await owner_->handle(std::move(asked));
        } catch (const std::exception& failure) {
            bot::log::error("http.handler_failed", {{"what", failure.what()}});
        }
        const bool stay = keep && !owner_->stopping;
        write_out(out_, made, stay, with_body);
        within(owner_->options.write_timeout);
        const bool sent = co_await write(out_);
        ++answered_;
        co_return sent && stay;
    }

    /// Tells the peer why, then reads on for a moment: closing with unread bytes would tear the answer from its hands.
    asio::awaitable<void> refuse()
    {
        write_out(out_, bare(reader_.refusal()), false, true);
        within(linger_time);
        const bool sent = co_await write(out_);
        if (!sent)
            co_return;
        if constexpr (std::is_same_v<Stream, tcp::socket>) {
            error_code ignored;
            stream_.shutdown(tcp::socket::shutdown_send, ignored);
        }
        std::size_t seen = 0;
        while (seen < linger_bytes_max) {
            in_.consume(in_.pending().size());
            const auto room = in_.room(buffer_bytes_for_bodies, buffer_bytes_for_bodies);
            const auto [failure, count] = co_await stream_.async_read_some(room, awaitable_tuple);
            if (failure)
                break;
            seen += count;
        }
    }

    asio::awaitable<void> finish()
    {
        if constexpr (std::is_same_v<Stream, tcp::socket>) {
            error_code ignored;
            stream_.shutdown(tcp::socket::shutdown_both, ignored);
        } else if (stream_.lowest_layer().is_open()) {
            within(linger_time);
            const auto [ignored] = co_await stream_.async_shutdown(awaitable_tuple);
            static_cast<void>(ignored);
        }
    }

    asio::awaitable<bool> write(std::string_view bytes)
    {
        const auto buffer = asio::buffer(bytes);
        const auto [failure, count] = co_await asio::async_write(stream_, buffer, awaitable_tuple);
        static_cast<void>(count);
        co_return !failure;
    }

    std::shared_ptr<server::impl> owner_;
    Stream stream_;
    request_reader reader_;
    input in_;
    std::string out_;
    std::size_t answered_ = 0;
};

template <class Stream>
asio::awaitable<void> serve(std::shared_ptr<server::impl> owner, Stream stream)
{
    session<Stream> one(std::move(owner), std::move(stream));
    co_await one.run();
}

} // namespace

void server::impl::bind()
{
    if (options.tls) {
        tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                        asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
        tls.use_certificate_chain_file(options.tls->certificate);
        tls.use_private_key_file(options.tls->key, asio::ssl::context::pem);
    }
    const tcp::endpoint where(asio::ip::make_address(options.address), options.port);
    acceptor.open(where.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(where);
    acceptor.listen();
    port = acceptor.local_endpoint().port();
}

asio::awaitable<void> server::impl::accept()
{
    asio::steady_timer pause(executor);
    while (!stopping) {
        auto [failure, socket] = co_await acceptor.async_accept(awaitable_tuple);
        if (!failure) {
            admit(std::move(socket));
        } else if (!stopping) {
            bot::log::warning("http.accept_failed", {{"code", failure.value()}});
            pause.expires_after(accept_pause);
            const auto [ignored] = co_await pause.async_wait(awaitable_tuple);
            static_cast<void>(ignored);
        }
    }
}

void server::impl::admit(tcp::socket socket)
{
    if (open.size() >= options.connections_max)
        return; // closes it
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto end = [](const std::exception_ptr& failure) {
        if (failure)
            bot::log::error("http.session_failed");
    };
    if (options.tls)
        asio::co_spawn(executor,
                       serve(shared_from_this(), asio::ssl::stream<tcp::socket>(std::move(socket), tls)), end);
    else
        asio::co_spawn(executor, serve(shared_from_this(), std::move(socket)), end);
}

server::server(asio::any_io_executor executor, server_options options, handler handle)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(options), std::move(handle)))
{
}

server::~server()
{
    impl_->close_acceptor();
    impl_->expire(false);
}

void server::start()
{
    impl_->bind();
    const auto self = impl_;
    const auto end = [self](const std::exception_ptr& failure) {
        if (failure)
            bot::log::error("http.accept_ended");
    };
    asio::co_spawn(impl_->executor, impl_->accept(), end);
}

std::uint16_t server::port() const
{
    return impl_->port;
}

std::size_t server::connections() const
{
    return impl_->open.size();
}

asio::awaitable<void> server::stop(std::chrono::milliseconds grace)
{
    const auto self = impl_;
    self->close_acceptor();
    self->expire(true);
    if (!self->open.empty()) {
        self->drained.expires_after(grace);
        const auto [ignored] = co_await self->drained.async_wait(awaitable_tuple);
        static_cast<void>(ignored);
    }
    self->expire(false);
}

} // namespace adapters::http
