#include "tests/rules/support.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace rules_test {

std::string read_file(const std::string& path_in_project)
{
    std::ifstream file(std::string(PROJECT_DIR) + "/" + path_in_project, std::ios::binary);
    if (!file)
        throw std::runtime_error("cannot read " + path_in_project);
    return {std::istreambuf_iterator<char>(file), {}};
}

source_text source_of(const std::string& path_in_project)
{
    return {.file = path_in_project, .text = read_file(path_in_project)};
}

const std::vector<source_text>& shipped_packs()
{
    static const std::vector packs{source_of("config/rules/qd-4494-2015.json"),
                                   source_of("config/rules/cyber-2026.json"),
                                   source_of("config/rules/legacy-2017.json")};
    return packs;
}

const rule_book& shipped_book()
{
    static const rule_book book = [] {
        problems found;
        auto read = rule_book::load(shipped_packs(), source_of("config/holidays.json"), found);
        if (!read)
            throw std::runtime_error("the shipped rules do not load:\n" + told(found));
        return *read;
    }();
    return book;
}

rule_book book_with(std::string_view overrides)
{
    problems found;
    auto changed =
        shipped_book().with_overrides(overrides, "directory.json", "/units/0/rule_overrides", found);
    if (!changed)
        throw std::runtime_error("the overrides are refused:\n" + told(found));
    return *changed;
}

instant at(std::string_view text)
{
    const auto number = [&](std::size_t from, std::size_t length) {
        int value = 0;
        if (text.size() >= from + length)
            std::from_chars(text.data() + from, text.data() + from + length, value);
        return value;
    };
    const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    return from_vietnam(date, number(11, 2), number(14, 2), number(17, 2)) +
           std::chrono::milliseconds{number(20, 3)};
}

case_facts received(instant when)
{
    case_facts facts;
    facts[moment::received] = when;
    facts[moment::detected] = when;
    return facts;
}

void decide(case_facts& facts, int level, instant when, bool lowering_approved)
{
    if (!facts[moment::classified])
        facts[moment::classified] = when;
    facts.levels.push_back({.at = when, .level = level, .lowering_approved = lowering_approved});
}

case_facts of_level(int level, instant when)
{
    case_facts facts = received(when);
    decide(facts, level, when);
    return facts;
}

bool listed(const std::vector<deadline>& all, std::string_view rule_id)
{
    return std::ranges::find(all, rule_id, &deadline::rule_id) != all.end();
}

deadline find(const std::vector<deadline>& all, std::string_view rule_id)
{
    const auto found = std::ranges::find(all, rule_id, &deadline::rule_id);
    if (found == all.end())
        throw std::runtime_error("no deadline of rule " + std::string(rule_id));
    return *found;
}

deadline find(const rule_book& book, const case_facts& facts, std::string_view rule_id)
{
    return find(deadlines(book, facts), rule_id);
}

std::vector<nudge> nudges(const rule_book& book, const deadline& of, const case_facts& facts,
                          std::size_t count)
{
    std::vector<nudge> all;
    instant after = instant::min();
    while (all.size() < count) {
        const auto next = next_nudge(book, of, facts, after);
        if (!next)
            break;
        all.push_back(*next);
        after = next->at;
    }
    return all;
}

std::vector<duration> offsets(const deadline& of, const std::vector<nudge>& all)
{
    std::vector<duration> made;
    for (const nudge& one : all)
        made.push_back(one.at - of.start);
    return made;
}

std::string told(const problems& all)
{
    std::string text;
    for (const problem& one : all)
        text += one.file + " " + one.pointer + ": " + one.what + "\n";
    return text;
}

bool has_problem(const problems& all, std::string_view pointer)
{
    return std::ranges::find(all, pointer, &problem::pointer) != all.end();
}

} // namespace rules_test
