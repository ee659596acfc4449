#include "bot/incident/command_kind.hpp"
#include "bot/incident/event.hpp"
#include "bot/incident/obligations.hpp"
#include "bot/incident/roles.hpp"
#include "bot/incident/status.hpp"
#include "bot/rules/deadlines.hpp"
#include "bot/rules/facts.hpp"
#include "tests/messages/support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

using names = std::set<std::string>;

/// Every literal that has the shape of a key, except the names of log events.
names literals_in(const std::vector<shipped::source_file>& files)
{
    static const std::regex literal(R"re((event\(\s*)?"([a-z][a-z_]*(\.[A-Za-z0-9_-]+)+)")re");
    names found;
    for (const auto& [path, code] : files)
        for (std::sregex_iterator i(code.begin(), code.end(), literal), end; i != end; ++i)
            if (!(*i)[1].matched)
                found.insert((*i)[2]);
    return found;
}

/// What a pattern with one group matches in one file.
names named_in(const std::string& path, const std::string& pattern)
{
    const std::regex expression(pattern);
    names found;
    for (const auto& file : shipped::sources())
        if (file.path == path)
            for (std::sregex_iterator i(file.code.begin(), file.code.end(), expression), end; i != end; ++i)
                found.insert((*i)[1]);
    CAPTURE(path, pattern);
    CHECK_FALSE(found.empty());
    return found;
}

template <class Value>
names names_of(std::size_t count)
{
    names all;
    for (std::size_t i = 0; i < count; ++i)
        all.insert(std::string(name_of(static_cast<Value>(i))));
    return all;
}

names rule_ids()
{
    names ids;
    for (const auto& pack : shipped::packs())
        for (const auto& rule : pack.deadlines)
            ids.insert(rule.cited.id);
    return ids;
}

names type_codes()
{
    names codes;
    for (const auto& pack : shipped::packs())
        for (const auto& type : pack.types)
            codes.insert(type.code);
    return codes;
}

/// Roles as the directory and the packs name them: those of the incident core that a person can hold, and the
/// packs' own.
names roles()
{
    using bot::incident::role;
    names all = names_of<role>(bot::incident::role_count);
    all.erase(std::string(name_of(role::own_reporter)));
    all.erase(std::string(name_of(role::own_handler)));
    all.erase(std::string(name_of(role::called)));
    static const std::regex list(R"re("(?:roles|remind)":\s*\[([^\]]*)\])re");
    static const std::regex one(R"re("([a-z_]+)")re");
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(PROJECT_DIR) / "config/rules")) {
        const auto text = shipped::content_of(entry.path());
        for (std::sregex_iterator i(text.begin(), text.end(), list), end; i != end; ++i) {
            const std::string inner = (*i)[1];
            for (std::sregex_iterator r(inner.begin(), inner.end(), one); r != end; ++r)
                all.insert((*r)[1]);
        }
    }
    return all;
}

names nudge_kinds()
{
    names kinds{"late"}; // a deadline that had passed before the incident was known
    for (const auto kind : {bot::rules::nudge_kind::reminder, bot::rules::nudge_kind::escalation,
                            bot::rules::nudge_kind::breach, bot::rules::nudge_kind::repeat})
        kinds.insert(std::string(name_of(kind)));
    return kinds;
}

/// Keys that the program puts together, and where.
struct derived_keys {
    std::string prefix;
    names endings;
    std::string built_in; ///< the file that holds the prefix as a literal
};

