#include "tests/adapters/email/mail_peer.hpp"

#include "tests/adapters/http/loopback.hpp"

#include <boost/asio/ssl.hpp>

#include <algorithm>
#include <optional>
#include <variant>

namespace asio = boost::asio;
using asio::ip::tcp;
using loopback::as_tuple;

namespace {

using tls_stream = asio::ssl::stream<tcp::socket>;
constexpr std::chrono::milliseconds between_drips{20};

} // namespace

struct mail_peer::impl : std::enable_shared_from_this<mail_peer::impl> {
    impl(asio::io_context& on, std::vector<mail_script> played) : io(on), acceptor(on, {asio::ip::address_v4::loopback(), 0}), scripts(std::move(played)), tls(asio::ssl::context::tls_server)
    {
    }

    struct visitor {
        explicit visitor(tcp::socket socket) : stream(std::in_place_index<0>, std::move(socket)) {}
        std::variant<tcp::socket, tls_stream> stream;
        std::string pending{};
        std::string tag{};
    };

    asio::io_context& io;
    tcp::acceptor acceptor;
    std::vector<mail_script> scripts;
    asio::ssl::context tls;
    std::size_t connections = 0;
    std::string heard{};
    std::string heard_clear{};

    static asio::awaitable<void> accept(std::shared_ptr<impl> self)
    {
        for (;;) {
            auto [failure, socket] = co_await self->acceptor.async_accept(as_tuple);
            if (failure)
                co_return;
            const mail_script script = self->scripts.at(std::min(self->connections, self->scripts.size() - 1));
            ++self->connections;
            auto play = perform(self, std::move(socket), script);
            asio::co_spawn(self->io, std::move(play), [](const std::exception_ptr&) {});
        }
    }
    static asio::awaitable<bool> write(visitor& to, std::string bytes)
    {
        const auto buffer = asio::buffer(bytes);
        if (to.stream.index() == 0) {
            const auto [failure, count] = co_await asio::async_write(std::get<0>(to.stream), buffer, as_tuple);
            static_cast<void>(count);
            co_return !failure;
        }
        const auto [failure, count] = co_await asio::async_write(std::get<1>(to.stream), buffer, as_tuple);
        static_cast<void>(count);
        co_return !failure;
    }
    static asio::awaitable<bool> read(std::shared_ptr<impl> self, visitor& from)
    {
        std::string piece(16'384, '\0');
        const auto buffer = asio::buffer(piece);
        std::size_t got = 0;
        bool good = false;
        if (from.stream.index() == 0) {
            const auto [failure, count] = co_await std::get<0>(from.stream).async_read_some(buffer, as_tuple);
            good = !failure;
            got = count;
            self->heard_clear.append(piece, 0, got);
        } else {
            const auto [failure, count] = co_await std::get<1>(from.stream).async_read_some(buffer, as_tuple);
            good = !failure;
            got = count;
        }
        self->heard.append(piece, 0, got);
        from.pending.append(piece, 0, got);
        co_return good;
    }
    static std::string with_tag(std::string text, const std::string& tag)
    {
        for (auto at = text.find("{tag}"); at != std::string::npos; at = text.find("{tag}"))
            text.replace(at, 5, tag);
        return text;
    }
    static asio::awaitable<bool> hear(std::shared_ptr<impl> self, visitor& from, std::string text)
    {
        for (;;) {
            const auto at = from.pending.find(text);
            const auto end = at == std::string::npos ? at : from.pending.find("\r\n", at);
            if (end != std::string::npos) {
                const auto line = from.pending.rfind('\n', at) == std::string::npos ? 0 : from.pending.rfind('\n', at) + 1;
                from.tag = from.pending.substr(line, from.pending.find(' ', line) - line);
                from.pending.erase(0, end + 2);
                co_return true;
            }
            const bool more = co_await read(self, from);
            if (!more)
                co_return false;
        }
    }
    static bool takes_leave(const std::string& said)
    {
        const auto ends = [&said](const char* with) { return said.ends_with(with); };
        return ends("LOGOUT\r\n") || ends("QUIT\r\n") || ends("DONE\r\n");
    }
    static asio::awaitable<bool> secure(std::shared_ptr<impl> self, visitor& with)
    {
        tcp::socket raw = std::move(std::get<0>(with.stream));
        auto& stream = with.stream.emplace<1>(std::move(raw), self->tls);
        const auto [failure] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_tuple);
        co_return !failure;
    }
    static asio::awaitable<bool> drip(visitor& to, std::string text)
    {
        asio::steady_timer pause(co_await asio::this_coro::executor);
        for (const char c : text) {
            std::string one(1, c);
            const bool good = co_await write(to, std::move(one));
            if (!good)
                co_return false;
            pause.expires_after(between_drips);
            co_await pause.async_wait(asio::use_awaitable);
        }
        co_return true;
    }
    static asio::awaitable<void> perform(std::shared_ptr<impl> self, tcp::socket socket, mail_script script)
    {
        visitor guest(std::move(socket));
        for (const mail_step& step : script) {
            bool good = true;
            switch (step.what) {
            case mail_step::kind::say: good = co_await write(guest, with_tag(step.text, guest.tag)); break;
            case mail_step::kind::hear: good = co_await hear(self, guest, step.text); break;
            case mail_step::kind::secure: good = co_await secure(self, guest); break;
            case mail_step::kind::flood:
                for (std::size_t i = 0; i < step.times && good; ++i)
                    good = co_await write(guest, step.text);
                break;
            case mail_step::kind::drip: good = co_await drip(guest, step.text); break;
            case mail_step::kind::silence:
                while (good)
                    good = co_await read(self, guest);
                break;
            case mail_step::kind::close: co_return;
            }
            if (!good)
                co_return;
        }
        bool more = true;
        while (more && !takes_leave(guest.pending))
            more = co_await read(self, guest);
    }
};

mail_peer::mail_peer(asio::io_context& io, std::vector<mail_script> scripts, const std::string& certificate, const std::string& key)
    : impl_(std::make_shared<impl>(io, std::move(scripts)))
{
    if (!certificate.empty()) {
        impl_->tls.use_certificate_chain_file(certificate);
        impl_->tls.use_private_key_file(key, asio::ssl::context::pem);
    }
    auto work = impl::accept(impl_);
    asio::co_spawn(io, std::move(work), [](const std::exception_ptr&) {});
}

mail_peer::~mail_peer()
{
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
}

std::uint16_t mail_peer::port() const
{
    return impl_->acceptor.local_endpoint().port();
}

std::size_t mail_peer::connections() const
{
    return impl_->connections;
}

const std::string& mail_peer::heard() const
{
    return impl_->heard;
}

const std::string& mail_peer::heard_in_the_clear() const
{
    return impl_->heard_clear;
}
