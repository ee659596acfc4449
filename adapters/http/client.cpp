#include "adapters/http/client.hpp"

#include "adapters/http/reader.hpp"
#include "adapters/http/url.hpp"
#include "adapters/http/watchdog.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

namespace adapters::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);

/// Servers close idle connections after a minute or so: older ones are not worth trying.
constexpr std::chrono::seconds idle_max{55};
constexpr std::size_t read_bytes = 16 << 10;
/// Unparsed answer bytes kept while a header or a chunk header is incomplete.
constexpr std::size_t unparsed_bytes_max = 128 << 10;

using plain_stream = tcp::socket;
using tls_stream = asio::ssl::stream<tcp::socket>;

/// One connection to an origin and the exchange under way on it.
class line final : public watched {
public:
    line(asio::any_io_executor executor, asio::ssl::context* tls) : resolver(executor), stream(std::in_place_index<0>, executor)
    {
        if (tls != nullptr)
            stream.emplace<1>(executor, *tls);
    }

    void expire() override
    {
        timed_out = true;
        resolver.cancel();
        error_code ignored;
        socket().close(ignored);
    }
    tcp::socket& socket()
    {
        return stream.index() == 0 ? std::get<0>(stream) : std::get<1>(stream).next_layer();
    }
    /// Still open at the far end, with nothing unasked for in the pipe.
    bool fresh()
    {
        error_code failure;
        char probe = 0;
        socket().non_blocking(true, failure);
        if (failure)
            return false;
        socket().receive(asio::buffer(&probe, 1), tcp::socket::message_peek, failure);
        return failure == asio::error::would_block;
    }

    tcp::resolver resolver;
    std::variant<plain_stream, tls_stream> stream;
    std::string out;
    std::vector<char> in;
    clock::time_point idle_since{};
    bool timed_out = false;
};

using line_ptr = std::unique_ptr<line>;

/// Watches a line for the time of one exchange. Holds the watchdog: an exchange may be dropped after its client.
class watch {
public:
    watch(std::shared_ptr<watchdog> guard, line& one) : guard_(std::move(guard)), one_(one) { guard_->add(one_); }
    ~watch() { guard_->remove(one_); }
    watch(const watch&) = delete;
    watch& operator=(const watch&) = delete;

private:
    std::shared_ptr<watchdog> guard_;
    line& one_;
};

std::string wire_form(const request& what, const url& origin)
{
    const bool usual_port = origin.port == (origin.scheme == "https" ? "443" : "80");
    const bool v6 = origin.host.find(':') != std::string::npos;
    std::string out = what.method + " " + what.target + " HTTP/1.1\r\nHost: ";
    out += v6 ? "[" + origin.host + "]" : origin.host;
    if (!usual_port)
        out += ":" + origin.port;
    for (const header& field : what.fields)
        out += "\r\n" + field.name + ": " + field.value;
    if (!what.body.empty() || what.method == "POST" || what.method == "PUT")
        out += "\r\nContent-Length: " + std::to_string(what.body.size());
    out += "\r\n\r\n";
    out += what.body;
    return out;
}

/// Nothing of ours may end a line early, whatever it was made from.
bool sound(const request& what)
{
    const auto bad = [](std::string_view text) {
        return std::any_of(text.begin(), text.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    };
    return !bad(what.method) && !bad(what.target) && what.target.find(' ') == std::string::npos &&
           std::none_of(what.fields.begin(), what.fields.end(),
                        [&bad](const header& field) { return bad(field.name) || bad(field.value); });
}

enum class step { unsent, stale, ambiguous, limit, done };

struct exchange_end {
    step how = step::ambiguous;
    std::string detail{};
    response answer{};
    bool reusable = false;
};

exchange_end ended(step how, std::string detail)
{
    return {.how = how, .detail = std::move(detail)};
}

std::string said(const line& one, const error_code& failure)
{
    return one.timed_out ? "timed out" : failure.message();
}

} // namespace

