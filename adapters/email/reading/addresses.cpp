#include "adapters/email/reading/addresses.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/charsets.hpp"
#include "adapters/email/reading/encoded_words.hpp"
#include "bot/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace adapters::email::mime {

namespace {

constexpr std::size_t address_bytes_max = 320;
constexpr std::size_t id_bytes_max = 998;

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A domain in its ASCII form, lower case; "" when it has none.
std::string ascii_domain(std::string_view domain)
{
    while (domain.ends_with('.'))
        domain.remove_suffix(1);
    if (is_ascii(domain))
        return lowered(domain);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII, status));
    std::string ascii;
    icu::StringByteSink<std::string> sink(&ascii);
    icu::IDNAInfo info;
    if (U_SUCCESS(status))
        idna->nameToASCII_UTF8(icu::StringPiece(domain.data(), static_cast<std::int32_t>(domain.size())), sink, info, status);
    return U_FAILURE(status) || info.hasErrors() ? std::string() : lowered(ascii);
}

/// Takes a field apart into addresses, character by character.
class address_reader {
public:
    explicit address_reader(std::string_view raw) : raw_(raw) {}

    std::vector<mailbox> read()
    {
        for (; at_ < raw_.size() && found_.size() < addresses_max; ++at_)
            step(raw_[at_]);
        if (in_angle_)
            end_angle();
        end_address();
        return std::move(found_);
    }

private:
    void step(char c)
    {
        if (c == '"') {
            quoted();
        } else if (c == '(') {
            comment();
        } else if (in_angle_) {
            if (c == '>')
                end_angle();
            else if (!is_blank(c))
                angle_.push_back(c);
        } else if (c == '<') {
            in_angle_ = true;
            angle_.clear();
        } else if (c == ',' || c == ';') { // ";" ends a group, and Outlook's users put it between addresses
            end_address();
        } else if (c == ':') {
            words_.clear(); // the name of a group
            comment_.clear();
        } else if (c != '>') {
            words_.push_back(c);
        }
    }

    void quoted()
    {
        std::string text;
        const auto start = at_;
        for (++at_; at_ < raw_.size() && raw_[at_] != '"'; ++at_) {
            if (raw_[at_] == '\\' && at_ + 1 < raw_.size())
                ++at_;
            text.push_back(raw_[at_]);
        }
        if (at_ >= raw_.size()) { // a lone quote: an ordinary character
            at_ = start;
            return;
        }
        if (in_angle_) {
            angle_ += '"' + text + '"';
            return;
        }
        // A quoted local part: "a b"@x.vn
        const bool local = at_ + 1 < raw_.size() && raw_[at_ + 1] == '@';
        words_ += local ? '"' + text + '"' : text;
        quoted_name_ |= !local;
    }

    void comment()
    {
        std::size_t depth = 0;
        std::string text;
        for (; at_ < raw_.size(); ++at_) {
            const char c = raw_[at_];
            if (c == '\\' && at_ + 1 < raw_.size()) {
                text.push_back(raw_[++at_]);
            } else if (c == '(') {
                ++depth;
            } else if (c == ')') {
                if (--depth == 0)
                    break;
            } else {
                text.push_back(c);
            }
        }
        if (!in_angle_)
            comment_ = text;
    }

    void end_angle()
    {
        in_angle_ = false;
        // A route before the address (RFC 5321, appendix C) means nothing any more.
        const auto route = angle_.starts_with('@') ? angle_.find(':') : std::string::npos;
        address_ = normal_address(route == std::string::npos ? angle_ : angle_.substr(route + 1));
        has_angle_ = true;
    }

    void end_address()
    {
        const auto words = trimmed(words_);
        if (has_angle_) {
            add(address_, words.empty() ? std::string_view(comment_) : words);
        } else if (!words.empty()) {
            std::string bare;
            for (const char c : words)
                if (!is_blank(c))
                    bare.push_back(c);
            const bool is_address =
                !quoted_name_ && words.find("=?") == std::string_view::npos && bare.find('@') != std::string::npos;
            add(is_address ? normal_address(bare) : std::string(), is_address ? std::string_view(comment_) : words);
        }
        words_.clear();
        comment_.clear();
        has_angle_ = quoted_name_ = false;
    }

    void add(std::string address, std::string_view name)
    {
        mailbox one{std::move(address), decode_header(name)};
        if (!one.address.empty() || !one.name.empty())
            found_.push_back(std::move(one));
    }

    std::string_view raw_;
    std::size_t at_ = 0;
    std::string words_;
    std::string comment_;
    std::string angle_;
    std::string address_;
    bool in_angle_ = false;
    bool has_angle_ = false;
    bool quoted_name_ = false;
    std::vector<mailbox> found_;
};

} // namespace

std::vector<mailbox> read_addresses(std::string_view raw)
{
    return address_reader(raw).read();
}

std::string normal_address(std::string_view address)
{
    address = trimmed(address);
    const auto at = address.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size() || address.size() > address_bytes_max)
        return {};
    const std::string local = lowered(bot::to_nfc(valid_utf8(address.substr(0, at))));
    const std::string domain = ascii_domain(valid_utf8(address.substr(at + 1)));
    const bool strange =
        std::any_of(
            domain.begin(), domain.end(),
            [](char c) { return c <= 0x20 || c == 0x7F || std::string_view("<>()\",;\\").find(c) != std::string_view::npos; }) ||
        std::any_of(local.begin(), local.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return local.empty() || domain.empty() || strange ? std::string() : local + '@' + domain;
}

std::string_view domain_of(std::string_view address)
{
    const auto at = address.rfind('@');
    return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

std::vector<std::string> read_message_ids(std::string_view raw)
{
    std::vector<std::string> ids;
    const auto add = [&ids](std::string_view id) {
        std::string clean = one_line(valid_utf8(id));
        std::erase(clean, ' ');
        if (!clean.empty() && clean.size() <= id_bytes_max)
            ids.push_back(std::move(clean));
    };
    if (raw.find('<') != std::string_view::npos) {
        for (auto at = raw.find('<'); at != std::string_view::npos; at = raw.find('<', at)) {
            const auto end = raw.find('>', ++at);
            add(raw.substr(at, end == std::string_view::npos ? end : end - at));
            if (end == std::string_view::npos)
                break;
        }
        return ids;
    }
    for (std::size_t at = 0; at < raw.size();) {
        const auto end = std::min(raw.find_first_of(" \t\r\n,;\"", at), raw.size());
        const auto word = raw.substr(at, end - at);
        if (word.find('@') != std::string_view::npos)
            add(word);
        at = end + 1;
    }
    return ids;
}

} // namespace adapters::email::mime
