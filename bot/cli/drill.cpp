#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"
#include "bot/flow/drill.hpp"
#include "bot/flow/drill_score.hpp"
#include "bot/flow/roster.hpp"
#include "adapters/clock.hpp"
#include "store/database.hpp"
#include "store/drills.hpp"
#include "store/writer.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace cli {

namespace {

using bot::flow::work;

int wrong_usage(const std::string& what)
{
    failed(what);
    return 2;
}

/// Runs something on the store in a transaction. A running bot sees the timer it leaves within half a minute and does the
/// telling; nothing is sent from here.
int in_store(const loaded& all, const std::function<int(store::transaction&, bot::rules::instant now)>& act)
{
    store::database db(all.settings.database);
    int status = 0;
    store::write_now(db, [&](store::transaction& tx) { status = act(tx, adapters::machine_clock().now()); });
    return status;
}

std::optional<store::drill> running(store::transaction& tx, const drill_query& query)
{
    auto found = store::find_drill(tx, store::drill_id{query.drill});
    if (!found || found->ended_at) {
        failed("--drill: there is no drill " + std::to_string(query.drill) + " that runs");
        return std::nullopt;
    }
    return found;
}

int start(const loaded& all, const drill_query& query)
{
    if (all.knowledge->who.unit(query.unit) == nullptr)
        return wrong_usage("--unit: there is no unit \"" + query.unit + "\" in " + all.settings.directory.string());
    if (query.speed < 1 || query.speed > bot::flow::fastest_drill)
        return wrong_usage("--speed: 1 to " + std::to_string(bot::flow::fastest_drill));
    return in_store(all, [&](store::transaction& tx, bot::rules::instant now) {
        if (const auto other = store::running_drill(tx, query.unit, now))
            return failed("drill " + std::to_string(static_cast<std::int64_t>(other->id)) + " of the unit runs already; end it with: drill stop --drill " +
                          std::to_string(static_cast<std::int64_t>(other->id)));
        const auto id = bot::flow::start_drill(
            tx, {.unit = query.unit, .speed = query.speed, .scenario = query.scenario, .started_at = now, .ends_at = now + bot::flow::drill_lasts});
        std::cout << static_cast<std::int64_t>(id) << '\n';
        return 0;
    });
}

int inject(const loaded& all, const drill_query& query)
{
    if (!query.person.empty() && all.knowledge->who.person(query.person) == nullptr)
        return wrong_usage("--person: there is no person \"" + query.person + "\" in " + all.settings.directory.string());
    return in_store(all, [&](store::transaction& tx, bot::rules::instant now) {
        const auto exercise = running(tx, query);
        if (!exercise)
            return 1;
        bot::flow::wake_drill(tx, exercise->id, now);
        if (query.kind == "end") {
            store::end_injects(tx, exercise->id, now);
            return 0;
        }
        store::drill_inject one{.of = exercise->id, .what = store::inject_kind::zalo_down, .from = now};
        if (query.kind == "no_answer") {
            bot::flow::handover unused;
            work at(tx, *all.knowledge, now, unused);
            const auto managers = bot::flow::on_duty(at, exercise->unit, "incident_manager");
            one.what = store::inject_kind::no_answer;
            one.person = !query.person.empty() || managers.empty() ? query.person : managers.front();
            if (one.person.empty())
                return failed("--person: no incident manager is on duty, so name who is not to answer");
        }
        store::add_inject(tx, one);
        return 0;
    });
}

int stop(const loaded& all, const drill_query& query)
{
    return in_store(all, [&](store::transaction& tx, bot::rules::instant now) {
        const auto exercise = running(tx, query);
        if (!exercise)
            return 1;
        store::cut_drill_short(tx, exercise->id, now);
        bot::flow::wake_drill(tx, exercise->id, now);
        return 0;
    });
}

nlohmann::json to_json(const store::drill& exercise, const bot::incident::score_sheet& sheet, const std::vector<store::drill_inject>& injects)
{
    const auto when = [](const std::optional<bot::rules::instant>& at) { return at ? nlohmann::json(bot::rules::format_vietnam(*at)) : nlohmann::json(); };
    const auto length = [](const std::optional<bot::rules::duration>& one) { return one ? nlohmann::json(one->count() / 1000) : nlohmann::json(); };
    nlohmann::json made{{"drill", static_cast<std::int64_t>(exercise.id)}, {"unit", exercise.unit}, {"speed", exercise.speed}, {"scenario", exercise.scenario},
                        {"started_at", when(exercise.started_at)}, {"ended_at", when(exercise.ended_at)}, {"met", sheet.met}, {"late", sheet.late},
                        {"overdue", sheet.overdue}, {"open", sheet.open}, {"incidents", nlohmann::json::array()}, {"injects", nlohmann::json::array()}};
    for (const auto& card : sheet.cards) {
        auto rows = nlohmann::json::array();
        for (const auto& row : card.rows)
            rows.push_back({{"what", bot::rules::name_of(row.what)}, {"took_s", length(row.took)}, {"allowed_s", length(row.allowed)}, {"rule", row.rule_id}, {"verdict", bot::incident::name_of(row.verdict)}});
        made["incidents"].push_back({{"number", card.number}, {"level", card.level ? nlohmann::json(*card.level) : nlohmann::json()}, {"steps_called", card.steps_called}, {"steps", card.steps}, {"rows", rows}});
    }
    for (const auto& one : injects)
        made["injects"].push_back({{"kind", one.what == store::inject_kind::no_answer ? "no_answer" : "zalo_down"}, {"person", one.person}, {"from", when(one.from)}, {"until", when(one.until)}});
    return made;
}

int report(const loaded& all, const drill_query& query)
{
    return in_store(all, [&](store::transaction& tx, bot::rules::instant now) {
        const auto exercise = store::find_drill(tx, store::drill_id{query.drill});
        if (!exercise)
            return failed("there is no drill " + std::to_string(query.drill));
        bot::flow::handover unused;
        work at(tx, *all.knowledge, now, unused);
        if (query.format == "json") {
            std::cout << to_json(*exercise, bot::flow::score_of(at, *exercise), store::injects_of(tx, exercise->id)).dump(2) << '\n';
            return 0;
        }
        for (const auto& line : bot::flow::score_lines(at, *exercise))
            std::cout << all.knowledge->texts.text(all.settings.language, line) << '\n';
        return 0;
    });
}

} // namespace

int drill(const std::filesystem::path& config_file, const drill_query& query)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    if (query.action == "start")
        return start(all, query);
    if (!std::filesystem::exists(all.settings.database))
        return failed(all.settings.database.string() + ": there is no database yet, so no drill either");
    if (query.action == "inject")
        return inject(all, query);
    return query.action == "stop" ? stop(all, query) : report(all, query);
}

} // namespace cli
