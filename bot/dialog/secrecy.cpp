#include "bot/dialog/secrecy.hpp"

#include "bot/dialog/written_words.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace bot::dialog {

namespace {

// Words that make an ordinary one together with "mật" (or with "mất", "mặt", "mắt", where diacritics were not
// typed): behind it, and before it. Hospitals write about gall bladders, eyes and lost things all day.
constexpr std::string_view compound_after =
    "khẩu khâu độ mã thiết ong vụ tụy tuỵ chủ thư báo hiệu lệnh danh nghị tập mía gấu thám ngữ tông đạo bệnh "
    "trước sau nạ phẳng trời trăng mũi kính cá hàng bằng trận tiền cân mát mẻ "
    "mạng điện dữ dư liệu quyền tài kết nối file máy thẻ tín tiếng hình ảnh nước gói đồ hết rồi luôn sạch "
    "bao nhiều nhiêu một hai ba 1 2 3 4 5 cả toàn không khoảng gần hơn";
constexpr std::string_view compound_before =
    "bí bảo thân ngọt cơ cẩn hai 2 1 một bề họ gương khuôn vắng có ra trái phải lộ tròng túi sỏi ống đường "
    "dịch gan tắc nang viêm cắt "
    "muối nước sắc da đau mỡ khám mổ khoa bị làm gây không nhỏ thuốc";

// What a mark stands behind: "công văn mật", "file mật".
struct two_words {
    std::string_view first;
    std::string_view second;
};
constexpr std::array<two_words, 14> marked_things{{{"công", "văn"},
                                                   {"văn", "bản"},
                                                   {"tài", "liệu"},
                                                   {"hồ", "sơ"},
                                                   {"báo", "cáo"},
                                                   {"tờ", "trình"},
                                                   {"đề", "án"},
                                                   {"phương", "án"},
                                                   {"quyết", "định"},
                                                   {"chỉ", "thị"},
                                                   {"kế", "hoạch"},
                                                   {"thông", "báo"},
                                                   {"đóng", "dấu"},
                                                   {"nội", "dung"}}};
constexpr std::string_view marked_thing_words = "loại dạng hạng fax điện file tệp";
constexpr std::string_view negation_glue =
    "có phải chứa là thuộc gì nào bất kỳ kì cứ công văn bản tài liệu hồ sơ nội dung thông tin "
    "dấu đóng độ mức file báo cáo loại";

bool is_latin_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Whether "mật" may start here: m, a with any of its marks, composed or not, and t; in spaced capitals a
/// blank for t.
bool may_start_mark(std::string_view at)
{
    static constexpr std::string_view vowels[] = {"a", "A", "ậ",  "Ậ",  "â",  "Â",
                                                  "ạ", "Ạ", " A", " Â", " Ậ", " Ạ"};
    for (const auto vowel : vowels) {
        if (!at.substr(1).starts_with(vowel))
            continue;
        auto rest = at.substr(1 + vowel.size());
        while (rest.size() > 1 && rest[0] == '\xCC') // U+0300 to U+033F, the marks NFD writes
            rest.remove_prefix(2);
        if (rest.empty())
            return false;
        if (vowel[0] == ' ')
            return rest[0] == ' ';
        return (rest[0] == 't' || rest[0] == 'T') && (rest.size() == 1 || !is_latin_letter(rest[1]));
    }
    return false;
}

/// Most messages have nothing that may be a mark and are done here.
bool may_bear_mark(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((text[i] == 'm' || text[i] == 'M') && may_start_mark(text.substr(i)))
            return true;
    return false;
}

class reader {
public:
    explicit reader(std::string_view text)
        : text_(text), words_(written_words(text)), file_name_(looks_like_file_name())
    {
    }

    bool finds_mark() const
    {
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const auto& folded = words_[i].folded;
            if (folded == "mat" && (is_strong_mark(i) || is_plain_mark(i)))
                return true;
            if ((folded == "tuyetmat" || folded == "toimat") && words_[i].plain)
                return true;
            if (folded.size() == 1 && is_spaced_mark(i))
                return true;
        }
        return false;
    }

private:
    std::string_view between(std::size_t i) const ///< what separates a word from the one before
    {
        const std::size_t from = i == 0 ? 0 : words_[i - 1].end;
        const std::size_t to = i < words_.size() ? words_[i].begin : text_.size();
        return text_.substr(from, to - from);
    }

    /// Whether nothing but blanks, or the signs that stand for them in file names, lies before word `i`.
    bool joined(std::size_t i) const
    {
        return i > 0 && i < words_.size() && between(i).find_first_not_of(" _-.") == std::string_view::npos &&
               between(i).find(". ") == std::string_view::npos;
    }

    bool typed_mat(std::size_t i) const { return words_[i].lower == "mật"; }

    bool compound(std::size_t i) const
    {
        const bool after =
            joined(i + 1) && words_[i + 1].may_be_any_of(compound_after) && !is_extension(i + 1);
        if (!after && follows_marked_thing(i)) // "dong dau" is a stamp and not "đau mắt"
            return false;
        const bool before =
            joined(i) && words_[i - 1].may_be_any_of(compound_before) && !is_classification(i - 1);
        return after || before;
    }

