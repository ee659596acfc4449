#include "bot/dialog/time_phrase.hpp"
#include "bot/text.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace bot;
using dialog::direction;
using dialog::time_fault;
using namespace std::chrono_literals;

namespace {

// Thursday 26/11/2026 14:30 in Vietnam
const rules::instant now = rules::from_vietnam(std::chrono::year(2026) / 11 / 26, 14, 30);

struct row {
    std::string phrase;
    std::string expected; ///< "dd/mm/yyyy hh:mm", else "unknown", or the fault
    bool assumed = false;
};

std::string name_of(time_fault fault)
{
    switch (fault) {
    case time_fault::unreadable:
        return "unreadable";
    case time_fault::in_future:
        return "in future";
    case time_fault::in_past:
        return "in past";
    case time_fault::too_old:
        return "too old";
    case time_fault::too_far:
        return "too far";
    }
    return "?";
}

std::string read(const std::string& phrase, direction wanted, rules::instant at = now)
{
    const auto answer = dialog::parse_time(phrase, at, wanted);
    if (!answer)
        return name_of(answer.error());
    if (!answer->at)
        return "unknown";
    return rules::format_vietnam(*answer->at) + (answer->assumed ? " assumed" : "");
}

/// Diacritics gone, all else as typed: how people write on a phone without a Vietnamese keyboard.
std::string without_diacritics(const std::string& text)
{
    std::string plain;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t size = 1;
        while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0U) == 0x80)
            ++size;
        plain += size == 1 ? text.substr(at, 1) : fold(text.substr(at, size));
        at += size;
    }
    return plain;
}

void check(const std::vector<row>& table, direction wanted)
{
    for (const auto& [phrase, expected, assumed] : table) {
        CAPTURE(phrase);
        const auto wanted_text = expected + (assumed ? " assumed" : "");
        CHECK(read(phrase, wanted) == wanted_text);
    }
}

void check_both_ways(const std::vector<row>& table, direction wanted)
{
    check(table, wanted);
    auto plain = table;
    for (auto& entry : plain)
        entry.phrase = without_diacritics(entry.phrase);
    check(plain, wanted);
}

