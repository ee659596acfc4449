#include "bot/dialog/masked_names.hpp"

#include <algorithm>
#include <optional>

namespace bot::dialog {

namespace {

constexpr std::size_t name_words_max = 6;       // when capitals show where the name ends
constexpr std::size_t small_name_words_max = 4; // when they do not

// What may stand between "bệnh nhân" and the name.
constexpr std::string_view titles = "tên là ông bà cụ anh chị cháu bé em cô chú bác họ và mr mrs ms";
// Of those, the ones after which even a single word in small letters is a name.
constexpr std::string_view naming = "tên ông bà cụ cháu bé chú bác";

// Surnames that are nothing else, and those that are ordinary words when typed without diacritics (do, đang,
// phần).
constexpr std::string_view surnames =
    "nguyễn trần phạm huỳnh hoàng bùi ngô trịnh đoàn lê võ vũ đặng đỗ hồ dương lý phan đinh "
    "mai cao hà lâm lương lưu tạ thái châu vương tô tôn từ quách thạch kiều la doãn triệu văn "
    "huynh tống nghiêm phùng khuất";
constexpr std::string_view doubtful_surnames =
    "lê võ vũ đặng đỗ hồ dương lý phan đinh mai cao hà lâm lương lưu tạ thái châu vương "
    "tô tôn từ la văn trịnh đoàn bùi huynh tống thạch";
constexpr std::string_view middle_names =
    "văn thị đức minh ngọc thanh hữu quốc xuân thu hồng kim đình công quang bá duy anh tuấn "
    "thùy thúy mỹ phương bảo gia hoài như trọng mạnh hải";

// Words that follow "bệnh nhân" or a name and are none.
constexpr std::string_view ordinary =
    "không ko k chưa bị đã đang sẽ được vào ra mở ở tại từ cho với và là thì có cần phải hết rồi nhưng mà "
    "của trong ngoài trên "
    "dưới khi lúc hôm ngày sáng trưa chiều tối đêm sau trước này kia đó nào khác mới cũ nặng nhẹ đến đi về "
    "chụp xét nghiệm "
    "khám nhập xuất viện nội trú ngoại cấp cứu khoa phòng giường buồng tầng số mã sinh tuổi nam nữ sđt đt dt "
    "cccd cmnd bhyt "
    "bhxh mất lỗi hỏng treo chờ đợi than phàn phản ánh kêu hỏi gọi báo bức xúc rất nhiều ít đông các những "
    "mọi một hai ba "
    "trên dùng bệnh án hồ sơ đơn thuốc kết quả phim ảnh tiền phí bảo hiểm thanh toán in máy hệ thống phần "
    "mềm điện cúp tử vong "
    "nguy kịch thở tim mạch ung thư covid sốt ho đau té ngã đẻ mang thai bầu em trẻ người chuyển xin theo do "
    "vì nên nếu để lấy "
    "tra nhận trả làm gặp thấy biết tự cũng vẫn còn chỉ đều cả ai gì sao thế nhi sản lao tâm thần "
    "has is was are were cannot can not could in at on from with who whose and or of the a an to data record "
    "records "
    "his lis ris pacs emr ehr icu ccu nicu er ct mri hiv hbv hcv vip id pid sms otp wifi usb pc it cntt qr "
    "app web zalo opd ipd";

// A department behind "khoa", which is also a given name.
constexpr std::string_view departments =
    "nội ngoại sản nhi cấp hồi khám xét dược chẩn tim thận mắt tai răng da ung y phục lao truyền gây "
    "dinh hscc icu a b c";

class name_finder {
public:
    name_finder(std::string_view text, const std::vector<written_word>& words)
        : text_(text), words_(words), capitals_tell_(std::ranges::any_of(words, [](const written_word& word) {
              return !word.all_capitals && !word.has_digit;
          }))
    {
    }

    std::vector<text_span> find() const
    {
        std::vector<text_span> names;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const auto trigger = trigger_words(i);
            if (trigger == 0)
                continue;
            std::size_t at = i + trigger;
            const bool named = skip_titles(at);
            const auto count = name_words(at, named);
            if (count != 0)
                names.push_back({words_[at].begin, end_of(at + count - 1)});
            i = at + count - 1;
        }
        return names;
    }

private:
    std::size_t trigger_words(std::size_t i) const
    {
        if (words_[i].may_be_any_of("bn pt patient patients"))
            return 1;
        const bool pair = i + 1 < words_.size() && follows(i + 1, " ");
        if (pair && words_[i].may_be("bệnh") && words_[i + 1].may_be("nhân"))
            return 2;
        if (pair && words_[i].may_be("người") && words_[i + 1].may_be("bệnh"))
            return 2;
        return 0;
    }

