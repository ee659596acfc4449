// Every mail of tests/data/mail against what expected.json says was to be understood of it.
#include "bot/text.hpp"
#include "tests/adapters/email_reading/mails.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

using namespace adapters::email;
using nlohmann::json;

namespace {

std::vector<std::string> strings(const json& values)
{
    return values.get<std::vector<std::string>>();
}

std::vector<std::string> addresses(const std::vector<mailbox>& boxes)
{
    std::vector<std::string> all;
    for (const mailbox& one : boxes)
        all.push_back(one.address);
    return all;
}

std::set<std::string> faults_of(const letter& mail)
{
    std::set<std::string> names;
    for (const fault& one : mail.faults)
        names.emplace(name_of(one.kind));
    return names;
}

std::set<std::string> flags_of(const attachment& file)
{
    const std::map<std::string, bool> all{
        {"executable", file.flags.executable},       {"macro", file.flags.macro},       {"archive", file.flags.archive},
        {"encrypted_zip", file.flags.encrypted_zip}, {"calendar", file.flags.calendar}, {"winmail", file.flags.winmail},
        {"inline_image", file.flags.inline_image},   {"markup", file.flags.markup},     {"too_large", file.flags.too_large}};
    std::set<std::string> set;
    for (const auto& [name, is_set] : all)
        if (is_set)
            set.insert(name);
    return set;
}

std::string utc(bot::rules::instant at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at - day).count();
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    return text;
}

void check_attachment(const attachment& file, const json& expected)
{
    for (const auto& [key, value] : expected.items()) {
        INFO(key);
        if (key == "name")
            CHECK((value.is_null() || file.name == value.get<std::string>()));
        else if (key == "name_characters_max")
            CHECK(bot::utf16_length(file.name) <= value.get<std::size_t>());
        else if (key == "name_ends")
            CHECK(file.name.ends_with(value.get<std::string>()));
        else if (key == "type")
            CHECK(file.type == value.get<std::string>());
        else if (key == "declared_type")
            CHECK(file.declared_type == value.get<std::string>());
        else if (key == "content_id")
            CHECK(file.content_id == value.get<std::string>());
        else if (key == "size")
            CHECK(file.size == value.get<std::size_t>());
        else if (key == "flags")
            CHECK(flags_of(file) == value.get<std::set<std::string>>());
        else
            FAIL("unknown key of an attachment: " << key);
    }
}

void check_bounce(const letter& mail, const json& expected)
{
    REQUIRE(mail.bounce.has_value() == !expected.is_null());
    if (!mail.bounce)
        return;
    const json found{{"recipient", mail.bounce->recipient},
                     {"action", std::string(name_of(mail.bounce->action))},
                     {"status", mail.bounce->status},
                     {"permanent", mail.bounce->permanent},
                     {"original_message_id", mail.bounce->original_message_id},
                     {"diagnostic", mail.bounce->diagnostic},
                     {"verp_token", mail.bounce->verp_token}};
    for (const auto& [key, value] : expected.items()) {
        INFO(key << " is " << found.at(key));
        CHECK(found.at(key) == value);
    }
}

void check_parts(const std::string& key, const letter& mail, const json& value)
{
    if (key == "inline") {
        REQUIRE(mail.inline_answers.size() == value.size());
        for (std::size_t i = 0; i < value.size(); ++i) {
            CHECK(mail.inline_answers[i].quoted.find(value[i][0].get<std::string>()) != std::string::npos);
            CHECK(mail.inline_answers[i].text == value[i][1].get<std::string>());
        }
    } else if (key == "attachments") {
        REQUIRE(mail.attachments.size() == value.size());
        for (std::size_t i = 0; i < value.size(); ++i)
            check_attachment(mail.attachments[i], value[i]);
    } else if (key == "attachment_names") {
        for (const std::string& name : strings(value))
            CHECK(std::any_of(mail.attachments.begin(), mail.attachments.end(),
                              [&name](const attachment& one) { return one.name == name; }));
    } else if (key == "embedded") {
        REQUIRE(mail.embedded.size() == value.size());
        for (std::size_t i = 0; i < value.size(); ++i)
            CHECK(json{mail.embedded[i].from.address, mail.embedded[i].subject, mail.embedded[i].message_id} == value[i]);
    } else {
        FAIL("unknown key: " << key);
    }
}

