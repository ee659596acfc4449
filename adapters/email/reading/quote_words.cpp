#include "adapters/email/reading/quote_words.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace adapters::email::mime {

namespace {

using words = std::string_view;

constexpr auto wrote_at_end = std::to_array<words>({"da viet",        "wrote",     "a ecrit",  "schrieb",  "escribio",
                                                    "ha scritto",     "escreveu",  "schreef",  "skrev",    "kirjoitti",
                                                    "napisal",        "napisal a", "napisala", "irta",     "napsal",
                                                    "pisze",          "ecrit",     "viet",     "написал",  "написал а",
                                                    "написала",       "пишет",     "写道",     "のメール", "wrote the following",
                                                    "following wrote"});
constexpr auto wrote_within = std::to_array<words>({" schrieb ", " skrev ", " wrote ", " da viet ", " schreef "});
constexpr auto introductions =
    std::to_array<words>({"on ",     "vao ", "luc ", "ngay ", "le ",   "am ",  "el ",  "il ",  "em ",  "op ",  "den ", "dne ",
                          "w dniu ", "pa ",  "thu ", "th ",   "from ", "mon ", "tue ", "wed ", "thu ", "fri ", "sat ", "sun ",
                          "ср ",     "пн ",  "вт ",  "чт ",   "пт ",   "сб ",  "вс ",  "man ", "tir ", "ons ", "tor ", "fre ",
                          "lor ",    "son ", "ke ",  "pe ",   "t2 ",   "t3 ",  "t4 ",  "t5 ",  "t6 ",  "t7 ",  "cn "});
constexpr auto originals = std::to_array<words>({"original message",      "thu goc",
                                                 "tin nhan goc",          "thu ban dau",
                                                 "noi dung thu goc",      "ursprungliche nachricht",
                                                 "message d origine",     "message original",
                                                 "mensaje original",      "mensagem original",
                                                 "messaggio originale",   "oorspronkelijk bericht",
                                                 "oprindelig meddelelse", "original besked",
                                                 "oprindelig besked",     "ursprungligt meddelande",
                                                 "opprinnelig melding",   "alkuperainen viesti",
                                                 "original appointment",  "reply message",
                                                 "original email"});
constexpr auto forwards = std::to_array<words>(
    {"forwarded message", "forwarded by", "thu duoc chuyen tiep", "thu da chuyen tiep", "tin nhan duoc chuyen tiep",
     "tin nhan chuyen tiep", "chuyen tiep thu", "thu chuyen tiep", "thu da duoc chuyen tiep", "email duoc chuyen tiep",
     "weitergeleitete nachricht", "message transfere", "mensaje reenviado", "inoltrato messaggio", "messaggio inoltrato",
     "begin forwarded message", "bat dau thu duoc chuyen tiep", "bat dau thu chuyen tiep"});

constexpr auto header_words = std::to_array<std::pair<words, header_bit>>({
    {"from", header_from},
    {"tu", header_from},
    {"nguoi gui", header_from},
    {"von", header_from},
    {"de", header_from},
    {"da", header_from},
    {"van", header_from},
    {"fra", header_from},
    {"fran", header_from},
    {"od", header_from},
    {"от", header_from},
    {"от кого", header_from},
    {"lahettaja", header_from},
    {"sender", header_from},
    {"sent", header_date},
    {"date", header_date},
    {"da gui", header_date},
    {"ngay", header_date},
    {"ngay gui", header_date},
    {"gui", header_date},
    {"gui luc", header_date},
    {"thoi gian", header_date},
    {"gui ngay", header_date},
    {"gesendet", header_date},
    {"datum", header_date},
    {"envoye", header_date},
    {"envoye le", header_date},
    {"enviado", header_date},
    {"enviado el", header_date},
    {"enviada em", header_date},
    {"enviado em", header_date},
    {"inviato", header_date},
    {"data", header_date},
    {"verzonden", header_date},
    {"sendt", header_date},
    {"dato", header_date},
    {"skickat", header_date},
    {"lahetetty", header_date},
    {"fecha", header_date},
    {"дата", header_date},
    {"date sent", header_date},
    {"to", header_to},
    {"den", header_to},
    {"toi", header_to},
    {"nguoi nhan", header_to},
    {"an", header_to},
    {"a", header_to},
    {"para", header_to},
    {"aan", header_to},
    {"til", header_to},
    {"till", header_to},
    {"кому", header_to},
    {"vastaanottaja", header_to},
    {"gui den", header_to},
    {"gui toi", header_to},
    {"subject", header_subject},
    {"chu de", header_subject},
    {"tieu de", header_subject},
    {"betreff", header_subject},
    {"objet", header_subject},
    {"asunto", header_subject},
    {"assunto", header_subject},
    {"oggetto", header_subject},
    {"onderwerp", header_subject},
    {"emne", header_subject},
    {"amne", header_subject},
    {"aihe", header_subject},
    {"тема", header_subject},
    {"cc", header_cc},
    {"dong gui", header_cc},
    {"kopie", header_cc},
    {"bcc", header_cc},
    {"sujet", header_subject},
    {"message du", header_date},
    {"copie a", header_cc},
    {"reply to", header_cc},
    {"tra loi toi", header_cc},
});

constexpr std::size_t header_label_bytes_max = 40;
constexpr std::size_t divider_bytes_max = 120;

bool has_word(std::string_view folded, words word)
{
    const auto at = folded.find(word);
    return at != std::string_view::npos && (at == 0 || folded[at - 1] == ' ') &&
           (at + word.size() == folded.size() || folded[at + word.size()] == ' ');
}

} // namespace

