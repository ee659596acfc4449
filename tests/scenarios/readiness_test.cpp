#include "adapters/http/client.hpp"
#include "bot/cli/load.hpp"
#include "bot/cli/service.hpp"
#include "store/reachability.hpp"
#include "store/writer.hpp"
#include "tests/adapters/http/loopback.hpp"
#include "tests/store/scratch.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace {

namespace asio = boost::asio;
namespace http = adapters::http;
using namespace std::chrono_literals;

config::settings sample_settings(const std::filesystem::path& database)
{
    const std::filesystem::path data(PROJECT_DIR);
    config::settings made;
    made.listen.port = 0;
    made.database = database;
    made.attachments = database.parent_path() / "attachments";
    made.directory = data / "config/directory.json";
    for (const char* pack : {"qd-4494-2015.json", "cyber-2026.json"})
        made.rule_packs.push_back(data / "config/rules" / pack);
    made.holidays = data / "config/holidays.json";
    made.forms = data / "config/forms";
    made.messages = data / "messages";
    return made;
}

} // namespace

TEST_CASE("The running bot shows on readyz who cannot be reached and is ready all the same")
{
    scratch::folder folder;
    {
        store::database db(folder / "a.db");
        store::write_now(db, [](store::transaction& tx) { store::flag_unreachable(tx, {"hung", 1, scratch::morning, "no_answer"}); });
    }
    const auto settings = sample_settings(folder / "a.db");
    bot::rules::problems faults;
    const auto known = cli::load_knowledge(settings, faults);
    REQUIRE(known);
    asio::io_context io(1);
    cli::service service(io, settings, known, adapters::machine_clock());
    service.start();
    http::client client(io.get_executor(), {});
    nlohmann::json page;
    unsigned status = 0;
    loopback::run(io, [&]() -> asio::awaitable<void> {
        asio::steady_timer moment(io);
        const std::string origin = "http://127.0.0.1:" + std::to_string(service.port());
        do { // the list is there after the first job
            moment.expires_after(1ms);
            co_await moment.async_wait(asio::use_awaitable);
            http::request what;
            what.method = "GET";
            what.target = "/readyz";
            auto answer = co_await client.send(origin, std::move(what));
            REQUIRE(answer);
            status = answer->status;
            page = nlohmann::json::parse(answer->body);
        } while (page["unreachable"].empty());
        co_await service.stop();
    });
    CHECK(status == 200);
    CHECK(page["ready"] == true);
    REQUIRE(page["unreachable"].size() == 1);
    CHECK(page["unreachable"][0] == nlohmann::json{{"person", "hung"}, {"channel", "zalo"}, {"since", "2026-11-23T01:00:00Z"}, {"reason", "no_answer"}});
}
