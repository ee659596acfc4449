// What taking mail in is measured against: how fast the MIME library alone parses the same mails, and how fast the IMAP client alone
// fetches them.
//   mail_limits parse FOLDER                       every file of the folder: headers read, every part decoded
//   mail_limits read FOLDER                        the same by the bot's reader
//   mail_limits fetch PORT USER PASSWORD CA BATCH  every mail of INBOX over TLS from localhost
// Prints one JSON object: mails, seconds, mails_s.
#include "adapters/email/imap_client.hpp"
#include "adapters/email/reading/read_letter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gmime/gmime.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace email = adapters::email;
using clock_type = std::chrono::steady_clock;

std::vector<std::string> mails_in(const std::string& folder)
{
    std::vector<std::string> mails;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        mails.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return mails;
}

void decode_part(GMimeObject*, GMimeObject* part, gpointer)
{
    if (!GMIME_IS_PART(part))
        return;
    GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(part));
    if (content == nullptr)
        return;
    GMimeStream* sink = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, sink);
    g_object_unref(sink);
}

void parse(const std::string& raw)
{
    GMimeStream* stream = g_mime_stream_mem_new_with_buffer(raw.data(), raw.size());
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    if (GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr)) {
        GMimeHeaderList* headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
        for (int i = 0; i < g_mime_header_list_get_count(headers); ++i)
            (void)g_mime_header_get_value(g_mime_header_list_get_header_at(headers, i));
        g_mime_message_foreach(message, decode_part, nullptr);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}

void print(std::size_t mails, clock_type::duration took)
{
    const double seconds = std::chrono::duration<double>(took).count();
    std::cout << R"({"mails":)" << mails << R"(,"seconds":)" << seconds << R"(,"mails_s":)" << static_cast<double>(mails) / seconds << "}\n";
}

template <class Work>
void measure(const std::string& folder, Work work)
{
    const auto mails = mails_in(folder);
    const auto began = clock_type::now();
    for (const auto& raw : mails)
        work(raw);
    print(mails.size(), clock_type::now() - began);
}

asio::awaitable<void> fetch(asio::any_io_executor executor, std::vector<std::string> args)
{
    email::mail_server where{.host = "localhost", .port = static_cast<std::uint16_t>(std::stoi(args[2])), .how = email::protection::tls, .ca_file = args[5]};
    email::credentials who{.user = args[3], .password = bot::secret(args[4])};
    email::imap_client client(executor, std::move(where), std::move(who));
    const auto open = co_await client.open();
    if (!open)
        throw std::runtime_error("not signed in: " + open.error().detail);
    const auto began = clock_type::now();
    std::size_t mails = 0;
    std::string folder = "INBOX";
    std::function<void(email::imap_mail)> each = [&mails](const email::imap_mail&) { ++mails; };
    const auto batch = static_cast<std::size_t>(std::stoul(args[6]));
    const auto walked = co_await walk_folder(client, std::move(folder), batch, std::move(each));
    if (!walked)
        throw std::runtime_error("not fetched: " + walked.error().detail);
    print(mails, clock_type::now() - began);
    co_await client.leave();
}

} // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> args(argv, argv + argc);
    if (args.size() == 3 && args[1] == "parse") {
        g_mime_init();
        measure(args[2], parse);
    } else if (args.size() == 3 && args[1] == "read") {
        measure(args[2], [](const std::string& raw) { (void)email::read_letter(raw, {}); });
    } else if (args.size() == 7 && args[1] == "fetch") {
        asio::io_context io(1);
        std::exception_ptr failed;
        auto task = fetch(io.get_executor(), args);
        asio::co_spawn(io, std::move(task), [&failed](std::exception_ptr error) { failed = error; });
        io.run();
        if (failed)
            std::rethrow_exception(failed);
    } else {
        std::cerr << "usage: mail_limits parse|read FOLDER | fetch PORT USER PASSWORD CA BATCH\n";
        return 2;
    }
    return 0;
}
