#include "bot/dialog/time_phrase_reader.hpp"

#include "bot/dialog/time_phrase_stretch.hpp"
#include "bot/dialog/time_phrase_vocabulary.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace bot::dialog {

namespace {

using std::chrono::minutes;

/// Reads words from left to right; each `read_...` either takes what stands at the cursor and moves on, or
/// leaves both.
class reader {
public:
    explicit reader(const std::vector<time_word>& words) : words_(words) {}

    std::optional<time_parts> read()
    {
        for (std::size_t i = 0; i < words_.size() && !parts_.unknown; ++i) {
            const auto* row = longest_phrase(words_, i);
            parts_.unknown = row != nullptr && row->effect == time_effect::unknown;
        }
        while (at_ < words_.size()) {
            after_at_ = std::exchange(at_follows_, false);
            const bool read = read_bay_gio() || read_numeric_date() || read_iso_separator() ||
                              read_day_of_month() || read_weekday() || read_distance() || read_clock() ||
                              read_english_clock() || read_phrase();
            if (!read || contradiction_) {
                if (!parts_.unknown)
                    return std::nullopt;
                ++at_; // "không rõ, để em hỏi lại": what stands around it matters only where it is a time
            }
        }
        return parts_;
    }

private:
    std::string_view word(std::size_t ahead = 0) const
    {
        return at_ + ahead < words_.size() ? std::string_view(words_[at_ + ahead].text) : std::string_view{};
    }

    bool word_is(std::size_t ahead, std::initializer_list<std::string_view> any) const
    {
        return std::ranges::find(any, word(ahead)) != any.end();
    }

    /// Whether the word was typed with one of these letters: what folding has made equal is still different
    /// there.
    bool typed_with(std::size_t ahead, std::initializer_list<std::string_view> letters) const
    {
        return at_ + ahead < words_.size() && std::ranges::any_of(letters, [&](std::string_view letter) {
                   return words_[at_ + ahead].written.find(letter) != std::string::npos;
               });
    }

    std::optional<time_number> number(std::size_t ahead = 0) const { return number_at(words_, at_ + ahead); }

    template <class T>
    void set(std::optional<T>& part, T value)
    {
        if (part && *part != value)
            contradiction_ = true;
        part = value;
    }

    void set_clock(int hour, int minute, bool on_24_hours)
    {
        if (parts_.hour || hour > 24 || minute > 59 || (hour == 24 && minute != 0))
            contradiction_ = true;
        parts_.hour = hour;
        parts_.minute = minute;
        parts_.on_24_hours = on_24_hours;
    }

    void set_date(int day, int month)
    {
        set(parts_.day, day);
        set(parts_.month, month);
    }

    void set_year(int year) { set(parts_.year, year < 100 ? 2000 + year : year); }

    // "bây giờ" and "bảy giờ" fold alike. Without diacritics it is "now", unless something follows that only
    // an hour has.
    bool read_bay_gio()
    {
        if (word() != "bay" || word(1) != "gio" || typed_with(0, {"ả", "Ả"}))
            return false;
        const bool hour_follows =
            word_is(2, {"ruoi", "kem", "sang", "toi", "hom", "ngay", "nay", "qua", "mai"}) || number(2);
        if (!typed_with(0, {"â", "Â"}) && hour_follows)
            return false;
        parts_.now = true;
        at_ += 2;
        return true;
    }

    // 22/11, 22/11/2026, 22-11-26, 22.11.2026, 2026-11-22; 07:45, 07:45:30; 8.30 where it cannot be a date
    bool read_numeric_date()
    {
        std::array<int, 3> values{};
        std::size_t count = 0;
        const auto text = word();
        const auto sign_at = text.find_first_of("/:-.");
        if (sign_at == std::string_view::npos)
            return false;
        const char sign = text[sign_at];
        const char* next = text.data();
        const char* const end = text.data() + text.size();
        while (true) {
            const auto [after, fault] = std::from_chars(next, end, values[count]);
            if (fault != std::errc{} || after - next > 4)
                return false;
            ++count;
            if (after == end)
                break;
            if (*after != sign || count == values.size())
                return false;
            next = after + 1;
        }
        const bool padded = text[0] == '0' && sign_at == 2;
        if (sign == ':') {
            set_clock(values[0], values[1], padded);
            if (count == 3 && values[2] > 59)
                return false;
            ++at_;
            read_half_of_day();
            return true;
        }
        if (sign == '.' && count == 2) {
            if (is_unit(1) || word_is(1, {"tieng"}))
                return false; // 1.5 tiếng
            if (values[1] > 12 || word_is(1, {"am", "pm"})) {
                set_clock(values[0], values[1], padded);
                ++at_;
                read_half_of_day();
                return true;
            }
            parts_.assumed = true; // 10.11 may be a date or a time
        }
        if (sign == '-' && sign_at == 4)
            std::swap(values[0], values[2]);
        if (count == 3)
            set_year(values[2]);
        set_date(values[0], values[1]);
        ++at_;
        return true;
    }

