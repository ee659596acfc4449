#include "bot/cli/service.hpp"

#include "adapters/engine.hpp"
#include "adapters/file_loop.hpp"
#include "adapters/http/client.hpp"
#include "adapters/http/server.hpp"
#include "adapters/metrics.hpp"
#include "adapters/zalo/access_token.hpp"
#include "adapters/zalo/attachment_fetcher.hpp"
#include "adapters/zalo/channel.hpp"
#include "adapters/dispatcher.hpp"
#include "adapters/zalo/stored_tokens.hpp"
#include "adapters/zalo/webhook.hpp"
#include "bot/cli/mail_side.hpp"
#include "bot/cli/readiness.hpp"
#include "bot/log.hpp"
#include "config/loopback.hpp"
#include "store/database.hpp"
#include "store/writer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

namespace cli {

namespace asio = boost::asio;
namespace http = adapters::http;
namespace zalo = adapters::zalo;

namespace {

constexpr std::chrono::seconds grace{5}; ///< for what is under way when the bot is asked to stop

http::response text_page(unsigned status, std::string body, const std::string& type = "text/plain; charset=utf-8")
{
    return {.status = status, .content_type = type, .body = std::move(body)};
}

std::filesystem::path prepared(const std::filesystem::path& database)
{
    if (database.has_parent_path())
        std::filesystem::create_directories(database.parent_path());
    return database;
}

zalo::sink_outcome to_sink(adapters::acceptance how)
{
    switch (how) {
    case adapters::acceptance::stored: return zalo::sink_outcome::stored;
    case adapters::acceptance::duplicate: return zalo::sink_outcome::duplicate;
    case adapters::acceptance::failed: return zalo::sink_outcome::failed;
    }
    return zalo::sink_outcome::failed;
}

} // namespace

/// The Zalo side: absent when the configuration has no "zalo" section.
struct zalo_side {
    zalo_side(asio::any_io_executor executor, const config::settings& all, adapters::engine& core, http::client& client, adapters::clock time,
              adapters::metrics& figures, asio::any_io_executor disk)
        : own(*all.zalo), records(core),
          tokens(executor, client, records,
                 {.app_id = own.app_id,
                  .app_secret = own.app_secret,
                  .oa_id = own.oa_id,
                  .first_refresh = own.refresh_token,
                  .oauth_base = own.oauth_base,
                  .openapi_base = own.openapi_base,
                  .redirect_uri = all.public_url.empty() ? "" : all.public_url + "/oauth/zalo/callback",
                  .appsecret_proof = own.appsecret_proof},
                 {.now = time.now,
                  .alarm =
                      [](const zalo::token_alarm& what) {
                          bot::log::error("zalo.token", {{"trouble", what.detail}, {"consent_url", what.consent_url}});
                      },
                  .text =
                      [&core](std::string_view key) {
                          const auto& know = core.knowledge();
                          return know.texts.text(know.policy.language, {std::string(key)});
                      }}),
          channel(client, tokens,
                  {.openapi_base = own.openapi_base,
                   .business_base = own.business_base,
                   .app_secret_for_proof = own.appsecret_proof ? own.app_secret : bot::secret{},
                   .ask_phone_image = own.phone_card_image}),
          dispatcher(executor, {.per_minute = static_cast<int>(own.sends_per_minute)},
                     {.send = [this](bot::flow::sending what) { return channel.send(std::move(what)); },
                      .settle = [&core](bot::flow::settlement fate) { core.settle(std::move(fate)); },
                      .now = time.now,
                      .attempted =
                          [&figures](const bot::flow::sending&, const bot::flow::send_outcome& how) {
                              figures.send("zalo", std::string(name_of(how.what)));
                          }}),
          fetcher(client, std::move(disk), {.folder = all.attachments, .hosts = own.attachment_hosts, .loopback = config::is_loopback_url(own.openapi_base)}),
          files(executor, core, fetcher, all.attachments, time),
          webhook({.secrets = {own.app_id, own.oa_secret_key, own.oa_id, own.app_secret}, .domain_verifier = own.verifier},
                  {.sink = [&core](bot::flow::inbound event) { return hand_in(core, std::move(event)); },
                   .count = [&figures](zalo::event_outcome how) { figures.event("zalo", std::string(name_of(how))); }})
    {
    }