const std::vector<row> past_phrases{
    // a day and a clock
    {"hôm qua 15h30", "25/11/2026 15:30"},
    {"Hôm qua lúc 15 giờ 30", "25/11/2026 15:30"},
    {"15h30 hôm qua", "25/11/2026 15:30"},
    {"15h30p hôm qua", "25/11/2026 15:30"},
    {"15:30 hôm qua", "25/11/2026 15:30"},
    {"hôm qua 8h sáng", "25/11/2026 08:00"},
    {"hôm qua lúc 3 giờ chiều", "25/11/2026 15:00"},
    {"8h tối hôm qua", "25/11/2026 20:00"},
    {"8h tối qua", "25/11/2026 20:00"},
    {"hôm qua 8h", "25/11/2026 08:00", true},
    {"hôm qua 3h", "25/11/2026 15:00", true},
    {"hôm kia 9h15 sáng", "24/11/2026 09:15"},
    {"chiều hôm kia lúc 2 giờ", "24/11/2026 14:00"},
    {"hôm nay lúc 10h", "26/11/2026 10:00"},
    {"10 giờ sáng nay", "26/11/2026 10:00"},
    {"sáng nay 7h45", "26/11/2026 07:45"},
    {"sáng nay lúc 7 giờ kém 10", "26/11/2026 06:50"},
    {"lúc 7 rưỡi sáng nay", "26/11/2026 07:30"},
    {"7 rưỡi sáng", "26/11/2026 07:30"},
    {"7 giờ rưỡi sáng", "26/11/2026 07:30"},
    {"trưa nay 12h", "26/11/2026 12:00"},
    {"1h trưa nay", "26/11/2026 13:00"},
    {"11h trưa", "26/11/2026 11:00"},
    {"chiều nay 2h", "26/11/2026 14:00"},
    {"chiều qua 5h", "25/11/2026 17:00"},
    {"sáng qua 9h", "25/11/2026 09:00"},
    {"bữa qua 9h sáng", "25/11/2026 09:00"},
    {"tối qua 19h", "25/11/2026 19:00"},
    {"7 giờ tối qua", "25/11/2026 19:00"},
    {"đêm qua lúc 2h", "26/11/2026 02:00"},
    {"2h đêm qua", "26/11/2026 02:00"},
    {"11h đêm qua", "25/11/2026 23:00"},
    {"23h đêm qua", "25/11/2026 23:00"},
    {"12h đêm qua", "26/11/2026 00:00"},
    {"nửa đêm qua", "26/11/2026 00:00"},
    {"2h sáng nay", "26/11/2026 02:00"},
    {"rạng sáng nay 4h", "26/11/2026 04:00"},
    {"4 giờ rạng sáng hôm nay", "26/11/2026 04:00"},
    {"0h hôm nay", "26/11/2026 00:00"},
    {"24h hôm qua", "26/11/2026 00:00"},
    {"ngày hôm qua, lúc 16h05", "25/11/2026 16:05"},
    // a clock alone
    {"8h", "26/11/2026 08:00"},
    {"8g", "26/11/2026 08:00"},
    {"8g30", "26/11/2026 08:30"},
    {"8 giờ", "26/11/2026 08:00"},
    {"8 giờ 30 phút", "26/11/2026 08:30"},
    {"lúc 8", "26/11/2026 08:00"},
    {"lúc khoảng 8", "26/11/2026 08:00"},
    {"tầm 9h", "26/11/2026 09:00"},
    {"khoảng 9 giờ kém 5", "26/11/2026 08:55"},
    {"8 giờ thiếu 10", "26/11/2026 07:50"},
    {"2h", "26/11/2026 14:00", true},
    {"1h30", "26/11/2026 13:30", true},
    {"02:15", "26/11/2026 02:15"},
    {"07:45", "26/11/2026 07:45"},
    {"07h45", "26/11/2026 07:45"},
    {"12h", "26/11/2026 12:00"},
    {"0h", "26/11/2026 00:00"},
    {"24h", "26/11/2026 00:00", true},
    {"12h đêm", "26/11/2026 00:00"},
    {"1h đêm", "26/11/2026 01:00"},
    {"11h đêm", "25/11/2026 23:00", true},
    {"15 giờ 30 phút chiều", "25/11/2026 15:30", true},
    {"15h30", "25/11/2026 15:30", true},
    {"3h chiều", "25/11/2026 15:00", true},
    {"8h tối", "25/11/2026 20:00", true},
    {"8 sáng", "26/11/2026 08:00"},
    {"2 chiều", "26/11/2026 14:00"},
    {"14h25", "26/11/2026 14:25"},
    {"14h31", "26/11/2026 14:30"},
    {"giữa trưa", "26/11/2026 12:00"},
    {"tám giờ sáng", "26/11/2026 08:00"},
    {"mười giờ mười lăm phút sáng nay", "26/11/2026 10:15"},
    {"hai giờ chiều hôm qua", "25/11/2026 14:00"},
    {"mười hai giờ trưa", "26/11/2026 12:00"},
    {"13.45", "26/11/2026 13:45"},
    {"8h'", "26/11/2026 08:00"},
    {"8h15' sáng nay", "26/11/2026 08:15"},
    // parts of a day
    {"sáng nay", "26/11/2026 08:00", true},
    {"sáng sớm nay", "26/11/2026 06:00", true},
    {"đầu giờ sáng nay", "26/11/2026 07:30", true},
    {"trưa nay", "26/11/2026 12:00", true},
    {"chiều nay", "26/11/2026 14:30", true},
    {"chiều qua", "25/11/2026 15:00", true},
    {"cuối giờ chiều qua", "25/11/2026 17:00", true},
    {"tối qua", "25/11/2026 20:00", true},
    {"tối hôm qua", "25/11/2026 20:00", true},
    {"đêm qua", "25/11/2026 23:00", true},
    {"đêm hôm qua", "25/11/2026 23:00", true},
    {"đêm hôm kia", "24/11/2026 23:00", true},
    {"chiều hôm kia", "24/11/2026 15:00", true},
    {"hồi sáng", "26/11/2026 08:00", true},
    {"hồi chiều hôm qua", "25/11/2026 15:00", true},
    {"buổi tối", "25/11/2026 20:00", true},
    {"hôm qua", "25/11/2026 08:00", true},
    {"hôm kia", "24/11/2026 08:00", true},
    {"hôm nay", "26/11/2026 08:00", true},
    {"từ hôm qua", "25/11/2026 08:00", true},
    // dates
    {"22/11 lúc 8 giờ kém 15", "22/11/2026 07:45", true},
    {"22/11/2026 07:45", "22/11/2026 07:45"},
    {"22/11/2026 7:45", "22/11/2026 07:45"},
    {"07:45 22/11/2026", "22/11/2026 07:45"},
    {"07:45, ngày 22/11/2026", "22/11/2026 07:45"},
    {"07h45 ngày 22/11", "22/11/2026 07:45"},
    {"7h45 sáng 22/11", "22/11/2026 07:45"},
    {"22-11-2026 07:45", "22/11/2026 07:45"},
    {"22.11.2026 07:45", "22/11/2026 07:45"},
    {"2026-11-22 07:45", "22/11/2026 07:45"},
    {"2026-11-22T07:45", "22/11/2026 07:45"},
    {"22/11/26 15h", "22/11/2026 15:00"},
    {"15h-22/11", "22/11/2026 15:00"},
    {"ngày 22 tháng 11 lúc 15h", "22/11/2026 15:00"},
    {"ngày 22 tháng 11 năm 2026 lúc 15 giờ 30 phút", "22/11/2026 15:30"},
    {"22 tháng 11 lúc 3 giờ chiều", "22/11/2026 15:00"},
    {"ngày 5 tháng 11", "05/11/2026 08:00", true},
    {"ngày mười lăm tháng mười một lúc 9h sáng", "15/11/2026 09:00"},
    {"5-11-2026", "05/11/2026 08:00", true},
    {"5/11", "05/11/2026 08:00", true},
    {"sáng 5/11", "05/11/2026 08:00", true},
    {"28/11 lúc 15h", "28/11/2025 15:00", true},
    {"31/12", "31/12/2025 08:00", true},
    {"29/2 15h", "29/02/2024 15:00", true},
    {"22/11 năm ngoái lúc 15h", "22/11/2025 15:00"},
    {"22/11/2025 15h", "22/11/2025 15:00"},
    {"mùng 1", "01/11/2026 08:00", true},
    {"mùng 3 lúc 15h", "03/11/2026 15:00", true},
    {"ngày 22", "22/11/2026 08:00", true},
    {"ngày 28", "28/10/2026 08:00", true},
    {"ngày 31", "31/10/2026 08:00", true},
    {"15h ngày 22", "22/11/2026 15:00", true},
    {"ngày 5 tháng này 15h", "05/11/2026 15:00"},
    {"ngày 5 tháng trước 15h", "05/10/2026 15:00"},
    {"2h đêm 22/11", "22/11/2026 02:00", true},
    {"12h đêm 22/11", "23/11/2026 00:00"},
    {"chủ nhật 22/11 15h", "22/11/2026 15:00"},
    {"thứ hai 22/11 15h", "22/11/2026 15:00", true},
    // weekdays
    {"thứ hai", "23/11/2026 08:00", true},
    {"thứ 2", "23/11/2026 08:00", true},
    {"t2", "23/11/2026 08:00", true},
    {"thứ tư 15h", "25/11/2026 15:00"},
    {"thứ năm 10h sáng", "26/11/2026 10:00"},
    {"thứ năm 16h", "19/11/2026 16:00"},
    {"thứ năm", "19/11/2026 08:00", true},
    {"thứ sáu", "20/11/2026 08:00", true},
    {"thứ 6 tuần trước", "20/11/2026 08:00", true},
    {"thứ 2 tuần trước 9h15 sáng", "16/11/2026 09:15"},
    {"sáng thứ hai", "23/11/2026 08:00", true},
    {"sáng thứ hai tuần này lúc 8h30", "23/11/2026 08:30"},
    {"chủ nhật", "22/11/2026 08:00", true},
    {"CN 20h", "22/11/2026 20:00"},
    {"chủ nhật tuần rồi 20h", "22/11/2026 20:00"},
    {"thứ bảy vừa rồi lúc 15h", "21/11/2026 15:00"},
    {"tối thứ bảy", "21/11/2026 20:00", true},
    // distances
    {"cách đây 2 tiếng", "26/11/2026 12:30"},
    {"cách đây khoảng 2 tiếng", "26/11/2026 12:30"},
    {"cách đây 1 tiếng rưỡi", "26/11/2026 13:00"},
    {"cách nay 3 giờ", "26/11/2026 11:30"},
    {"2 tiếng trước", "26/11/2026 12:30"},
    {"2 giờ trước", "26/11/2026 12:30"},
    {"2h trước", "26/11/2026 12:30"},
    {"1h30 trước", "26/11/2026 13:00"},
    {"1,5 tiếng trước", "26/11/2026 13:00"},
    {"nửa tiếng trước", "26/11/2026 14:00"},
    {"nửa giờ trước", "26/11/2026 14:00"},
    {"30 phút trước", "26/11/2026 14:00"},
    {"15p trước", "26/11/2026 14:15"},
    {"15' trước", "26/11/2026 14:15"},
    {"mười lăm phút trước", "26/11/2026 14:15"},
    {"2 tiếng 20 phút trước", "26/11/2026 12:10"},
    {"hai tiếng rồi", "26/11/2026 12:30"},
    {"2 tiếng đồng hồ trước", "26/11/2026 12:30"},
    {"2 tiếng", "26/11/2026 12:30", true},
    {"vài phút trước", "26/11/2026 14:27", true},
    {"vài tiếng trước", "26/11/2026 11:30", true},
    {"2 ngày trước", "24/11/2026 08:00", true},
    {"cách đây 2 ngày", "24/11/2026 08:00", true},
    {"2 ngày trước lúc 15h", "24/11/2026 15:00"},
    {"3 hôm trước", "23/11/2026 08:00", true},
    {"1 tuần trước", "19/11/2026 08:00", true},
    {"2 tháng trước", "26/09/2026 08:00", true},
    // now
    {"vừa xong", "26/11/2026 14:30", true},
    {"vừa mới xảy ra", "26/11/2026 14:30", true},
    {"mới đây", "26/11/2026 14:30", true},
    {"hồi nãy", "26/11/2026 14:15", true},
    {"lúc nãy", "26/11/2026 14:15", true},
    {"bây giờ", "26/11/2026 14:30"},
    {"ngay bây giờ", "26/11/2026 14:30"},
    // English
    {"now", "26/11/2026 14:30"},
    {"just now", "26/11/2026 14:30", true},
    {"yesterday 3pm", "25/11/2026 15:00"},
    {"yesterday at 3:30 pm", "25/11/2026 15:30"},
    {"today 8am", "26/11/2026 08:00"},
    {"this morning", "26/11/2026 08:00", true},
    {"last night at 11", "25/11/2026 23:00"},
    {"last night", "25/11/2026 23:00", true},
    {"2 hours ago", "26/11/2026 12:30"},
    {"half an hour ago", "26/11/2026 14:00"},
    {"an hour and a half ago", "26/11/2026 13:00"},
    {"two days ago", "24/11/2026 08:00", true},
    {"nov 22 07:45", "22/11/2026 07:45"},
    {"22 November 2026, 3 p.m.", "22/11/2026 15:00"},
    {"last friday 2pm", "20/11/2026 14:00"},
    {"half past 7 this morning", "26/11/2026 07:30"},
    {"quarter to 8 this morning", "26/11/2026 07:45"},
    {"noon", "26/11/2026 12:00"},
    // not known
    {"không rõ", "unknown"},
    {"ko nhớ", "unknown"},
    {"k biết", "unknown"},
    {"tôi không rõ", "unknown"},
    {"em không nhớ rõ nữa, để hỏi lại khoa", "unknown"},
    {"chưa xác định", "unknown"},
    {"unknown", "unknown"},
    {"I don't know", "unknown"},
    {"hôm qua, không rõ giờ", "25/11/2026 08:00", true},
    // prose behind the time
    {"Khoảng 07:42 sáng nay, trước giờ giao ca chừng mười phút, lúc tổ đang dừng máy", "26/11/2026 07:42",
     true},
    {"hôm qua 15h30 (lúc đang bàn giao)", "25/11/2026 15:30", true},
    // refused
    {"ngày mai", "in future"},
    {"hôm nay 15h", "in future"},
    {"chiều nay 4h", "in future"},
    {"tối nay", "in future"},
    {"22/11/2027", "in future"},
    {"14h33 hôm nay", "in future"},
    {"22/11/2020", "too old"},
    {"1/1/1999 8h", "too old"},
    {"30/2", "unreadable"},
    {"31/4/2026", "unreadable"},
    {"25h", "unreadable"},
    {"8h75", "unreadable"},
    {"15h sáng nay", "unreadable"},
    {"8h 9h", "unreadable"},
    {"hôm qua hôm kia", "unreadable"},
    {"máy chủ bị treo", "unreadable"},
    {"3", "unreadable"},
    {"", "unreadable"},
    {"???", "unreadable"},
    {"99999999999999999999/11", "unreadable"},
    {"192.168.1.10", "unreadable"},
    {"tuần trước", "unreadable"},
};

