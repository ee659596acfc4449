#include "adapters/email_inlet.hpp"

#include "adapters/email_event.hpp"
#include "adapters/zalo/partial_file.hpp"
#include "bot/log.hpp"
#include "store/mail.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace adapters {

namespace asio = boost::asio;

namespace {

std::string place_key(const email::received_mail& mail)
{
    const std::string place = mail.account + "|" + mail.folder + "|" + std::to_string(mail.uidvalidity) + "|" + std::to_string(mail.uid) + "|" + mail.file;
    std::array<unsigned char, 32> made{};
    unsigned size = 0;
    if (EVP_Digest(place.data(), place.size(), made.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    return std::string(made.begin(), made.end()).substr(0, 16);
}

/// Runs a job on the writer and completes on the caller's executor with whether it was committed.
asio::awaitable<bool> committed(engine& core, store::job work)
{
    auto initiate = [&core, work = std::move(work)](auto handler) mutable {
        auto answer = std::make_shared<decltype(handler)>(std::move(handler));
        core.run(std::move(work), [answer](bool done) { std::move (*answer)(done); });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(std::move(initiate), asio::use_awaitable);
}

void write_files(const email::letter& letter, const bot::flow::inbound& event, const std::filesystem::path& folder)
{
    for (std::size_t i = 0; i < letter.attachments.size(); ++i) {
        const auto& file = letter.attachments[i];
        if (file.flags.inline_image || file.flags.too_large)
            continue;
        const std::string name = file_of(event.dedup_key, i);
        const auto unfinished = folder / ("." + name + ".part");
        std::error_code ignored; // as a rule there is none: only a run that died leaves one
        std::filesystem::remove(unfinished, ignored);
        auto partial = zalo::partial_file::create(unfinished);
        if (!partial || !partial->append(file.content))
            throw std::runtime_error("cannot write an attachment");
        if (const auto kept = partial->keep(folder, name); !kept)
            throw std::runtime_error("cannot keep an attachment: " + kept.error().detail);
    }
}

} // namespace

email_inlet::email_inlet(asio::any_io_executor executor, asio::any_io_executor worker, engine& core, email_inlet_options options, clock time, counter count)
    : executor_(std::move(executor)), worker_(std::move(worker)), core_(core), options_(std::move(options)), time_(std::move(time)), count_(std::move(count))
{
}

asio::awaitable<int> email_inlet::count_try(std::string key)
{
    auto tries = std::make_shared<int>(0);
    store::job work = [tries, key, now = time_.now()](store::transaction& tx) { *tries = store::count_mail_try(tx, key, now); };
    const bool done = co_await committed(core_, std::move(work));
    co_return done ? *tries : 0;
}

asio::awaitable<bot::flow::inbound> email_inlet::read(email::received_mail mail)
{
    // Reading costs milliseconds and a file's flush may cost a disk's: neither belongs on the event loop.
    auto initiate = [this, mail = std::make_shared<email::received_mail>(std::move(mail))](auto handler) {
        auto answer = std::make_shared<decltype(handler)>(std::move(handler));
        asio::post(worker_, [this, mail, answer] {
            bot::flow::inbound event;
            std::exception_ptr failed;
            try {
                const auto letter = email::read_letter(mail->raw, options_.reading);
                event = event_of(letter, *mail, options_.address);
                write_files(letter, event, options_.folder);
            } catch (...) {
                failed = std::current_exception();
            }
            asio::post(executor_, [answer, failed, event = std::move(event)]() mutable { std::move (*answer)(failed, std::move(event)); });
        });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, bot::flow::inbound)>(std::move(initiate), asio::use_awaitable);
}

asio::awaitable<std::optional<int>> email_inlet::known_tries(std::string key)
{
    auto tries = std::make_shared<int>(0);
    store::job work = [tries, key](store::transaction& tx) { *tries = store::mail_tries(tx, key); };
    const bool done = co_await committed(core_, std::move(work));
    co_return done ? std::optional(*tries) : std::nullopt;
}

asio::awaitable<void> email_inlet::enter_alone()
{
    if (!one_alone_) {
        one_alone_ = true;
        co_return;
    }
    auto turn = std::make_shared<asio::steady_timer>(executor_);
    turn->expires_at(asio::steady_timer::time_point::max());
    waiting_.push_back(turn);
    const auto [called] = co_await turn->async_wait(asio::as_tuple(asio::use_awaitable));
    static_cast<void>(called);
}

void email_inlet::leave_alone()
{
    if (waiting_.empty()) {
        one_alone_ = false;
        return;
    }
    waiting_.front()->cancel();
    waiting_.pop_front();
}

void email_inlet::forget_try(const std::string& key)
{
    core_.run([key](store::transaction& tx) { store::forget_mail_tries(tx, key); }, [](bool) {});
}

asio::awaitable<email::acceptance> email_inlet::take(email::received_mail mail, std::string key, bool suspect)
{
    const int tries = co_await count_try(key);
    if (tries == 0)
        co_return email::acceptance::failed;
    if (tries > options_.tries_max) {
        bot::log::error("mail.poison", {{"folder", mail.folder}, {"uid", static_cast<std::int64_t>(mail.uid)}, {"file", mail.file}});
        count_("quarantine");
        co_return email::acceptance::quarantine;
    }
    bot::flow::inbound event;
    std::string trouble;
    try {
        event = co_await read(std::move(mail));
    } catch (const std::exception& why) {
        trouble = why.what(); // the disk, not the mail: reading takes any bytes
    }
    if (suspect) {
        // It was read and nothing happened: acquitted before anything else can kill the program.
        store::job acquit = [key](store::transaction& tx) { store::forget_mail_tries(tx, key); };
        const bool noted = co_await committed(core_, std::move(acquit));
        static_cast<void>(noted);
    }
    acceptance how = acceptance::failed;
    if (trouble.empty())
        how = co_await core_.accept(std::move(event));
    else
        bot::log::error("mail.files_not_kept", {{"why", trouble}});
    if (!suspect)
        forget_try(key);
    count_(how == acceptance::stored ? "accepted" : how == acceptance::duplicate ? "duplicate" : "failed");
    co_return how == acceptance::stored ? email::acceptance::stored : how == acceptance::duplicate ? email::acceptance::duplicate : email::acceptance::failed;
}

asio::awaitable<email::acceptance> email_inlet::accept(email::received_mail mail)
{
    std::string key = place_key(mail);
    const auto before = co_await known_tries(key);
    if (!before)
        co_return email::acceptance::failed;
    const bool suspect = *before > 0;
    if (suspect)
        co_await enter_alone();
    email::acceptance how = email::acceptance::failed;
    std::exception_ptr thrown;
    try {
        how = co_await take(std::move(mail), std::move(key), suspect);
    } catch (...) {
        thrown = std::current_exception();
    }
    if (suspect)
        leave_alone();
    if (thrown)
        std::rethrow_exception(thrown);
    co_return how;
}

asio::awaitable<email::position> email_inlet::load_position(std::string account, std::string folder)
{
    auto found = std::make_shared<email::position>();
    store::job work = [found, account, folder](store::transaction& tx) {
        if (const auto kept = store::find_mail_position(tx, account, folder))
            *found = {kept->uidvalidity, kept->last_uid};
    };
    const bool done = co_await committed(core_, std::move(work));
    if (!done)
        throw std::runtime_error("the position of a mail folder cannot be read");
    co_return *found;
}

} // namespace adapters