struct client::impl {
    impl(asio::any_io_executor where, client_limits what, const std::string& ca_file)
        : executor(std::move(where)), limits(what), tls(asio::ssl::context::tls_client),
          guard(std::make_shared<watchdog>(executor,
                                           watchdog::period_for(std::min(limits.connect, limits.exchange))))
    {
        tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                        asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
        tls.set_default_verify_paths();
        if (!ca_file.empty())
            tls.load_verify_file(ca_file);
        tls.set_verify_mode(asio::ssl::verify_peer);
    }

    asio::any_io_executor executor;
    client_limits limits;
    asio::ssl::context tls;
    std::shared_ptr<watchdog> guard;
    std::map<std::string, std::vector<line_ptr>, std::less<>> idle;

    line_ptr take_idle(const std::string& origin, const exchange_options& how);
    void keep(const std::string& origin, line_ptr one);
    asio::awaitable<exchange_end> connect(line& one, const url& where, const exchange_options& how);
    template <class Stream>
    asio::awaitable<exchange_end> exchange(line& one, Stream& stream, const exchange_options& how, bool head,
                                           bool reused);
    asio::awaitable<exchange_end> talk(line& one, const exchange_options& how, bool head, bool reused);
};

line_ptr client::impl::take_idle(const std::string& origin, const exchange_options& how)
{
    const auto found = idle.find(origin);
    if (found == idle.end())
        return nullptr;
    const auto oldest = watched::clock::now() - idle_max;
    while (!found->second.empty()) {
        line_ptr one = std::move(found->second.back());
        found->second.pop_back();
        if (one->idle_since < oldest || !one->fresh())
            continue;
        error_code failure;
        const auto peer = one->socket().remote_endpoint(failure);
        if (failure || (how.address_allowed && !how.address_allowed(peer.address())))
            continue;
        return one;
    }
    idle.erase(found);
    return nullptr;
}

void client::impl::keep(const std::string& origin, line_ptr one)
{
    auto& waiting = idle[origin];
    one->idle_since = watched::clock::now();
    one->deadline = watched::never;
    if (waiting.size() >= limits.idle_per_origin_max)
        waiting.erase(waiting.begin());
    waiting.push_back(std::move(one));
}

asio::awaitable<exchange_end> client::impl::connect(line& one, const url& where, const exchange_options& how)
{
    one.deadline = watched::clock::now() + limits.connect;
    auto [unresolved, found] = co_await one.resolver.async_resolve(where.host, where.port, awaitable_tuple);
    if (unresolved)
        co_return ended(step::unsent, "resolve: " + said(one, unresolved));
    std::vector<tcp::endpoint> endpoints;
    for (const auto& entry : found)
        if (!how.address_allowed || how.address_allowed(entry.endpoint().address()))
            endpoints.push_back(entry.endpoint());
    if (endpoints.empty())
        co_return ended(step::limit, "address not allowed");
    const auto [unconnected, peer] = co_await asio::async_connect(one.socket(), endpoints, awaitable_tuple);
    static_cast<void>(peer);
    if (unconnected || one.timed_out)
        co_return ended(step::unsent, "connect: " + said(one, unconnected));
    error_code ignored;
    one.socket().set_option(tcp::no_delay(true), ignored);
    if (one.stream.index() == 1) {
        auto& secured = std::get<1>(one.stream);
        secured.set_verify_callback(asio::ssl::host_name_verification(where.host));
        std::string name = where.host; // SSL_set_tlsext_host_name is a macro with an old-style cast
        if (SSL_ctrl(secured.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) != 1)
            co_return ended(step::unsent, "tls: server name");
        const auto [insecure] = co_await secured.async_handshake(asio::ssl::stream_base::client, awaitable_tuple);
        if (insecure)
            co_return ended(step::unsent, "tls: " + said(one, insecure));
    }
    co_return ended(step::done, {});
}

