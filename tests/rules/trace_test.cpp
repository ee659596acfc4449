#include "tests/rules/support.hpp"

#include <filesystem>
#include <set>
#include <sstream>

using namespace rules_test;

namespace {

struct trace {
    std::string clause;
    std::set<std::string> rules;
    std::set<std::string> tests;
};

/// What stands between backquotes.
std::set<std::string> in_backquotes(std::string_view cell)
{
    std::set<std::string> found;
    for (std::size_t open = cell.find('`'); open != std::string_view::npos; open = cell.find('`', open)) {
        const std::size_t close = cell.find('`', open + 1);
        if (close == std::string_view::npos)
            break;
        found.emplace(cell.substr(open + 1, close - open - 1));
        open = close + 1;
    }
    return found;
}

/// The rows of the table under "## Clause, rule, test".
std::vector<trace> traces()
{
    std::istringstream document(read_file("docs/regulation.md"));
    std::vector<trace> rows;
    bool in_section = false;
    for (std::string line; std::getline(document, line);) {
        if (line.starts_with("## "))
            in_section = line == "## Clause, rule, test";
        if (!in_section || !line.starts_with("| ") || line.starts_with("| Clause"))
            continue;
        std::vector<std::string> cells;
        std::istringstream columns(line.substr(1));
        for (std::string cell; std::getline(columns, cell, '|');)
            cells.push_back(cell);
        REQUIRE(cells.size() == 4);
        rows.push_back(
            {.clause = cells[0], .rules = in_backquotes(cells[1]), .tests = in_backquotes(cells[3])});
    }
    return rows;
}

/// The ids of all rows of all packs, the disabled ones included.
std::set<std::string> rule_ids()
{
    std::set<std::string> ids;
    const auto add = [&](const auto& rows) {
        for (const auto& row : rows)
            ids.insert(row.cited.id);
    };
    for (const pack& one : shipped_book().packs()) {
        add(one.types);
        add(one.notices);
        add(one.deadlines);
        if (one.levels) {
            add(one.levels->operation);
            add(one.levels->data);
            add(one.levels->impact);
            add(one.levels->matrix);
            add(one.levels->overrides);
            ids.insert(one.levels->unknown.id);
        }
        if (one.chain)
            ids.insert(one.chain->cited.id);
        if (one.receipt)
            ids.insert(one.receipt->cited.id);
    }
    return ids;
}

/// The names of the test cases in tests/rules.
std::set<std::string> test_names()
{
    std::set<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(std::string(PROJECT_DIR) + "/tests/rules")) {
        if (file.path().extension() != ".cpp")
            continue;
        const std::string text = read_file("tests/rules/" + file.path().filename().string());
        const std::string mark = "TEST_CASE(\"";
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
            at += mark.size();
            names.insert(text.substr(at, text.find('"', at) - at));
        }
    }
    return names;
}

} // namespace

TEST_CASE("Every row of every pack is traced to a clause and a test", "[rules][trace]")
{
    std::set<std::string> traced;
    for (const trace& row : traces()) {
        CAPTURE(row.clause);
        CHECK_FALSE(row.tests.empty());
        traced.insert(row.rules.begin(), row.rules.end());
    }
    for (const std::string& id : rule_ids()) {
        CAPTURE(id);
        CHECK(traced.contains(id));
    }
}

TEST_CASE("The trace names no row that no pack has", "[rules][trace]")
{
    const auto ids = rule_ids();
    for (const trace& row : traces())
        for (const std::string& id : row.rules) {
            CAPTURE(row.clause, id);
            CHECK(ids.contains(id));
        }
}

TEST_CASE("Every test the trace names exists", "[rules][trace]")
{
    const auto names = test_names();
    for (const trace& row : traces())
        for (const std::string& test : row.tests) {
            CAPTURE(test);
            CHECK(names.contains(test));
        }
}

TEST_CASE("Test names keep to what ctest can pass on", "[rules][trace]")
{
    for (const std::string& name : test_names()) {
        CAPTURE(name);
        CHECK(name.find_first_of(",;[]\\*~") == std::string::npos);
    }
}
