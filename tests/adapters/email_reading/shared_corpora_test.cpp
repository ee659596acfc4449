// Mails nobody here wrote, from public fixture sets beside the project, where they are present: nothing may be lost, nothing
// may take long, and the figures of the acceptance list have to be met.
#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/reply_stripper.hpp"
#include "tests/adapters/email_reading/mails.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

using namespace adapters::email;
namespace fs = std::filesystem;

namespace {

fs::path corpora()
{
    return fs::path(PROJECT_DIR) / "../shared/corpora";
}

bool present()
{
    if (fs::exists(corpora()))
        return true;
    WARN("no ../shared/corpora: nothing was checked");
    return false;
}

std::vector<fs::path> files_of(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& one : fs::recursive_directory_iterator(folder))
        if (one.is_regular_file())
            files.push_back(one.path());
    std::sort(files.begin(), files.end());
    return files;
}

bool is_bounce(const letter& mail)
{
    return mail.automatic == automatic_kind::bounce || mail.automatic == automatic_kind::delivery_delay;
}

struct trimming {
    const char* set;
    const char* file;
    const char* cut_from; ///< how the first line begins that is no longer the reply; "" when all of it is
};

/// As a person reads these replies.
constexpr trimming trimmings[] = {
    {"crisp", "correct_sig.txt", "--"},
    {"crisp", "email_1.txt", "-Abhishek Kona"},
    {"crisp", "email_10.txt", "De : Company Questions<m"},
    {"crisp", "email_11.txt", "De : Company Questions<m"},
    {"crisp", "email_12.txt", "Van: Company Questions ["},
    {"crisp", "email_13.txt", "Da: Company Questions<ma"},
    {"crisp", "email_14.txt", "W dniu 2017-01-09 11:59:"},
    {"crisp", "email_15.txt", "Sent from my Wiko RIDGE "},
    {"crisp", "email_16.txt", "Dnia 27 grudnia 2016 12:"},
    {"crisp", "email_17.txt", "W dniu 2017-01-09 11:59:"},
    {"crisp", "email_18.txt", "From: John Jung <john@he"},
    {"crisp", "email_19.txt", "Sent from a magnificent"},
    {"crisp", "email_20.txt", "> On May 17, 2017, at 01"},
    {"crisp", "email_21.txt", ""},
    {"crisp", "email_22.txt", "30.09.2017, 18.30, \"John"},
    {"crisp", "email_23.txt", "2017-11-24 16:32 GMT+01:"},
    {"crisp", "email_24.txt", "On Wed, 14 Nov 2018 08:1"},
    {"crisp", "email_25.txt", "11:00 AM, November 17, 2"},
    {"crisp", "email_26.txt", "Wednesday, 17 November 2"},
    {"crisp", "email_2_1.txt", "------------------------"},
    {"crisp", "email_3.txt", "-Abhishek Kona"},
    {"crisp", "email_4.txt", "On Aug 22, 2011, at 7:37"},
    {"crisp", "email_5.txt", ""},
    {"crisp", "email_6.txt", "Sent a magnificent"},
    {"crisp", "email_9.txt", "===="},
    {"crisp", "email_blackberry.txt", "Sent from my BlackBerry"},
    {"crisp", "email_bullets.txt", "On Fri, Feb 24, 2012 at "},
    {"crisp", "email_custom_quote_header.txt", "2013.02.08. 7:31 keltezé"},
    {"crisp", "email_customer_quote_header_2.txt", "From: somedude [mailto:t"},
    {"crisp", "email_customer_quote_header_3.txt", "De : Someone Somewhere <"},
    {"crisp", "email_danish_dash_separator.txt", "-------- Oprindelig besk"},
    {"crisp", "email_emoji.txt", "—"},
    {"crisp", "email_en_multiline_2.txt", "On Tue, 16 Nov 2021, 12:"},
    {"crisp", "email_finnish.txt", "pe 20. lokakuuta 2017 kl"},
    {"crisp", "email_fr_multiline.txt", "Le lun. 15 nov. 2021 à 1"},
    {"crisp", "email_french_2.txt", "> Le 29 avr. 2025 à 11:1"},
    {"crisp", "email_french_dash_separator.txt", "-------- Message d'origi"},
    {"crisp", "email_german.txt", "Am 13.12.2017 21:11 schr"},
    {"crisp", "email_german_2.txt", "Von: John Doe <service@e"},
    {"crisp", "email_german_3.txt", "Gesendet von Outlook für"},
    {"crisp", "email_german_outlook.txt", "-----Ursprüngliche Nachr"},
    {"crisp", "email_gmail_split_line_from.txt", "On Mon, Aug 26, 2019 at "},
    {"crisp", "email_ios_outlook.txt", "Get Outlook for iOS<http"},
    {"crisp", "email_ios_outlook_fr.txt", "Envoyé à partir de Outlo"},
    {"crisp", "email_iphone.txt", "Sent from my iPhone"},
    {"crisp", "email_italian.txt", "In data 11 ottobre 2017 "},
    {"crisp", "email_msn.txt", "________________________"},
    {"crisp", "email_multi_word_sent_from_my_mobile_device.txt", "Sent from my Verizon Wir"},
    {"crisp", "email_norwegian_gmail.txt", "tir. 18. apr. 2017 kl. 1"},
    {"crisp", "email_not_a_signature.txt", "Sincerely,"},
    {"crisp", "email_not_a_signature_2.txt", ""},
    {"crisp", "email_one_is_not_on.txt", "On Oct 1, 2012, at 11:55"},
    {"crisp", "email_original_message.txt", "-----original message---"},
    {"crisp", "email_original_message_2.txt", "----- Original Message -"},
    {"crisp", "email_outlook_split_line_from.txt", "From: Human Resources"},
    {"crisp", "email_portuguese.txt", "Em 10 de julho de 2017 à"},
    {"crisp", "email_reply_header.txt", "On Wed, Dec 9, Mister Ex"},
    {"crisp", "email_russian.txt", "ср, 30 апр. 2025 г. в 15"},
    {"crisp", "email_sent_from.txt", "Sent from TypeApp<http:/"},
    {"crisp", "email_sent_from_my_not_signature.txt", ""},
    {"crisp", "email_thread.txt", "On Nov 21, 2014,"},
    {"crisp", "email_tricky_10_special_chars_in_name.txt", "On Dec 15, 2024, at 3:45"},
    {"crisp", "email_tricky_11_double_signature.txt", "Best regards,"},
    {"crisp", "email_tricky_12_no_space_after_header.txt", "On Dec 15, 2024, at 3:00"},
    {"crisp", "email_tricky_13_timestamp_variations.txt", ""},
    {"crisp", "email_tricky_14_long_quote_header.txt", "On Monday, December 15, "},
    {"crisp", "email_tricky_15_original_message_variations.txt", "-----Original Message---"},
    {"crisp", "email_tricky_16_unicode_signatures.txt", "Cheers 🎉"},
    {"crisp", "email_tricky_17_forward_header.txt", ""},
    {"crisp", "email_tricky_1_on_false_positive.txt", ""},
    {"crisp", "email_tricky_20_html_entities.txt", "On Dec 15, 2024, John &q"},
    {"crisp", "email_tricky_2_url_with_wrote.txt", "Best regards,"},
    {"crisp", "email_tricky_3_code_block.txt", ""},
    {"crisp", "email_tricky_4_from_in_body.txt", ""},
    {"crisp", "email_tricky_5_mixed_languages.txt", "Le 15 janv. 2024 à 14:30"},
    {"crisp", "email_tricky_6_regards_in_sentence.txt", ""},
    {"crisp", "email_tricky_7_multiple_dashes.txt", ""},
    {"crisp", "email_tricky_8_sent_from_in_content.txt", ""},
    {"crisp", "email_tricky_9_nested_quotes.txt", "On Dec 15, 2024, at 2:00"},
    {"crisp", "email_unquoted_reply.txt", "On Nov 26, 2013 you wrot"},
    {"crisp", "email_with_date_headers.txt", ""},
    {"crisp", "email_with_from_headers.txt", ""},
    {"crisp", "email_with_regards.txt", "Regards,"},
    {"crisp", "email_zoho.txt", "---- On Wed, 24 Feb 2021"},
    {"crisp", "sig_no_empty_line.txt", "--"},
    {"github", "correct_sig.txt", "--"},
    {"github", "email_1_1.txt", "-Abhishek Kona"},
    {"github", "email_1_3.txt", "-Abhishek Kona"},
    {"github", "email_1_4.txt", "On Aug 22, 2011, at 7:37"},
    {"github", "email_1_5.txt", ""},
    {"github", "email_1_6.txt", "Sent a magnificent"},
    {"github", "email_1_7.txt", "On Tue, Sep 25, 2012 at "},
    {"github", "email_2_1.txt", "------------------------"},
    {"github", "email_2_2.txt", "________________________"},
    {"github", "email_2_3.txt", "From: CRM Comments [crm-"},
    {"github", "email_BlackBerry.txt", "Sent from my BlackBerry"},
    {"github", "email_bullets.txt", "On Fri, Feb 24, 2012 at "},
    {"github", "email_iPhone.txt", "Sent from my iPhone"},
    {"github", "email_multi_word_sent_from_my_mobile_device.txt", "Sent from my Verizon Wir"},
    {"github", "email_one_is_not_on.txt", "On Oct 1, 2012, at 11:55"},
    {"github", "email_sent_from_my_not_signature.txt", ""},
    {"github", "email_sig_delimiter_in_middle_of_line.txt", ""},
    {"github", "greedy_on.txt", "On 9 Jan 2014, at 2:47, "},
    {"github", "pathological.txt", "On Dec 8, 2013 2:10 PM, "},
    {"zapier", "correct_sig.txt", "--"},
    {"zapier", "email_1_1.txt", "-Abhishek Kona"},
    {"zapier", "email_1_3.txt", "-Abhishek Kona"},
    {"zapier", "email_1_4.txt", "On Aug 22, 2011, at 7:37"},
    {"zapier", "email_1_5.txt", ""},
    {"zapier", "email_1_6.txt", "Sent a magnificent"},
    {"zapier", "email_1_7.txt", "On Tue, Sep 25, 2012 at "},
    {"zapier", "email_2_1.txt", "------------------------"},
    {"zapier", "email_2_2.txt", "________________________"},
    {"zapier", "email_2_3.txt", "*From:* Kim via Site [ma"},
    {"zapier", "email_BlackBerry.txt", "Sent from my BlackBerry"},
    {"zapier", "email_bullets.txt", "On Fri, Feb 24, 2012 at "},
    {"zapier", "email_gmail.txt", "On Wed, May 18, 2016 at "},
    {"zapier", "email_headers_no_delimiter.txt", "From: Dan Watson [mailto"},
    {"zapier", "email_iPhone.txt", "Sent from my iPhone"},
    {"zapier", "email_multi_word_sent_from_my_mobile_device.txt", "Sent from my Verizon Wir"},
    {"zapier", "email_one_is_not_on.txt", "On Oct 1, 2012, at 11:55"},
    {"zapier", "email_partial_quote_header.txt", "On 9 Jan 2014, at 2:47, "},
    {"zapier", "email_sent_from_my_not_signature.txt", ""},
    {"zapier", "email_sig_delimiter_in_middle_of_line.txt", ""},
    {"zapier", "greedy_on.txt", "On 9 Jan 2014, at 2:47, "},
    {"zapier", "pathological.txt", "On Dec 8, 2013 2:10 PM, "},
};

