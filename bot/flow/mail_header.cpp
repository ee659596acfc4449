#include "bot/flow/mail_header.hpp"

#include "bot/flow/mail_token.hpp"
#include "bot/text.hpp"
#include "store/incidents.hpp"
#include "store/mail.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace bot::flow {

namespace {

constexpr std::size_t subject_characters = 110;

std::string domain_of(std::string_view address)
{
    return std::string(address.substr(address.rfind('@') + 1));
}

/// "Re: Fwd: Re: máy chủ hỏng" and "[SC-2026-000012] máy chủ hỏng" are both about "máy chủ hỏng".
std::string plain_subject(std::string_view subject)
{
    static constexpr std::array<std::string_view, 6> marks{"re:", "fw:", "fwd:", "tl:", "tra loi:", "chuyen tiep:"};
    for (bool found = true; found;) {
        found = false;
        while (!subject.empty() && subject.front() == ' ')
            subject.remove_prefix(1);
        if (subject.starts_with('[') && subject.find(']') != std::string_view::npos) {
            subject.remove_prefix(subject.find(']') + 1);
            found = true;
            continue;
        }
        const auto colon = subject.find(':');
        if (colon == std::string_view::npos || colon > 20)
            break;
        const auto head = fold(subject.substr(0, colon)) + ":";
        if (std::ranges::find(marks, head) != marks.end()) {
            subject.remove_prefix(colon + 1);
            found = true;
        }
    }
    return std::string(subject);
}

} // namespace

mail_header header_for(work& at, const store::contact& to, const about& matter, const std::string& text)
{
    const auto row = matter.incident ? store::find_incident(at.tx, *matter.incident) : std::nullopt;
    const std::string number = row ? row->number : "";
    auto thread = store::find_mail_thread(at.tx, to.id, matter.incident);
    if (!thread && matter.incident && to.id == at.mail.to) {
        // The mail being answered opened the incident: its thread begins there.
        thread = store::find_mail_thread(at.tx, to.id, std::nullopt);
        if (thread)
            store::save_mail_thread(at.tx, to.id, matter.incident, *thread);
    }
    const auto keys = keys_of(at.tx);
    mail_header made;
    made.answers = matter.purpose.empty() && thread && !thread->last_message_id.empty();
    // The outbox row has no number yet; who, when, what and how many before it tell one mail from another.
    const std::string unique = to.address + "|" + std::to_string(at.now.time_since_epoch().count()) + "|" + std::to_string(at.mails_written++) + "|" + text;
    made.message_id = keys.message_id(number, to.address, unique) + "@" + domain_of(at.know.policy.mail_address);
    made.reply_tag = keys.reply_tag(number, to.address);
    made.bounce_tag = mail_keys::bounce_tag(made.message_id);
    const std::string banner = matter.drill || (row && row->drill) ? at.know.texts.text(at.know.policy.language, {"notice.drill_banner"}) : "";
    const std::string tagged = (banner.empty() ? "" : banner + " ") + (number.empty() ? "" : "[" + number + "] ");
    // The banner stands alone on the first line of a drill's message.
    const auto words = !banner.empty() && text.starts_with(banner + "\n") ? std::string_view(text).substr(banner.size() + 1) : std::string_view(text);
    made.subject = shorten(made.answers ? "Re: " + tagged + thread->subject : tagged + std::string(words.substr(0, words.find('\n'))), subject_characters);
    if (thread) {
        made.in_reply_to = thread->last_message_id;
        for (const auto& id : {thread->first_message_id, thread->last_message_id})
            if (!id.empty() && std::ranges::find(made.references, id) == made.references.end())
                made.references.push_back(id);
    } else {
        // We write first: what follows about it hangs on this mail.
        store::save_mail_thread(at.tx, to.id, matter.incident, {plain_subject(made.subject), made.message_id, made.message_id});
    }
    return made;
}

void note_thread(work& at, const store::contact& from, std::optional<store::incident_id> incident, const mail_facts& mail)
{
    auto thread = incident ? store::find_mail_thread(at.tx, from.id, incident) : std::nullopt;
    if (!thread)
        thread = store::mail_thread{plain_subject(mail.subject), mail.message_id, {}};
    thread->last_message_id = mail.message_id;
    store::save_mail_thread(at.tx, from.id, incident, *thread);
}

std::string to_payload(const mail_header& header)
{
    return nlohmann::json{{"mail",
                           {{"message_id", header.message_id},
                            {"subject", header.subject},
                            {"in_reply_to", header.in_reply_to},
                            {"references", header.references},
                            {"reply_tag", header.reply_tag},
                            {"bounce_tag", header.bounce_tag},
                            {"answers", header.answers}}}}
        .dump();
}

std::optional<mail_header> mail_header_of(const std::string& payload)
{
    const auto all = nlohmann::json::parse(payload, nullptr, false);
    if (!all.is_object() || !all.contains("mail"))
        return std::nullopt;
    const auto& one = all["mail"];
    return mail_header{.message_id = one.value("message_id", ""),
                       .subject = one.value("subject", ""),
                       .in_reply_to = one.value("in_reply_to", ""),
                       .references = one.value("references", std::vector<std::string>{}),
                       .reply_tag = one.value("reply_tag", ""),
                       .bounce_tag = one.value("bounce_tag", ""),
                       .answers = one.value("answers", false)};
}

} // namespace bot::flow