bool ends_with_wrote(std::string_view folded)
{
    return std::any_of(wrote_at_end.begin(), wrote_at_end.end(), [folded](words one) {
        return folded == one ||
               (folded.size() > one.size() && folded.ends_with(one) &&
                (folded[folded.size() - one.size() - 1] == ' ' || static_cast<unsigned char>(one.front()) >= 0x80));
    });
}

bool contains_wrote(std::string_view folded)
{
    return std::any_of(wrote_within.begin(), wrote_within.end(),
                       [folded](words one) { return folded.find(one) != std::string_view::npos; });
}

bool begins_introduction(std::string_view folded)
{
    if (!folded.empty() && is_digit(folded.front()))
        return true;
    return std::any_of(introductions.begin(), introductions.end(), [folded](words one) { return folded.starts_with(one); });
}

divider_kind divider_of(std::string_view line, std::string_view folded)
{
    line = trimmed(line);
    if (line.size() < 6 || line.size() > divider_bytes_max || folded.empty())
        return divider_kind::none;
    const bool ruled = std::string_view("-_*=>").find(line.front()) != std::string_view::npos &&
                       std::string_view("-_*=<").find(line.back()) != std::string_view::npos;
    const bool introduces = line.back() == ':' && (folded.starts_with("begin ") || folded.starts_with("bat dau "));
    if (!ruled && !introduces)
        return divider_kind::none;
    const auto in = [folded](words one) { return has_word(folded, one); };
    if (std::any_of(forwards.begin(), forwards.end(), in))
        return divider_kind::forward;
    return std::any_of(originals.begin(), originals.end(), in) ? divider_kind::original : divider_kind::none;
}

header_bit header_line_of(std::string_view line)
{
    const auto colon = line.substr(0, header_label_bytes_max).find(':');
    if (colon == std::string_view::npos || colon == 0)
        return header_none;
    const std::string label = bot::fold(line.substr(0, colon));
    const auto found =
        std::find_if(header_words.begin(), header_words.end(), [&label](const auto& one) { return one.first == label; });
    return found == header_words.end() ? header_none : found->second;
}

bool is_rule(std::string_view line)
{
    line = trimmed(line);
    std::size_t marks = 0;
    for (std::size_t at = 0; at < line.size(); ++marks) {
        if (std::string_view("-_=*~").find(line[at]) != std::string_view::npos)
            ++at;
        else if (line.substr(at).starts_with("\xE2\x80\x93") || line.substr(at).starts_with("\xE2\x80\x94") ||
                 line.substr(at).starts_with("\xE2\x94\x80"))
            at += 3; // dashes – — ─
        else if (line[at] == ' ' && marks > 0)
            ++at;
        else
            return false;
    }
    return marks >= 2;
}

} // namespace adapters::email::mime
