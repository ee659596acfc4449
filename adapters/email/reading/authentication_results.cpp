#include "adapters/email/reading/authentication_results.hpp"

#include "adapters/email/reading/addresses.hpp"
#include "adapters/email/reading/ascii.hpp"

#include <algorithm>

namespace adapters::email::mime {

namespace {

constexpr std::size_t results_max = 50;
constexpr std::size_t instances_max = 10;

/// The field cut at ";" outside quotes, comments left out, words parted by one blank.
std::vector<std::string> statements(std::string_view raw)
{
    std::vector<std::string> all(1);
    int comment = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < raw.size() && all.size() <= results_max; ++at) {
        const char c = raw[at];
        if (c == '\\' && (quoted || comment > 0)) {
            ++at;
        } else if (c == '"' && comment == 0) {
            quoted = !quoted;
        } else if (c == '(' && !quoted) {
            ++comment;
        } else if (c == ')' && !quoted && comment > 0) {
            --comment;
        } else if (comment == 0 && c == ';' && !quoted) {
            all.emplace_back();
        } else if (comment == 0) {
            const char put = is_blank(c) || static_cast<unsigned char>(c) < 0x20 ? ' ' : lower(c);
            if (put != ' ' || (!all.back().empty() && all.back().back() != ' '))
                all.back().push_back(put);
        }
    }
    return all;
}

std::vector<std::string> words_of(std::string_view statement)
{
    std::vector<std::string> words;
    for (std::size_t at = 0; at < statement.size();) {
        const auto end = std::min(statement.find(' ', at), statement.size());
        if (end > at)
            words.emplace_back(statement.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

verdict verdict_of(std::string_view result)
{
    if (result == "pass")
        return verdict::pass;
    return result == "fail" || result == "softfail" || result == "permerror" || result == "policy" ? verdict::fail
                                                                                                   : verdict::none;
}

/// The same domain, or one below the other (RFC 7489, 3.1, relaxed). Signing for a public suffix is not possible.
bool aligned(std::string_view verified, std::string_view from)
{
    if (const auto at = verified.rfind('@'); at != std::string_view::npos)
        verified.remove_prefix(at + 1);
    if (verified.empty() || from.empty() || verified.find('.') == std::string_view::npos)
        return false;
    const auto below = [](std::string_view one, std::string_view other) {
        return one.size() > other.size() && one.ends_with(other) && one[one.size() - other.size() - 1] == '.';
    };
    return verified == from || below(verified, from) || below(from, verified);
}

std::vector<authentication_field> trusted_fields(const header& fields, const reading_options& options)
{
    std::vector<authentication_field> found;
    std::size_t received = 0;
    for (const header_field& field : fields) {
        if (field.name == "received") {
            if (++received > options.received_above_max || !found.empty())
                break;
            continue;
        }
        if (field.name != "authentication-results")
            continue;
        auto read = read_authentication_results(field.value);
        const auto& ids = options.trusted_authserv_ids;
        if (std::any_of(ids.begin(), ids.end(),
                        [&read](const std::string& id) { return equal_ignoring_case(id, read.authserv_id); }))
            found.push_back(std::move(read));
        if (found.size() >= instances_max)
            break;
    }
    return found;
}

} // namespace

std::string_view method_result::property(std::string_view name) const
{
    const auto found = std::find_if(properties.begin(), properties.end(), [name](const auto& one) { return one.first == name; });
    return found == properties.end() ? std::string_view() : std::string_view(found->second);
}

authentication_field read_authentication_results(std::string_view raw)
{
    authentication_field field;
    const auto all = statements(raw);
    const auto first = words_of(all.front());
    field.authserv_id = first.empty() ? std::string() : first.front();
    for (std::size_t i = 1; i < all.size(); ++i) {
        method_result one;
        for (const std::string& word : words_of(all[i])) {
            const auto sign = word.find('=');
            if (sign == std::string::npos)
                continue;
            if (one.method.empty()) {
                one.method = word.substr(0, std::min(sign, word.find('/')));
                one.result = word.substr(sign + 1);
            } else {
                one.properties.emplace_back(word.substr(0, sign), word.substr(sign + 1));
            }
        }
        if (!one.method.empty())
            field.results.push_back(std::move(one));
    }
    return field;
}

authentication judge_authentication(const header& fields, const mailbox& from, bool several_from, const reading_options& options)
{
    authentication judged;
    const auto domain = domain_of(from.address);
    if (several_from || domain.empty())
        return judged;
    const auto keep_best = [](verdict& kept, verdict found) {
        if (kept != verdict::pass && found != verdict::none)
            kept = found;
    };
    bool dmarc_other_domain = false;
    for (const authentication_field& field : trusted_fields(fields, options)) {
        for (const method_result& one : field.results) {
            const verdict found = verdict_of(one.result);
            if (one.method == "dmarc") {
                const auto of = one.property("header.from");
                dmarc_other_domain |= !of.empty() && !aligned(of, domain);
                keep_best(judged.dmarc, found);
            } else if (one.method == "dkim" &&
                       (found != verdict::pass ||
                        aligned(one.property("header.d").empty() ? one.property("header.i") : one.property("header.d"),
                                domain))) {
                keep_best(judged.dkim, found);
            } else if (one.method == "spf" && (found != verdict::pass || aligned(one.property("smtp.mailfrom"), domain))) {
                keep_best(judged.spf, found);
            }
        }
    }
    if (dmarc_other_domain)
        judged.dmarc = verdict::fail; // the result of another sender's mail, or of another From than the one read here
    const bool by_parts = judged.dmarc == verdict::none && (judged.dkim == verdict::pass || judged.spf == verdict::pass);
    if (judged.dmarc == verdict::pass || by_parts) {
        judged.result = verdict::pass;
        judged.domain = std::string(domain);
    } else if (judged.dmarc == verdict::fail || (judged.spf == verdict::fail && judged.dkim != verdict::pass)) {
        judged.result = verdict::fail;
    }
    return judged;
}

} // namespace adapters::email::mime
