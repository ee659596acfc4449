#include "tests/sim/year_checker.hpp"

#include "bot/incident/incident.hpp"
#include "tests/sim/year_expectations.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace sim {

namespace {

using namespace std::chrono_literals;
using bot::rules::duration;

constexpr duration in_time = 5s;          ///< what virtual time lets us ask for
constexpr duration posted_within = 10min; ///< posts to a group wait for one another
constexpr duration between_posts = 60s;
constexpr duration zalo_window = 7 * 24h;
constexpr std::array duties{"handler", "incident_manager", "it_head", "leader", "data_protection_officer", "system_owner"};
constexpr duration kept_at_the_end = 1h;  ///< what is due in the last hour may still be on its way

bool at_night(instant at)
{
    const auto hour = bot::rules::to_vietnam(at).hour;
    return hour >= 22 || hour < 6;
}

class checker {
public:
    explicit checker(const year_record& record) : record_(record), who_(record)
    {
        for (std::size_t i = 0; i < record_.sent.size(); ++i)
            if (record_.sent[i].purpose == "digest")
                digests_.push_back(i);
            else if (!record_.sent[i].number.empty())
                about_[record_.sent[i].number].push_back(i);
    }

    verdict judge()
    {
        for (const auto& one : record_.cases) {
            compare(one);
            reporter_heard(one);
        }
        posts_are_apart();
        nights_are_quiet();
        store_is_whole();
        return std::move(found_);
    }

private:
    void fault(const std::string& number, instant at, const std::string& what) { found_.faults.push_back(number + " " + bot::rules::format_vietnam(at) + ": " + what); }

    /// (a) and (b): what had to be sent was, and nothing of its kind besides.
    void compare(const case_history& one)
    {
        const auto& sent = about_[one.number];
        const auto all = expectations(record_, one);
        for (const auto& due : all) {
            for (const auto& person : due.people)
                due.purpose == "digest" ? match_digest(one, due, person) : match(due, person, sent);
            for (const auto& group : due.groups)
                match_post(due, group, sent);
        }
        for (const auto i : sent) {
            const auto& message = record_.sent[i];
            if (!message.person.empty() && !explained_.contains(i) && (message.purpose == "chain" || message.purpose.starts_with("nudge:")))
                fault(one.number, message.at, message.purpose + " to " + message.person + " although nothing called for it");
            if (message.purpose.starts_with("group:"))
                post_has_a_cause(one, message, all);
        }
    }

    void match(const expected& due, const std::string& person, const std::vector<std::size_t>& sent)
    {
        for (const auto i : sent) {
            const auto& message = record_.sent[i];
            if (message.person != person || message.purpose != due.purpose || message.at < due.at || message.at > due.at + in_time || explained_.contains(i))
                continue;
            explained_.insert(i);
            ++(due.purpose == "chain" ? found_.calls : found_.reminders);
            return;
        }
        if (due.at + in_time < record_.until)
            fault(due.number, due.at, due.purpose + " (" + due.what + ") never came to " + person);
    }

    /// What the night held back is told in the morning, unless something happened to the incident meanwhile.
    void match_digest(const case_history& one, const expected& due, const std::string& person)
    {
        const bool changed = std::ranges::any_of(one.events, [&](const auto& event) { return event.at > due.at - 9h && event.at <= due.at; });
        if (changed || due.at + in_time >= record_.until)
            return;
        const bool told = std::ranges::any_of(digests_, [&](std::size_t i) {
            const auto& message = record_.sent[i];
            return message.person == person && message.at >= due.at && message.at <= due.at + in_time && message.text.find(due.number) != std::string::npos;
        });
        found_.held += told ? 1 : 0;
        if (!told)
            fault(due.number, due.at, due.told_with + " (" + due.what + ") was not in the morning's digest of " + person);
    }

    void match_post(const expected& due, const std::string& group, const std::vector<std::size_t>& sent)
    {
        const bool posted = std::ranges::any_of(sent, [&](std::size_t i) {
            const auto& message = record_.sent[i];
            return message.purpose == "group:" + group && message.at >= due.at && message.at <= due.at + posted_within;
        });
        if (!posted && due.at + kept_at_the_end < record_.until)
            fault(due.number, due.at, due.purpose + " (" + due.what + ") was never posted to " + group);
    }

    void post_has_a_cause(const case_history& one, const sent_message& post, const std::vector<expected>& all)
    {
        const auto recent = [&](instant cause) { return cause <= post.at && post.at <= cause + posted_within; };
        const auto group = post.purpose.substr(std::string_view("group:").size());
        const bool called = std::ranges::any_of(all, [&](const expected& due) { return recent(due.at) && std::ranges::find(due.groups, group) != due.groups.end(); });
        if (!called && std::ranges::none_of(news_for_groups(one), recent))
            fault(one.number, post.at, "a post to " + group + " that nothing called for: " + post.text.substr(0, post.text.find('\n')));
    }

