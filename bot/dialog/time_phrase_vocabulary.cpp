#include "bot/dialog/time_phrase_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

namespace bot::dialog {

namespace {

using effect = time_effect;

struct group {
    time_effect effect;
    int value;
    std::optional<day_part> part;
    std::string_view phrases; ///< separated by |
};

// clang-format off
constexpr group vocabulary[] = {
    {effect::filler, 0, std::nullopt,
     "vao|khoang|tam|chung|do|gan|hon|hoi|cua|thi|la|phat hien|xay ra|bat dau|"
     "tu|a|nha|nhe|em|anh|chi|minh|dung|hom|bua|buoi|ngay|xong|se|du kien|"
     "truoc|den|sau|luc do|som|muon|vua|roi|vua qua|trong|on|the|about|around|"
     "of|by|until|before|till|after|from|this|last|next|ngay luc|ca truc|su co|"
     "it was|was|happened|to|for|o clock|hanh chinh|co le|chac|hinh nhu|maybe|"
     "probably|today s|duoc|toi da|cham nhat|muon nhat|trong vong|vo|han|hen|finish|"
     "done|ready|expected|dong ho|thoi gian|thoi diem|nhu vay|khoang tam|khoang chung|"
     "tam khoang"},
    {effect::at_clock, 0, std::nullopt,
     "luc|vao luc|hoi luc|vao khoang|luc khoang|khoang luc|at"},
    {effect::vague, 0, std::nullopt,
     "may|lech vai phut|gi do"},
    {effect::unknown, 0, std::nullopt,
     "khong ro|khong biet|khong nho|khong nho ro|khong biet ro|ko ro|ko biet|ko nho|"
     "k ro|k biet|k nho|kg ro|kg biet|kg nho|hok biet|hong biet|hong ro|hong nho|"
     "chua ro|chua biet|chua xac dinh|khong xac dinh|ko xac dinh|chua xac dinh duoc|"
     "khong xac dinh duoc|chiu|khong chac|ko chac|unknown|unsure|not sure|not known|"
     "do not know|don t know|dont know|no idea|can t remember|cannot remember|"
     "don t remember|do not remember|dunno|idk|n a"},
    {effect::now, 0, std::nullopt,
     "bay gio|bay h|ngay bay gio|hien tai|hien gio|hien nay|gio nay|luc nay day|"
     "right now|now|ngay luc nay|ngay lap tuc|ngay tuc thi|immediately"},
    {effect::near_now, 0, std::nullopt,
     "vua xong|vua moi xong|vua moi|vua moi xay ra|moi xong|moi vua xong|moi vua xay ra|"
     "moi xay ra|vua xay ra|moi day|just now|just|moi tuc thi|moi day thoi|vua roi|"
     "vua phat hien|moi phat hien|moi vua|dang xay ra|vua luc nay|vua moi day"},
    {effect::away, -15, std::nullopt,
     "hoi nay|luc nay|ban nay|khi nay|moi nay|vua nay|nay gio|mot luc truoc|"
     "mot lat truoc|mot luc roi|lat truoc|luc truoc|a while ago|moments ago|"
     "a moment ago|earlier"},
    {effect::away, 30, std::nullopt,
     "lat nua|mot lat nua|mot luc nua|luc nua|chut nua|ti nua|mot chut nua|mot ti nua|"
     "xiu nua|soon|in a while|in a moment"},
    {effect::day, 0, std::nullopt,
     "hom nay|ngay hom nay|bua nay|ngay nay|nay|trong ngay|trong hom nay|"
     "trong ngay hom nay|today"},
    {effect::day, -1, std::nullopt,
     "hom qua|ngay hom qua|bua qua|ngay qua|qua|yesterday"},
    {effect::day, -2, std::nullopt,
     "hom kia|ngay hom kia|bua kia|bua hom kia|day before yesterday|"
     "the day before yesterday"},
    {effect::day, 1, std::nullopt,
     "mai|ngay mai|bua mai|trong ngay mai|tomorrow"},
    {effect::day, 2, std::nullopt,
     "ngay mot|mot|bua mot|ngay kia|day after tomorrow|the day after tomorrow"},
    {effect::day, -1, day_part::night,
     "last night|hoi hom"},
    {effect::day, 0, day_part::evening,
     "tonight"},
    {effect::part, 0, day_part::dawn,
     "rang sang|tang sang|mo sang|tinh mo|tinh suong|sang tinh mo|to mo sang|dawn"},
    {effect::part, 0, day_part::morning,
     "sang|buoi sang|ban sang|morning|in the morning"},
    {effect::part, 0, day_part::noon,
     "trua|buoi trua|ban trua"},
    {effect::part, 0, day_part::afternoon,
     "chieu|buoi chieu|xe chieu|afternoon|in the afternoon"},
    {effect::part, 0, day_part::evening,
     "toi|buoi toi|ban toi|evening|in the evening"},
    {effect::part, 0, day_part::night,
     "dem|ban dem|khuya|dem khuya|nua khuya|night|at night"},
    {effect::usual, 360, day_part::morning,
     "sang som|som sang"},
    {effect::usual, 450, day_part::morning,
     "dau gio sang|dau buoi sang"},
    {effect::usual, 690, day_part::morning,
     "cuoi gio sang|cuoi buoi sang"},
    {effect::usual, 810, day_part::afternoon,
     "dau gio chieu|dau chieu|dau buoi chieu"},
    {effect::usual, 1020, day_part::afternoon,
     "cuoi gio chieu|cuoi chieu|chieu muon|het gio hanh chinh|cuoi gio hanh chinh|"
     "cuoi gio|het gio lam|cuoi ngay|cuoi buoi chieu|end of day|end of the day"},
    {effect::usual, 1080, day_part::evening,
     "chieu toi|chap toi|xam toi"},
    {effect::usual, 1320, day_part::evening,
     "toi muon"},
    {effect::usual, 1439, day_part::night,
     "het ngay|het hom nay"},
    {effect::clock, 720, std::nullopt,
     "giua trua|noon|midday|dung ngo"},
    {effect::clock, 1440, day_part::night,
     "nua dem|giua dem|midnight"},
    {effect::week, -1, std::nullopt,
     "tuan truoc|tuan roi|tuan vua roi|tuan vua qua|tuan qua|last week"},
    {effect::week, 0, std::nullopt,
     "tuan nay|this week|trong tuan nay"},
    {effect::week, 1, std::nullopt,
     "tuan sau|tuan toi|next week"},
    {effect::month, -1, std::nullopt,
     "thang truoc|thang roi|thang vua roi|thang qua|last month"},
    {effect::month, 0, std::nullopt,
     "thang nay|this month"},
    {effect::month, 1, std::nullopt,
     "thang sau|thang toi|next month"},
    {effect::year, -1, std::nullopt,
     "nam ngoai|nam truoc|nam roi|last year"},
    {effect::year, 0, std::nullopt,
     "nam nay|this year"},
    {effect::year, 1, std::nullopt,
     "nam sau|sang nam|nam toi|next year"},
};
// clang-format on

using rows_by_first_word = std::unordered_map<std::string_view, std::vector<time_phrase_row>>;

/// The vocabulary by first word, longest phrase first.
rows_by_first_word indexed()
{
    rows_by_first_word rows;
    for (const auto& [what, value, part, phrases] : vocabulary) {
        for (std::size_t at = 0; at < phrases.size();) {
            const auto end = std::min(phrases.find('|', at), phrases.size());
            const auto phrase = phrases.substr(at, end - at);
            const auto words = static_cast<std::size_t>(std::ranges::count(phrase, ' ')) + 1;
            rows[phrase.substr(0, phrase.find(' '))].push_back({phrase, words, what, value, part});
            at = end + 1;
        }
    }
    for (auto& [word, list] : rows)
        std::ranges::stable_sort(list, std::greater{}, &time_phrase_row::length);
    return rows;
}

const std::vector<time_phrase_row>& rows_from(std::string_view word)
{
    static const rows_by_first_word rows = indexed();
    static const std::vector<time_phrase_row> none;
    const auto found = rows.find(word);
    return found == rows.end() ? none : found->second;
}

bool stands_at(std::string_view phrase, const std::vector<time_word>& words, std::size_t at)
{
    for (; at < words.size(); ++at) {
        const auto end = std::min(phrase.find(' '), phrase.size());
        if (words[at].text != phrase.substr(0, end))
            return false;
        if (end == phrase.size())
            return true;
        phrase.remove_prefix(end + 1);
    }
    return false;
}

const time_phrase_row* single(std::string_view word)
{
    const auto& rows = rows_from(word);
    return rows.empty() || rows.back().length != 1 ? nullptr : &rows.back();
}

} // namespace

const time_phrase_row* longest_phrase(const std::vector<time_word>& words, std::size_t at)
{
    if (at >= words.size())
        return nullptr;
    for (const auto& row : rows_from(words[at].text))
        if (stands_at(row.words, words, at))
            return &row;
    return nullptr;
}

bool is_filler(std::string_view word)
{
    const auto* row = single(word);
    return row != nullptr && row->effect == time_effect::filler;
}

std::optional<day_part> part_word(std::string_view word)
{
    const auto* row = single(word);
    return row != nullptr && row->effect == time_effect::part ? row->part : std::nullopt;
}

std::optional<int> month_name(std::string_view word)
{
    static constexpr std::array<std::string_view, 12> names{"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (word == names[i] || word == names[i].substr(0, 3) || (i == 8 && word == "sept"))
            return static_cast<int>(i) + 1;
    return std::nullopt;
}

std::optional<unsigned> weekday_name(std::string_view word)
{
    static constexpr std::array<std::string_view, 7> names{"sunday",   "monday", "tuesday", "wednesday",
                                                           "thursday", "friday", "saturday"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (word == names[i] || word == names[i].substr(0, 3))
            return static_cast<unsigned>(i);
    return word == "cn" ? std::optional(0U) : std::nullopt;
}

std::optional<time_unit> length_of_unit(std::string_view word)
{
    using std::chrono::hours;
    using std::chrono::minutes;
    static const std::unordered_map<std::string_view, time_unit> units{
        {"phut", {minutes(1)}},       {"p", {minutes(1)}},         {"ph", {minutes(1)}},
        {"min", {minutes(1)}},        {"mins", {minutes(1)}},      {"minute", {minutes(1)}},
        {"minutes", {minutes(1)}},    {"tieng", {hours(1)}},       {"hour", {hours(1)}},
        {"hours", {hours(1)}},        {"hr", {hours(1)}},          {"hrs", {hours(1)}},
        {"gio", {hours(1), 0, true}}, {"h", {hours(1), 0, true}},  {"g", {hours(1), 0, true}},
        {"ngay", {hours(24)}},        {"hom", {hours(24)}},        {"bua", {hours(24)}},
        {"day", {hours(24)}},         {"days", {hours(24)}},       {"tuan", {hours(168)}},
        {"week", {hours(168)}},       {"weeks", {hours(168)}},     {"thang", {minutes(0), 1}},
        {"month", {minutes(0), 1}},   {"months", {minutes(0), 1}},
    };
    const auto found = units.find(word);
    return found == units.end() ? std::nullopt : std::optional(found->second);
}

} // namespace bot::dialog
