#include "config/settings.hpp"

#include "bot/rules/json_reader.hpp"
#include "config/files.hpp"
#include "config/loopback.hpp"

#include <algorithm>

namespace config {

namespace {

using bot::rules::json_reader;
using bot::rules::problems;
using nlohmann::json;

/// What every section needs to make sense of its members.
struct surroundings {
    std::filesystem::path folder; ///< paths in the file are relative to it
    std::string file;
    const environment& env;
    problems& faults;
};

bot::secret read_secret(json_reader& section, const std::string& key, bool required, const surroundings& around)
{
    const json* written = required ? section.require(key) : section.find(key);
    if (written == nullptr)
        return {};
    if (!written->is_object()) {
        section.fault(key, R"(must not stand here in the clear: give {"env": "NAME"} or {"file": "PATH"})");
        return {};
    }
    json_reader source(*written, around.file, section.pointer_of(key), around.faults);
    const auto name = source.optional_text("env");
    const auto path = source.optional_text("file");
    source.finish();
    if (name.has_value() == path.has_value()) {
        section.fault(key, R"(give exactly one of "env" and "file")");
        return {};
    }
    auto value = name ? around.env(*name) : read_file(around.folder / *path);
    if (!value) {
        section.fault(key, name ? "the environment variable " + *name + " is not set" : "cannot read the file " + *path);
        return {};
    }
    while (!value->empty() && (value->back() == '\n' || value->back() == '\r'))
        value->pop_back();
    if (value->empty())
        section.fault(key, "is empty");
    return bot::secret(std::move(*value));
}

listen_settings read_listen(const json& value, const surroundings& around)
{
    json_reader section(value, around.file, "/listen", around.faults);
    listen_settings read;
    read.address = section.optional_text("address").value_or(read.address);
    read.port = static_cast<std::uint16_t>(section.optional_number("port", 0, 65'535).value_or(read.port));
    if (const json* tls = section.find("tls")) {
        json_reader files(*tls, around.file, "/listen/tls", around.faults);
        read.tls = tls_settings{around.folder / files.text("certificate"), around.folder / files.text("key")};
        files.finish();
        for (const auto& [key, path] : {std::pair{"certificate", read.tls->certificate}, std::pair{"key", read.tls->key}})
            if (!std::filesystem::is_regular_file(path))
                files.fault(key, "cannot read the file " + path.string());
    }
    section.finish();
    return read;
}

void read_store(const json& value, settings& into, const surroundings& around)
{
    json_reader section(value, around.file, "/store", around.faults);
    if (const json* sqlite = section.require("sqlite")) {
        json_reader inner(*sqlite, around.file, "/store/sqlite", around.faults);
        into.database = around.folder / inner.text("path");
        inner.finish();
    }
    into.attachments = around.folder / section.optional_text("attachments").value_or("var/attachments");
    section.finish();
}

std::string read_base(json_reader& section, const std::string& key, const std::string& otherwise)
{
    auto base = section.optional_text(key).value_or(otherwise);
    while (base.ends_with('/'))
        base.pop_back();
    if (!base.starts_with("https://") && !is_loopback_url(base))
        section.fault(key, "must begin with https:// (plain http:// only for a loopback host)");
    return base;
}

quota_settings read_quota(const json& value, const surroundings& around)
{
    json_reader section(value, around.file, "/zalo/quota", around.faults);
    constexpr std::int64_t most = 10'000'000;
    quota_settings read;
    read.billed_per_month = section.optional_number("billed_per_month", 0, most);
    read.templates_per_month = section.optional_number("templates_per_month", 0, most);
    read.reserve_percent = static_cast<std::uint32_t>(section.optional_number("reserve_percent", 0, 100).value_or(read.reserve_percent));
    section.finish();
    return read;
}

zalo_settings read_zalo(const json& value, const surroundings& around)
{
    json_reader section(value, around.file, "/zalo", around.faults);
    zalo_settings read;
    read.app_id = section.text("app_id");
    read.oa_id = section.text("oa_id");
    read.app_secret = read_secret(section, "app_secret", true, around);
    read.oa_secret_key = read_secret(section, "oa_secret_key", true, around);
    read.refresh_token = read_secret(section, "refresh_token", false, around);
    read.openapi_base = read_base(section, "openapi_base", read.openapi_base);
    read.oauth_base = read_base(section, "oauth_base", read.oauth_base);
    read.business_base = read_base(section, "business_base", read.business_base);
    read.template_id = section.optional_text("template_id").value_or("");
    read.uid_template_id = section.optional_text("uid_template_id").value_or("");
    if (const json* quota = section.find("quota"))
        read.quota = read_quota(*quota, around);
    read.phone_card_image = section.optional_text("phone_card_image").value_or("");
    if (!read.phone_card_image.empty() && !read.phone_card_image.starts_with("https://"))
        section.fault("phone_card_image", "must begin with https://: Zalo fetches the picture");
    read.verifier = section.optional_text("verifier").value_or("");
    read.attachment_hosts = section.find("attachment_hosts") != nullptr ? section.texts("attachment_hosts")
                                                                         : std::vector<std::string>{"zdn.vn", "zadn.vn"};
    read.sends_per_minute = static_cast<std::uint32_t>(
        section.optional_number("sends_per_minute", 1, 1'000'000).value_or(read.sends_per_minute));
    read.appsecret_proof = section.flag("appsecret_proof", false);
    section.finish();
    return read;
}

/// One mail server of the "email" section: `security` "none" only towards this machine.
mail_server_settings read_mail_server(json_reader& server, std::uint16_t tls_port, std::uint16_t starttls_port, const surroundings& around)
{
    mail_server_settings read;
    read.host = server.text("host");
    read.security = server.optional_choice("security", {"tls", "starttls", "none"}).value_or("tls");
    if (read.security == "none" && !is_loopback_host(read.host))
        server.fault("security", "\"none\" is allowed for a loopback host only: use \"tls\" or \"starttls\"");
    const auto usual = read.security == "tls" ? tls_port : starttls_port;
    read.port = static_cast<std::uint16_t>(server.optional_number("port", 1, 65'535).value_or(usual));
    read.user = server.optional_text("user").value_or("");
    read.ca_file = server.optional_text("ca_file").value_or("");
    read.xoauth2 = server.optional_choice("auth", {"password", "xoauth2"}).value_or("password") == "xoauth2";
    read.password = read_secret(server, "password", !read.user.empty(), around);
    return read;
}

/// "maildir" in place of a server's settings.
std::optional<std::filesystem::path> read_maildir(json_reader& section, const surroundings& around)
{
    const auto path = section.optional_text("maildir");
    return path ? std::optional(around.folder / *path) : std::nullopt;
}

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

mail_settings read_email(const json& value, const surroundings& around)
{
    json_reader section(value, around.file, "/email", around.faults);
    mail_settings read;
    read.address = lower(section.text("address"));
    if (!read.address.empty() && (read.address.find('@') == std::string::npos || read.address.find_first_of(" <>\"+") != std::string::npos))
        section.fault("address", "\"" + read.address + "\" is no mail address of the form name@domain, without \"+\"");
    read.name = section.optional_text("name").value_or(read.name);
    if (section.find("authserv_ids") != nullptr)
        read.trusted_authserv_ids = section.texts("authserv_ids");
    if (const json* imap = section.require("imap")) {
        json_reader inbox(*imap, around.file, "/email/imap", around.faults);
        if (const auto maildir = read_maildir(inbox, around))
            read.in.maildir = *maildir;
        else
            read.in.server = read_mail_server(inbox, 993, 143, around);
        if (const auto folder = inbox.optional_text("folder"))
            read.in.folders = {*folder};
        if (inbox.find("folders") != nullptr)
            read.in.folders = inbox.texts("folders");
        read.in.processed_folder = inbox.optional_text("processed_folder").value_or("");
        inbox.finish();
    }
    if (const json* smtp = section.require("smtp")) {
        json_reader outbox(*smtp, around.file, "/email/smtp", around.faults);
        if (const auto maildir = read_maildir(outbox, around))
            read.out.maildir = *maildir;
        else
            read.out.server = read_mail_server(outbox, 465, 587, around);
        outbox.finish();
    }
    section.finish();
    return read;
}

} // namespace

settings parse_settings(std::string_view text, const std::filesystem::path& file, const environment& env, problems& faults)
{
    settings read;
    const surroundings around{file.parent_path(), file.string(), env, faults};
    const auto document = bot::rules::read_document(text, around.file, faults);
    if (!document)
        return read;

    json_reader top(*document, around.file, "", faults);
    if (const json* listen = top.find("listen"))
        read.listen = read_listen(*listen, around);
    if (const json* store = top.require("store"))
        read_store(*store, read, around);
    read.language = top.optional_choice("language", {"vi", "en"}).value_or("vi");
    read.public_url = top.optional_text("public_url").value_or("");
    read.ca_file = top.optional_text("ca_file").value_or("");
    read.automatic_receipt_acknowledges = top.flag("automatic_receipt_acknowledges", false);
    if (const json* zalo = top.find("zalo"))
        read.zalo = read_zalo(*zalo, around);
    if (const json* email = top.find("email"))
        read.email = read_email(*email, around);
    read.directory = around.folder / top.optional_text("directory").value_or("directory.json");
    for (const auto& pack : top.find("rule_packs") != nullptr
                                ? top.texts("rule_packs")
                                : std::vector<std::string>{"rules/qd-4494-2015.json", "rules/cyber-2026.json"})
        read.rule_packs.push_back(around.folder / pack);
    read.holidays = around.folder / top.optional_text("holidays").value_or("holidays.json");
    read.forms = around.folder / top.optional_text("forms").value_or("forms");
    read.messages = around.folder / top.optional_text("messages").value_or("../messages");
    top.finish();
    return read;
}

} // namespace config
