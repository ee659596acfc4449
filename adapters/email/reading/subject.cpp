#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/reply_stripper.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::email {

namespace {

enum class prefix_kind { none, reply, forward };

struct subject_prefix {
    std::string_view folded;
    prefix_kind kind;
};

constexpr auto prefixes = std::to_array<subject_prefix>({
    {"re", prefix_kind::reply},
    {"tra loi", prefix_kind::reply},
    {"tl", prefix_kind::reply},
    {"aw", prefix_kind::reply},
    {"sv", prefix_kind::reply},
    {"antw", prefix_kind::reply},
    {"vs", prefix_kind::reply},
    {"phan hoi", prefix_kind::reply},
    {"rv", prefix_kind::reply},
    {"fwd", prefix_kind::forward},
    {"fw", prefix_kind::forward},
    {"chuyen tiep", prefix_kind::forward},
    {"ct", prefix_kind::forward},
    {"wg", prefix_kind::forward},
    {"tr", prefix_kind::forward},
    {"forward", prefix_kind::forward},
    {"forwarded", prefix_kind::forward},
    {"thu chuyen tiep", prefix_kind::forward},
});

constexpr std::size_t prefix_bytes_max = 40;

/// The kind of the prefix the subject begins with, and the length of it with its colon and blanks.
std::pair<prefix_kind, std::size_t> first_prefix(std::string_view subject)
{
    const auto colon = subject.substr(0, prefix_bytes_max).find(':');
    const auto wide = subject.substr(0, prefix_bytes_max).find("\xEF\xBC\x9A"); // the colon of East Asian keyboards
    const auto end = std::min(colon, wide);
    if (end == std::string_view::npos)
        return {prefix_kind::none, 0};
    std::string word = bot::fold(subject.substr(0, end));
    // "Re[2]:", "Re (2):"
    while (!word.empty() && (mime::is_digit(word.back()) || word.back() == ' '))
        word.pop_back();
    const auto found =
        std::find_if(prefixes.begin(), prefixes.end(), [&word](const subject_prefix& one) { return one.folded == word; });
    if (found == prefixes.end())
        return {prefix_kind::none, 0};
    std::size_t length = end + (end == colon ? 1 : 3);
    while (length < subject.size() && subject[length] == ' ')
        ++length;
    return {found->kind, length};
}

} // namespace

bool is_forward_subject(std::string_view subject)
{
    return first_prefix(mime::trimmed(subject)).first == prefix_kind::forward;
}

std::string plain_subject(std::string_view subject)
{
    subject = mime::trimmed(subject);
    for (auto prefix = first_prefix(subject); prefix.first != prefix_kind::none; prefix = first_prefix(subject))
        subject.remove_prefix(prefix.second);
    return std::string(subject);
}

} // namespace adapters::email
