#pragma once

#include "bot/rules/facts.hpp"
#include "bot/rules/problem.hpp"
#include "bot/rules/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::rules {

/// What a row rests on. Only `law` may be shown to people as law.
enum class basis {
    law, ///< statute text that was read
    inf, ///< inferred where the statute's text is missing
    cfg, ///< a product default where the law gives nothing
};
std::string_view name_of(basis);

/// Where a row comes from; every row of a pack has it.
struct citation {
    std::string id{};
    std::string article{};
    rules::basis basis = basis::cfg;
    std::string source{};
    std::string note{}; ///< for readers of the pack, may be empty

    bool operator==(const citation&) const = default;
};

struct incident_type {
    citation cited{};
    std::string code{}; ///< a b c d dd e g h i; shown through the catalogue key `type.<code>`
    std::string text{}; ///< the regulation's own words
};

/// One cell of the severity matrix. Rows are tried in order, the first that matches fires.
struct severity_row {
    citation cited{};
    int score = 0; ///< the highest of the three effects
    std::vector<criticality> systems{};
    std::vector<std::string> scored_by{}; ///< effects of which one must have this score; empty: any
    int level = 0;
    bool confirm = false;          ///< a person must look at it before it is taken over
    std::optional<int> consider{}; ///< a level to be considered as well
};

/// A point of an effect scale: what score 0–4 means.
struct effect_score {
    citation cited{};
    int score = 0;
    std::string text{}; ///< the regulation's own words, or ours where `basis` says so
};

/// Signs that raise the proposal to at least `level`.
struct severity_override {
    citation cited{};
    std::vector<std::string> signs{}; ///< any of them
    int level = 0;
    bool confirm = false;
};

struct classification {
    std::vector<effect_score> operation{}, data{}, impact{};
    std::vector<severity_row> matrix{};
    std::vector<severity_override> overrides{};
    int unknown_score = 4;
    citation unknown{}; ///< why an unknown effect counts as the highest
};

/// Puts an incident into a notice class when all given conditions hold.
struct notice_row {
    citation cited{};
    std::string
        notice_class{}; ///< immediate, serious, reportable, personal_data, location_or_biometric, complex
    std::vector<int> levels{};
    std::vector<std::string> signs{}; ///< any of them
    std::vector<answer> personal_data{};
};

/// Who hears something. Roles are the directory's, plus `backup_incident_manager` (the next ones in the
/// roster), `system_owner` (chủ quản) and `data_protection_officer`.
struct recipients {
    std::vector<std::string> roles{};
    std::vector<std::string> people{}; ///< by directory id; only in steps of a chain
    bool leadership_channel = false;
    bool superior_channel = false;

    bool operator==(const recipients&) const = default;
};

/// A point on the way to a due time: a fixed offset or a share of the term.
struct point {
    std::optional<duration> after_start{};
    std::optional<duration> before_due{};
    std::optional<int> percent{}; ///< of the term; 0 = at the start

    bool operator==(const point&) const = default;
};

struct escalation_step {
    point at{};
    recipients to{};
};

/// How the start is picked among several moments.
enum class pick { earliest, first_of, latest };

struct deadline_rule {
    citation cited{};
    rules::basis figure_basis =
        basis::cfg;          ///< of the figure itself: cfg where the law says "immediately" or nothing
    bool enabled = true;     ///< a unit may switch a row off
    bool overridden = false; ///< the unit changed this row

    pick from_pick = pick::earliest;
    std::vector<moment> from{};
    std::vector<moment> restart{}; ///< the latest of these, when later, begins the term anew
    bool recurring = false;        ///< discharging it starts the next term instead of meeting it
    std::vector<moment> until{};   ///< the first of these meets it (besides `case_facts::done`)
    std::vector<moment> cancel{};  ///< the first of these makes it pointless; `stopped` always does

    // exactly one of
    std::optional<duration> within{};
    std::map<criticality, duration> within_by_system{}; ///< exceptions to `within`
    std::optional<int> working_days{};
    std::optional<int> calendar_days{};
    std::optional<std::chrono::month_day> before_date{}; ///< yearly: done by the end of the day before it

    std::vector<int> levels{};               ///< empty: any, also not yet classified
    std::vector<std::string> notice_class{}; ///< any of them; empty: no condition
    std::vector<criticality> systems{};      ///< empty: any

    bool immediate = false; ///< the law says "at once": late from the start on, `within` is only the target
    bool pausable = false;

    std::vector<std::string> remind{}; ///< roles
    std::vector<point> ladder{};
    std::vector<escalation_step> escalate{};
    recipients breach{};
    std::map<int, duration> repeat{}; ///< level → cadence after the due time; -1: no level or none listed

    std::string
        authority{}; ///< "" for duties inside the unit; else mps_a05, mps_data_protection, data_subjects …
    std::string form{}; ///< the official form, "" when there is none
};

struct chain_step {
    duration after{}; ///< from the start of the round
    recipients to{};
    bool each = false;        ///< each of them has to confirm; otherwise anyone's acknowledgment is enough
    duration remind_every{};  ///< of those who each have to confirm
    int remind_times = 0;     ///< then the leaders' group hears who has not
};

/// The steps of a chain and how often they are run.
struct chain_policy {
    std::vector<chain_step> steps{};
    int repeats = 0;         ///< how often the whole chain is run again
    duration repeat_after{}; ///< from the last step to the first of the next round, and after the last round to its end
};

/// Who is told one after another while nobody acknowledges.
struct escalation_chain {
    citation cited{};
    chain_policy usual{};
    std::map<int, chain_policy> by_level{}; ///< for levels that are called otherwise
    duration still_working_after{}; ///< acknowledged without news for so long: ask
    duration answer_within{};       ///< no answer for so long: the chain starts again
};

/// Whether the bot's own receipt counts as the acknowledgment.
struct receipt_policy {
    citation cited{};
    bool automatic_counts = false;
};

struct pack {
    std::string id{};
    std::string version{};
    std::string title{};
    std::string source{};
    bool enabled = true;
    std::string disabled_because{};
    std::vector<incident_type> types{};
    std::optional<classification> levels{};
    std::vector<notice_row> notices{};
    std::vector<deadline_rule> deadlines{};
    std::optional<escalation_chain> chain{};
    std::optional<receipt_policy> receipt{};
};

/// Reads a pack. Every fault is listed with its JSON pointer, unknown keys included; nothing is returned when
/// there is one.
std::optional<pack> parse_pack(std::string_view json, const std::string& file, problems&);

} // namespace bot::rules
