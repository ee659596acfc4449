// Many deadlines at once (scenario A18): the engine as `serve` runs it, on a real store file with flushed commits and the machine's
// clock, and in the same run the bare limit: a heap in memory, one lean row a reminder, one flushed commit for all that is due.
//   deadlines --data PROJECT --folder DIR [--deadlines N] [--seconds S]
// Prints one JSON object. Lateness is from the instant a reminder falls due until its outbox row is committed.

#include "adapters/engine.hpp"
#include "bot/cli/load.hpp"
#include "store/contacts.hpp"
#include "store/database.hpp"
#include "store/writer.hpp"
#include "tests/support/pending_deadlines.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <queue>
#include <random>
#include <stdexcept>
#include <unordered_map>

namespace {

using namespace std::chrono_literals;
using bot::rules::duration;
using bot::rules::instant;
namespace fs = std::filesystem;

struct plan {
    fs::path data, folder;
    std::size_t deadlines = 100'000;
    std::chrono::seconds spread{100};
};

plan read_plan(int argc, char** argv)
{
    plan made;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::string value = argv[i + 1];
        if (name == "--data")
            made.data = value;
        else if (name == "--folder")
            made.folder = value;
        else if (name == "--deadlines")
            made.deadlines = std::stoul(value);
        else if (name == "--seconds")
            made.spread = std::chrono::seconds{std::stol(value)};
        else
            throw std::invalid_argument("unknown option " + name);
    }
    if (made.data.empty() || made.folder.empty() || argc % 2 == 0)
        throw std::invalid_argument("usage: deadlines --data PROJECT --folder DIR [--deadlines N] [--seconds S]");
    return made;
}

instant now()
{
    return std::chrono::time_point_cast<duration>(std::chrono::system_clock::now());
}

double cpu_seconds()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Offsets from the first reminder, the same for both contestants.
std::vector<duration> offsets(const plan& of)
{
    std::mt19937_64 random(18);
    std::uniform_int_distribution<std::int64_t> within(0, duration(of.spread).count() - 1);
    std::vector<duration> all(of.deadlines);
    for (auto& one : all)
        one = duration{within(random)};
    return all;
}

nlohmann::json figures(std::vector<double> late_ms, std::size_t early, std::size_t lost, std::size_t twice, double cpu, std::uint64_t commits)
{
    std::ranges::sort(late_ms);
    const auto at = [&](double share) { return late_ms.empty() ? -1.0 : late_ms[static_cast<std::size_t>(share * static_cast<double>(late_ms.size() - 1))]; };
    return {{"p50_ms", at(0.5)}, {"p99_ms", at(0.99)}, {"max_ms", at(1.0)}, {"early", early}, {"lost", lost},
            {"twice", twice},    {"cpu_s", cpu},       {"commits", commits}};
}

bot::flow::knowledge_ptr knowledge_of(const plan& of)
{
    const nlohmann::json directory = {
        {"units", {{{"id", "bv"}, {"name", "Bệnh viện"}, {"prefix", "SC"}, {"roles", {{"leader", {"a"}}, {"incident_manager", {"b"}}}},
                    {"rule_overrides", nlohmann::json::parse(support::one_reminder_each())}}}},
        {"people", {{{"id", "a"}, {"name", "Lê An"}}, {{"id", "b"}, {"name", "Trần Bình"}, {"zalo_user_id", "2400000000000000002"}}}}};
    std::ofstream(of.folder / "directory.json") << directory.dump();
    config::settings settings;
    settings.directory = of.folder / "directory.json";
    for (const char* pack : {"qd-4494-2015.json", "cyber-2026.json"})
        settings.rule_packs.push_back(of.data / "config/rules" / pack);
    settings.holidays = of.data / "config/holidays.json";
    settings.forms = of.data / "config/forms";
    settings.messages = of.data / "messages";
    settings.zalo.emplace();
    bot::rules::problems faults;
    auto known = cli::load_knowledge(settings, faults);
    cli::print(faults);
    if (!known)
        throw std::runtime_error("the data has faults");
    return known;
}

/// The person reminded has just been in touch: their window stays open for the run.
void open_window(store::database& db, const bot::flow::knowledge& know)
{
    store::write_now(db, [&](store::transaction& tx) {
        bot::flow::handover left;
        bot::flow::work at(tx, know, now(), left);
        at.contact({bot::flow::channel_kind::zalo, "2400000000000000002"}).last_inbound_at = now() + 12h;
        at.flush();
    });
}

