#include "bot/rules/rule_book.hpp"

#include "bot/rules/overrides.hpp"
#include "bot/rules/pack_rows.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace bot::rules {

struct rule_book::contents {
    std::vector<source_text> pack_texts;
    source_text calendar_text;
    std::vector<std::string> changes; ///< texts of the overrides, in the order they were made

    std::vector<json_value> documents; ///< the packs as read, changes merged in
    std::vector<rules::pack> packs;
    holiday_calendar calendar;

    // found once, asked for on each event
    std::vector<placed_rule> rules;
    std::map<std::string_view, placed_rule> by_id;
    std::vector<incident_type> types;
    std::vector<const notice_row*> notices;
    std::string stamp;
    std::string fingerprint;

    void index(problems& out);
};

namespace {

/// FNV-1a, 64 bit: tells versions apart, protects nothing.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash = 14695981039346656037ULL)
{
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211ULL;
    }
    return hash;
}

} // namespace

void rule_book::contents::index(problems& out)
{
    std::map<std::string, std::string> packs_by_id;
    for (std::size_t i = 0; i < packs.size(); ++i) {
        const rules::pack& one = packs[i];
        if (!packs_by_id.emplace(one.id, pack_texts[i].file).second)
            out.push_back({pack_texts[i].file, "/id", "the pack " + one.id + " is given twice"});
        if (!one.enabled)
            continue;
        stamp += (stamp.empty() ? "" : " ") + one.id + "@" + one.version;
        types.insert(types.end(), one.types.begin(), one.types.end());
        for (const notice_row& row : one.notices)
            notices.push_back(&row);
        for (const deadline_rule& rule : one.deadlines) {
            const placed_rule placed{.rule = &rule, .from = &one};
            if (!by_id.emplace(rule.cited.id, placed).second)
                out.push_back(
                    {pack_texts[i].file, "/deadlines", "the rule id " + rule.cited.id + " is in two packs"});
            if (rule.enabled)
                rules.push_back(placed);
        }
    }
    std::uint64_t all = hash_of(calendar_text.text);
    for (const source_text& one : pack_texts)
        all = hash_of(one.text, hash_of(one.file, all));
    if (!changes.empty()) {
        std::uint64_t changed = hash_of("");
        for (const std::string& one : changes)
            changed = hash_of(one, changed);
        stamp += fmt::format(" #{:08x}", static_cast<std::uint32_t>(changed ^ (changed >> 32U)));
        for (const std::string& one : changes)
            all = hash_of(one, all);
    }
    fingerprint = fmt::format("{:016x}", all);
}

std::optional<rule_book> rule_book::load(std::span<const source_text> packs, const source_text& calendar,
                                         problems& out)
{
    const std::size_t before = out.size();
    auto made = std::make_shared<contents>();
    made->pack_texts.assign(packs.begin(), packs.end());
    made->calendar_text = calendar;
    for (const source_text& one : packs) {
        auto document = read_json(one.text, one.file, out);
        if (!document)
            continue;
        if (auto read = read_pack(*document, one.file, out))
            made->packs.push_back(std::move(*read));
        made->documents.push_back(std::move(*document));
    }
    if (auto read = holiday_calendar::parse(calendar.text, calendar.file, out))
        made->calendar = std::move(*read);
    if (out.size() != before)
        return std::nullopt;
    made->index(out);
    if (out.size() != before)
        return std::nullopt;
    return rule_book(std::move(made));
}

std::optional<rule_book> rule_book::with_overrides(std::string_view json, const std::string& file,
                                                   const std::string& pointer, problems& out) const
{
    const std::size_t before = out.size();
    const auto changes = read_json(json, file, out);
    if (!changes)
        return std::nullopt;
    if (changes->what == json_value::kind::object && changes->members.empty())
        return *this;
    auto made = std::make_shared<contents>();
    made->pack_texts = held_->pack_texts;
    made->calendar_text = held_->calendar_text;
    made->calendar = held_->calendar;
    made->changes = held_->changes;
    made->changes.emplace_back(json);
    made->documents = held_->documents;
    const auto changed = apply_overrides(made->documents, *changes, file, pointer, out);
    for (std::size_t i = 0; i < made->documents.size(); ++i) {
        problems found;
        auto read = read_pack(made->documents[i], file, found);
        for (problem& one : found)
            out.push_back(relocated(std::move(one), i, changed, file, pointer));
        if (read)
            made->packs.push_back(std::move(*read));
    }
    if (out.size() != before)
        return std::nullopt;
    for (std::size_t i = 0; i < made->packs.size(); ++i)
        for (std::size_t j = 0; j < made->packs[i].deadlines.size(); ++j) {
            deadline_rule& rule = made->packs[i].deadlines[j];
            rule.overridden = held_->packs[i].deadlines[j].overridden ||
                              std::ranges::any_of(changed, [&](const changed_row& row) {
                                  return row.document == i && row.id == rule.cited.id;
                              });
        }
    made->index(out);
    if (out.size() != before)
        return std::nullopt;
    return rule_book(std::move(made));
}

