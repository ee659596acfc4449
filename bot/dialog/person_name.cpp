#include "bot/dialog/person_name.hpp"

#include "bot/dialog/folded_words.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>

namespace bot::dialog {

namespace {

constexpr std::size_t words_read = 16;
constexpr std::size_t titles_max = 3; ///< "bác sĩ", "anh bs"

bool is_title(std::string_view word)
{
    constexpr std::array<std::string_view, 19> titles{"anh", "chi", "em",  "co",   "chu",   "bac", "ong", "ba",  "bs", "si",
                                                      "ths", "ts",  "dd",  "dong", "cho",   "voi", "mr",  "mrs", "ms"};
    return std::ranges::find(titles, word) != titles.end();
}

/// Whether the last words of the folded name are these.
bool ends_with(const std::string& name, const std::string& words)
{
    return name == words || (name.size() > words.size() && name.ends_with(words) && name[name.size() - words.size() - 1] == ' ');
}

} // namespace

named_person read_person(std::string_view text, std::span<const std::string> names)
{
    const auto words = folded_words(text, words_read);
    std::vector<std::string> folded;
    folded.reserve(names.size());
    for (const auto& name : names)
        folded.push_back(fold(name));

    named_person best;
    std::size_t most = 0;
    std::size_t end = 0;
    for (std::size_t begin = 0; begin < std::min(words.size(), titles_max + 1); ++begin) {
        std::string said;
        for (std::size_t i = begin; i < words.size(); ++i) {
            said += (said.empty() ? "" : " ") + words[i].text;
            const auto count = i - begin + 1;
            if (count <= most)
                continue;
            std::vector<std::size_t> fits;
            for (std::size_t person = 0; person < folded.size(); ++person)
                if (ends_with(folded[person], said))
                    fits.push_back(person);
            if (fits.empty())
                continue;
            best.fits = std::move(fits);
            most = count;
            end = words[i].end;
        }
        if (!is_title(words[begin].text))
            break;
    }
    best.rest = std::string(trimmed(text.substr(end)));
    return best;
}

} // namespace bot::dialog
