#include "adapters/sandbox/server.hpp"

#include "adapters/http/client.hpp"
#include "adapters/http/server.hpp"
#include "adapters/http/url.hpp"
#include "adapters/sandbox/bell.hpp"
#include "adapters/sandbox/clock_watch.hpp"
#include "adapters/sandbox/control.hpp"
#include "adapters/sandbox/mail_desk.hpp"
#include "adapters/sandbox/page_files.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

namespace adapters::sandbox {

namespace asio = boost::asio;

namespace {

/// How often time that a clock turns by itself is looked at while something is due later, and else.
constexpr std::chrono::milliseconds tick_due{20};
constexpr std::chrono::milliseconds tick_idle{500};
/// A poll of the page is answered after this long at the latest.
constexpr std::chrono::milliseconds poll_max{20'000};
constexpr std::size_t body_bytes_max = 8 << 20;

std::uint64_t number(const std::string& text, std::uint64_t otherwise)
{
    std::uint64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

http::client_limits webhook_limits()
{
    http::client_limits limits;
    limits.connect = webhook_queue::answer_within;
    limits.exchange = webhook_queue::answer_within;
    return limits;
}

} // namespace

// What runs on its own holds the impl it belongs to, so that it may outlive the server's owner.
struct server::impl {
    impl(asio::any_io_executor on, options setup, clock_control& turned_by)
        : executor(std::move(on)), clock(turned_by), platform(std::move(setup), clock.now()),
          client(executor, webhook_limits()), changed(executor), due(executor), closing(executor)
    {
    }

    asio::any_io_executor executor;
    clock_control& clock;
    zalo_platform platform;
    std::optional<mail_desk> mail;
    http::client client;
    std::unique_ptr<http::server> front;
    bell changed; ///< the world has a new version
    bell due;     ///< there may be an event to send
    bell closing;
    bool stopping = false;
    std::uint64_t seen_version = 0;
    std::function<void(const line&)> on_line;
    std::map<std::string, std::size_t> told; ///< lines of each chat that `on_line` has had

    clock_watch watch;

    /// After anything that may have changed the platform: events leave, watchers hear.
    void refresh()
    {
        due.ring();
        tell();
    }

    void tell()
    {
        if (seen_version == platform.version())
            return;
        seen_version = platform.version();
        tell_lines();
        changed.ring();
    }

    void tell_lines()
    {
        if (!on_line)
            return;
        std::vector<std::string> chats;
        for (const member& one : platform.state().chats.people())
            chats.push_back(one.who.user_id);
        for (const group& one : platform.state().chats.groups())
            chats.push_back(one.about.group_id);
        for (const std::string& chat : chats) {
            for (const line& one : platform.transcript(chat, told[chat])) {
                told[chat] = one.index + 1;
                on_line(one);
            }
        }
    }

    static asio::awaitable<http::response> handle(std::shared_ptr<impl> self, http::request call);
    asio::awaitable<http::response> answer_api(http::request call);
    asio::awaitable<http::response> answer_poll(http::request call);
    asio::awaitable<bool> post(delivery what);
    static asio::awaitable<void> deliver(std::shared_ptr<impl> self, delivery what);
    static asio::awaitable<void> pump(std::shared_ptr<impl> self);
};

asio::awaitable<http::response> server::impl::handle(std::shared_ptr<impl> self, http::request call)
{
    const std::string path(call.path());
    http::response answer{.status = 503};
    if (!self || self->stopping)
        co_return answer;
    if (zalo_platform::knows(path)) {
        answer = co_await self->answer_api(std::move(call));
    } else if (path == "/sandbox/events") {
        answer = co_await self->answer_poll(std::move(call));
    } else if (path == "/sandbox/mail") {
        answer = self->mail ? mail_call(*self->mail, call) : no_mailbox();
    } else if (is_control(path)) {
        answer = control(self->platform, self->clock, call);
        self->refresh();
    } else {
        answer = page_answer(path);
    }
    co_return answer;
}

asio::awaitable<http::response> server::impl::answer_api(http::request call)
{
    api_answer answer = platform.serve(call, clock.now());
    refresh();
    std::chrono::milliseconds held = answer.delay;
    if (answer.hang)
        held = platform.state().setup.hang;
    if (held > std::chrono::milliseconds::zero() && !stopping)
        co_await closing.wait(held);
    if (answer.hang)
        co_return http::response{.status = 504, .content_type = "text/plain", .body = "no answer"};
    co_return std::move(answer.response);
}

/// Answers when something is newer than `since`, or after `wait` milliseconds.
asio::awaitable<http::response> server::impl::answer_poll(http::request call)
{
    const std::uint64_t since = number(call.query("since"), 0);
    const auto asked = static_cast<std::int64_t>(number(call.query("wait"), 0));
    const auto patience = std::min(poll_max, std::chrono::milliseconds{std::max<std::int64_t>(0, asked)});
    if (since == platform.version() && !stopping)
        co_await changed.wait(patience);
    co_return http::response{.body = page_state(platform, clock, since)};
}

asio::awaitable<bool> server::impl::post(delivery what)
{
    const auto where = http::parse_url(platform.state().setup.webhook_url);
    if (!where)
        co_return false;
    http::request call{.method = "POST", .target = where->target, .fields = {}, .body = what.body};
    call.fields.push_back({"Content-Type", "application/json"});
    if (!what.signature.empty())
        call.fields.push_back({"X-ZEvent-Signature", what.signature});
    if (what.template_service)
        call.fields.push_back({"X-ZEvent-Server", "ZNS"});
    if (what.retry > 0)
        call.fields.push_back({"num_retry", std::to_string(what.retry)});
    const std::string origin = where->origin();
    const auto answer = co_await client.send(origin, std::move(call));
    co_return answer.has_value() && answer->status == 200;
}

asio::awaitable<void> server::impl::deliver(std::shared_ptr<impl> self, delivery what)
{
    const std::uint64_t id = what.id;
    const bool accepted = co_await self->post(std::move(what));
    if (self->stopping)
        co_return; // the clock may be gone
    self->platform.settle(id, accepted, self->clock.now());
    self->refresh();
}

asio::awaitable<void> server::impl::pump(std::shared_ptr<impl> self)
{
    zalo_platform& platform = self->platform;
    while (!self->stopping) {
        if (self->watch.turned(self->clock))
            platform.state().chats.touch(); // a jump or a new speed is news for the page
        platform.advance(self->clock.now());
        while (!platform.state().setup.webhook_url.empty()) {
            auto next = platform.take(self->clock.now());
            if (!next)
                break;
            asio::co_spawn(self->executor, deliver(self, std::move(*next)), asio::detached);
        }
        self->tell();
        std::chrono::milliseconds pause = tick_idle;
        if (platform.next_due())
            pause = tick_due;
        co_await self->due.wait(pause);
    }
}

server::server(asio::any_io_executor executor, options setup, clock_control& clock)
    : impl_(std::make_shared<impl>(std::move(executor), std::move(setup), clock))
{
}

server::~server()
{
    impl_->stopping = true;
    impl_->due.ring();
    impl_->changed.ring();
    impl_->closing.ring();
}

void server::start()
{
    const options& setup = impl_->platform.state().setup;
    http::server_options front{.address = setup.address, .port = setup.port, .tls = {}};
    front.body_bytes_max = body_bytes_max;
    // The front end lives in impl: the handler must not keep impl alive.
    const std::weak_ptr<impl> weak = impl_;
    http::handler handle = [weak](http::request call) { return impl::handle(weak.lock(), std::move(call)); };
    impl_->front = std::make_unique<http::server>(impl_->executor, std::move(front), std::move(handle));
    impl_->front->start();
    impl_->platform.state().writer.set_base(base());
    asio::co_spawn(impl_->executor, impl::pump(impl_), asio::detached);
}

std::uint16_t server::port() const
{
    return impl_->front->port();
}

std::string server::base() const
{
    return "http://" + impl_->platform.state().setup.address + ":" + std::to_string(port());
}

asio::awaitable<void> server::stop(std::chrono::milliseconds grace)
{
    const auto self = impl_;
    self->stopping = true;
    self->due.ring();
    self->changed.ring();
    self->closing.ring();
    if (self->front)
        co_await self->front->stop(grace);
}

void server::set_webhook_url(std::string url)
{
    impl_->platform.state().setup.webhook_url = std::move(url);
    impl_->platform.state().chats.touch();
    impl_->refresh();
}

asio::awaitable<bool> server::probe()
{
    const auto self = impl_;
    delivery what;
    what.body = "{}";
    const bool accepted = co_await self->post(std::move(what));
    co_return accepted;
}

bot::result<std::string> server::say(const std::string& user_id, const std::string& text)
{
    auto done = impl_->platform.say(user_id, text, impl_->clock.now());
    impl_->refresh();
    return done;
}

bot::result<std::string> server::say_in_group(const std::string& group_id, const std::string& user_id,
                                              const std::string& text)
{
    auto done = impl_->platform.say_in_group(group_id, user_id, text, impl_->clock.now());
    impl_->refresh();
    return done;
}

bot::result<std::string> server::send_attachment(const std::string& user_id, const attachment& what)
{
    auto done = impl_->platform.attach(user_id, what, impl_->clock.now());
    impl_->refresh();
    return done;
}

bot::result<void> server::act(const std::string& user_id, deed what)
{
    auto done = impl_->platform.act(user_id, what, impl_->clock.now());
    impl_->refresh();
    return done;
}

std::vector<line> server::heard(const std::string& user_or_group, std::size_t from) const
{
    return impl_->platform.transcript(user_or_group, from);
}

asio::awaitable<std::optional<line>> server::expect(std::string user_or_group, std::size_t from,
                                                    std::string part, std::chrono::milliseconds patience)
{
    const auto self = impl_;
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        for (line& one : self->platform.transcript(user_or_group, from)) {
            const bool by_account = one.what.from.empty() && one.what.kind != message_kind::notice;
            if (by_account && one.what.text.find(part) != std::string::npos)
                co_return std::move(one);
        }
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left <= std::chrono::milliseconds::zero() || self->stopping)
            co_return std::nullopt;
        co_await self->changed.wait(left);
    }
}

void server::on_line(std::function<void(const line&)> callback)
{
    impl_->on_line = std::move(callback);
}

mail_desk& server::add_mailbox(mail_person who)
{
    return impl_->mail.emplace(std::move(who), impl_->clock);
}

zalo_platform& server::platform()
{
    return impl_->platform;
}

void server::refresh()
{
    impl_->refresh();
}

} // namespace adapters::sandbox