std::vector<derived_keys> derived()
{
    using namespace bot;
    names events;
    for (const auto name : incident::event_names())
        events.insert(std::string(name));
    return {
        {"rule.", rule_ids(), "bot/rules/deadlines.cpp"},
        {"letter.doubt.", named_in("bot/flow/mail_sender.cpp", R"re((?:doubt = |\? |: )"([a-z_]+)")re"), "bot/flow/unverified.cpp"},
        {"type.", type_codes(), "bot/flow/cards.cpp"},
        {"level.", {"0", "1", "2", "3", "4"}, "bot/flow/cards.cpp"},
        {"role.", roles(), "bot/flow/lists.cpp"},
        {"criticality.", names_of<rules::criticality>(3), "bot/flow/cards.cpp"},
        {"card.patients.", names_of<rules::answer>(3), "bot/flow/cards.cpp"},
        {"status.", names_of<incident::status>(incident::status_count), "bot/flow/cards.cpp"},
        {"moment.", names_of<rules::moment>(rules::moment_count), "bot/flow/lists.cpp"},
        {"notice.nudge.", nudge_kinds(), "bot/flow/nudging.cpp"},
        {"group.nudge.", nudge_kinds(), "bot/flow/nudging.cpp"},
        {"incident.command.", names_of<incident::command_kind>(incident::command_kind_count),
         "bot/incident/decide.cpp"},
        {"incident.event.", events, "bot/incident/history.cpp"},
        {"incident.moment.",
         {"investigation_completed", "leader_informed", "vendor_detected", "violation_detected"},
         "bot/incident/history.cpp"},
        {"incident.missing.", named_in("bot/incident/completeness.cpp", R"re(need\([^;]*"([a-z_]+)"\))re"),
         "bot/incident/completeness.cpp"},
        {"menu.", named_in("bot/flow/menu.cpp", R"re(verb::\w+, "([a-z_]+)")re"), "bot/flow/menu.cpp"},
        {"menu.words.", named_in("bot/flow/menu.cpp", R"re(verb::\w+, "([a-z_]+)")re"), "bot/flow/menu.cpp"},
        {"say.wrong.", named_in("bot/dialog/read_answer.cpp", R"re((?:wrong\(|\? |: )"([a-z_]+)")re"),
         "bot/dialog/read_answer.cpp"},
        {"say.wrong.", named_in("bot/dialog/read_answer.cpp", R"re(read_by\([a-z_]+, text, "([a-z_]+)"\))re"),
         "bot/dialog/read_answer.cpp"},
        {"incident.missing.", {"participants"}, "bot/incident/completeness.cpp"},
        {"status.duty.", names_of<incident::obligation_state>(6), "bot/flow/cards.cpp"},
        {"say.", named_in("bot/dialog/confirmation.cpp", R"re(\{\s*"([a-z]+\.[a-z]+)")re"),
         "bot/dialog/confirmation.cpp"},
        {"say.option.", {"yes", "no", "unsure"}, "bot/dialog/option_list.cpp"},
    };
}

names form_keys()
{
    names keys;
    for (const auto& form : shipped::forms()) {
        for (const auto& field : form.fields) {
            keys.insert(field.prompt);
            if (field.has_hint)
                keys.insert(field.prompt + ".hint");
            // "xem lại" shows the card of any form; a secret gate is never on it.
            if (field.type != bot::dialog::field_type::secret_gate)
                keys.insert(field.prompt + ".label");
            const bool shared = field.type == bot::dialog::field_type::yes_no_unsure ||
                                field.type == bot::dialog::field_type::secret_gate;
            for (const auto& option : field.options)
                if (!shared)
                    keys.insert(field.prompt + "." + option.key);
        }
    }
    return keys;
}

names without(const names& all, const names& taken)
{
    names left;
    std::ranges::set_difference(all, taken, std::inserter(left, left.end()));
    return left;
}

names derived_and_literal()
{
    names used = literals_in(shipped::sources());
    for (const auto& [prefix, endings, place] : derived())
        for (const auto& ending : endings)
            used.insert(prefix + ending);
    const auto forms = form_keys();
    used.insert(forms.begin(), forms.end());
    return used;
}

names catalogue_keys()
{
    const auto keys = shipped::texts().keys();
    return {keys.begin(), keys.end()};
}

} // namespace

TEST_CASE("Every text is used", "[messages]")
{
    const names unused = without(catalogue_keys(), derived_and_literal());
    CAPTURE(unused);
    CHECK(unused.empty());
}

TEST_CASE("Every key that the program names has a text", "[messages]")
{
    names spaces; // literals such as file names have the shape of keys too
    for (const auto& key : shipped::texts().keys())
        spaces.insert(key.substr(0, key.find('.')));
    // Words for the two answers to "is this time right?", which stand behind "say."
    // (bot/dialog/confirmation.cpp).
    const names halves = named_in("bot/dialog/confirmation.cpp", R"re(\{\s*"([a-z]+\.[a-z]+)")re");
    names wanted;
    for (const auto& key : without(literals_in(shipped::sources()), halves))
        if (spaces.contains(key.substr(0, key.find('.'))))
            wanted.insert(key);
    const names missing = without(wanted, catalogue_keys());
    CAPTURE(missing);
    CHECK(missing.empty());
}

TEST_CASE("Every key that the program puts together has a text", "[messages]")
{
    const auto files = shipped::sources();
    const names keys = catalogue_keys();
    for (const auto& [prefix, endings, place] : derived()) {
        CAPTURE(prefix, place);
        const auto file = std::ranges::find(files, place, &shipped::source_file::path);
        REQUIRE(file != files.end());
        CHECK(file->code.find('"' + prefix) != std::string::npos);
        names missing;
        for (const auto& ending : endings)
            if (!keys.contains(prefix + ending))
                missing.insert(ending);
        CAPTURE(missing);
        CHECK(missing.empty());
    }
}

TEST_CASE("Every question of every form has its texts", "[messages]")
{
    const names missing = without(form_keys(), catalogue_keys());
    CAPTURE(missing);
    CHECK(missing.empty());
}