const std::vector<row> future_phrases{
    {"17h chiều nay", "26/11/2026 17:00"},
    {"17h", "26/11/2026 17:00"},
    {"trước 17h", "26/11/2026 17:00"},
    {"5h chiều", "26/11/2026 17:00"},
    {"5h", "26/11/2026 17:00"},
    {"8h", "26/11/2026 20:00"},
    {"8h sáng", "27/11/2026 08:00", true},
    {"9h sáng mai", "27/11/2026 09:00"},
    {"10h", "26/11/2026 22:00"},
    {"13h", "27/11/2026 13:00", true},
    {"08:00", "27/11/2026 08:00", true},
    {"sáng mai", "27/11/2026 11:00", true},
    {"trưa mai", "27/11/2026 13:00", true},
    {"chiều mai", "27/11/2026 17:00", true},
    {"tối nay", "26/11/2026 21:00", true},
    {"tối mai 8h", "27/11/2026 20:00"},
    {"đêm nay", "26/11/2026 23:59", true},
    {"12h đêm nay", "27/11/2026 00:00"},
    {"2h đêm nay", "27/11/2026 02:00"},
    {"chiều nay", "26/11/2026 17:00", true},
    {"cuối giờ chiều nay", "26/11/2026 17:00", true},
    {"đầu giờ sáng mai", "27/11/2026 07:30", true},
    {"hết giờ hành chính", "26/11/2026 17:00", true},
    {"trong hôm nay", "26/11/2026 17:00", true},
    {"trong ngày", "26/11/2026 17:00", true},
    {"trong ngày mai", "27/11/2026 17:00", true},
    {"hết ngày hôm nay", "26/11/2026 23:59", true},
    {"ngày mai", "27/11/2026 17:00", true},
    {"mai", "27/11/2026 17:00", true},
    {"8h mai", "27/11/2026 08:00", true},
    {"ngày mốt", "28/11/2026 17:00", true},
    {"ngày kia lúc 10h", "28/11/2026 10:00", true},
    {"trong 2 tiếng nữa", "26/11/2026 16:30"},
    {"2 tiếng nữa", "26/11/2026 16:30"},
    {"2h nữa", "26/11/2026 16:30"},
    {"sau 2 tiếng", "26/11/2026 16:30"},
    {"trong vòng 2 tiếng", "26/11/2026 16:30", true},
    {"nửa tiếng nữa", "26/11/2026 15:00"},
    {"30 phút nữa", "26/11/2026 15:00"},
    {"30p", "26/11/2026 15:00", true},
    {"1 tiếng rưỡi nữa", "26/11/2026 16:00"},
    {"1 tiếng nữa xong", "26/11/2026 15:30"},
    {"lát nữa", "26/11/2026 15:00", true},
    {"2 ngày nữa", "28/11/2026 17:00", true},
    {"1 tuần nữa", "03/12/2026 17:00", true},
    {"thứ hai", "30/11/2026 17:00", true},
    {"thứ hai 8h sáng", "30/11/2026 08:00"},
    {"sáng thứ hai", "30/11/2026 11:00", true},
    {"thứ 6", "27/11/2026 17:00", true},
    {"thứ năm", "03/12/2026 17:00", true},
    {"thứ năm 16h", "26/11/2026 16:00"},
    {"thứ 3 tuần sau", "01/12/2026 17:00", true},
    {"chủ nhật tuần này", "29/11/2026 17:00", true},
    {"28/11", "28/11/2026 17:00", true},
    {"17h ngày 28/11", "28/11/2026 17:00"},
    {"28/11/2026 08:00", "28/11/2026 08:00"},
    {"5/1 lúc 15h", "05/01/2027 15:00", true},
    {"ngày 30", "30/11/2026 17:00", true},
    {"ngày 5 tháng sau", "05/12/2026 17:00", true},
    {"đến 17h", "26/11/2026 17:00"},
    {"dự kiến 16h30 xong", "26/11/2026 16:30"},
    {"tomorrow 9am", "27/11/2026 09:00"},
    {"tomorrow morning", "27/11/2026 11:00", true},
    {"in 2 hours", "26/11/2026 16:30"},
    {"tonight at 8", "26/11/2026 20:00"},
    {"next monday", "30/11/2026 17:00", true},
    {"by 5pm", "26/11/2026 17:00"},
    {"không rõ", "unknown"},
    {"chưa biết", "unknown"},
    {"hôm qua", "in past"},
    {"8h sáng nay", "in past"},
    {"2 tiếng trước", "in past"},
    {"22/11/2026", "in past"},
    {"22/11/2028", "too far"},
    {"2 năm nữa", "unreadable"},
    {"sớm nhất có thể", "unreadable"},
};

} // namespace

