#include "tests/mail_servers/bed.hpp"

#include "tests/adapters/http/loopback.hpp"

#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

using namespace adapters::email;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

std::string message_id_of(const std::string& raw)
{
    const auto at = raw.find("Message-ID: ");
    return at == std::string::npos ? std::string() : raw.substr(at + 12, raw.find('\r', at) - at - 12);
}

} // namespace

bed::bed()
{
    const char* const file = std::getenv("MAIL_SERVERS");
    if (file == nullptr)
        throw std::runtime_error("run by live_test.py, which starts the servers");
    std::ifstream in(file);
    const auto facts = nlohmann::json::parse(in);
    ports_ = facts.at("ports").get<std::map<std::string, std::uint16_t>>();
    ca_ = facts.at("ca").get<std::string>();
    folder_ = facts.at("folder").get<std::string>();
    postfix_ = facts.at("postfix").get<bool>();
}

std::string bed::output_of(const std::string& command) const
{
    const std::string line = "/usr/bin/python3 " PROJECT_DIR "/tests/mail_servers/mail_servers.py " + command;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(line.c_str(), "re"), ::pclose);
    std::string out;
    std::array<char, 4'096> piece{};
    for (std::size_t got = 1; pipe && got > 0;) {
        got = std::fread(piece.data(), 1, piece.size(), pipe.get());
        out.append(piece.data(), got);
    }
    return out;
}

void bed::act(const std::string& verb, const std::string& arguments) const
{
    const std::string line = "/usr/bin/python3 " PROJECT_DIR "/tests/mail_servers/mail_servers.py " + verb + " " + folder_ + " " + arguments + " >/dev/null";
    if (std::system(line.c_str()) != 0)
        throw std::runtime_error("mail_servers.py " + verb);
}

void bed::begin_act(const std::string& verb) const
{
    const std::string line = "/usr/bin/python3 " PROJECT_DIR "/tests/mail_servers/mail_servers.py " + verb + " " + folder_ + " >/dev/null &";
    if (std::system(line.c_str()) != 0)
        throw std::runtime_error("mail_servers.py " + verb);
}

std::string bed::token(const std::string& user, int ttl) const
{
    return output_of("token " + user + " " + std::to_string(ttl));
}

std::string bed::dovecot() const
{
    std::ifstream in(folder_ + "/run/master.pid");
    std::string pid;
    std::getline(in, pid);
    return pid;
}

mail_server bed::imap() const
{
    return {.host = "127.0.0.1", .port = port("imaps"), .how = protection::tls, .ca_file = ca_};
}

credentials bed::user(const std::string& name, const std::string& password) const
{
    return {.how = sign_in::password, .user = name, .password = bot::secret(password)};
}

smtp_options bed::submission(protection how) const
{
    smtp_options options;
    options.account = "bot";
    options.server = {.host = "localhost", .port = port(how == protection::tls ? "submissions" : "submission"), .how = how, .ca_file = ca_};
    options.who = user("bot@bv.test", "botpw");
    return options;
}

imap_inbox_options bed::inbox(const std::string& name) const
{
    imap_inbox_options options;
    options.account = name;
    options.server = imap();
    options.who = user(name);
    options.reconnect_first = 20ms;
    options.reconnect_max = 200ms;
    options.failed_again = 20ms;
    options.limits.connect = 2s; // a server going down may still take a connection and never answer
    options.limits.command = 3s;
    return options;
}

inbox_ports mail_keeper::ports()
{
    return {.accept = [this](received_mail mail) { return accept(std::move(mail)); },
            .load_position = [this](std::string, std::string folder) { return load(std::move(folder)); },
            .settled = [this](const std::string&, const std::string& folder, position at) { positions[folder] = at; },
            .alarm = [this](const mail_alarm& one) { alarms.push_back(one); },
            .random = [] { return 0.5; },
            .now = [] { return std::chrono::steady_clock::now(); }};
}

asio::awaitable<acceptance> mail_keeper::accept(received_mail mail)
{
    co_await asio::post(io_, asio::use_awaitable); // as a commit on another thread would
    const int times = ++seen[message_id_of(mail.raw)];
    mails.push_back(mail);
    if (before_verdict)
        before_verdict(mails.size());
    asio::steady_timer moment(io_);
    while (may_go_on && !may_go_on()) {
        moment.expires_after(5ms);
        co_await moment.async_wait(asio::use_awaitable);
    }
    if (verdict)
        co_return verdict(mail);
    co_return times == 1 ? acceptance::stored : acceptance::duplicate;
}

asio::awaitable<position> mail_keeper::load(std::string folder)
{
    co_return positions[folder];
}

inbox_counts run_inbox(asio::io_context& io, const imap_inbox_options& options, mail_keeper& keeper, const std::function<bool(const imap_inbox&)>& enough)
{
    imap_inbox inbox(io.get_executor(), options, keeper.ports());
    bool ended = false;
    loopback::run(io, [&]() -> asio::awaitable<void> {
        auto work = inbox.run();
        asio::co_spawn(io, std::move(work), [&ended](const std::exception_ptr&) { ended = true; });
        asio::steady_timer moment(io);
        while (!enough(inbox)) {
            moment.expires_after(2ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
        inbox.stop();
        while (!ended) {
            moment.expires_after(2ms);
            co_await moment.async_wait(asio::use_awaitable);
        }
    });
    return inbox.counts();
}