    bool read_iso_separator() // 2026-11-22T07:45
    {
        if (word() != "t" || !parts_.year || word(1).find(':') == std::string_view::npos)
            return false;
        ++at_;
        return true;
    }

    void read_half_of_day()
    {
        const bool spelled = word_is(0, {"a", "p"}) && word(1) == "m" && parts_.hour;
        const bool pm = word() == "pm" || (spelled && word() == "p");
        if (!pm && word() != "am" && !spelled)
            return;
        if (!parts_.hour || *parts_.hour > 12) {
            contradiction_ = contradiction_ || !parts_.hour || !pm; // 15:30 pm is said, 15:30 am is not
        } else {
            parts_.hour = *parts_.hour % 12 + (pm ? 12 : 0);
        }
        parts_.on_24_hours = true;
        at_ += spelled ? 2 : 1;
    }

    // ngày 5, mùng 1, ngày 5 tháng 11 (năm 2026), 5 tháng 11, năm 2026; 22 nov, nov 22
    bool read_day_of_month()
    {
        if (word() == "nam" && number(1) && number(1)->digits && number(1)->value > 1900) {
            set_year(number(1)->value);
            at_ += 2;
            return true;
        }
        if (word() == "thang" && number(1) && !is_thang_sau(1) && parts_.day && !parts_.month) {
            set(parts_.month, number(1)->value);
            at_ += 1 + number(1)->words;
            return true;
        }
        if (const auto month = month_name(word());
            month && number(1) && number(1)->digits && number(1)->value <= 31) {
            set_date(number(1)->value, *month);
            at_ += 2;
            read_english_year();
            return true;
        }
        const bool named = word_is(0, {"ngay", "mung", "mong", "hom"});
        const auto day = number(named ? 1 : 0);
        if (!day)
            return false;
        const std::size_t after = (named ? 1 : 0) + day->words;
        if (const auto month = month_name(word(after)); month && day->digits) {
            set_date(day->value, *month);
            at_ += after + 1;
            read_english_year();
            return true;
        }
        const bool month_follows = word(after) == "thang" && !is_thang_sau(after + 1);
        const auto month = month_follows ? number(after + 1) : std::nullopt;
        if (month) {
            set_date(day->value, month->value);
            at_ += after + 1 + month->words;
            return true;
        }
        const bool day_after_tomorrow =
            word(1) == "mot" && day->words == 1 && !typed_with(1, {"ộ", "Ộ"}); // ngày mốt
        const bool counts_units = is_unit(after) && word(after) != "thang";
        if (!named || day_after_tomorrow || counts_units || word_is(after, {"ruoi", "kem"}))
            return false;
        set(parts_.day, day->value);
        at_ += after;
        return true;
    }

    /// "tháng sau" (next month) folds like "tháng sáu" (June); it is June only when typed so.
    bool is_thang_sau(std::size_t ahead) const
    {
        return word(ahead) == "sau" && !typed_with(ahead, {"á", "Á"});
    }

    void read_english_year()
    {
        if (!number() || !number()->digits || number()->value < 2000)
            return;
        set_year(number()->value);
        ++at_;
    }

