#include "adapters/email_event.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace adapters {

namespace {

using bot::flow::inbound_attachment;
using bot::flow::mail_facts;

std::string sha256_of(const std::string& bytes)
{
    std::array<unsigned char, 32> made{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), made.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    return {made.begin(), made.end()};
}

std::string key_of(const email::letter& read, const std::string& raw)
{
    const std::string what = read.message_id.empty() ? "raw|" + raw : "mail|" + read.message_id + "|" + read.from.address + "|" + read.subject + "|" + read.text;
    return sha256_of(what).substr(0, 16);
}

std::string kind_of(const email::attachment& file)
{
    const auto is = [&](std::string_view family) { return file.type.starts_with(family); };
    return is("image/") ? "image" : is("audio/") ? "audio" : is("video/") ? "video" : "file";
}

bot::flow::sender_proof proof_of(email::verdict what)
{
    switch (what) {
    case email::verdict::pass: return bot::flow::sender_proof::pass;
    case email::verdict::fail: return bot::flow::sender_proof::fail;
    case email::verdict::none: break;
    }
    return bot::flow::sender_proof::none;
}

/// What stands after "+" in our own address.
std::vector<std::string> tags_of(const email::letter& read, std::string_view own)
{
    const auto at = own.rfind('@');
    const std::string local = std::string(own.substr(0, at)) + "+";
    const auto domain = own.substr(at);
    std::vector<std::string> tags;
    for (const auto& address : read.delivered_to)
        if (address.starts_with(local) && address.ends_with(domain) && address.size() > local.size() + domain.size())
            tags.push_back(address.substr(local.size(), address.size() - local.size() - domain.size()));
    return tags;
}

/// Enough for whoever looks into a complaint: who wrote what when, and the files' hashes. The bytes themselves stay in the mailbox.
std::string record_of(const email::letter& read, const email::received_mail& from)
{
    nlohmann::json files = nlohmann::json::array();
    for (const auto& one : read.attachments)
        files.push_back({{"name", one.name}, {"sha256", one.sha256}, {"size", one.size}});
    nlohmann::json faults = nlohmann::json::array();
    for (const auto& one : read.faults)
        faults.push_back(name_of(one.kind));
    return nlohmann::json{{"message_id", read.message_id}, {"from", read.from.address},  {"return_path", read.return_path}, {"subject", read.subject},
                          {"text", read.reply},            {"cut", read.cut},            {"files", files},                  {"faults", faults},
                          {"automatic", name_of(read.automatic)}, {"folder", from.folder}, {"uid", from.uid},              {"size", from.size}}
        .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

std::string file_of(std::string_view dedup_key, std::size_t index)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string name = "mail-";
    for (const char c : dedup_key) {
        name += digits[static_cast<unsigned char>(c) >> 4U];
        name += digits[static_cast<unsigned char>(c) & 15U];
    }
    return name + "-" + std::to_string(index);
}

bot::flow::inbound event_of(const email::letter& read, const email::received_mail& from, std::string_view own)
{
    bot::flow::inbound event;
    event.kind = bot::flow::inbound_kind::message;
    event.event_name = "mail";
    event.dedup_key = key_of(read, from.raw);
    event.from = {bot::flow::channel_kind::email, read.from.address};
    event.sender = read.from.address;
    event.sender_name = read.from.name;
    event.text = read.reply.find_first_not_of(" \t\n") == std::string::npos && !read.inline_answers.empty() ? read.text : read.reply;
    event.sent_at = read.date.value_or(bot::rules::instant{});
    event.raw = record_of(read, from);
    for (std::size_t i = 0; i < read.attachments.size(); ++i) {
        const auto& file = read.attachments[i];
        if (file.flags.inline_image)
            continue; // logos of signatures
        inbound_attachment one{.kind = kind_of(file), .url = {}, .name = file.name, .size_claimed = file.size, .latitude = {}, .longitude = {}};
        if (!file.flags.too_large) {
            one.path = file_of(event.dedup_key, i);
            one.sha256 = file.sha256;
            one.size = file.size;
        }
        event.attachments.push_back(std::move(one));
    }
    mail_facts facts;
    facts.subject = read.subject;
    facts.message_id = read.message_id;
    facts.thread_ids = read.thread_ids;
    facts.tags = tags_of(read, own);
    facts.quoted = read.cut;
    facts.kind = read.automatic == email::automatic_kind::none ? "person" : std::string(name_of(read.automatic));
    facts.no_receipts = read.suppress_auto_answer;
    facts.several_senders = read.several_from || read.from.address.empty();
    facts.proof = proof_of(read.authenticity.result);
    const bool report = read.automatic == email::automatic_kind::bounce || read.automatic == email::automatic_kind::delivery_delay;
    if (report && read.bounce) {
        const bool failed = read.bounce->action == email::delivery_action::failed && read.automatic == email::automatic_kind::bounce;
        facts.bounce = bot::flow::mail_bounce{read.bounce->recipient, failed && read.bounce->permanent, read.bounce->status, read.bounce->original_message_id,
                                              read.bounce->verp_token.empty() ? "" : "b." + read.bounce->verp_token};
    }
    facts.account = from.account;
    facts.folder = from.folder;
    facts.uidvalidity = from.uidvalidity;
    facts.settled_uid = from.settled_uid;
    event.mail = std::move(facts);
    return event;
}

} // namespace adapters