TEST_CASE("A time in the past is read as people type it with and without diacritics", "[dialog]")
{
    check_both_ways(past_phrases, direction::past);
}

TEST_CASE("A time in the future is read as people type it with and without diacritics", "[dialog]")
{
    check_both_ways(future_phrases, direction::future);
}

TEST_CASE("Case and spacing and decomposed letters make no difference to a time", "[dialog]")
{
    check({{"  HÔM   QUA   15H30  ", "25/11/2026 15:30"},
           {"Ho\u0302m qua 15h30", "25/11/2026 15:30"},
           {"hôm qua, 15h30.", "25/11/2026 15:30"},
           {"(hôm qua) 15h30!", "25/11/2026 15:30"},
           {"hom qua\n15h30", "25/11/2026 15:30"}},
          direction::past);
}

TEST_CASE("Words that fold alike are told apart where diacritics were typed", "[dialog]")
{
    check({{"bảy giờ", "26/11/2026 07:00"},
           {"bây giờ", "26/11/2026 14:30"},
           {"bay gio", "26/11/2026 14:30"},
           {"bay gio sang", "26/11/2026 07:00"},
           {"bảy giờ mười lăm", "26/11/2026 07:15"},
           {"lúc này", "26/11/2026 14:30"},
           {"ngày 5 tháng sáu 15h", "05/06/2026 15:00"},
           {"hôm kìa", "23/11/2026 08:00", true}},
          direction::past);
    check({{"ngày 5 tháng sáu", "05/06/2027 17:00", true},
           {"tới 17h", "26/11/2026 17:00"},
           {"ngày mồng một tháng mười hai", "01/12/2026 17:00", true}},
          direction::future);
}

