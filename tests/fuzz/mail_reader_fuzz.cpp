// libFuzzer entry: what anybody may send to the mailbox. Built with clang only (tests/fuzz/run mail_reader); seeds are the
// mails of tests/data/mail.
#include "adapters/email/reading/read_letter.hpp"
#include "bot/text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void demand(bool holds)
{
    if (!holds)
        std::abort();
}

/// UTF-8, NFC, no controls.
void demand_text(const std::string& text)
{
    demand(bot::to_nfc(text) == text);
}

void demand_line(const std::string& text)
{
    demand_text(text);
    demand(text.find('\n') == std::string::npos);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace adapters::email;
    static const reading_options options{.form_labels = {"Hệ thống bị ảnh hưởng", "Mức độ ảnh hưởng", "Thời điểm phát hiện"},
                                         .own_addresses = {"suco@bv.test"},
                                         .verp_prefix = "b-",
                                         .trusted_authserv_ids = {"mx.bv.test"}};
    const letter mail = read_letter({reinterpret_cast<const char*>(data), size}, options);
    for (const std::string* text : {&mail.text, &mail.reply, &mail.cut})
        demand_text(*text);
    for (const std::string* line :
         {&mail.subject, &mail.message_id, &mail.from.address, &mail.from.name, &mail.return_path, &mail.automatic_reason})
        demand_line(*line);
    for (const fault& one : mail.faults)
        demand_line(one.detail);
    for (const std::string& id : mail.thread_ids)
        demand_line(id);
    for (const attachment& file : mail.attachments) {
        demand_line(file.name);
        demand_line(file.declared_type);
        demand_line(file.content_id);
        demand(!file.name.empty() && file.name.find('/') == std::string::npos && file.name.find('\\') == std::string::npos &&
               file.name.front() != '.');
        demand(file.sha256.size() == 64 && (file.content.size() == file.size || file.flags.too_large));
    }
    for (const inline_answer& one : mail.inline_answers)
        demand(!one.text.empty());
    demand(mail.thread_ids.size() <= 20 && mail.attachments.size() <= options.limits.attachments);
    demand(!mail.bounce || mail.automatic != automatic_kind::none);
    demand(mail.authenticity.result != verdict::pass || !mail.several_from);
    return 0;
}
