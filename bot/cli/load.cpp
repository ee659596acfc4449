#include "bot/cli/load.hpp"

#include "bot/flow/hand_in.hpp"
#include "config/files.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace cli {

namespace {

using bot::rules::problems;
using bot::rules::source_text;

std::optional<std::string> environment_variable(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// The text of a file; a fault and "" when it cannot be read.
std::optional<std::string> read(const std::filesystem::path& file, problems& faults)
{
    auto text = config::read_file(file);
    if (!text)
        faults.push_back({file.string(), "", "cannot be read: does it exist, and may this user read it?"});
    return text;
}

std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder, problems& faults)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    if (error || files.empty())
        faults.push_back({folder.string(), "", "is no folder with .json files"});
    std::ranges::sort(files);
    return files;
}

std::optional<bot::rules::rule_book> load_rules(const config::settings& settings, problems& faults)
{
    std::vector<source_text> packs;
    bool complete = true;
    for (const auto& file : settings.rule_packs) {
        auto text = read(file, faults);
        complete = complete && text;
        packs.push_back({file.string(), text.value_or("")});
    }
    const auto holidays = read(settings.holidays, faults);
    if (!complete || !holidays)
        return std::nullopt;
    return bot::rules::rule_book::load(packs, {settings.holidays.string(), *holidays}, faults);
}

std::map<std::string, bot::dialog::form, std::less<>> load_forms(const config::settings& settings, problems& faults)
{
    std::map<std::string, bot::dialog::form, std::less<>> forms;
    for (const auto& file : json_files(settings.forms, faults)) {
        const auto text = read(file, faults);
        auto form = text ? bot::dialog::parse_form(*text, file.string(), faults) : std::nullopt;
        if (form && !forms.emplace(form->id, *form).second)
            faults.push_back({file.string(), "/id", "\"" + form->id + "\" is the id of another form already"});
    }
    for (const auto id : bot::flow::forms_needed())
        if (!forms.contains(id))
            faults.push_back({settings.forms.string(), "", "there is no readable form \"" + std::string(id) + "\""});
    return forms;
}

std::optional<messages::catalogue> load_texts(const config::settings& settings, problems& faults)
{
    std::map<std::string, std::string> texts;
    for (const auto& file : json_files(settings.messages, faults))
        if (auto text = read(file, faults))
            texts[file.stem().string()] = std::move(*text);
    return messages::load_catalogue(texts, faults);
}

/// Steps of the chain may name people: they must be in the directory.
void check_chain_people(const bot::rules::rule_book& book, const config::directory& who, const std::string& file, const std::string& pointer, problems& faults)
{
    const auto* chain = book.chain();
    if (chain == nullptr)
        return;
    const auto check = [&](const bot::rules::chain_policy& policy) {
        for (const auto& step : policy.steps)
            for (const auto& person : step.to.people)
                if (who.person(person) == nullptr)
                    faults.push_back({file, pointer, "the chain names \"" + person + "\", who is not in the directory"});
    };
    check(chain->usual);
    for (const auto& [level, policy] : chain->by_level)
        check(policy);
}

} // namespace

bot::flow::knowledge_ptr load_knowledge(const config::settings& settings, problems& faults)
{
    const auto before = faults.size();
    const auto directory_text = read(settings.directory, faults);
    auto who = config::directory::parse(directory_text.value_or("{}"), settings.directory.string(), faults);
    auto rules = load_rules(settings, faults);
    auto forms = load_forms(settings, faults);
    auto texts = load_texts(settings, faults);
    std::map<std::string, bot::rules::rule_book, std::less<>> unit_rules;
    if (rules)
        for (const auto& unit : who.units())
            if (unit.rule_overrides != "{}")
                if (auto own = rules->with_overrides(unit.rule_overrides, who.file(), unit.pointer + "/rule_overrides", faults)) {
                    check_chain_people(*own, who, who.file(), unit.pointer + "/rule_overrides/A-CHAIN", faults);
                    unit_rules.emplace(unit.id, std::move(*own));
                }
    if (rules)
        check_chain_people(*rules, who, settings.rule_packs.empty() ? std::string{} : settings.rule_packs.front().string(), "/chain", faults);
    if (faults.size() != before || !rules || !texts)
        return nullptr;
    bot::flow::policies policy{.language = settings.language,
                               .receipt_acknowledges = settings.automatic_receipt_acknowledges,
                               .phone_card = settings.zalo && !settings.zalo->phone_card_image.empty(),
                               .template_by_phone = settings.zalo && !settings.zalo->template_id.empty(),
                               .template_by_user = settings.zalo && !settings.zalo->uid_template_id.empty(),
                               .mail_address = settings.email ? settings.email->address : ""};
    if (settings.zalo)
        policy.quota = {settings.zalo->quota.billed_per_month, settings.zalo->quota.templates_per_month,
                        static_cast<int>(settings.zalo->quota.reserve_percent)};
    return std::make_shared<const bot::flow::knowledge>(bot::flow::knowledge{
        std::move(who), std::move(*rules), std::move(unit_rules), std::move(forms), std::move(*texts), policy});
}

loaded load(const std::filesystem::path& config_file)
{
    loaded all;
    const auto text = read(config_file, all.faults);
    if (!text)
        return all;
    all.settings = config::parse_settings(*text, config_file, environment_variable, all.faults);
    all.knowledge = load_knowledge(all.settings, all.faults);
    if (!all.faults.empty())
        all.knowledge = nullptr;
    return all;
}

void print(const problems& faults)
{
    for (const auto& one : faults)
        std::cerr << one.file << (one.pointer.empty() ? "" : " " + one.pointer) << ": " << one.what << '\n';
}

} // namespace cli