TEST_CASE("After midnight the evening and the night just passed are still this one", "[dialog]")
{
    const auto small_hours = rules::from_vietnam(std::chrono::year(2026) / 11 / 26, 1, 15);
    CHECK(read("tối nay", direction::past, small_hours) == "25/11/2026 20:00 assumed");
    CHECK(read("đêm nay", direction::past, small_hours) == "25/11/2026 23:00 assumed");
    CHECK(read("12h đêm", direction::past, small_hours) == "26/11/2026 00:00");
    CHECK(read("đêm qua 2h", direction::past, small_hours) == "25/11/2026 02:00");
    CHECK(read("sáng nay", direction::past, small_hours) == "26/11/2026 01:15 assumed");
    CHECK(read("hôm nay", direction::past, small_hours) == "26/11/2026 01:15 assumed");
    CHECK(read("8h", direction::past, small_hours) == "25/11/2026 20:00 assumed");
    CHECK(read("2h sáng", direction::future, small_hours) == "26/11/2026 02:00");
}

TEST_CASE("In the evening a bare hour means the latest reading and says that it is assumed", "[dialog]")
{
    const auto evening = rules::from_vietnam(std::chrono::year(2026) / 11 / 26, 20, 30);
    CHECK(read("8h", direction::past, evening) == "26/11/2026 20:00 assumed");
    CHECK(read("08:00", direction::past, evening) == "26/11/2026 08:00");
    CHECK(read("9h", direction::past, evening) == "26/11/2026 09:00");
}

