#include "adapters/zalo/access_token.hpp"

#include "adapters/zalo/api_request.hpp"
#include "adapters/zalo/consent.hpp"
#include "bot/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <utility>

namespace adapters::zalo {

namespace asio = boost::asio;

namespace {

constexpr auto awaitable_tuple = asio::as_tuple(asio::use_awaitable);

/// Longest that `get` waits for a refresh under way: connect and exchange of the HTTP client, and the two saves.
constexpr std::chrono::seconds get_within{25};
/// The bot's clock may run faster than the wall's (demo) or be set: look at it again after at most this.
constexpr std::chrono::seconds look_again{1};

std::string_view name_of(token_trouble what)
{
    switch (what) {
    case token_trouble::chain_lost: return "chain_lost";
    case token_trouble::configuration: return "configuration";
    case token_trouble::not_saved: return "not_saved";
    case token_trouble::failing: return "failing";
    }
    return "unknown";
}

} // namespace

struct access_token::impl : std::enable_shared_from_this<access_token::impl> {
    impl(const asio::any_io_executor& executor, http::client& to, token_store& in, access_token_options what, access_token::ports with)
        : client(to), store(in), options(std::move(what)), world(std::move(with)), keeper(options.keeper),
          consents(options.app_id, options.oauth_base, options.redirect_uri), wake(executor), news(executor)
    {
        news.expires_at(asio::steady_timer::time_point::max());
    }

    http::client& client;
    token_store& store;
    access_token_options options;
    access_token::ports world;
    token_keeper keeper;
    consent consents;
    std::deque<keeper_action> todo;
    asio::steady_timer wake; ///< the runner sleeps on it; cancelled when there is something to do
    asio::steady_timer news; ///< those who want a token sleep on it; cancelled when that may have changed
    bool stopped = false;

