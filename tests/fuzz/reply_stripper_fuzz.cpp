// libFuzzer entry: texts and pages from which quotes and signatures are cut. Built with clang only (tests/fuzz/run
// reply_stripper); seeds are the mails of tests/data/mail.
#include "adapters/email/reading/html_text.hpp"
#include "adapters/email/reading/reply_stripper.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void demand(bool holds)
{
    if (!holds)
        std::abort();
}

std::size_t letters(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '>' && c != '\r'; }));
}

/// Nothing is lost and nothing is added: what goes in is either kept or cut.
void check(const std::vector<adapters::email::text_line>& lines, const adapters::email::label_set& labels, bool forwarded)
{
    using namespace adapters::email;
    const stripped_reply stripped = strip_reply(lines, labels, {.forwarded_subject = forwarded});
    std::string whole;
    for (const text_line& line : lines)
        whole += line.text + '\n';
    demand(letters(stripped.reply) + letters(stripped.cut) == letters(whole));
    for (const inline_answer& one : stripped.inline_answers)
        demand(!one.text.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace adapters::email;
    static const label_set labels({"Hệ thống bị ảnh hưởng", "Mức độ ảnh hưởng", "Thời điểm phát hiện"});
    const std::string text = bot::to_nfc({reinterpret_cast<const char*>(data), size});
    const bool forwarded = size % 2 == 1;
    check(lines_of_text(text), labels, forwarded);
    check(mime::html_to_text(text, 1U << 20U).lines, labels, forwarded);
    is_forward_subject(text);
    demand(plain_subject(text).size() <= text.size());
    return 0;
}
