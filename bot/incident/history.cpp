#include "bot/incident/history.hpp"

#include <utility>

namespace bot::incident {
namespace {

bot::argument phrases(std::string key)
{
    return std::vector<bot::phrase>{{std::move(key), {}}};
}

std::int64_t epoch_ms(instant at)
{
    return static_cast<std::int64_t>(at.time_since_epoch().count());
}

std::string joined(const std::vector<std::string>& parts)
{
    std::string all;
    for (const auto& part : parts)
        all += (all.empty() ? "" : ", ") + part;
    return all;
}

/// What each kind has to say beside who and when.
struct teller {
    bot::arguments& args;

    void operator()(const reported& what) const { args["text"] = what.report.description.value_or(""); }
    void operator()(const supplemented& what) const { args["text"] = what.report.description.value_or(""); }
    void operator()(const asked& what) const { args["text"] = what.text; }
    void operator()(const answered& what) const { args["text"] = what.text; }
    void operator()(const attachment_added& what) const { args["name"] = what.file.name; }
    void operator()(const reporter_joined& what) const { people(what.reporters); }
    void operator()(const reporter_left& what) const { people(what.reporters); }
    void operator()(const acknowledged& /*what*/) const {}
    void operator()(const acknowledged_again& /*what*/) const {}
    void operator()(const attempt_refused& what) const
    {
        args["command"] = phrases("incident.command." + std::string(name_of(what.what)));
    }
    void operator()(const acknowledgement_lapsed& what) const
    {
        args["passed_up"] = std::string(what.passed_up ? "yes" : "no");
        args["reason"] = what.reason;
    }
    void operator()(const dismissed& what) const { args["reason"] = what.reason; }
    void operator()(const linked& what) const
    {
        args["into"] = what.into;
        args["reason"] = what.reason;
    }
    void operator()(const unlinked& what) const
    {
        args["from"] = what.from;
        args["reason"] = what.reason;
    }
    void operator()(const moved& what) const
    {
        args["unit"] = what.to_unit;
        args["reason"] = what.reason;
    }
    void operator()(const classified& what) const
    {
        args["type"] = phrases("type." + what.type);
        args["level"] = std::int64_t{what.level};
    }
    void operator()(const assigned& what) const { args["handler"] = who_argument(what.handler); }
    void operator()(const parked& /*what*/) const {}
    void operator()(const reclassified& what) const
    {
        args["from"] = std::int64_t{what.from};
        args["to"] = std::int64_t{what.to};
        args["reason"] = what.reason;
    }
    void operator()(const lowering_approved& what) const { args["level"] = std::int64_t{what.level}; }
    void operator()(const lowering_refused& what) const
    {
        args["level"] = std::int64_t{what.level};
        args["reason"] = what.reason;
    }
    void operator()(const logged& what) const { args["text"] = what.action; }
    void operator()(const status_promised& what) const { args["finish_ms"] = epoch_ms(what.finish); }
    void operator()(const paused& what) const
    {
        args["reason"] = what.reason;
        args["vendor"] = what.vendor_name;
        args["waiting"] = std::string(what.waiting_for.empty() ? "no" : "yes");
    }
    void operator()(const resumed& /*what*/) const {}
    void operator()(const unable_declared& what) const { args["reason"] = what.reason; }
    void operator()(const leader_decided& what) const { args["text"] = what.plan; }
    void operator()(const resolved& what) const
    {
        args["text"] = what.result;
        args["cause"] = what.cause;
        args["handled_ms"] = epoch_ms(what.handled_at);
        args["participants"] = joined(what.participants);
    }
    void operator()(const reopened& what) const { args["reason"] = what.reason; }
    void operator()(const summarised& /*what*/) const {}
    void operator()(const summary_approved& /*what*/) const {}
    void operator()(const summary_returned& what) const { args["reason"] = what.reason; }
    void operator()(const sent_to_ministry& what) const { args["sent_ms"] = epoch_ms(what.sent_at); }
    void operator()(const duty_sent& what) const
    {
        args["duty"] = phrases("rule." + what.duty);
        args["sent_ms"] = epoch_ms(what.sent_at);
    }
    void operator()(const duty_confirmed& what) const
    {
        args["duty"] = phrases("rule." + what.duty);
        args["confirmed_ms"] = epoch_ms(what.confirmed_at);
    }
    void operator()(const duty_waived& what) const
    {
        args["duty"] = phrases("rule." + what.duty);
        args["reason"] = what.reason;
    }
    void operator()(const flagged& /*what*/) const {}
    void operator()(const moment_marked& what) const
    {
        args["which"] = phrases("incident.moment." + std::string(rules::name_of(what.which)));
        args["when_ms"] = epoch_ms(what.when);
    }
    void operator()(const closed& /*what*/) const {}
    void operator()(const erased& /*what*/) const {}
    void operator()(const step_called& what) const
    {
        people(what.people);
        args["step"] = std::int64_t{what.step + 1};
        std::vector<bot::phrase> named;
        for (const auto& role : what.roles)
            named.push_back({"role." + role, {}});
        args["roles"] = std::move(named);
        const bool group_only = what.roles.empty();
        args["how"] = std::string(what.exhausted        ? "exhausted"
                                  : !what.people.empty() ? "told"
                                  : group_only           ? "group"
                                                         : "nobody");
    }
    void operator()(const confirmed& /*what*/) const {}
    void operator()(const policy_applied& what) const { args["rules"] = what.rules_stamp; }
    void operator()(const snoozed& what) const
    {
        args["until_ms"] = epoch_ms(what.until);
        args["reason"] = what.reason;
    }
    void operator()(const work_asked& /*what*/) const {}
    void operator()(const still_working& what) const { args["text"] = what.note; }

    void people(const std::vector<actor>& who) const
    {
        std::vector<std::string> names;
        for (const auto& one : who)
            if (!one.name.empty())
                names.push_back(one.name);
        args["people"] = joined(names);
    }
};

} // namespace

bot::argument who_argument(const actor& who)
{
    if (!who.name.empty())
        return who.name;
    if (is_system(who))
        return phrases("incident.who.system");
    return phrases(who.contact == erased_contact ? "incident.who.erased" : "incident.who.unnamed");
}

bot::phrase describe(const event& entry)
{
    bot::phrase line{"incident.event." + std::string(name_of(entry.what)), {}};
    line.args["who"] = who_argument(entry.by);
    line.args["at_ms"] = epoch_ms(entry.at);
    std::visit(teller{line.args}, entry.what);
    return line;
}

} // namespace bot::incident
