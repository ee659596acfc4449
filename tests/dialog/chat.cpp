#include "tests/dialog/chat.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace test {

using namespace bot::dialog;

std::string file_text(const std::string& path)
{
    std::ifstream file(PROJECT_DIR "/" + path);
    REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), {}};
}

const form& form_named(const std::string& id)
{
    static std::map<std::string, form> read;
    if (const auto found = read.find(id); found != read.end())
        return found->second;
    bot::rules::problems faults;
    auto one = parse_form(file_text("config/forms/" + id + ".json"), id + ".json", faults);
    for (const auto& fault : faults)
        UNSCOPED_INFO(fault.file << " " << fault.pointer << ": " << fault.what);
    REQUIRE(one);
    return read.emplace(id, std::move(*one)).first->second;
}

std::vector<std::string> form_names()
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(PROJECT_DIR "/config/forms"))
        names.push_back(entry.path().stem().string());
    std::ranges::sort(names);
    return names;
}

bot::rules::instant morning()
{
    using namespace std::chrono;
    return bot::rules::from_vietnam(year(2026) / November / day(22), 9, 0);
}

context hospital()
{
    return {.now = morning(),
            .facts = {{"level", "3"}, {"proposed_level", "3"}, {"status", "monitored"}},
            .options = [](std::string_view source) -> std::vector<dynamic_option> {
                if (source == "units")
                    return {{"bvx", "Bệnh viện X"}};
                if (source == "systems")
                    return {{"his", "Phần mềm HIS"}, {"pacs", "Hệ thống PACS"}};
                if (source == "other_units")
                    return std::vector<dynamic_option>{{"syt", "Sở Y tế"}, {"bvb", "Bệnh viện B"}};
                if (source == "vendors")
                    return std::vector<dynamic_option>{{"an-khang", "Công ty An Khang"}};
                if (source == "handlers")
                    return {{"minh", "Trần Văn Minh"}, {"hoa", "Lê Thị Hoa"}};
                if (source == "duties")
                    return {{"B-24", "Thông báo ban đầu"}, {"B-72", "Báo cáo nguyên nhân"}};
                return {};
            }};
}

namespace {

std::string text_of(const bot::argument& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value))
        return std::to_string(*number);
    std::string all;
    for (const auto& each : std::get<std::vector<bot::phrase>>(value))
        all += (all.empty() ? "" : " | ") + line_of(each);
    return "[" + all + "]";
}

} // namespace

std::string line_of(const bot::phrase& said)
{
    std::string line = said.key;
    for (const auto& [name, value] : said.args)
        line += " " + name + "=" + text_of(value);
    return line;
}

namespace {

const std::vector<nlohmann::json>& catalogues()
{
    static const std::vector<nlohmann::json> all{nlohmann::json::parse(file_text("messages/vi.json")),
                                                 nlohmann::json::parse(file_text("messages/en.json"))};
    return all;
}

/// Names of the places in a pattern of ICU MessageFormat: "{name}" and "{name, …".
std::vector<std::string> places_of(const std::string& pattern)
{
    std::vector<std::string> names;
    for (auto at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
        const auto end = pattern.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", at + 1);
        if (end != std::string::npos && end > at + 1 && (pattern[end] == '}' || pattern[end] == ','))
            names.push_back(pattern.substr(at + 1, end - at - 1));
    }
    return names;
}

/// Whatever a test makes the bot say has a text in every language, and that text gets its arguments.
void check_texts(const bot::phrase& said)
{
    for (const auto& texts : catalogues()) {
        CAPTURE(said.key);
        REQUIRE(texts.contains(said.key));
        for (const auto& place : places_of(texts.at(said.key).get<std::string>())) {
            CAPTURE(place);
            REQUIRE(said.args.contains(place));
        }
    }
    for (const auto& [name, value] : said.args)
        if (const auto* inner = std::get_if<std::vector<bot::phrase>>(&value))
            for (const auto& each : *inner)
                check_texts(each);
}

} // namespace

chat::chat(const std::string& form, context there, std::vector<answer> known, std::string subject)
    : around(std::move(there)), form_(form_named(form))
{
    took(start(form_, around, std::move(subject), std::move(known)));
}

const std::vector<std::string>& chat::says(std::string_view text, std::vector<attachment> with)
{
    REQUIRE(turn_.next);
    auto stored = from_json(to_json(*turn_.next));
    REQUIRE(stored);
    REQUIRE(*stored == *turn_.next);
    took(
        step(form_, std::move(*stored), {.text = std::string(text), .attachments = std::move(with)}, around));
    return lines_;
}

void chat::says_in_turn(const std::vector<std::string>& texts)
{
    for (const auto& text : texts)
        says(text);
}

void chat::wakes()
{
    took(resume(form_, draft(), around));
}

bool chat::heard(std::string_view beginning) const
{
    return std::ranges::any_of(lines_, [&](const std::string& line) { return line.starts_with(beginning); });
}

void chat::took(turn turn)
{
    turn_ = std::move(turn);
    lines_.clear();
    for (const auto& said : turn_.say) {
        check_texts(said);
        lines_.push_back(line_of(said));
    }
}

std::string fitting_answer(const field& one)
{
    switch (one.type) {
    case field_type::secret_gate:
        return "không";
    case field_type::text:
        return "Nội dung của " + one.key;
    case field_type::choice:
    case field_type::choices:
        return one.numbered_from == 0 ? "2" : "1";
    case field_type::yes_no_unsure:
        return "có";
    case field_type::time:
        return one.future ? "23/11/2026 10:00" : "22/11/2026 07:45";
    case field_type::phone:
        return "0912 345 678";
    case field_type::email:
        return "lan@benhvien.vn";
    case field_type::number:
        return "3";
    case field_type::incident_number:
        return "SC-2026-000012";
    case field_type::attachments:
        return "xong";
    }
    return "";
}

} // namespace test
