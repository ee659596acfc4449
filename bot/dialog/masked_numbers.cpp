#include "bot/dialog/masked_numbers.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace bot::dialog {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

class number_finder {
public:
    number_finder(std::string_view text, const std::vector<written_word>& words) : text_(text), words_(words)
    {
    }

    std::vector<text_span> find()
    {
        // The first that knows the words at hand takes them: what is left alone comes before what is masked.
        constexpr std::array steps{&number_finder::skip_number_of_ours, &number_finder::skip_date_or_address,
                                   &number_finder::take_labelled,       &number_finder::take_card,
                                   &number_finder::take_telephone,      &number_finder::take_identity};
        for (std::size_t i = 0; i < words_.size();) {
            std::size_t taken = 0;
            for (const auto step : steps) {
                taken = (this->*step)(i);
                if (taken != 0)
                    break;
            }
            i += std::max<std::size_t>(taken, 1);
        }
        return std::move(found_);
    }

private:
    std::string_view word(std::size_t i) const
    {
        return i < words_.size() ? text_.substr(words_[i].begin, words_[i].end - words_[i].begin)
                                 : std::string_view{};
    }

    /// What stands between a word and the one before; npos-like "\n" at the ends.
    std::string_view gap(std::size_t i) const
    {
        if (i == 0 || i >= words_.size())
            return "\n";
        return text_.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end);
    }

    char sign(std::size_t i) const { return gap(i).size() == 1 ? gap(i)[0] : '\0'; }

    /// One blank, point or hyphen, as people group the digits of a number.
    bool grouped(std::size_t i) const
    {
        return sign(i) == ' ' || sign(i) == '.' || sign(i) == '-' || gap(i) == ") " || gap(i) == ")";
    }

    /// A sign that ties digits into one figure: 0,912345678 or 22/11.
    bool tied(std::size_t i) const
    {
        const char s = sign(i);
        return (s == '.' || s == ',' || s == '/' || s == ':' || s == '-') && i > 0 &&
               all_digits(word(i - 1)) && all_digits(word(i));
    }

    void take(std::size_t first, std::size_t count)
    {
        std::size_t begin = words_[first].begin;
        if (begin > 0 && text_[begin - 1] == '+')
            --begin;
        found_.push_back({begin, words_[first + count - 1].end});
    }

    // SC-2026-000012
    std::size_t skip_number_of_ours(std::size_t i)
    {
        const bool letters = !words_[i].has_digit && words_[i].end - words_[i].begin <= 8;
        const bool number = letters && sign(i + 1) == '-' && all_digits(word(i + 1)) &&
                            word(i + 1).size() == 4 && sign(i + 2) == '-' && all_digits(word(i + 2)) &&
                            word(i + 2).size() == 6;
        return number ? 3 : 0;
    }

    // 22.11.2026, 2026-11-22, 192.168.1.10
    std::size_t skip_date_or_address(std::size_t i)
    {
        std::size_t count = 1;
        while (tied(i + count) && sign(i + count) == sign(i + 1))
            ++count;
        if (!all_digits(word(i)) || tied(i))
            return 0;
        const auto length = [&](std::size_t part) { return word(i + part).size(); };
        const bool date =
            count == 3 && ((length(0) <= 2 && length(1) <= 2 && (length(2) == 4 || length(2) == 2)) ||
                           (length(0) == 4 && length(1) <= 2 && length(2) <= 2));
        bool address = count == 4 && sign(i + 1) == '.';
        for (std::size_t part = 0; part < count && address; ++part)
            address = length(part) <= 3 && (length(part) == 1 || word(i + part)[0] != '0') &&
                      std::stoi(std::string(word(i + part))) <= 255;
        return date || address ? count : 0;
    }

    // mã BA 2026/001234, số bệnh án: 26.0001, PID 4521, CCCD 001..., thẻ BHYT 0123456789
    std::size_t take_labelled(std::size_t i)
    {
        const auto label = label_words(i);
        if (label == 0)
            return 0;
        std::size_t at = i + label;
        while (at < words_.size() && words_[at].may_be_any_of("là số của id no") && is_label_gap(gap(at)))
            ++at;
        if (at >= words_.size() || !words_[at].has_digit || !is_label_gap(gap(at)))
            return label;
        std::size_t count = 1;
        const auto goes_on = [&](std::size_t next) {
            const char s = sign(next);
            const bool part = s == '.' || s == '-' || s == '/' || (s == ' ' && word(next).size() >= 2);
            return part && all_digits(word(next)) && next < words_.size();
        };
        while (goes_on(at + count) && digits_in(at, count) + word(at + count).size() <= 15)
            ++count;
        take(at, count);
        return label + (at - i - label) + count;
    }

    static bool is_label_gap(std::string_view gap)
    {
        return gap.find_first_not_of(" :=#.-") == std::string_view::npos;
    }

    std::size_t label_words(std::size_t i) const
    {
        if (words_[i].may_be_any_of("pid mrn cccd cmnd cmt bhyt bhxh passport"))
            return 1;
        if (i + 1 >= words_.size() || gap(i + 1) != " ")
            return 0;
        const auto& next = words_[i + 1];
        const bool three = i + 2 < words_.size() && gap(i + 2) == " ";
        if (words_[i].may_be_any_of("mã số")) {
            if (next.may_be_any_of("ba bn kcb hsba"))
                return 2;
            if (three && next.may_be("bệnh") && words_[i + 2].may_be_any_of("án nhân"))
                return 3;
            if (three && next.may_be("người") && words_[i + 2].may_be("bệnh"))
                return 3;
            if (three && next.may_be("hồ") && words_[i + 2].may_be("sơ"))
                return 3;
            if (three && next.may_be("y") && words_[i + 2].may_be("tế"))
                return 3;
            if (three && next.may_be("điều") && words_[i + 2].may_be("trị"))
                return 3;
            if (three && next.may_be("vào") && words_[i + 2].may_be("viện"))
                return 3;
            if (three && next.may_be("lưu") && words_[i + 2].may_be("trữ"))
                return 3;
        }
        if (words_[i].may_be("bệnh") && next.may_be("án") && three && words_[i + 2].may_be("số"))
            return 3;
        if (words_[i].may_be("căn") && next.may_be("cước"))
            return 2;
        if (words_[i].may_be("hộ") && next.may_be("chiếu"))
            return 2;
        if (words_[i].may_be("patient") && next.may_be("id"))
            return 2;
        return 0;
    }

    std::size_t digits_in(std::size_t first, std::size_t count) const
    {
        std::size_t sum = 0;
        for (std::size_t i = first; i < first + count; ++i)
            sum += static_cast<std::size_t>(std::ranges::count_if(word(i), is_digit));
        return sum;
    }

    /// Digits of the groups from `first` on while they are grouped like one number; how many groups that
    /// takes.
    struct digit_run {
        std::string text;
        std::size_t groups = 0;
    };
    digit_run joined(std::size_t first, std::size_t wanted) const
    {
        digit_run run;
        for (std::size_t i = first; i < words_.size() && run.text.size() < wanted; ++i) {
            if (!all_digits(word(i)) || (i > first && !grouped(i)))
                break;
            run.text += word(i);
            ++run.groups;
        }
        if (run.text.size() != wanted || tied(first + run.groups))
            return {};
        return run;
    }

    // GD4791234567890, GD 4 79 1234567890
    std::size_t take_card(std::size_t i)
    {
        const auto first = word(i);
        const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
        if (first.size() < 2 || !letter(first[0]) || !letter(first[1]))
            return 0;
        std::string number(first.substr(2));
        if (!number.empty() && !all_digits(number))
            return 0;
        std::size_t count = 1;
        while (number.size() < 13 && grouped(i + count) && all_digits(word(i + count)))
            number += word(i + count++);
        if (number.size() != 13 || number[0] < '1' || number[0] > '5' || tied(i + count))
            return 0;
        take(i, count);
        return count;
    }

    // 0912345678, 0912.345.678, +84 912 345 678, 84912345678, (024) 3825 3531
    std::size_t take_telephone(std::size_t i)
    {
        const auto first = word(i);
        if (!all_digits(first) || tied(i))
            return 0;
        const bool plus = words_[i].begin > 0 && text_[words_[i].begin - 1] == '+';
        for (const std::size_t wanted : {10U, 11U, 12U, 13U}) {
            const auto run = joined(i, wanted);
            if (run.groups == 0 || !is_telephone(run.text, plus))
                continue;
            const bool grouped_well = run.groups == 1 || (first.size() >= 2 && run.groups <= 6);
            if (!grouped_well || is_measured(i + run.groups))
                continue;
            take(i, run.groups);
            return run.groups;
        }
        return 0;
    }

    static bool is_telephone(std::string_view digits, bool plus)
    {
        if (digits.starts_with("0084")) {
            digits.remove_prefix(2);
            plus = true;
        }
        if (digits.starts_with("84") && (plus || digits.size() == 11)) {
            digits.remove_prefix(2);
            if (digits.starts_with("0"))
                digits.remove_prefix(1); // +84 (0) 912
            return (digits.size() == 9 &&
                    std::string_view("35789").find(digits[0]) != std::string_view::npos) ||
                   (digits.size() == 10 && digits[0] == '2');
        }
        if (digits.size() < 3 || digits[0] != '0')
            return false;
        const bool mobile =
            digits.size() == 10 && std::string_view("35789").find(digits[1]) != std::string_view::npos;
        const bool line = digits[1] == '2' && (digits.size() == 10 || digits.size() == 11);
        const bool old_mobile = digits.size() == 11 && digits[1] == '1';
        return mobile || line || old_mobile;
    }

    // CCCD: 12 digits that begin with 0 (province codes 001 to 096); CMND: 9 digits
    std::size_t take_identity(std::size_t i)
    {
        const auto first = word(i);
        if (!all_digits(first) || tied(i))
            return 0;
        if (const auto run = joined(i, 12);
            run.groups != 0 && first[0] == '0' && first.size() >= 3 && run.groups <= 4) {
            take(i, run.groups);
            return run.groups;
        }
        const auto run = joined(i, 9);
        const bool in_threes =
            run.groups == 3 && first.size() == 3 && sign(i + 1) == ' ' && sign(i + 2) == ' ';
        if ((run.groups != 1 && !in_threes) || is_measured(i + run.groups))
            return 0;
        take(i, run.groups);
        return run.groups;
    }

    /// An amount: what follows says of what.
    bool is_measured(std::size_t after) const
    {
        return after < words_.size() && (gap(after) == " " || gap(after).empty()) &&
               words_[after].may_be_any_of(
                   "đồng đ vnd vnđ usd byte bytes kb mb gb tb bit ms giây dòng bản records rows file "
                   "tệp lượt lần gói");
    }

    std::string_view text_;
    const std::vector<written_word>& words_;
    std::vector<text_span> found_;
};

} // namespace

std::vector<text_span> identifying_numbers(std::string_view text, const std::vector<written_word>& words)
{
    return number_finder(text, words).find();
}

} // namespace bot::dialog