/// Replies with answers between or below quoted lines: what has to be kept, in its order.
struct interleaving {
    const char* set;
    const char* file;
    std::vector<std::string> kept;   ///< must be in the reply
    std::vector<std::string> absent; ///< must not
};

std::vector<interleaving> interleavings()
{
    return {
        {"crisp", "email_2.txt", {"Hi,", "You can list the keys", "individually."}, {"> ", "wrote:", "riak-users@"}},
        {"crisp", "email_7.txt", {"Fusce bibendum"}, {"> ", "ha scritto", "ignissim", "rhoncus tortor in.\n", "MyCompany"}},
        {"crisp", "email_8.txt", {"Fusce bibendum"}, {"> ", "schreef", "eget accumsan"}},
        {"crisp",
         "email_tricky_18_inline_reply.txt",
         {"I think option A", "Option B has", "Option C is"},
         {"> ", "wrote:", "What about"}},
        {"crisp",
         "email_tricky_19_quote_without_header.txt",
         {"I wanted to respond", "My response", "And my final thoughts."},
         {"> ", "just angle"}},
        {"github", "email_1_2.txt", {"Hi,", "individually."}, {"> ", "wrote:", "riak-users@"}},
        {"github", "email_1_8.txt", {"I will reply under this one", "and under this."}, {"> ", "wrote:", "this is my signature"}},
        {"zapier", "email_1_2.txt", {"Hi,", "individually."}, {"> ", "wrote:", "riak-users@"}},
        {"zapier", "email_1_8.txt", {"I will reply under this one", "and under this."}, {"> ", "wrote:", "this is my signature"}},
    };
}