    static asio::awaitable<zalo::sink_outcome> hand_in(adapters::engine& core, bot::flow::inbound event)
    {
        const auto how = co_await core.accept(std::move(event));
        co_return to_sink(how);
    }

    config::zalo_settings own;
    zalo::stored_tokens records;
    zalo::access_token tokens;
    zalo::channel channel;
    adapters::dispatcher dispatcher;
    zalo::attachment_fetcher fetcher;
    adapters::file_loop files;
    zalo::webhook webhook;
};

struct service::impl {
    impl(asio::io_context& io, config::settings all, bot::flow::knowledge_ptr knowledge, adapters::clock time)
        : executor(io.get_executor()), settings(std::move(all)), disk(1), db(prepared(settings.database)), writer(db), client(executor, {}, settings.ca_file),
          core(executor, writer, std::move(knowledge), time,
               {.push = [this](bot::flow::outbound message) { push(std::move(message)); },
                .withdraw = [this](std::int64_t id) { withdraw(id); },
                .attachments_wait = [this] { if (zalo_part) zalo_part->files.wake(); },
                .remove_file =
                    [this](const std::string& name) {
                        std::error_code ignored; // gone already is as good
                        std::filesystem::remove(settings.attachments / std::filesystem::path(name).filename(), ignored);
                    },
                .unreachable = [this](std::vector<store::unreachable> people) { unreachable = std::move(people); },
                .quota = [this](const bot::flow::quota_figures& now) { quota = now; }}),
          server(executor, web_options(), [this](http::request what) { return route(std::move(what)); })
    {
        std::filesystem::create_directories(settings.attachments);
        if (settings.zalo)
            zalo_part = std::make_unique<zalo_side>(executor, settings, core, client, time, figures, disk.get_executor());
        if (settings.email)
            mail_part = std::make_unique<mail_side>(executor, settings, core, time, figures);
        figures.gauge("store_groups", "Transactions committed since the start, each one flush.", [this] { return static_cast<double>(writer.figures().groups); });
        figures.gauge("log_errors", "Error lines written since the start.", [] { return static_cast<double>(bot::log::errors_written()); });
        figures.gauge("store_jobs", "Jobs in them.", [this] { return static_cast<double>(writer.figures().jobs); });
        figures.gauge("people_unreachable", "Flags on channels of people with a role.", [this] { return static_cast<double>(unreachable.size()); });
        show_quota();
        figures.gauge("sender_waiting", "Messages whose fate is open.", [this] { return zalo_part ? static_cast<double>(zalo_part->dispatcher.size()) : 0.0; });
    }

    /// What is left is shown where the configuration sets a budget.
    void show_quota()
    {
        if (!settings.zalo)
            return;
        figures.gauge("quota_billed_used", "Billed messages sent this month.", [this] { return static_cast<double>(quota.billed_used); });
        figures.gauge("quota_templates_used", "Template messages sent this month.", [this] { return static_cast<double>(quota.templates_used); });
        if (settings.zalo->quota.billed_per_month)
            figures.gauge("quota_billed_remaining", "Of the month's budget.", [this] { return static_cast<double>(quota.billed_left.value_or(0)); });
        if (settings.zalo->quota.templates_per_month)
            figures.gauge("quota_templates_remaining", "Of the month's budget.", [this] { return static_cast<double>(quota.templates_left.value_or(0)); });
    }

    http::server_options web_options() const
    {
        http::server_options options;
        options.address = settings.listen.address;
        options.port = settings.listen.port;
        if (settings.listen.tls)
            options.tls = http::tls_files{settings.listen.tls->certificate.string(), settings.listen.tls->key.string()};
        return options;
    }

    void push(bot::flow::outbound message)
    {
        const bool by_zalo = message.to.channel != bot::flow::channel_kind::email;
        if (!by_zalo && mail_part) {
            mail_part->sender().push(std::move(message));
            return;
        }
        if (by_zalo && zalo_part) {
            if (message.to.channel == bot::flow::channel_kind::zalo_template)
                message.template_id = zalo_part->own.template_id;
            else if (message.kind == bot::flow::outbound_kind::templated)
                message.template_id = zalo_part->own.uid_template_id;
            zalo_part->dispatcher.push(std::move(message));
            return;
        }
        bot::flow::settlement fate;
        fate.message = std::move(message);
        fate.outcome.what = bot::flow::send_class::setup;
        fate.outcome.detail = "no such channel is configured";
        core.settle(std::move(fate));
    }