/// Keys that compare one member, or search one text for several.
bool check_simple(const std::string& key, const letter& mail, const json& value)
{
    const std::map<std::string, json> members{
        {"subject", mail.subject},
        {"sender", mail.from.address},
        {"sender_name", mail.from.name},
        {"message_id", mail.message_id},
        {"thread_ids", mail.thread_ids},
        {"delivered_to", mail.delivered_to},
        {"to", addresses(mail.to)},
        {"reply_to", addresses(mail.reply_to)},
        {"return_path", mail.return_path},
        {"null_return_path", mail.null_return_path},
        {"several_from", mail.several_from},
        {"date", mail.date ? json(utc(*mail.date)) : json()},
        {"text", mail.text},
        {"reply", mail.reply},
        {"cut", mail.cut},
        {"from_html", mail.from_html},
        {"forwarded", mail.forwarded},
        {"automatic", std::string(name_of(mail.automatic))},
        {"suppress", mail.suppress_auto_answer},
        {"authentication", std::string(name_of(mail.authenticity.result))},
        {"authenticated_domain", mail.authenticity.domain},
        {"attachment_count", mail.attachments.size()},
    };
    if (const auto member = members.find(key); member != members.end()) {
        CHECK(member->second == value);
        return true;
    }
    if (key == "sender_not") {
        CHECK(mail.from.address != value.get<std::string>());
        return true;
    }
    const auto sign = key.rfind('_');
    const std::string what = key.substr(0, sign);
    const std::string how = sign == std::string::npos ? std::string() : key.substr(sign + 1);
    if (how != "has" && how != "lacks")
        return key == "no_crash";
    for (const std::string& wanted : strings(value)) {
        INFO(wanted);
        const bool found = what == "faults" ? faults_of(mail).contains(wanted)
                           : what == "cut"  ? mail.cut.find(wanted) != std::string::npos
                           : what == "text" ? mail.text.find(wanted) != std::string::npos
                                            : mail.reply.find(wanted) != std::string::npos;
        CHECK(found == (how == "has"));
    }
    return true;
}

} // namespace

TEST_CASE("Every mail of the corpus is understood as written down", "[email][corpus]")
{
    const auto expected = json::parse(mails::sample("expected.json"));
    REQUIRE(expected.size() >= 120);
    for (const auto& [name, wanted] : expected.items()) {
        const auto mail = read_letter(mails::sample(name), mails::options());
        std::string faults;
        for (const std::string& one : faults_of(mail))
            faults += one + " ";
        INFO(name << "\nfaults: " << faults << "\nautomatic: " << mail.automatic_reason << "\nreply: " << mail.reply
                  << "\ncut: " << mail.cut);
        CHECK(mails::unfit(mail) == "");
        for (const auto& [key, value] : wanted.items()) {
            INFO(key);
            if (key == "bounce")
                check_bounce(mail, value);
            else if (!check_simple(key, mail, value))
                check_parts(key, mail, value);
        }
    }
}

TEST_CASE("A mail of the corpus cut at any tenth of its length is still read", "[email][corpus]")
{
    const auto expected = json::parse(mails::sample("expected.json"));
    for (const auto& [name, wanted] : expected.items()) {
        const std::string raw = mails::sample(name);
        for (std::size_t tenth = 1; tenth < 10; ++tenth) {
            const auto mail = read_letter(raw.substr(0, raw.size() * tenth / 10), mails::options());
            INFO(name << " " << tenth);
            CHECK(mails::unfit(mail) == "");
        }
    }
}
