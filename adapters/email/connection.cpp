#include "adapters/email/connection.hpp"

#include "adapters/email/alarm.hpp"
#include "adapters/http/watchdog.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <utility>
#include <variant>
#include <vector>

namespace adapters::email {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_bytes = 64 << 10;
/// Deadlines are met this much late at most.
constexpr std::chrono::milliseconds watch_period{20};
/// Reads of a new connection before which delayed acknowledgements are switched off: handshake, greeting, sign-in.
constexpr int quick_reads = 32;

using plain_stream = tcp::socket;
using tls_stream = asio::ssl::stream<tcp::socket>;

bool is_address(const std::string& host)
{
    error_code failure;
    asio::ip::make_address(host, failure);
    return !failure;
}

} // namespace

struct connection::impl final : http::watched {
    impl(asio::any_io_executor where, mail_server what)
        : server(std::move(what)), tls(asio::ssl::context::tls_client), resolver(where), stream(std::in_place_index<0>, where),
          guard(std::make_shared<http::watchdog>(where, watch_period))
    {
    }

    mail_server server;
    asio::ssl::context tls;
    tcp::resolver resolver;
    std::variant<plain_stream, tls_stream> stream;
    std::shared_ptr<http::watchdog> guard;
    std::array<char, read_bytes> in{};
    std::string out;
    bool timed_out = false;
    bool opened = false;
    int reads = 0;
    int waits = 0;

    void expire() override
    {
        timed_out = true;
        close();
    }
    void close()
    {
        opened = false;
        resolver.cancel();
        error_code ignored;
        socket().close(ignored);
    }
    tcp::socket& socket() { return stream.index() == 0 ? std::get<0>(stream) : std::get<1>(stream).next_layer(); }

    /// Nagle at the server and our delayed acknowledgement wait for each other: 41 ms for a new SMTP connection.
    void acknowledge_quickly()
    {
        if (reads++ >= quick_reads)
            return;
        const int on = 1;
        ::setsockopt(socket().native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    }
    tl::unexpected<bot::error> failed(const std::string& doing, const error_code& failure)
    {
        const std::string why = timed_out ? "timed out" : failure == asio::error::eof ? "closed by the server" : failure.message();
        close();
        return bot::fail(bot::errc::unreachable, doing + ": " + printable(why));
    }
    bot::result<void> trust();
    asio::awaitable<bot::result<void>> open();
    asio::awaitable<bot::result<void>> secure();
};

namespace {

/// Watches a connection while something waits on it. Two may wait at a time, one reading and one writing.
class watch {
public:
    watch(std::shared_ptr<http::watchdog> guard, http::watched& one, int& waits) : guard_(std::move(guard)), one_(one), waits_(waits)
    {
        if (waits_++ == 0)
            guard_->add(one_);
    }
    ~watch()
    {
        if (--waits_ == 0)
            guard_->remove(one_);
    }
    watch(const watch&) = delete;
    watch& operator=(const watch&) = delete;

private:
    std::shared_ptr<http::watchdog> guard_;
    http::watched& one_;
    int& waits_;
};

} // namespace

/// Sets up what the server's certificate is checked against.
bot::result<void> connection::impl::trust()
{
    error_code failure;
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                    asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    tls.set_default_verify_paths(failure);
    if (!server.ca_file.empty())
        tls.load_verify_file(server.ca_file, failure);
    if (failure)
        return bot::fail(bot::errc::rejected, "ca_file: " + failure.message());
    tls.set_verify_mode(asio::ssl::verify_peer);
    return {};
}

asio::awaitable<bot::result<void>> connection::impl::open()
{
    const std::string port = std::to_string(server.port);
    auto [unresolved, found] = co_await resolver.async_resolve(server.host, port, awaitable_tuple);
    if (unresolved)
        co_return failed("resolve", unresolved);
    std::vector<tcp::endpoint> endpoints;
    for (const auto& entry : found)
        if (server.how != protection::none || entry.endpoint().address().is_loopback())
            endpoints.push_back(entry.endpoint());
    if (endpoints.empty())
        co_return bot::fail(bot::errc::rejected, "plaintext is for loopback only");
    const auto [unconnected, peer] = co_await asio::async_connect(socket(), endpoints, awaitable_tuple);
    static_cast<void>(peer);
    if (unconnected || timed_out)
        co_return failed("connect", unconnected);
    error_code ignored;
    socket().set_option(tcp::no_delay(true), ignored);
    socket().set_option(asio::socket_base::keep_alive(true), ignored);
    opened = true;
    bot::result<void> safe{};
    if (server.how == protection::tls)
        safe = co_await secure();
    co_return safe;
}

asio::awaitable<bot::result<void>> connection::impl::secure()
{
    const auto ready = trust();
    if (!ready) {
        close();
        co_return ready;
    }
    tcp::socket raw = std::move(std::get<0>(stream));
    auto& secured = stream.emplace<1>(std::move(raw), tls);
    SSL* const session = secured.native_handle();
    X509_VERIFY_PARAM* const wanted = SSL_get0_param(session);
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    bool named = false;
    if (is_address(server.host)) { // RFC 6066 §3: no server name for an address
        named = X509_VERIFY_PARAM_set1_ip_asc(wanted, server.host.c_str()) == 1;
    } else {
        std::string name = server.host; // SSL_set_tlsext_host_name is a macro with an old-style cast
        named = X509_VERIFY_PARAM_set1_host(wanted, name.data(), name.size()) == 1 &&
                SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1;
    }
    if (!named) {
        close();
        co_return bot::fail(bot::errc::rejected, "tls: not a server name");
    }
    acknowledge_quickly();
    const auto [insecure] = co_await secured.async_handshake(asio::ssl::stream_base::client, awaitable_tuple);
    if (!insecure && !timed_out)
        co_return bot::result<void>{};
    const long verdict = SSL_get_verify_result(session);
    if (verdict != X509_V_OK) {
        close();
        co_return bot::fail(bot::errc::unauthentic, std::string("certificate: ") + X509_verify_cert_error_string(verdict));
    }
    co_return failed("tls", insecure);
}

connection::connection(asio::any_io_executor executor, mail_server where)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(where)))
{
}