    // The words of compounds are looked up without diacritics when typed so; these are marks all the same.
    bool is_classification(std::size_t i) const { return words_[i].may_be_any_of("tối tuyệt"); }

    bool is_extension(std::size_t i) const { return file_name_ && i + 1 == words_.size(); }

    /// "không có tài liệu mật": the mark is named to say that there is none.
    bool negated(std::size_t i) const
    {
        while (i > 0 && joined(i)) {
            --i;
            if (words_[i].may_be_any_of("không chẳng chưa ko khong no"))
                return true;
            if (!words_[i].may_be_any_of(negation_glue))
                return false;
        }
        return false;
    }

    /// "tối mật", "tuyệt mật".
    bool is_strong_mark(std::size_t i) const
    {
        if (!joined(i) || (!typed_mat(i) && !words_[i].plain))
            return false;
        const bool followed =
            joined(i + 1) && !is_extension(i + 1) && words_[i + 1].may_be_any_of(compound_after);
        if (words_[i - 1].may_be("tuyệt"))
            return !(followed && words_[i + 1].may_be("khẩu")) && !negated(i - 1);
        if (!words_[i - 1].may_be("tối") || followed)
            return false;
        const bool sure =
            typed_mat(i) || (words_[i - 1].all_capitals && words_[i].all_capitals) || file_name_;
        // "toi mat" without diacritics is also "tôi mất"
        return (sure || is_enclosed(i - 1, i) || is_line(i - 1, i) || follows_marked_thing(i - 1)) &&
               !negated(i - 1);
    }

    /// "mật" alone, where it stands as a mark.
    bool is_plain_mark(std::size_t i) const
    {
        const bool typed = typed_mat(i);
        const bool capitals = words_[i].all_capitals;
        if (!typed && !words_[i].plain)
            return false;
        if (follows_degree(i))
            return true;
        if (compound(i))
            return false;
        if (!typed && !capitals)
            return false; // "mat" is mất, mặt, mắt
        if (is_enclosed(i, i) || is_line(i, i))
            return true;
        if (file_name_ && (i == 0 || i + 2 >= words_.size()))
            return true;
        if (follows_marked_thing(i) || (typed && capitals && has_small_letters()))
            return !negated(i);
        return false;
    }

    /// "Độ mật: MẬT", "mức độ mật - mat".
    bool follows_degree(std::size_t i) const
    {
        return i >= 2 && words_[i - 1].folded == "mat" && words_[i - 2].may_be_any_of("độ mức") &&
               between(i).find('\n') == std::string_view::npos;
    }

    bool follows_marked_thing(std::size_t i) const
    {
        if (!joined(i) && !(i > 0 && between(i).find_first_not_of(" :\"“'") == std::string_view::npos))
            return false;
        const auto& before = words_[i - 1];
        if (before.lower == "dấu" || before.may_be_any_of(marked_thing_words))
            return true;
        return i > 1 && std::ranges::any_of(marked_things, [&](const two_words& thing) {
                   return words_[i - 2].may_be(thing.first) && before.may_be(thing.second);
               });
    }

    bool is_enclosed(std::size_t first, std::size_t last) const
    {
        const auto left = between(first);
        const auto right = between(last + 1);
        return !left.empty() && !right.empty() &&
               std::string_view("[({<").find(left.back()) != std::string_view::npos &&
               std::string_view("])}>").find(right.front()) != std::string_view::npos;
    }

    /// Alone on its line, whatever decorates it.
    bool is_line(std::size_t first, std::size_t last) const
    {
        const bool begins = first == 0 || between(first).find('\n') != std::string_view::npos;
        const bool ends = last + 1 == words_.size() || between(last + 1).find('\n') != std::string_view::npos;
        return begins && ends;
    }

    /// Letter-spaced as on stamps: "T Ố I  M Ậ T", "M Ậ T".
    bool is_spaced_mark(std::size_t i) const
    {
        if (i > 0 && words_[i - 1].folded.size() == 1)
            return false;
        std::string run;
        while (i < words_.size() && words_[i].folded.size() == 1 && words_[i].all_capitals)
            run += words_[i++].folded;
        return run == "mat" || run == "toimat" || run == "tuyetmat";
    }

    bool has_small_letters() const
    {
        return std::ranges::any_of(
            words_, [](const written_word& word) { return !word.all_capitals && !word.has_digit; });
    }

    /// One line that ends in a point and two to five letters or digits: "BC_TOI_MAT.docx".
    bool looks_like_file_name() const
    {
        const auto point = text_.rfind('.');
        if (words_.empty() || point == std::string_view::npos || text_.find('\n') != std::string_view::npos)
            return false;
        const auto& last = words_.back();
        return last.begin == point + 1 && last.end == text_.size() && last.plain &&
               last.end - last.begin >= 2 && last.end - last.begin <= 5;
    }

    std::string_view text_;
    std::vector<written_word> words_;
    bool file_name_;
};

} // namespace

bool bears_secret_mark(std::string_view text_or_filename)
{
    if (!may_bear_mark(text_or_filename))
        return false;
    const std::string text = to_nfc(text_or_filename);
    return reader(text).finds_mark();
}

} // namespace bot::dialog