    void withdraw(std::int64_t id)
    {
        if (zalo_part)
            zalo_part->dispatcher.cancel(id);
        if (mail_part)
            mail_part->sender().cancel(id);
    }

    /// Why the bot cannot do its work now; empty when it can.
    std::vector<trouble> troubles() const
    {
        std::vector<trouble> reasons;
        if (const auto fault = writer.figures().fault; !fault.empty())
            reasons.push_back({"store", fault});
        if (zalo_part && !zalo_part->tokens.usable())
            reasons.push_back({"zalo", "no usable access token"});
        if (mail_part)
            if (const auto why = mail_part->trouble(); !why.empty())
                reasons.push_back({"email", why});
        return reasons;
    }

    http::response readiness() const
    {
        const auto reasons = troubles();
        return text_page(reasons.empty() ? 200 : 503, readiness_page(reasons, unreachable), "application/json");
    }

    asio::awaitable<http::response> route(http::request what)
    {
        const std::string path(what.path());
        if (zalo_part && path == "/webhooks/zalo") {
            if (what.method != "POST")
                co_return text_page(405, "POST only\n");
            co_return co_await zalo_part->webhook.post(std::move(what));
        }
        if (what.method != "GET" && what.method != "HEAD")
            co_return text_page(405, "GET only\n");
        if (path == "/healthz")
            co_return text_page(200, "ok\n");
        if (path == "/readyz")
            co_return readiness();
        if (path == "/metrics")
            co_return text_page(200, figures.text(), "text/plain; version=0.0.4; charset=utf-8");
        if (zalo_part && path == "/oauth/zalo/start")
            co_return zalo_part->tokens.start_consent(what);
        if (zalo_part && path == "/oauth/zalo/callback")
            co_return co_await zalo_part->tokens.finish_consent(std::move(what));
        if (zalo_part)
            if (auto proof = zalo_part->webhook.domain_proof(what))
                co_return std::move(*proof);
        co_return text_page(404, "not found\n");
    }

    asio::any_io_executor executor;
    config::settings settings;
    adapters::metrics figures;
    std::vector<store::unreachable> unreachable; ///< as the last job that changed it left it
    bot::flow::quota_figures quota;
    asio::thread_pool disk; ///< flushes of downloaded files, so that they never hold the loop up
    store::database db;
    store::writer writer;
    http::client client;
    adapters::engine core;
    std::unique_ptr<zalo_side> zalo_part;
    std::unique_ptr<mail_side> mail_part;
    http::server server;
};

service::service(asio::io_context& io, config::settings settings, bot::flow::knowledge_ptr knowledge, adapters::clock time)
    : impl_(std::make_unique<impl>(io, std::move(settings), std::move(knowledge), std::move(time)))
{
}

service::~service() = default;

void service::start()
{
    impl_->server.start();
    impl_->core.start();
    if (impl_->zalo_part) {
        auto chain = impl_->zalo_part->tokens.run();
        asio::co_spawn(impl_->executor, std::move(chain), asio::detached);
        impl_->zalo_part->files.wake();
    }
    if (impl_->mail_part)
        impl_->mail_part->start();
    bot::log::info("serving", {{"port", static_cast<std::int64_t>(port())}});
}

std::uint16_t service::port() const
{
    return impl_->server.port();
}

asio::awaitable<void> service::stop()
{
    co_await impl_->server.stop(grace);
    impl_->core.stop();
    if (impl_->zalo_part) {
        impl_->zalo_part->files.stop();
        co_await impl_->zalo_part->dispatcher.stop(grace);
        impl_->zalo_part->tokens.stop();
    }
    if (impl_->mail_part)
        co_await impl_->mail_part->stop(grace);
    impl_->writer.stop();
    impl_->db.checkpoint();
    bot::log::info("stopped");
}

void service::adopt(bot::flow::knowledge_ptr knowledge)
{
    impl_->core.adopt(std::move(knowledge));
}

void service::clock_changed()
{
    impl_->core.clock_changed();
}

} // namespace cli