TEST_CASE("Two minutes of tolerance are taken as now and no more", "[dialog]")
{
    CHECK(*dialog::parse_time("14:32", now)->at == now);
    CHECK(read("14:33 hôm nay", direction::past) == "in future");
    CHECK(*dialog::parse_time("14:28 hôm nay", now, direction::future)->at == now);
    CHECK(read("14:27 hôm nay", direction::future) == "in past");
}

TEST_CASE("No text makes the reader fail and no answer lies on the wrong side", "[dialog]")
{
    std::vector<std::string> texts{std::string(1'000'000, 'h'),
                                   std::string("\0\xFF\xED\xA0\x80", 5),
                                   "24h60",
                                   "0/0/0",
                                   "::",
                                   "-",
                                   "8h kém 8h kém",
                                   "ngày tháng năm",
                                   "thứ thứ thứ",
                                   "cách đây",
                                   "nửa",
                                   "rưỡi",
                                   "kém 15",
                                   "2026-13-45T99:99",
                                   "9999 tiếng trước",
                                   "9999 tháng trước",
                                   "9999 ngày nữa",
                                   "năm 9999"};
    for (const auto& head : past_phrases)
        for (std::size_t i = 0; i < past_phrases.size(); i += 7)
            texts.push_back(head.phrase + " " + past_phrases[i].phrase);
    for (const auto& text : texts) {
        const auto past = dialog::parse_time(text, now);
        if (past && past->at)
            CHECK(*past->at <= now);
        const auto future = dialog::parse_time(text, now, direction::future);
        if (future && future->at)
            CHECK(*future->at >= now);
    }
}

TEST_CASE("The tables hold at least 180 phrases", "[dialog]")
{
    CHECK(past_phrases.size() + future_phrases.size() >= 180);
}
