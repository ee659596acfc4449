#include "adapters/email/reading/signature.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/quote_words.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>

namespace adapters::email::mime {

namespace {

using words = std::string_view;

constexpr std::size_t signature_lines_max = 20; ///< after "-- "
constexpr std::size_t closing_lines_max = 10;   ///< after "Trân trọng,"
constexpr std::size_t ruled_lines_max = 6;      ///< after a row of dashes
constexpr std::size_t short_line_bytes = 110;
constexpr std::size_t closing_words_max = 7;

constexpr auto closings = std::to_array<words>({"tran trong",
                                                "kinh thu",
                                                "tran trong kinh chao",
                                                "tran trong cam on",
                                                "xin tran trong cam on",
                                                "than men",
                                                "than ai",
                                                "best regards",
                                                "kind regards",
                                                "regards",
                                                "warm regards",
                                                "thanks and regards",
                                                "thanks regards",
                                                "many thanks and regards",
                                                "with regards",
                                                "sincerely",
                                                "yours sincerely",
                                                "yours faithfully",
                                                "sincerely yours",
                                                "cheers",
                                                "best wishes",
                                                "best",
                                                "rgds",
                                                "brgds",
                                                "br",
                                                "b r",
                                                "cam on va tran trong",
                                                "cordialement",
                                                "mit freundlichen grussen",
                                                "viele grusse",
                                                "saludos"});
constexpr auto mobile = std::to_array<words>(
    {"sent from my ", "sent from mail for", "get outlook for ", "tai outlook cho ", "tai outlook danh cho ", "envoye de mon ",
     "von meinem ", "enviado desde mi ", "enviado do meu ", "inviato da iphone", "verstuurd vanaf mijn ", "skickat fran min ",
     "obtenir outlook ", "telecharger outlook ", "sent from yahoo mail"});
/// Openings that are a signature only with a device or a program after them: "Được gửi từ" begins answers too.
constexpr auto sent_from = std::to_array<words>(
    {"sent from ",  "sent via ",  "sent with ",     "sent using ",      "da gui tu ",     "duoc gui tu ",  "gui tu ",
     "thu gui tu ", "gui bang ",  "duoc gui bang ", "envoye a partir ", "envoye depuis ", "gesendet von ", "enviado desde ",
     "inviato da ", "verzonden ", "verstuurd ",     "skickat ",         "lahetetty ",     "sendt fra ",    "отправлено с "});
constexpr auto devices = std::to_array<words>(
    {"iphone",        "ipad",        "android",    "samsung",    "galaxy",        "outlook", "yahoo",
     "gmail",         "proton",      "dien thoai", "di dong",    "mobile",        "zalo",    "xiaomi",
     "oppo",          "vivo",        "huawei",     "blackberry", "may tinh bang", "zimbra",  "mail for windows",
     "windows phone", "thunderbird", "typeapp",    "bluemail",   "roundcube"});
constexpr auto disclaimers = std::to_array<words>({"this e mail",
                                                   "this email",
                                                   "this message",
                                                   "the information contained",
                                                   "the information in this",
                                                   "confidential",
                                                   "disclaimer",
                                                   "thong bao bao mat",
                                                   "thu dien tu nay",
                                                   "email nay",
                                                   "e mail nay",
                                                   "thu nay",
                                                   "thong tin trong",
                                                   "canh bao bao mat",
                                                   "tuyen bo",
                                                   "luu y email",
                                                   "virus free",
                                                   "khong co virus",
                                                   "please consider the environment",
                                                   "hay can nhac truoc khi in",
                                                   "nguon ben ngoai"});

std::size_t word_count(std::string_view folded)
{
    return folded.empty() ? 0 : static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' ')) + 1;
}

bool is_closing(std::string_view text, std::string_view folded)
{
    if (word_count(folded) > closing_words_max)
        return false;
    // "Best regards, An", "Trân trọng - An"; but "Trân trọng thông báo" is text.
    const auto phrase = bot::fold(text.substr(0, text.find_first_of(",-.!")));
    return std::any_of(closings.begin(), closings.end(), [&](words one) { return folded == one || phrase == one; });
}

