#include "bot/dialog/condition_reader.hpp"
#include "bot/dialog/form.hpp"
#include "bot/dialog/navigation.hpp"
#include "bot/rules/json_reader.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace bot::dialog {

namespace {

using rules::json_reader;

constexpr std::array<std::string_view, 11> type_names{
    "secret_gate", "text",  "choice", "choices",         "yes_no_unsure", "time",
    "phone",       "email", "number", "incident_number", "attachments"};
constexpr std::array<std::string_view, 3> label_names{"official", "lost", "product"};
constexpr std::int64_t most_characters = 20'000;

template <class Names>
std::vector<std::string> as_texts(const Names& names)
{
    return {names.begin(), names.end()};
}

template <class Enum, class Names>
Enum enum_at(json_reader& row, const std::string& key, const Names& names, Enum otherwise)
{
    const auto name = row.optional_choice(key, as_texts(names));
    if (!name)
        return otherwise;
    return static_cast<Enum>(std::ranges::find(names, *name) - names.begin());
}

bool is_name(const std::string& text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

std::string name_at(json_reader& row, const std::string& key)
{
    auto name = row.text(key);
    if (!name.empty() && !is_name(name))
        row.fault(key, "\"" + name + "\" is no name: small letters, digits and _ only");
    return name;
}

/// What everybody writes for yes, no and not sure.
std::vector<option> yes_no_unsure_options(bool no_first)
{
    option yes{"yes", {"co", "c", "co a", "vang", "u", "uh", "dung", "phai", "dung vay", "yes", "y", "yeah"}};
    option no{"no",
              {"khong", "ko", "k", "kg", "hok", "khong co", "khong a", "chua", "chua co", "no", "n", "none"}};
    option unsure{"unsure",
                  {"chua ro", "khong ro", "ko ro", "k ro", "khong biet", "chua biet", "ko biet", "khong chac",
                   "chua chac", "co le", "co the", "hinh nhu", "unsure", "not sure", "maybe", "do not know",
                   "dont know", "unknown"}};
    if (no_first)
        return {std::move(no), std::move(yes), std::move(unsure)};
    return {std::move(yes), std::move(no), std::move(unsure)};
}

/// Folds the words of one option and refuses those that are taken.
std::vector<std::string> read_words(json_reader& row, std::map<std::string, std::string>& taken,
                                    const std::string& key)
{
    std::vector<std::string> words;
    std::size_t index = 0;
    for (const auto& written : row.texts("words")) {
        const auto at = row.pointer_of("words") + "/" + std::to_string(index++);
        auto word = fold(written);
        if (word.empty()) {
            row.fault_at(at, "has no letter or digit");
            continue;
        }
        if (parse_navigation(word))
            row.fault_at(at, "\"" + written + "\" is a word of navigation (navigation.cpp)");
        const auto [owner, is_new] = taken.emplace(word, key);
        if (!is_new && owner->second != key)
            row.fault_at(at, "\"" + written + "\" is already a word of option \"" + owner->second + "\"");
        if (is_new)
            words.push_back(std::move(word));
    }
    return words;
}

std::vector<option> read_options(json_reader& row, bool of_moments)
{
    std::vector<option> all;
    std::map<std::string, std::string> taken;
    row.each("options", [&](const nlohmann::json& one, const std::string& at) {
        json_reader reader(one, row.file(), at, row.faults());
        option read{.key = name_at(reader, "key"), .words = {}};
        read.after = reader.optional_duration("in");
        read.end_of_day = reader.flag("end_of_day", false);
        if ((read.after.has_value() || read.end_of_day) != of_moments || (read.after && read.end_of_day))
            reader.fault("", of_moments ? "needs either \"in\" or \"end_of_day\": it stands for a moment"
                                        : "\"in\" and \"end_of_day\" belong to time questions only");
        read.words = read_words(reader, taken, read.key);
        if (std::ranges::find(all, read.key, &option::key) != all.end())
            reader.fault("key", "option \"" + read.key + "\" appears twice");
        reader.finish();
        all.push_back(std::move(read));
    });
    return all;
}

/// An attribute that only some types of question have.
void only_for(json_reader& row, const std::string& key, bool allowed, const std::string& types)
{
    if (!allowed && row.find(key) != nullptr)
        row.fault(key, "belongs to questions of type " + types + " only");
}

void read_list(json_reader& row, field& read)
{
    const bool is_list = read.type == field_type::choice || read.type == field_type::choices;
    for (const auto* key : {"source", "take_single", "numbered_from"})
        only_for(row, key, is_list, "choice and choices");
    only_for(row, "other", read.type == field_type::choice, "choice");
    const bool is_future = read.type == field_type::time && row.flag("future", false);
    only_for(row, "options", is_list || is_future, "choice and choices, and time that lies ahead");
    read.options = read_options(row, is_future);
    read.source = row.optional_text("source").value_or("");
    read.take_single = row.flag("take_single", false);
    read.numbered_from = static_cast<int>(row.optional_number("numbered_from", 0, 1).value_or(1));
    read.other = row.optional_text("other").value_or("");
    if (is_list && read.options.empty() && read.source.empty())
        row.fault("", "needs \"options\" or a \"source\" of them");
    if (read.take_single && (read.source.empty() || !read.options.empty()))
        row.fault("take_single", "needs a \"source\" and no fixed options");
    if (read.type == field_type::choices && !read.required && read.numbered_from == 0)
        row.fault("numbered_from", "0 stands for none of them");
    if (!read.other.empty() &&
        std::ranges::find(read.options, read.other, &option::key) == read.options.end())
        row.fault("other", "\"" + read.other + "\" is not one of the options");
    if (read.type == field_type::yes_no_unsure || read.type == field_type::secret_gate)
        read.options = yes_no_unsure_options(read.type == field_type::secret_gate);
}

void read_source_of_law(json_reader& row, field& read)
{
    read.item = row.optional_text("item").value_or("");
    read.label_basis = enum_at(row, "label", label_names, wording_basis::product);
    read.article = row.optional_text("article").value_or("");
    row.require("basis");
    read.basis = row.optional_choice("basis", {"law", "inf", "cfg"}).value_or("cfg");
    if (read.basis == "law" && read.article.empty())
        row.fault("article", "is missing: a basis of law names its article");
    if (!read.item.empty() && read.label_basis == wording_basis::product)
        row.fault("label", "must be official or lost: the question has the item number of a form");
}

field read_field(json_reader& row, const std::string& form_id, const std::vector<field>& earlier)
{
    field read;
    read.key = name_at(row, "key");
    row.require("type");
    read.type = enum_at(row, "type", type_names, field_type::text);
    read.required = row.flag("required", true);
    read.wording = row.optional_text("wording").value_or(form_id);
    read.prompt = "form." + read.wording + "." + read.key;
    read.has_hint = row.flag("hint", false);
    read_list(row, read);
    const bool is_time = read.type == field_type::time;
    only_for(row, "allow_unknown", is_time || read.type == field_type::number, "time and number");
    only_for(row, "future", is_time, "time");
    only_for(row, "max_length",
             read.type == field_type::text || read.type == field_type::attachments || !read.other.empty(),
             "text and attachments");
    read.allow_unknown = row.flag("allow_unknown", false);
    read.future = row.flag("future", false);
    read.max_length =
        static_cast<std::size_t>(row.optional_number("max_length", 1, most_characters).value_or(4000));
    read.facts = row.texts("facts");
    read_source_of_law(row, read);
    if (const auto* when = row.find("when"))
        read.when = read_condition(*when, row.file(), row.pointer_of("when"), earlier, row.faults());
    if (read.type == field_type::secret_gate && (!earlier.empty() || read.when || !read.required))
        row.fault("type", "a secret gate is the first question, required and without condition");
    if (std::ranges::find(earlier, read.key, &field::key) != earlier.end())
        row.fault("key", "field \"" + read.key + "\" appears twice");
    row.finish();
    return read;
}

} // namespace

std::optional<form> parse_form(std::string_view json, const std::string& file, rules::problems& faults)
{
    const auto before = faults.size();
    const auto document = rules::read_document(json, file, faults);
    if (!document)
        return std::nullopt;
    json_reader top(*document, file, "", faults);
    form read;
    read.id = name_at(top, "id");
    read.version = static_cast<int>(top.optional_number("version", 1, 1'000'000).value_or(1));
    top.require("version");
    read.official = top.optional_text("official").value_or("");
    read.review = top.flag("review", false);
    top.each("fields", [&](const nlohmann::json& one, const std::string& at) {
        json_reader row(one, file, at, faults);
        auto next = read_field(row, read.id, read.fields);
        read.fields.push_back(std::move(next));
    });
    if (top.require("fields") != nullptr && read.fields.empty())
        top.fault("fields", "has no question");
    top.finish();
    if (faults.size() > before)
        return std::nullopt;
    return read;
}

} // namespace bot::dialog
