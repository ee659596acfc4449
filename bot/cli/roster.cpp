#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"
#include "bot/cli/roster_shifts.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace cli {

namespace {

using bot::rules::format_vietnam;

/// The database, or an empty one as long as the bot has not run: the directory alone makes a roster, too.
std::unique_ptr<store::connection, void (*)(store::connection*)> open_store(const std::filesystem::path& file)
{
    if (std::filesystem::exists(file))
        return {new store::reader(file), [](store::connection* one) { delete static_cast<store::reader*>(one); }};
    return {new store::database(":memory:"), [](store::connection* one) { delete static_cast<store::database*>(one); }};
}

std::string shown_name(const config::directory& who, const std::string& person)
{
    const auto* entry = who.person(person);
    return entry == nullptr ? person : entry->name;
}

/// Calls `use(loaded, shifts, now)` when configuration and query are right; the exit status.
template <class Use>
int with_shifts(const std::filesystem::path& config_file, const roster_query& query, Use use)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    if (all.knowledge->who.unit(query.unit) == nullptr)
        return failed("there is no unit \"" + query.unit + "\" in " + all.settings.directory.string());
    if (!query.role.empty() && all.knowledge->who.roster_unit(query.unit, query.role) == nullptr)
        return failed("nobody is \"" + query.role + "\" in unit \"" + query.unit + "\"");
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto from = open_store(all.settings.database);
    return use(all, roster_shifts(*from, all.knowledge->who, query.unit, query.role, query.weeks, now), now);
}

} // namespace

int show_roster(const std::filesystem::path& config_file, const roster_query& query)
{
    return with_shifts(config_file, query, [](const loaded& all, const std::vector<roster_shift>& shifts, bot::rules::instant) {
        const auto& who = all.knowledge->who;
        std::cout << "role  from  until  person  instead_of\n";
        for (const auto& one : shifts)
            std::cout << one.post.role << "  " << format_vietnam(one.shift.when.from) << "  " << format_vietnam(one.shift.when.until) << "  "
                      << (one.shift.person.empty() ? "-" : shown_name(who, one.shift.person)) << "  " << shown_name(who, one.instead_of) << '\n';
        return 0;
    });
}

int export_roster(const std::filesystem::path& config_file, const roster_query& query)
{
    return with_shifts(config_file, query, [&](const loaded& all, const std::vector<roster_shift>& shifts, bot::rules::instant now) {
        const auto text = roster_calendar(shifts, *all.knowledge, all.settings.language, query.unit, now);
        if (query.output.empty()) {
            std::cout << text;
            return 0;
        }
        std::ofstream file(query.output, std::ios::binary | std::ios::trunc);
        file << text;
        file.close();
        return file ? 0 : failed("cannot write " + query.output.string());
    });
}

} // namespace cli