    /// Whether only these signs stand between a word and the one before it.
    bool follows(std::size_t i, std::string_view signs) const
    {
        if (i == 0 || i >= words_.size())
            return false;
        const auto gap = text_.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end);
        return gap.find_first_not_of(signs) == std::string_view::npos;
    }

    bool skip_titles(std::size_t& at) const
    {
        bool named = false;
        while (follows(at, " .:=-(\"") && words_[at].may_be_any_of(titles) && !starts_name(at)) {
            named = named || words_[at].may_be_any_of(naming);
            ++at;
        }
        return named;
    }

    /// A title in capitals in mid-sentence is a name: "BN Anh", "BN Hà"; unless a name follows it.
    bool starts_name(std::size_t i) const
    {
        const bool name_behind = follows(i + 1, " ") && words_[i + 1].capitalised;
        return capitals_tell_ && words_[i].capitalised && !name_behind;
    }

    std::size_t name_words(std::size_t at, bool named) const
    {
        if (!follows(at, " .:=-(\"\n“"))
            return 0;
        if (text_.substr(words_[at - 1].end, words_[at].begin - words_[at - 1].end).find(". ") !=
                std::string_view::npos &&
            !words_[at - 1].may_be_any_of("bn pt"))
            return 0; // a new sentence
        if (line_break_before(at))
            return 0;
        if (capitals_tell_ && words_[at].capitalised)
            return capitalised_words(at);
        return small_words(at, named);
    }

    /// A line break counts as a gap only behind a colon: "Bệnh nhân:\nNguyễn Văn A".
    bool line_break_before(std::size_t at) const
    {
        const auto gap = text_.substr(words_[at - 1].end, words_[at].begin - words_[at - 1].end);
        return gap.find('\n') != std::string_view::npos && gap.find(':') == std::string_view::npos;
    }

    std::size_t capitalised_words(std::size_t at) const
    {
        std::size_t count = 0;
        while (count < name_words_max && at + count < words_.size()) {
            const auto& word = words_[at + count];
            if (!word.capitalised || word.has_digit || (count > 0 && !follows(at + count, " .")))
                break;
            if (count > 0 && sentence_before(at + count))
                break;
            const bool department = word.may_be("khoa") && follows(at + count + 1, " ") &&
                                    words_[at + count + 1].may_be_any_of(departments);
            if (department || (count == 0 && is_no_name(word)) || (count > 0 && is_label(word)))
                break;
            ++count;
        }
        return count;
    }

    static bool is_no_name(const written_word& word)
    {
        return word.may_be_any_of(ordinary) && !word.may_be_any_of(surnames);
    }

    static bool is_label(const written_word& word)
    {
        return word.may_be_any_of(
            "phòng giường buồng tầng mã số cccd cmnd bhyt bhxh sđt đt pid his lis pacs emr");
    }

    /// "A. Máy": a full stop and a blank end a sentence, "N.V.A" and "Ng. V. A" do not.
    bool sentence_before(std::size_t i) const
    {
        const auto gap = text_.substr(words_[i - 1].end, words_[i].begin - words_[i - 1].end);
        return gap.find(". ") != std::string_view::npos && words_[i].end - words_[i].begin > 2;
    }

    /// Without capitals a name is known by its surname, or by what leads to it ("bn tên hoa").
    std::size_t small_words(std::size_t at, bool named) const
    {
        const auto next = [&](std::size_t i) {
            return follows(i, " ") && !words_[i].has_digit ? &words_[i] : nullptr;
        };
        const auto* middle = next(at + 1);
        const bool surname = words_[at].may_be_any_of(surnames);
        const bool doubtful = words_[at].plain && words_[at].may_be_any_of(doubtful_surnames);
        const bool with_middle = middle != nullptr && middle->may_be_any_of(middle_names);
        const bool sure = surname && (!doubtful || with_middle);
        if (words_[at].has_digit || (!sure && (!named || words_[at].may_be_any_of(ordinary))))
            return 0;

        std::size_t count = 1;
        if (sure && with_middle)
            count = next(at + 2) != nullptr ? 3 : 2; // a given name may look like any word: nam, thu
        while (count < small_name_words_max && next(at + count) != nullptr &&
               !next(at + count)->may_be_any_of(ordinary) && (sure || named))
            ++count;
        return count;
    }

    /// With the full stop of an initial: "N.V.A."
    std::size_t end_of(std::size_t last) const { return words_[last].end; }

    std::string_view text_;
    const std::vector<written_word>& words_;
    bool capitals_tell_; ///< the text has small letters too
};

} // namespace

std::vector<text_span> patient_names(std::string_view text, const std::vector<written_word>& words)
{
    return name_finder(text, words).find();
}

} // namespace bot::dialog