    bool read_weekday() // thứ hai, thứ 6, t7, chủ nhật, cn, monday
    {
        if (word_is(0, {"thu", "t"}) && number(1) && number(1)->value >= 2 && number(1)->value <= 7 &&
            number(1)->words == 1 && !number(1)->padded) {
            set(parts_.weekday, static_cast<unsigned>(number(1)->value - 1));
            at_ += 2;
            return true;
        }
        const bool sunday = word() == "chu" && word(1) == "nhat";
        const auto named = sunday ? std::optional(0U) : weekday_name(word());
        if (!named)
            return false;
        set(parts_.weekday, *named);
        at_ += sunday ? 2U : 1U;
        return true;
    }

    bool is_unit(std::size_t ahead) const { return length_of_unit(word(ahead)).has_value(); }

    // cách đây 2 tiếng, 2 ngày trước, nửa tiếng nữa, trong 2 tiếng, in 2 hours
    bool read_distance()
    {
        std::size_t ahead = 0;
        int sign = 0;
        if (word() == "cach" && word_is(1, {"day", "nay"})) {
            sign = -1;
            ahead = 2;
        } else if (word_is(0, {"trong", "sau", "in", "within"})) {
            sign = word() == "sau" || word() == "in" ? 1 : 0;
            ahead = word(1) == "vong" ? 2 : 1;
        }
        const bool prefixed = ahead > 0;
        while (prefixed && is_filler(word(ahead)) && !number(ahead))
            ++ahead;
        const auto found = stretch_at(words_, at_ + ahead);
        if (!found)
            return false;
        std::size_t after = ahead + found->words;
        const int said = sign_after(after, found->may_be_clock);
        if (said != 0)
            sign = said;
        const bool clock_after_sau =
            word() == "sau" && prefixed && found->may_be_clock && said == 0; // sau 17h
        if (clock_after_sau || (sign == 0 && (found->may_be_clock || found->months != 0)))
            return false;
        if (said != 0)
            after += word(after) == "from" ? 2U : 1U;
        at_ += after;

        parts_.assumed = parts_.assumed || found->vague || sign == 0;
        if (found->months != 0) {
            set(parts_.months_away, (sign < 0 ? -1 : 1) * found->months);
        } else if (found->whole_days && sign != 0) {
            const auto days = found->length / minutes(24 * 60);
            set(parts_.days_away, sign * static_cast<int>(days));
        } else {
            set(parts_.distance, found->length);
            parts_.sign = sign;
        }
        return true;
    }

    int sign_after(std::size_t ahead, bool clock_like) const
    {
        if (word_is(ahead, {"truoc", "qua", "ago"}))
            return -1;
        if (word_is(ahead, {"roi", "nay"}))
            return clock_like ? 0 : -1;
        if (word_is(ahead, {"nua", "sau", "later"}))
            return 1;
        if (word(ahead) == "toi" && typed_with(ahead, {"ớ", "Ớ"}))
            return 1;
        if (word(ahead) == "from" && word(ahead + 1) == "now")
            return 1;
        return 0;
    }

    // 8h, 8g30, 15 giờ 30 phút, 8 giờ kém 15, 7 rưỡi, tám giờ mười lăm, 3pm; 8 sáng; lúc 8
    bool read_clock()
    {
        const auto hour = number();
        if (!hour || hour->value > 24)
            return false;
        std::size_t ahead = hour->words;
        if (word_is(ahead, {"am", "pm"}) || (word_is(ahead, {"a", "p"}) && word(ahead + 1) == "m")) {
            at_ += ahead;
            set_clock(hour->value, 0, false);
            read_half_of_day();
            return true;
        }
        const bool unit =
            word_is(ahead, {"h", "g", "gio"}) || (word(ahead) == "o" && word(ahead + 1) == "clock");
        if (unit)
            ahead += word(ahead) == "o" ? 2U : 1U;
        const bool counted = unit || word_is(ahead, {"ruoi", "kem", "thieu"});
        const bool alone = hour->digits && (part_word(word(ahead)) || after_at_);
        if (!counted && !alone)
            return false;

        int minute = 0;
        int value = hour->value;
        if (word(ahead) == "ruoi") {
            minute = 30;
            ++ahead;
        } else if (word_is(ahead, {"kem", "thieu"})) {
            const auto missing = number(ahead + 1);
            if (!missing || missing->value < 1 || missing->value > 59 || value == 0)
                return false;
            minute = 60 - missing->value;
            value = value - 1;
            ahead += 1 + missing->words;
            if (word_is(ahead, {"phut", "p", "ph"}))
                ++ahead;
        } else if (const auto said = number(ahead); unit && said) {
            const bool named = word_is(ahead + said->words, {"phut", "p", "ph"});
            const bool taken =
                counts_more(words_, at_ + ahead + said->words) && !named; // "8h 2 tiếng trước" is no 8:02
            if (!taken && (named || said->digits || said->value >= 10)) {
                minute = said->value;
                ahead += said->words + (named ? 1 : 0);
            }
        }
        at_ += ahead;
        set_clock(value, minute, hour->padded || (value == 0 && hour->value == 0));
        read_half_of_day();
        return true;
    }