nlohmann::json run_engine(const plan& of)
{
    const auto know = knowledge_of(of);
    store::database db(of.folder / "engine.db");
    open_window(db, *know);
    // Filling takes longer than a fixed lead would allow for: the reminders begin a fresh while after a measured part of it.
    const auto spread = offsets(of);
    constexpr std::size_t batch = 1'000;
    const auto filling = std::chrono::steady_clock::now();
    std::vector<instant> dues;
    instant first{};
    std::unordered_map<std::int64_t, instant> due_of;
    const auto fill = [&](std::size_t from, std::size_t to) {
        store::write_now(db, [&](store::transaction& tx) {
            const auto opened = support::open_pending(tx, *know, "bv", std::span(dues).subspan(from, to - from));
            for (std::size_t i = from; i < to; ++i)
                due_of[static_cast<std::int64_t>(opened[i - from])] = dues[i];
        });
    };
    // A sample, far in the future and removed again, tells how long the rest will take.
    const std::size_t sample = std::min<std::size_t>(batch, of.deadlines);
    dues.assign(sample, now() + 24h * 300);
    fill(0, sample);
    const auto each = (std::chrono::steady_clock::now() - filling) / static_cast<std::int64_t>(sample);
    store::write_now(db, [&](store::transaction& tx) { tx.run("DELETE FROM timer"); });
    due_of.clear();
    first = now() + std::chrono::duration_cast<duration>(each * static_cast<std::int64_t>(of.deadlines) * 2) + 10s;
    dues.clear();
    for (const auto offset : spread)
        dues.push_back(first + offset);
    for (std::size_t from = 0; from < dues.size(); from += batch)
        fill(from, std::min(from + batch, dues.size()));
    const double fill_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - filling).count();
    if (now() + 1s > first)
        throw std::runtime_error("filling took too long; run again on a quieter machine");

    struct appearance {
        std::int64_t row;
        instant at;
    };
    std::vector<appearance> appeared;
    appeared.reserve(dues.size());
    boost::asio::io_context loop;
    double cpu = 0;
    std::uint64_t commits = 0;
    {
        store::writer writer(db);
        adapters::engine engine(loop.get_executor(), writer, know, adapters::machine_clock(),
                                {.push = [&](bot::flow::outbound message) { appeared.push_back({message.id, now()}); },
                                 .withdraw = [](std::int64_t) {},
                                 .attachments_wait = [] {},
                                 .remove_file = [](const std::string&) {}});
        const double before = cpu_seconds();
        engine.start();
        boost::asio::steady_timer end(loop, std::chrono::duration_cast<std::chrono::steady_clock::duration>(first + of.spread + 15s - now()));
        end.async_wait([&](boost::system::error_code) {
            engine.stop();
            loop.stop();
        });
        loop.run();
        writer.stop();
        cpu = cpu_seconds() - before;
        commits = writer.figures().groups;
    }
    std::unordered_map<std::int64_t, std::int64_t> incident_of;
    store::write_now(db, [&](store::transaction& tx) {
        auto rows = tx.query("SELECT id, incident_id FROM outbox WHERE incident_id IS NOT NULL AND purpose = 'nudge:A-ACK'");
        while (rows.step())
            incident_of[rows.integer(0)] = rows.integer(1);
    });
    std::vector<double> late;
    std::size_t early = 0;
    std::unordered_map<std::int64_t, int> times;
    for (const auto& one : appeared) {
        const auto incident = incident_of.find(one.row);
        if (incident == incident_of.end() || !due_of.contains(incident->second))
            continue;
        const auto after = one.at - due_of[incident->second];
        late.push_back(static_cast<double>(after.count()));
        early += after < 0ms ? 1U : 0U;
        ++times[incident->second];
    }
    const auto twice = static_cast<std::size_t>(std::ranges::count_if(times, [](const auto& one) { return one.second > 1; }));
    auto made = figures(std::move(late), early, due_of.size() - times.size(), twice, cpu, commits);
    made["fill_s"] = fill_s;
    return made;
}

void check(int code, sqlite3* db)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        throw std::runtime_error(sqlite3_errmsg(db));
}

nlohmann::json run_limit(const plan& of)
{
    sqlite3* db = nullptr;
    check(sqlite3_open((of.folder / "limit.db").c_str(), &db), db);
    const auto run = [&](const char* sql) { check(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), db); };
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("CREATE TABLE reminder(id INTEGER PRIMARY KEY, deadline INTEGER NOT NULL, text TEXT NOT NULL)");
    sqlite3_stmt* insert = nullptr;
    check(sqlite3_prepare_v2(db, "INSERT INTO reminder(deadline, text) VALUES(?, 'Nhac viec: xac nhan su co')", -1, &insert, nullptr), db);

    using entry = std::pair<instant, std::int64_t>;
    std::priority_queue<entry, std::vector<entry>, std::greater<>> heap;
    const auto first = now() + 2s;
    const auto spread = offsets(of);
    for (std::size_t i = 0; i < spread.size(); ++i)
        heap.emplace(first + spread[i], static_cast<std::int64_t>(i));
    std::vector<double> late;
    std::vector<instant> group;
    std::uint64_t commits = 0;
    std::size_t early = 0;
    const double before = cpu_seconds();
    while (!heap.empty()) {
        std::this_thread::sleep_until(heap.top().first);
        group.clear();
        run("BEGIN");
        for (const auto moment = now(); !heap.empty() && heap.top().first <= moment; heap.pop()) {
            sqlite3_bind_int64(insert, 1, heap.top().second);
            check(sqlite3_step(insert), db);
            sqlite3_reset(insert);
            group.push_back(heap.top().first);
        }
        run("COMMIT");
        ++commits;
        for (const auto due : group) {
            const auto after = now() - due;
            late.push_back(static_cast<double>(after.count()));
            early += after < 0ms ? 1U : 0U;
        }
    }
    const double cpu = cpu_seconds() - before;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    const auto done = late.size();
    return figures(std::move(late), early, of.deadlines - done, 0, cpu, commits);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const auto of = read_plan(argc, argv);
        fs::create_directories(of.folder);
        const auto limit = run_limit(of);
        const auto engine = run_engine(of);
        std::cout << nlohmann::json{{"deadlines", of.deadlines}, {"seconds", of.spread.count()}, {"limit", limit}, {"sucobot", engine}}.dump() << std::endl;
        return 0;
    } catch (const std::exception& why) {
        std::cerr << "deadlines: " << why.what() << '\n';
        return 1;
    }
}