template <class Stream>
asio::awaitable<exchange_end> client::impl::exchange(line& one, Stream& stream, const exchange_options& how,
                                                     bool head, bool reused)
{
    one.deadline = watched::clock::now() + how.exchange.value_or(limits.exchange);
    const auto wire = asio::buffer(one.out);
    const auto [unwritten, written] = co_await asio::async_write(stream, wire, awaitable_tuple);
    static_cast<void>(written);
    // A peer may answer (413, 401) and stop reading: look for an answer even after a failed write.
    response_reader reader(how.body_bytes_max.value_or(limits.body_bytes_max), head, how.body_sink);
    one.in.resize(read_bytes);
    std::size_t filled = 0;
    bool heard = false;
    while (reader.state() != read_state::done && reader.state() != read_state::failed) {
        if (filled == one.in.size())
            one.in.resize(one.in.size() * 2);
        if (one.in.size() > unparsed_bytes_max)
            co_return ended(step::ambiguous, "answer header too long");
        const auto room = asio::buffer(one.in) + filled;
        const auto [unread, count] = co_await stream.async_read_some(room, awaitable_tuple);
        if (unread && !heard) {
            const bool stale = reused && !one.timed_out;
            co_return ended(stale ? step::stale : step::ambiguous,
                            "no answer: " + said(one, unwritten ? unwritten : unread));
        }
        if (unread && one.timed_out)
            co_return ended(step::ambiguous, "answer cut: timed out");
        if (unread) {
            reader.put_end();
            break;
        }
        heard = true;
        filled += count;
        const std::size_t used = reader.put({one.in.data(), filled});
        std::copy(one.in.begin() + static_cast<std::ptrdiff_t>(used),
                  one.in.begin() + static_cast<std::ptrdiff_t>(filled), one.in.begin());
        filled -= used;
    }
    if (reader.limit_broken())
        co_return ended(step::limit, "answer too large");
    if (reader.state() != read_state::done)
        co_return ended(step::ambiguous, "answer malformed or cut");
    exchange_end good;
    good.how = step::done;
    good.reusable = reader.keep_alive() && filled == 0 && !unwritten;
    good.answer = reader.take();
    co_return good;
}

asio::awaitable<exchange_end> client::impl::talk(line& one, const exchange_options& how, bool head, bool reused)
{
    if (one.stream.index() == 0)
        co_return co_await exchange(one, std::get<0>(one.stream), how, head, reused);
    co_return co_await exchange(one, std::get<1>(one.stream), how, head, reused);
}

client::client(asio::any_io_executor executor, client_limits limits, const std::string& ca_file)
    : impl_(std::make_unique<impl>(std::move(executor), limits, ca_file))
{
}
client::~client() = default;

asio::awaitable<bot::result<response>> client::send(std::string origin, request what)
{
    exchange_options usual;
    co_return co_await send(std::move(origin), std::move(what), std::move(usual));
}

asio::awaitable<bot::result<response>> client::send(std::string origin, request what, exchange_options how)
{
    const auto where = parse_url(origin);
    if (!where || !sound(what))
        co_return bot::fail(bot::errc::malformed, "http request to " + origin);
    const std::string key = where->origin();
    const bool head = what.method == "HEAD";
    const std::string wire = wire_form(what, *where);
    for (bool may_reuse = true;; may_reuse = false) {
        line_ptr one = may_reuse ? impl_->take_idle(key, how) : nullptr;
        const bool reused = one != nullptr;
        if (!reused)
            one = std::make_unique<line>(impl_->executor, where->scheme == "https" ? &impl_->tls : nullptr);
        one->out = wire;
        exchange_end end;
        {
            const watch watching(impl_->guard, *one);
            if (!reused)
                end = co_await impl_->connect(*one, *where, how);
            else
                end.how = step::done;
            if (end.how == step::done)
                end = co_await impl_->talk(*one, how, head, reused);
        }
        if (end.how == step::stale)
            continue; // closed by the peer while idle: once more on a new one
        if (end.how == step::unsent)
            co_return bot::fail(bot::errc::unreachable, "unsent: " + end.detail);
        if (end.how == step::ambiguous)
            co_return bot::fail(bot::errc::unreachable, "ambiguous: " + end.detail);
        if (end.how == step::limit)
            co_return bot::fail(bot::errc::rejected, end.detail);
        if (end.reusable)
            impl_->keep(key, std::move(one));
        co_return std::move(end.answer);
    }
}

} // namespace adapters::http
