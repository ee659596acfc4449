#include "bot/dialog/navigation.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bot::dialog {

namespace {

struct row {
    std::string_view words; ///< folded
    navigation what;
};

/// Sorted by words.
constexpr std::array rows{
    row{"back", navigation::back},
    row{"bo qua", navigation::skip},
    row{"bo qua cau nay", navigation::skip},
    row{"bq", navigation::skip},
    row{"cancel", navigation::cancel},
    row{"cau truoc", navigation::back},
    row{"change", navigation::edit},
    row{"continue", navigation::resume},
    row{"de lai sau", navigation::later},
    row{"de sau", navigation::later},
    row{"done", navigation::send},
    row{"edit", navigation::edit},
    row{"english", navigation::english},
    row{"giup", navigation::help},
    row{"giup do", navigation::help},
    row{"giup toi", navigation::help},
    row{"go back", navigation::back},
    row{"go on", navigation::resume},
    row{"gui", navigation::send},
    row{"gui bao cao", navigation::send},
    row{"gui di", navigation::send},
    row{"help", navigation::help},
    row{"het", navigation::send},
    row{"het roi", navigation::send},
    row{"huong dan", navigation::help},
    row{"huy", navigation::cancel},
    row{"huy bao cao", navigation::cancel},
    row{"huy bo", navigation::cancel},
    row{"in english", navigation::english},
    row{"later", navigation::later},
    row{"luu nhap", navigation::later},
    row{"luu tam", navigation::later},
    row{"previous", navigation::back},
    row{"quay lai", navigation::back},
    row{"quay lai cau truoc", navigation::back},
    row{"resume", navigation::resume},
    row{"review", navigation::review},
    row{"save for later", navigation::later},
    row{"send", navigation::send},
    row{"skip", navigation::skip},
    row{"sua", navigation::edit},
    row{"sua cau", navigation::edit},
    row{"sua lai", navigation::edit},
    row{"sua muc", navigation::edit},
    row{"submit", navigation::send},
    row{"tam dung", navigation::later},
    row{"thoat", navigation::cancel},
    row{"tieng anh", navigation::english},
    row{"tieng viet", navigation::vietnamese},
    row{"tiep", navigation::resume},
    row{"tiep tuc", navigation::resume},
    row{"tro giup", navigation::help},
    row{"tro lai", navigation::back},
    row{"vietnamese", navigation::vietnamese},
    row{"xem lai", navigation::review},
    row{"xem lai tat ca", navigation::review},
    row{"xong", navigation::send},
    row{"xong roi", navigation::send},
};
static_assert(std::ranges::is_sorted(rows, {}, &row::words));

constexpr std::size_t longest_word = 32;

const row* find(std::string_view words)
{
    const auto found = std::ranges::lower_bound(rows, words, {}, &row::words);
    return found != rows.end() && found->words == words ? &*found : nullptr;
}

} // namespace

std::optional<navigation_word> parse_navigation(std::string_view folded)
{
    if (folded.empty() || folded.size() > longest_word)
        return std::nullopt;
    if (const auto* whole = find(folded))
        return navigation_word{.what = whole->what};
    // "sua 2", "sua muc 2", "edit 12"
    const auto last_space = folded.rfind(' ');
    if (last_space == std::string_view::npos)
        return std::nullopt;
    const auto digits = folded.substr(last_space + 1);
    int item = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), item);
    if (fault != std::errc{} || end != digits.data() + digits.size() || item < 0)
        return std::nullopt;
    const auto* verb = find(folded.substr(0, last_space));
    if (verb == nullptr || verb->what != navigation::edit)
        return std::nullopt;
    return navigation_word{.what = navigation::edit, .item = item};
}

} // namespace bot::dialog