    bool read_english_clock() // half past 7, quarter to 8
    {
        const bool half = word() == "half" && word(1) == "past";
        const bool quarter = word() == "quarter" && word_is(1, {"past", "to"});
        const auto hour = number(2);
        if ((!half && !quarter) || !hour || hour->value < 1 || hour->value > 23)
            return false;
        const bool before = word(1) == "to";
        at_ += 2 + hour->words;
        set_clock(before ? hour->value - 1 : hour->value, half ? 30 : (before ? 45 : 15), false);
        read_half_of_day();
        return true;
    }

    bool read_phrase()
    {
        // Words that folding has made equal, told apart where diacritics were typed.
        if (word() == "toi" && typed_with(0, {"ô", "Ô", "ớ", "Ớ"})) { // tôi (I), tới (until)
            ++at_;
            return true;
        }
        if (word() == "nay" && typed_with(0, {"ã", "Ã"})) { // nãy
            set(parts_.distance, minutes(15));
            parts_.sign = -1;
            parts_.assumed = true;
            ++at_;
            return true;
        }
        if (word() == "luc" && word(1) == "nay" && typed_with(1, {"à", "À"})) { // lúc này, not lúc nãy
            parts_.now = true;
            at_ += 2;
            return true;
        }
        const time_phrase_row* row = longest_phrase(words_, at_);
        if (row == nullptr)
            return false;
        at_ += row->length;
        apply(*row, words_[at_ - 1].written);
        at_follows_ =
            row->effect == time_effect::at_clock || (after_at_ && row->effect == time_effect::filler);
        return true;
    }

    void apply(const time_phrase_row& row, const std::string& last_written)
    {
        switch (row.effect) {
        case time_effect::filler:
        case time_effect::at_clock:
            break;
        case time_effect::vague:
            parts_.assumed = true;
            break;
        case time_effect::unknown:
            parts_.unknown = true;
            break;
        case time_effect::now:
            parts_.now = true;
            break;
        case time_effect::near_now:
            if (parts_.names_day()) // "thứ bảy vừa rồi"
                break;
            parts_.now = true;
            parts_.assumed = true;
            break;
        case time_effect::away:
            set(parts_.distance, minutes(std::abs(row.value)));
            parts_.sign = row.value < 0 ? -1 : 1;
            parts_.assumed = true;
            break;
        case time_effect::day: {
            // hôm kìa is a day beyond hôm kia
            const bool further = last_written.find("ì") != std::string::npos && std::abs(row.value) == 2;
            set(parts_.days_away, row.value + (further ? (row.value < 0 ? -1 : 1) : 0));
            if (row.part)
                set(parts_.part, *row.part);
            break;
        }
        case time_effect::part:
            set(parts_.part, *row.part);
            break;
        case time_effect::usual:
            set(parts_.usual, minutes(row.value));
            parts_.part = row.part;
            break;
        case time_effect::clock:
            set_clock(row.value / 60, row.value % 60, true);
            break;
        case time_effect::week:
            set(parts_.weeks_away, row.value);
            break;
        case time_effect::month:
            set(parts_.months_away, row.value);
            break;
        case time_effect::year:
            set(parts_.years_away, row.value);
            break;
        }
    }

    const std::vector<time_word>& words_;
    std::size_t at_ = 0;
    time_parts parts_;
    bool contradiction_ = false;
    bool at_follows_ = false; ///< the last word was "lúc" or "at"
    bool after_at_ = false;   ///< so a bare number here is an hour
};

} // namespace

std::optional<time_parts> read_time_parts(const std::vector<time_word>& words)
{
    return reader(words).read();
}

} // namespace bot::dialog