    /// (c)
    void nights_are_quiet()
    {
        for (std::size_t i = 0; i < record_.sent.size(); ++i) {
            const auto& message = record_.sent[i];
            if (message.person.empty() || message.purpose.empty() || message.purpose == "reporter" || !at_night(message.at))
                continue;
            ++found_.nights;
            if (who_.is_away(message.person, message.at))
                fault(message.number, message.at, message.person + " was woken (" + message.purpose + ") although away");
            else if (!explained_.contains(i) && !on_duty(message))
                fault(message.number, message.at, message.person + " was woken (" + message.purpose + ") although not on duty");
        }
    }

    /// Whether the incident, as it stood when the message left, is the person's to see to.
    bool on_duty(const sent_message& message) const
    {
        const auto one = std::ranges::find(record_.cases, message.number, &case_history::number);
        if (one == record_.cases.end())
            return true; // about no incident: not a matter of anybody's duty
        bot::incident::incident state;
        for (const auto& event : one->events)
            if (event.at <= message.at)
                bot::incident::apply(state, event);
        const std::string handler = state.handler ? state.handler->person : "";
        if (bot::incident::attendant(state).person == message.person)
            return true; // who has it in hand
        return std::ranges::any_of(duties, [&](const char* role) {
            const auto meant = who_.meant(state.unit, role, handler, message.at);
            return !meant.empty() && meant.front() == message.person;
        });
    }

    /// (d)
    void posts_are_apart()
    {
        std::map<std::string, instant> last;
        for (const auto& message : record_.sent) {
            if (!message.purpose.starts_with("group:"))
                continue;
            ++found_.posts;
            const auto before = last.find(message.address);
            if (before != last.end() && message.at - before->second < between_posts)
                fault(message.number, message.at, "a second post to " + message.purpose + " within a minute");
            last[message.address] = message.at;
        }
    }

    /// (e)
    void reporter_heard(const case_history& one)
    {
        const auto opened = one.events.front().at;
        const auto in_its_time = [&](const sent_message& message, instant since) {
            return message.address == one.reporter && message.at >= since && message.at <= since + in_time;
        };
        const bool receipt = std::ranges::any_of(record_.sent, [&](const sent_message& message) {
            return in_its_time(message, opened) && message.text.find("Đã ghi nhận sự cố " + one.number) != std::string::npos;
        });
        found_.receipts += receipt ? 1 : 0;
        if (!receipt)
            fault(one.number, opened, "the reporter " + one.reporter + " had no receipt");
        using namespace bot::incident;
        std::optional<instant> ended;
        for (const auto& event : one.events)
            if (std::holds_alternative<resolved>(event.what) || std::holds_alternative<dismissed>(event.what) || std::holds_alternative<linked>(event.what) ||
                (!ended && std::holds_alternative<closed>(event.what)))
                ended = event.at;
        if (!ended)
            return;
        const bool told = std::ranges::any_of(about_[one.number], [&](std::size_t i) {
            return in_its_time(record_.sent[i], *ended) && record_.sent[i].purpose == "reporter";
        });
        found_.closings += told ? 1 : 0;
        if (!told && *ended - last_word_of(one.reporter, *ended) > zalo_window)
            ++found_.out_of_window;
        else if (!told)
            fault(one.number, *ended, "the reporter " + one.reporter + " never heard how it ended");
    }

    /// When a reporter last wrote, as the bot's answers to them show; its reminder of a draft is no answer.
    instant last_word_of(const std::string& reporter, instant before) const
    {
        instant last = record_.from;
        for (const auto& message : record_.sent)
            if (message.address == reporter && message.purpose.empty() && message.at <= before && !message.text.starts_with("Anh/chị còn bản nháp"))
                last = message.at;
        return last;
    }

    /// (f)
    void store_is_whole()
    {
        if (!record_.chain_intact)
            found_.faults.push_back("the hash chain does not verify");
        for (const auto& one : record_.unsent)
            found_.faults.push_back("left unsent: " + one);
    }

    const year_record& record_;
    attendance who_;
    std::map<std::string, std::vector<std::size_t>> about_; ///< messages by incident
    std::vector<std::size_t> digests_;                      ///< the mornings' messages
    std::set<std::size_t> explained_;                       ///< messages that (a) or (b) called for
    verdict found_;
};

} // namespace

verdict check(const year_record& record)
{
    return checker(record).judge();
}

} // namespace sim