fs::path reply_file(const std::string& set, const std::string& file)
{
    return corpora() / set / (set == "crisp" ? "test/fixtures" : "test/emails") / file;
}

/// Lines with text, without blanks at their end.
std::vector<std::string> lines_with_text(std::string_view text)
{
    std::vector<std::string> lines;
    for (const text_line& line : lines_of_text(text)) {
        std::string whole;
        for (int depth = 0; depth < line.quote_depth; ++depth)
            whole += "> ";
        whole += line.text;
        while (!whole.empty() && mime::is_blank(whole.back()))
            whole.pop_back();
        if (!whole.empty())
            lines.push_back(whole);
    }
    return lines;
}

bool is_trimmed_right(const trimming& one, const letter& mail)
{
    auto wanted = lines_with_text(mail.text);
    const std::string mark = one.cut_from;
    const auto end = mark.empty() ? wanted.end() : std::find_if(wanted.begin(), wanted.end(), [&mark](const std::string& line) {
        return mime::trimmed(line).starts_with(mark);
    });
    wanted.erase(end, wanted.end());
    return lines_with_text(mail.reply) == wanted;
}

letter read_reply(const std::string& set, const std::string& file)
{
    return read_letter(mails::text_mail(mails::file_bytes(reply_file(set, file))), mails::options());
}

} // namespace