std::string rule_book::to_text() const
{
    nlohmann::json text;
    for (const source_text& one : held_->pack_texts)
        text["packs"].push_back({{"file", one.file}, {"text", one.text}});
    text["calendar"] = {{"file", held_->calendar_text.file}, {"text", held_->calendar_text.text}};
    text["changes"] = held_->changes;
    return text.dump();
}

std::optional<rule_book> rule_book::from_text(std::string_view text, problems& out)
{
    const auto broken = [&](std::string pointer) {
        out.push_back({"stored rule book", std::move(pointer), "not what to_text wrote"});
        return std::nullopt;
    };
    const auto stored = nlohmann::json::parse(text, nullptr, false);
    if (!stored.is_object() || !stored.contains("packs") || !stored.contains("calendar") ||
        !stored.contains("changes"))
        return broken("");
    const auto is_source = [](const nlohmann::json& one) {
        return one.is_object() && one.contains("file") && one["file"].is_string() && one.contains("text") &&
               one["text"].is_string();
    };
    if (!stored["packs"].is_array() || !is_source(stored["calendar"]) || !stored["changes"].is_array())
        return broken("");
    std::vector<source_text> packs;
    for (const auto& one : stored["packs"]) {
        if (!is_source(one))
            return broken("/packs");
        packs.push_back({one["file"].get<std::string>(), one["text"].get<std::string>()});
    }
    auto book = load(
        packs, {stored["calendar"]["file"].get<std::string>(), stored["calendar"]["text"].get<std::string>()},
        out);
    for (const auto& change : stored["changes"]) {
        if (!change.is_string())
            return broken("/changes");
        if (book)
            book = book->with_overrides(change.get<std::string>(), "stored rule book", "/changes", out);
    }
    return book;
}

const std::string& rule_book::stamp() const
{
    return held_->stamp;
}

const std::string& rule_book::fingerprint() const
{
    return held_->fingerprint;
}

const holiday_calendar& rule_book::calendar() const
{
    return held_->calendar;
}

const std::vector<pack>& rule_book::packs() const
{
    return held_->packs;
}

const std::vector<placed_rule>& rule_book::rules() const
{
    return held_->rules;
}

std::optional<placed_rule> rule_book::find(std::string_view rule_id) const
{
    const auto found = held_->by_id.find(rule_id);
    if (found == held_->by_id.end())
        return std::nullopt;
    return found->second;
}

const std::vector<incident_type>& rule_book::types() const
{
    return held_->types;
}

const classification* rule_book::classification() const
{
    for (const pack& one : held_->packs)
        if (one.enabled && one.levels)
            return &*one.levels;
    return nullptr;
}

const std::vector<const notice_row*>& rule_book::notices() const
{
    return held_->notices;
}

const escalation_chain* rule_book::chain() const
{
    for (const pack& one : held_->packs)
        if (one.enabled && one.chain)
            return &*one.chain;
    return nullptr;
}

bool rule_book::automatic_receipt_counts() const
{
    for (const pack& one : held_->packs)
        if (one.enabled && one.receipt)
            return one.receipt->automatic_counts;
    return false;
}

const chain_policy& policy_for(const escalation_chain& chain, std::optional<int> level)
{
    const auto found = level ? chain.by_level.find(*level) : chain.by_level.end();
    return found == chain.by_level.end() ? chain.usual : found->second;
}

std::vector<chain_call> chain_calls(const chain_policy& policy, instant start)
{
    std::vector<chain_call> calls;
    for (int round = 0; round <= policy.repeats; ++round) {
        for (std::size_t i = 0; i < policy.steps.size(); ++i)
            calls.push_back({.at = start + policy.steps[i].after,
                             .step = static_cast<int>(i),
                             .round = round,
                             .what = policy.steps[i]});
        start = calls.back().at + policy.repeat_after;
    }
    chain_call end{.at = start, .step = static_cast<int>(policy.steps.size()), .round = policy.repeats, .exhausted = true};
    end.what.to = {.leadership_channel = true, .superior_channel = true};
    calls.push_back(std::move(end));
    return calls;
}

} // namespace bot::rules