    void feed(const keeper_event& event)
    {
        for (keeper_action& next : keeper.on(event, world.now()))
            todo.push_back(std::move(next));
        wake.cancel();
    }
    asio::awaitable<void> run();
    asio::awaitable<void> load();
    asio::awaitable<void> perform(keeper_action next);
    asio::awaitable<void> sleep();
    asio::awaitable<bot::result<std::string>> get();
    asio::awaitable<http::response> finish(http::request visit);
    asio::awaitable<bool> durable();
    asio::awaitable<bot::result<std::string>> account_of(std::string access);
    void alarm(const raise_alarm& what);
};

void access_token::impl::alarm(const raise_alarm& what)
{
    bot::log::warning("zalo.token_trouble", {{"what", name_of(what.what)}, {"detail", what.detail}});
    if (!world.alarm)
        return;
    token_alarm told{.what = what.what, .detail = what.detail, .consent_url = {}};
    if (what.what == token_trouble::chain_lost)
        told.consent_url = consents.start_url();
    world.alarm(told);
}

asio::awaitable<void> access_token::impl::perform(keeper_action next)
{
    if (auto* save = std::get_if<save_record>(&next)) {
        const auto number = save->number;
        bot::result<void> kept = bot::fail(bot::errc::unreachable, "token store");
        try {
            kept = co_await store.save(std::move(save->record));
        } catch (const std::exception& failure) {
            kept = bot::fail(bot::errc::unreachable, failure.what());
        }
        if (kept)
            feed(record_saved{number});
        else
            feed(record_not_saved{number, kept.error().detail});
    } else if (const auto* ask = std::get_if<ask_refresh>(&next)) {
        http::request what = token_by_refresh(options.app_id, options.app_secret.reveal(), ask->refresh);
        const auto answer = co_await client.send(options.oauth_base, std::move(what));
        if (answer)
            feed(refresh_answered{parse_token_answer(answer->status, answer->body), answer->body});
        else
            feed(refresh_unanswered{answer.error().detail.starts_with("unsent: "), answer.error().detail});
    } else if (const auto* trouble = std::get_if<raise_alarm>(&next)) {
        alarm(*trouble);
    } else {
        news.cancel();
    }
}

asio::awaitable<void> access_token::impl::sleep()
{
    std::chrono::milliseconds length = look_again;
    if (const auto at = keeper.wake_at())
        length = std::clamp<std::chrono::milliseconds>(*at - world.now(), std::chrono::milliseconds(1), look_again);
    wake.expires_after(length);
    const auto [ignored] = co_await wake.async_wait(awaitable_tuple);
    static_cast<void>(ignored);
}

asio::awaitable<void> access_token::impl::load()
{
    while (!stopped) {
        auto found = co_await store.load();
        if (found) {
            feed(record_loaded{std::move(*found), options.first_refresh.reveal()});
            co_return;
        }
        bot::log::warning("zalo.tokens_not_loaded", {{"detail", found.error().detail}});
        co_await sleep();
    }
}

asio::awaitable<void> access_token::impl::run()
{
    const auto self = shared_from_this();
    co_await load();
    while (!stopped) {
        if (todo.empty()) {
            co_await sleep();
            feed(time_passed{});
        } else {
            keeper_action next = std::move(todo.front());
            todo.pop_front();
            co_await perform(std::move(next));
        }
    }
}

asio::awaitable<bot::result<std::string>> access_token::impl::get()
{
    const auto self = shared_from_this();
    const auto until = std::chrono::steady_clock::now() + get_within;
    for (;;) {
        if (auto token = keeper.access(world.now()))
            co_return std::move(*token);
        if (keeper.where() == token_keeper::phase::lost)
            co_return bot::fail(bot::errc::unauthentic, "zalo token: consent needed");
        if (stopped || !keeper.pending() || std::chrono::steady_clock::now() >= until)
            co_return bot::fail(bot::errc::unreachable, "unsent: no zalo token at present");
        // Everybody waits on one timer: expiry is set once, telling is cancelling.
        asio::steady_timer limit(news.get_executor());
        limit.expires_at(until);
        limit.async_wait([self](const boost::system::error_code& failure) {
            if (!failure)
                self->news.cancel();
        });
        const auto [ignored] = co_await news.async_wait(awaitable_tuple);
        static_cast<void>(ignored);
    }
}

/// After consent: whether the new pair is on disk. As long as it cannot be stored this waits, but not for ever.
asio::awaitable<bool> access_token::impl::durable()
{
    const auto until = std::chrono::steady_clock::now() + get_within;
    asio::steady_timer pause(news.get_executor());
    while (keeper.where() == token_keeper::phase::saving && std::chrono::steady_clock::now() < until && !stopped) {
        pause.expires_after(std::chrono::milliseconds(20));
        const auto [ignored] = co_await pause.async_wait(awaitable_tuple);
        static_cast<void>(ignored);
    }
    co_return keeper.where() == token_keeper::phase::idle;
}

/// The Official Account that a token is for, as the platform says.
asio::awaitable<bot::result<std::string>> access_token::impl::account_of(std::string access)
{
    http::request what = account_info().what;
    const std::string_view proof_key = options.appsecret_proof ? options.app_secret.reveal() : std::string_view();
    authorise(what, access, proof_key);
    const auto answer = co_await client.send(options.openapi_base, std::move(what));
    if (!answer)
        co_return bot::fail(answer.error().code, answer.error().detail);
    const api_answer told = parse_answer(answer->body);
    if (told.account_id.empty())
        co_return bot::fail(bot::errc::rejected, "account unknown: " + std::to_string(told.error) + " " + told.message);
    co_return told.account_id;
}

asio::awaitable<http::response> access_token::impl::finish(http::request visit)
{
    const auto self = shared_from_this();
    const auto page = [this](unsigned status, std::string_view key) {
        return http::response{.status = status,
                              .content_type = "text/plain; charset=utf-8",
                              .body = world.text ? world.text(key) : std::string(key),
                              .fields = {}};
    };
    const auto verifier = consents.redeem(visit.query("state"), world.now());
    const std::string code = visit.query("code");
    if (!verifier || code.empty())
        co_return page(400, "cli.consent.stale");
    const std::string account = visit.query("oa_id");
    if (!options.oa_id.empty() && !account.empty() && account != options.oa_id)
        co_return page(403, "cli.consent.other_account");
    http::request what = token_by_code(options.app_id, options.app_secret.reveal(), code, *verifier);
    const auto answer = co_await client.send(options.oauth_base, std::move(what));
    if (!answer) {
        bot::log::warning("zalo.consent_failed", {{"detail", answer.error().detail}});
        co_return page(502, "cli.consent.failed");
    }
    const token_answer told = parse_token_answer(answer->status, answer->body);
    if (const auto* refusal = std::get_if<token_refusal>(&told)) {
        bot::log::warning("zalo.consent_failed", {{"code", refusal->code}, {"detail", refusal->detail}});
        co_return page(502, "cli.consent.failed");
    }
    const token_grant& grant = std::get<token_grant>(told);
    if (!options.oa_id.empty()) {
        const auto owner = co_await account_of(grant.access);
        if (!owner) {
            bot::log::warning("zalo.consent_failed", {{"detail", owner.error().detail}});
            co_return page(502, "cli.consent.failed");
        }
        if (*owner != options.oa_id) {
            bot::log::warning("zalo.consent_of_another_account", {{"oa_id", *owner}});
            co_return page(403, "cli.consent.other_account");
        }
    }
    feed(consent_given{grant});
    const bool kept = co_await durable();
    if (!kept)
        co_return page(503, "cli.consent.failed");
    co_return page(200, "cli.consent.done");
}

access_token::access_token(asio::any_io_executor executor, http::client& client, token_store& store,
                           access_token_options options, ports world)
    : impl_(std::make_shared<impl>(executor, client, store, std::move(options), std::move(world)))
{
}

access_token::~access_token()
{
    stop();
}

asio::awaitable<void> access_token::run()
{
    return impl_->run();
}

void access_token::stop()
{
    impl_->stopped = true;
    impl_->wake.cancel();
    impl_->news.cancel();
}

asio::awaitable<bot::result<std::string>> access_token::get()
{
    return impl_->get();
}

asio::awaitable<bot::result<std::string>> access_token::renew(std::string rejected)
{
    impl_->feed(token_rejected{std::move(rejected)});
    return impl_->get();
}

bool access_token::usable() const
{
    return impl_->keeper.access(impl_->world.now()).has_value();
}

token_keeper::phase access_token::where() const
{
    return impl_->keeper.where();
}

http::response access_token::start_consent(const http::request& visit)
{
    http::response answer{.status = 302, .content_type = {}, .body = {}, .fields = {}};
    answer.fields.push_back({"Location", impl_->consents.begin(http::find(visit.fields, "Host"), impl_->world.now())});
    answer.fields.push_back({"Cache-Control", "no-store"});
    return answer;
}

asio::awaitable<http::response> access_token::finish_consent(http::request visit)
{
    return impl_->finish(std::move(visit));
}

} // namespace adapters::zalo
