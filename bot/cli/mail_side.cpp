#include "bot/cli/mail_side.hpp"

#include "bot/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <random>

namespace cli {

namespace asio = boost::asio;
namespace email = adapters::email;

namespace {

constexpr int mails_per_minute = 600; ///< ordinary submission servers refuse more
const std::string account = "mail";

email::mail_server server_of(const config::mail_server_settings& from, const std::string& common_ca)
{
    const auto how = from.security == "tls" ? email::protection::tls : from.security == "starttls" ? email::protection::starttls : email::protection::none;
    return {.host = from.host, .port = from.port, .how = how, .ca_file = from.ca_file.empty() ? common_ca : from.ca_file};
}

email::credentials credentials_of(const config::mail_server_settings& from)
{
    if (from.user.empty())
        return {.how = email::sign_in::nothing};
    email::credentials made{.how = from.xoauth2 ? email::sign_in::xoauth2 : email::sign_in::password, .user = from.user, .password = from.password};
    made.token = [token = from.password](bool) -> asio::awaitable<bot::result<std::string>> { co_return token.reveal(); };
    return made;
}

void raise(const email::mail_alarm& what)
{
    bot::log::error("mail.alarm", {{"kind", std::string(name_of(what.what))}, {"account", what.account}, {"folder", what.folder}, {"detail", what.detail}});
}

email::reading_options reading_of(const config::mail_settings& own, const bot::flow::knowledge& know)
{
    email::reading_options options;
    options.own_addresses = {own.address};
    options.verp_prefix = "b.";
    options.trusted_authserv_ids = own.trusted_authserv_ids;
    for (const auto& language : know.texts.languages())
        for (const auto& field : know.form("full_report").fields) {
            const auto label = field.prompt + ".label";
            options.form_labels.push_back(know.texts.text(language, {know.texts.has(label) ? label : field.prompt}));
        }
    return options;
}

std::function<double()> chance()
{
    return [engine = std::make_shared<std::mt19937_64>(std::random_device{}())] { return std::uniform_real_distribution<double>(0, 1)(*engine); };
}

} // namespace

mail_side::mail_side(asio::any_io_executor executor, const config::settings& all, adapters::engine& core, adapters::clock time, adapters::metrics& figures)
    : own_(*all.email), executor_(executor), readers_(1),
      inlet_(executor, readers_.get_executor(), core, {.address = own_.address, .folder = all.attachments, .reading = reading_of(own_, core.knowledge())}, time,
             [&figures](const std::string& outcome) { figures.event("email", outcome); }),
      channel_({own_.address, own_.name, core.knowledge().texts.text(core.knowledge().policy.language, {"letter.reply_above"})},
               [this](email::envelope what) { return carry(std::move(what)); }, time.now),
      dispatcher_(executor, {.per_minute = mails_per_minute},
                  {.send = [this](bot::flow::sending what) { return channel_.send(std::move(what)); },
                   .settle = [&core](bot::flow::settlement fate) { core.settle(std::move(fate)); },
                   .now = time.now,
                   .attempted = [&figures](const bot::flow::sending&, const bot::flow::send_outcome& how) { figures.send("email", std::string(name_of(how.what))); }})
{
    email::inbox_ports ports;
    ports.accept = [this](email::received_mail mail) { return inlet_.accept(std::move(mail)); };
    ports.load_position = [this](std::string of, std::string folder) { return inlet_.load_position(std::move(of), std::move(folder)); };
    ports.alarm = raise;
    ports.random = chance();
    ports.now = [] { return std::chrono::steady_clock::now(); };
    if (own_.in.server) {
        email::imap_inbox_options options;
        options.account = account;
        options.server = server_of(*own_.in.server, all.ca_file);
        options.who = credentials_of(*own_.in.server);
        options.folders = own_.in.folders;
        options.processed_folder = own_.in.processed_folder;
        imap_ = std::make_unique<email::imap_inbox>(executor, std::move(options), std::move(ports));
    } else {
        maildir_ = std::make_unique<email::maildir_inbox>(executor, email::maildir_inbox_options{.account = account, .folder = own_.in.maildir}, std::move(ports));
    }
    if (own_.out.server) {
        email::smtp_options options;
        options.account = account;
        options.server = server_of(*own_.out.server, all.ca_file);
        options.who = credentials_of(*own_.out.server);
        options.greeting_name = own_.address.substr(own_.address.rfind('@') + 1);
        smtp_ = std::make_unique<email::smtp_sender>(executor, std::move(options), email::smtp_ports{raise, [] { return std::chrono::steady_clock::now(); }});
    } else {
        drop_ = std::make_unique<email::maildir_sender>([below = own_.out.maildir](const std::string& recipient) {
            const bool one_folder = recipient.find('/') == std::string::npos; // an address may hold one; it shall not lead elsewhere
            return one_folder ? below / recipient : std::filesystem::path();
        });
    }
}

asio::awaitable<bot::flow::send_outcome> mail_side::carry(email::envelope what)
{
    if (drop_)
        co_return drop_->send(what);
    bot::flow::send_outcome outcome = co_await smtp_->send(std::move(what));
    co_return outcome;
}

void mail_side::start()
{
    auto task = imap_ ? imap_->run() : maildir_->run();
    asio::co_spawn(executor_, std::move(task), asio::detached);
}

asio::awaitable<void> mail_side::stop(std::chrono::milliseconds grace)
{
    if (imap_)
        imap_->stop();
    if (maildir_)
        maildir_->stop();
    co_await dispatcher_.stop(grace);
    if (smtp_)
        co_await smtp_->leave();
    readers_.join();
}

std::string mail_side::trouble() const
{
    const auto in = imap_ ? imap_->healthy() : maildir_->healthy();
    if (!in.good)
        return in.reason;
    return smtp_ ? smtp_->trouble() : "";
}

} // namespace cli