bool is_mobile_line(std::string_view text)
{
    const std::string folded = bot::fold(text.substr(0, text.find("<http")));
    if (folded.empty() || word_count(folded) > 9 || text.ends_with('.') || text.find(": ") != std::string_view::npos)
        return false;
    if (std::any_of(mobile.begin(), mobile.end(), [folded](words one) { return folded.starts_with(one); }))
        return true;
    return std::any_of(sent_from.begin(), sent_from.end(), [folded](words one) { return folded.starts_with(one); }) &&
           std::any_of(devices.begin(), devices.end(),
                       [folded](words one) { return folded.find(one) != std::string_view::npos; });
}

bool is_disclaimer(std::string_view folded)
{
    return std::any_of(disclaimers.begin(), disclaimers.end(), [folded](words one) { return folded.starts_with(one); });
}

/// "-Abhishek Kona": words with capitals and nothing else. A blank after the dash makes an item of a list.
bool is_dashed_name(std::string_view text)
{
    if (text.size() < 5 || text.size() > 40 || text[0] != '-')
        return false;
    std::size_t count = 0;
    for (std::size_t at = 1; at < text.size(); ++count) {
        const auto end = std::min(text.find(' ', at), text.size());
        const bool capital = (text[at] >= 'A' && text[at] <= 'Z') || static_cast<unsigned char>(text[at]) >= 0x80;
        if (!capital || text.substr(at, end - at).find_first_of(",.:;!?-/()0123456789") != std::string_view::npos)
            return false;
        at = end + 1;
    }
    return count >= 2 && count <= 4;
}

class signature_search {
public:
    signature_search(const std::vector<text_line>& lines, const std::vector<std::string>& folded, std::size_t first,
                     const label_set& labels, bool may_be_all)
        : lines_(lines), folded_(folded), first_(first), labels_(labels), may_be_all_(may_be_all)
    {
    }

    /// Where it begins, looking at lines before `end` only; `end` if nowhere. The topmost mark wins that has only what a
    /// signature holds below it.
    std::size_t find(std::size_t end) const
    {
        std::size_t found = end;
        std::size_t below = 0;     // lines with text below the one looked at
        std::size_t long_ones = 0; // of these, those too long for a signature, disclaimers apart
        bool sentence = false;
        for (std::size_t at = end; at-- > first_;) {
            const auto text = trimmed(lines_[at].text);
            if (text.empty())
                continue;
            if (below > signature_lines_max || labels_.begins(text))
                break;
            // A whole text is no signature, unless it says so itself.
            const bool begins_text = !may_be_all_ && !text_above(at);
            if (is_mark(at, text, below, long_ones, sentence, begins_text)) {
                found = at;
                if (is_rule(text) || text == "__") { // what stands above it is looked at as if this were the end
                    below = long_ones = 0;
                    sentence = false;
                    continue;
                }
            }
            if (is_disclaimer(folded_[at]) || (folded_[at].empty() && text.size() > short_line_bytes)) {
                below = long_ones = 0;
                sentence = false;
                continue;
            }
            ++below;
            long_ones += text.size() > short_line_bytes ? 1U : 0U;
            sentence |= text.ends_with('.') || text.ends_with('?');
        }
        return found;
    }

private:
    bool text_above(std::size_t at) const
    {
        while (at-- > first_)
            if (!trimmed(lines_[at].text).empty())
                return true;
        return false;
    }

    bool is_mark(std::size_t at, std::string_view text, std::size_t below, std::size_t long_ones, bool sentence,
                 bool begins_text) const
    {
        if (lines_[at].hint == line_hint::signature)
            return true;
        if (text == "--" || text == "__")
            return below <= signature_lines_max && long_ones == 0;
        if (is_mobile_line(text))
            return below <= 3;
        if (begins_text)
            return false;
        if (is_rule(text) || text == "\xE2\x80\x94" || text == "\xE2\x80\x93")
            return below > 0 && below <= ruled_lines_max && long_ones == 0 && !sentence;
        if (is_dashed_name(text) && below == 0)
            return trimmed(lines_[at - 1].text).empty();
        return is_closing(text, folded_[at]) && below <= closing_lines_max && long_ones == 0;
    }

    const std::vector<text_line>& lines_;
    const std::vector<std::string>& folded_;
    std::size_t first_;
    const label_set& labels_;
    bool may_be_all_;
};

} // namespace

std::size_t find_signature(const std::vector<text_line>& lines, const std::vector<std::string>& folded, std::size_t first,
                           std::size_t end, const label_set& labels, bool may_be_all)
{
    return signature_search(lines, folded, first, labels, may_be_all).find(end);
}

} // namespace adapters::email::mime