connection::~connection()
{
    impl_->close();
}

void connection::allow(std::chrono::milliseconds time)
{
    impl_->deadline = http::watched::clock::now() + time;
}

asio::awaitable<bot::result<void>> connection::open()
{
    const auto self = impl_;
    const watch watching(self->guard, *self, self->waits);
    const auto done = co_await self->open();
    co_return done;
}

asio::awaitable<bot::result<void>> connection::secure()
{
    const auto self = impl_;
    const watch watching(self->guard, *self, self->waits);
    const auto done = co_await self->secure();
    co_return done;
}

asio::awaitable<bot::result<void>> connection::write(std::string bytes)
{
    const auto self = impl_;
    if (!self->opened)
        co_return bot::fail(bot::errc::unreachable, self->timed_out ? "write: timed out" : "write: closed");
    const watch watching(self->guard, *self, self->waits);
    self->out = std::move(bytes);
    const auto wire = asio::buffer(self->out);
    error_code failure;
    if (self->stream.index() == 0) {
        const auto [unwritten, count] = co_await asio::async_write(std::get<0>(self->stream), wire, awaitable_tuple);
        static_cast<void>(count);
        failure = unwritten;
    } else {
        const auto [unwritten, count] = co_await asio::async_write(std::get<1>(self->stream), wire, awaitable_tuple);
        static_cast<void>(count);
        failure = unwritten;
    }
    if (failure)
        co_return self->failed("write", failure);
    co_return bot::result<void>{};
}

asio::awaitable<bot::result<std::string_view>> connection::read()
{
    const auto self = impl_;
    if (!self->opened)
        co_return bot::fail(bot::errc::unreachable, self->timed_out ? "read: timed out" : "read: closed");
    const watch watching(self->guard, *self, self->waits);
    self->acknowledge_quickly();
    const auto room = asio::buffer(self->in);
    error_code failure;
    std::size_t count = 0;
    if (self->stream.index() == 0) {
        const auto [unread, got] = co_await std::get<0>(self->stream).async_read_some(room, awaitable_tuple);
        failure = unread;
        count = got;
    } else {
        const auto [unread, got] = co_await std::get<1>(self->stream).async_read_some(room, awaitable_tuple);
        failure = unread;
        count = got;
    }
    // A TLS stream cut without its closing alert (stream_truncated) is an error like any other: the end was not the server's.
    if (failure)
        co_return self->failed("read", failure);
    co_return std::string_view(self->in.data(), count);
}

void connection::close()
{
    impl_->close();
}

bool connection::is_open() const
{
    return impl_->opened;
}

bool connection::secured() const
{
    return impl_->opened && impl_->stream.index() == 1;
}

bool connection::fresh()
{
    if (!impl_->opened)
        return false;
    error_code failure;
    char probe = 0;
    impl_->socket().non_blocking(true, failure);
    if (failure)
        return false;
    impl_->socket().receive(asio::buffer(&probe, 1), tcp::socket::message_peek, failure);
    return failure == asio::error::would_block;
}

} // namespace adapters::email
