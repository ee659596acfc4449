#include "bot/dialog/time_phrase_stretch.hpp"

#include "bot/dialog/time_phrase_vocabulary.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <string_view>

namespace bot::dialog {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// How many of a unit, counted in halves: "1,5", "nửa", "an". Vague ones stand for three ("vài") or ten
/// ("chục").
struct amount {
    int halves;
    std::size_t words;
    bool vague = false;
};

std::string_view word_at(const std::vector<time_word>& words, std::size_t at)
{
    return at < words.size() ? std::string_view(words[at].text) : std::string_view{};
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> any)
{
    return std::ranges::find(any, word) != any.end();
}

/// "1.5" in halves; other fractions nobody says.
std::optional<int> with_half(std::string_view text)
{
    if (text.size() < 3 || text.size() > 5 || !text.ends_with(".5"))
        return std::nullopt;
    int whole = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), whole);
    return fault == std::errc{} && *end == '.' ? std::optional(whole * 2 + 1) : std::nullopt;
}

std::optional<amount> amount_at(const std::vector<time_word>& words, std::size_t at)
{
    const auto word = word_at(words, at);
    const auto next = word_at(words, at + 1);
    if (word == "nua" || word == "half")
        return amount{1, is_any(next, {"a", "an"}) ? 2U : 1U};
    if (word == "a" && next == "few")
        return amount{6, 2, true};
    if (is_any(word, {"a", "an"}))
        return amount{2, 1};
    if (word == "couple" && next == "of")
        return amount{4, 2, true};
    if (word == "vai" && next == "chuc")
        return amount{60, 2, true};
    if (is_any(word, {"vai", "may", "it", "few"}))
        return amount{6, 1, true};
    if (word == "chuc")
        return amount{20, 1, true};
    if (const auto halves = with_half(word))
        return amount{*halves, 1};
    const auto counted = number_at(words, at);
    return counted ? std::optional(amount{counted->value * 2, counted->words}) : std::nullopt;
}

std::optional<time_unit> unit_at(const std::vector<time_word>& words, std::size_t at)
{
    const auto word = word_at(words, at);
    const auto next = word_at(words, at + 1);
    if (is_any(word, {"hom", "bua"}) && is_any(next, {"qua", "nay", "kia"}))
        return std::nullopt; // a day's name
    if (word == "p" && next == "m")
        return std::nullopt;
    return length_of_unit(word);
}

/// Words that add half a unit: "rưỡi", "and a half".
std::size_t half_words(const std::vector<time_word>& words, std::size_t at)
{
    if (word_at(words, at) == "ruoi")
        return 1;
    const bool english =
        word_at(words, at) == "and" && word_at(words, at + 1) == "a" && word_at(words, at + 2) == "half";
    return english ? 3 : 0;
}

} // namespace

bool counts_more(const std::vector<time_word>& words, std::size_t at)
{
    const auto unit = unit_at(words, at);
    return unit && unit->length < hours(24);
}

std::optional<time_stretch> stretch_at(const std::vector<time_word>& words, std::size_t at)
{
    time_stretch found;
    const std::size_t begin = at;
    minutes last = minutes::max();
    while (const auto count = amount_at(words, at)) {
        const auto unit = unit_at(words, at + count->words);
        if (!unit || unit->length >= last) // "15h30 ngày 22": no length counts days after hours
            break;
        last = unit->length;
        at += count->words + 1;
        found.months += unit->months * count->halves / 2;
        found.length += unit->length * count->halves / 2;
        found.vague = found.vague || count->vague;
        found.whole_days = found.whole_days && unit->length % hours(24) == minutes(0);
        found.may_be_clock = found.may_be_clock || unit->may_be_clock;
        if (word_at(words, at) == "dong" &&
            word_at(words, at + 1) == "ho") { // "2 giờ đồng hồ" is a length only
            found.may_be_clock = false;
            at += 2;
        }
        if (const auto half = half_words(words, at); half != 0) {
            found.length += unit->length / 2;
            found.whole_days = false;
            at += half;
        }
        const auto rest = number_at(words, at); // "1 tiếng 20", "1h30"
        if (unit->length == hours(1) && rest && rest->digits && rest->value < 60 &&
            !counts_more(words, at + 1)) {
            found.length += minutes(rest->value);
            ++at;
        }
        if (word_at(words, at) == "and")
            ++at;
    }
    found.words = at - begin;
    return found.words == 0 ? std::nullopt : std::optional(found);
}

} // namespace bot::dialog