TEST_CASE("Public mails are read at once and without loss", "[email][shared]")
{
    if (!present())
        return;
    std::size_t count = 0;
    double longest_ms = 0;
    for (const auto& path : files_of(corpora())) {
        const std::string raw = mails::file_bytes(path);
        INFO(path.string());
        const auto start = std::chrono::steady_clock::now();
        const auto mail = read_letter(raw, mails::options());
        const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        longest_ms = std::max(longest_ms, ms);
        ++count;
        CHECK(ms < static_cast<double>(mails::patience(1).count()));
        CHECK(mails::unfit(mail) == "");
        // Read or said to be unreadable.
        const bool read = !mail.text.empty() || !mail.attachments.empty() || !mail.faults.empty();
        CHECK(read);
    }
    std::printf("public mails: %zu read, longest %.1f ms\n", count, longest_ms);
    CHECK(count > 500);
}

TEST_CASE("Public bounces are recognised", "[email][shared]")
{
    if (!present())
        return;
    std::size_t all = 0;
    std::size_t found = 0;
    std::size_t recipients = 0;
    std::size_t as_person = 0;
    std::string missed;
    for (const auto& path : files_of(corpora() / "sisimai/maildir/bsd")) {
        const std::string name = path.filename().string();
        // Complaints and answering machines stand among them; and one that a person passed on.
        if (name.starts_with("arf-") || name.starts_with("rfc3834-") || name == "lhost-sendmail-14.eml")
            continue;
        const auto mail = read_letter(mails::file_bytes(path), mails::options());
        ++all;
        found += is_bounce(mail) ? 1U : 0U;
        recipients += mail.bounce && !mail.bounce->recipient.empty() ? 1U : 0U;
        as_person += mail.automatic == automatic_kind::none ? 1U : 0U;
        missed += is_bounce(mail) ? "" : " " + name;
    }
    const double recall = 100.0 * static_cast<double>(found) / static_cast<double>(all);
    std::printf("bounces: %zu of %zu (%.1f %%), with recipient %zu, taken for a person's mail %zu; missed:%s\n", found, all,
                recall, recipients, as_person, missed.c_str());
    CHECK(recall >= 97.0);
    CHECK(as_person == 0);
}

TEST_CASE("No public mail of a person is taken for a bounce", "[email][shared]")
{
    if (!present())
        return;
    // Delivery reports that stand in the other sets under their own names.
    const std::set<std::string> reports{"rb-issue-368-bug.eml", "multipart-wo-boundary.raw",
                                        "raw_email_with_mimepart_without_content_type.eml"};
    std::size_t count = 0;
    for (const char* folder : {"sisimai/maildir/not", "mikel-mail", "enmime"})
        for (const auto& path : files_of(corpora() / folder)) {
            if (reports.contains(path.filename().string()) || path.string().find("multipart_report") != std::string::npos)
                continue;
            INFO(path.string());
            CHECK_FALSE(is_bounce(read_letter(mails::file_bytes(path), mails::options())));
            ++count;
        }
    for (const trimming& one : trimmings) {
        INFO(one.file);
        CHECK_FALSE(is_bounce(read_reply(one.set, one.file)));
        ++count;
    }
    std::printf("mails that are no bounces: %zu, taken for one: 0\n", count);
}

TEST_CASE("Public replies lose their quotes and signatures", "[email][shared]")
{
    if (!present())
        return;
    std::size_t all = 0;
    std::size_t right = 0;
    std::string wrong;
    const auto count = [&](const char* set, const char* file, bool is_right) {
        ++all;
        right += is_right ? 1U : 0U;
        wrong += is_right ? "" : std::string(" ") + set + "/" + file;
    };
    for (const trimming& one : trimmings)
        count(one.set, one.file, is_trimmed_right(one, read_reply(one.set, one.file)));
    for (const interleaving& one : interleavings()) {
        const std::string reply = read_reply(one.set, one.file).reply + "\n";
        bool is_right = true;
        for (const std::string& piece : one.kept)
            is_right &= reply.find(piece) != std::string::npos;
        for (const std::string& piece : one.absent)
            is_right &= reply.find(piece) == std::string::npos;
        count(one.set, one.file, is_right);
    }
    const double share = 100.0 * static_cast<double>(right) / static_cast<double>(all);
    std::printf("replies trimmed exactly: %zu of %zu (%.1f %%); not:%s\n", right, all, share, wrong.c_str());
    CHECK(share >= 95.0);
}
