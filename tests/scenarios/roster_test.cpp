#include "config/files.hpp"
#include "store/duty_changes.hpp"
#include "tests/support/story.hpp"

#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using bot::rules::from_vietnam;
using support::story;
namespace people = support::people;

namespace {

const std::string post = "cán bộ quản lý sự cố (Bệnh viện Đa khoa Hòa Bình)";

bot::rules::instant december(unsigned day, int hour, int minute)
{
    return from_vietnam(std::chrono::year{2026} / 12 / std::chrono::day{day}, hour, minute);
}

bot::rules::instant november(unsigned day, int hour, int minute)
{
    return from_vietnam(std::chrono::year{2026} / 11 / std::chrono::day{day}, hour, minute);
}

/// The sample hospital, where Lan and Minh take weekly turns as incident managers: Lan's begins on Monday 23/11 at 07:30.
/// `deputies`: person -> deputy.
support::hospital_options taking_turns(bot::rules::instant starts, const std::string& turn = "P1W", const std::map<std::string, std::string>& deputies = {})
{
    auto directory = nlohmann::json::parse(config::read_file(std::string(PROJECT_DIR) + "/config/directory.json").value(), nullptr, true, true);
    if (!turn.empty())
        directory["units"][1]["duty"] = {{"incident_manager", {{"rotation", {"lan", "minh"}}, {"hand_over", "2026-11-23T07:30"}, {"turn", turn}}}};
    for (auto& person : directory["people"])
        if (const auto found = deputies.find(person["id"].get<std::string>()); found != deputies.end())
            person["deputy"] = found->second;
    return {.starts = starts, .directory_patch = nlohmann::json{{"units", directory["units"]}, {"people", directory["people"]}}.dump()};
}

/// Says something, so that the person can be reached for another week.
void be_in_touch(story::voice who)
{
    who.says("trực ca");
    who.hears("Trực ca – Bệnh viện");
}

} // namespace

TEST_CASE("C6 what is assigned to an absent officer reaches the deputy and on return there is one summary")
{
    story all(taking_turns(november(27, 9, 0), "", {{"hung", "minh"}}));
    all.hung().says("vắng đến thứ Hai");
    const auto noted = all.hung().hears("Đã ghi: anh/chị vắng đến 17:00 thứ Hai 30/11.").text;
    CHECK(noted.find("Trần Văn Minh trực thay cán bộ xử lý sự cố") != std::string::npos);
    CHECK(all.minh().hears("Anh/chị trực cán bộ xử lý sự cố").text.find("đến 17:00 thứ Hai 30/11") != std::string::npos);
    all.nothing_else();

    const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
    all.bring_to_handling(1);
    CHECK(all.row(number).handler == "hung");
    all.lan().hears("Đã giao " + number + " cho Phạm Quốc Hùng.");
    CHECK(all.minh().hears("giao xử lý " + number).text.find("Anh/chị làm thay Phạm Quốc Hùng (đang vắng).") != std::string::npos);
    all.minh().says("cập nhật: đã thay mực và kiểm tra dây mạng"); // the deputy may act on it
    all.minh().hears("Đã ghi vào nhật ký xử lý " + number);
    all.until(november(30, 17, 0) - 5s);
    all.hung().hears_nothing();
    all.read_all();

    all.until(november(30, 17, 0) + 5s);
    const auto summary = all.hung().hears("Chào mừng anh/chị trở lại").text;
    CHECK(summary.find("Đang giao cho anh/chị: 1 sự cố") != std::string::npos);
    CHECK(summary.find(number) != std::string::npos);
    CHECK(all.minh().hears("Anh/chị đã hết phiên trực cán bộ xử lý sự cố").text.find("Người trực tiếp theo: Phạm Quốc Hùng") != std::string::npos);
    all.nothing_else();
}

TEST_CASE("C6 without a deputy the next holder is called and whoever comes back early hears the summary at once")
{
    story all(taking_turns(november(27, 9, 0), ""));
    all.lan().says("vắng mặt đến thứ hai");
    CHECK(all.lan().hears("Đã ghi: anh/chị vắng đến").text.find("Trần Văn Minh trực thay " + post) != std::string::npos);
    const auto begins = all.minh().hears("Anh/chị trực " + post).text;
    CHECK(begins.find("từ 09:01 hôm nay đến 17:00 thứ Hai 30/11") != std::string::npos);
    CHECK(begins.find("Người trực trước: Nguyễn Thị Lan.") != std::string::npos);
    all.nothing_else();

    const auto number = all.quick_report(people::hoa);
    all.minh().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else(); // Lan least of all

    all.lan().says("đã trở lại");
    const auto back = all.lan().hears("Chào mừng anh/chị trở lại").text;
    CHECK(back.find("Anh/chị đang trực " + post) != std::string::npos);
    CHECK(back.find("Mới trong lúc anh/chị vắng và còn mở: 1 sự cố") != std::string::npos);
    CHECK(back.find(number) != std::string::npos);
    all.minh().hears("Anh/chị đã hết phiên trực " + post);
    all.nothing_else();
    all.lan().says("đã trở lại");
    all.lan().hears("Anh/chị không có ghi chú vắng mặt.");
}

TEST_CASE("C6 a deputy hears at once which incidents they take over")
{
    story all(taking_turns(november(27, 9, 0), "", {{"hung", "minh"}}));
    const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
    all.bring_to_handling(1);
    all.read_all();
    all.hung().says("vắng mặt đến thứ hai");
    all.hung().hears("Trần Văn Minh làm thay 1 sự cố đang giao cho anh/chị.");
    all.minh().hears("Anh/chị trực cán bộ xử lý sự cố");
    CHECK(all.minh().hears("Phạm Quốc Hùng vắng đến 17:00 thứ Hai 30/11, nhờ anh/chị làm thay.").text.find(number) != std::string::npos);
    all.nothing_else();
}

TEST_CASE("C6 a deputy may do what the absent person may until that one is back")
{
    story all(taking_turns(november(27, 9, 0), "", {{"lan", "hung"}}));
    all.lan().says("vắng mặt đến thứ hai");
    all.lan().hears("Phạm Quốc Hùng trực thay " + post);
    all.hung().hears("Anh/chị trực " + post);
    const auto first = all.quick_report(people::hoa);
    all.hung().hears("Cần tiếp nhận: sự cố mới " + first);
    all.nothing_else();
    all.hung().says("tiếp nhận");
    all.hung().hears("Phạm Quốc Hùng đã tiếp nhận " + first);
    CHECK(all.row(first).acknowledged);

    all.lan().says("đã trở lại");
    all.read_all();
    const auto second = all.quick_report(people::tam, "Trang web bị đổi giao diện", "Trang thông tin điện tử");
    all.lan().hears("Cần tiếp nhận: sự cố mới " + second);
    all.hung().says("tiếp nhận 2");
    CHECK_FALSE(all.row(second).acknowledged);
}

TEST_CASE("C6 an absence can lie ahead and is asked for when its end is missing")
{
    story all(taking_turns(november(27, 9, 0)));
    all.minh().says("vắng mặt từ thứ Bảy đến Chủ nhật");
    all.minh().hears("Đã ghi: anh/chị vắng từ 00:00 ngày mai đến 17:00 Chủ nhật 29/11.");
    all.nothing_else(); // it is Lan's week
    all.lan().says("vắng mặt từ mai");
    all.lan().hears("Anh/chị vắng đến khi nào?");
    all.nothing_else();
}

TEST_CASE("C8 the unit's head is warned of a hole seven days and one day ahead")
{
    story all(taking_turns(november(23, 9, 0)));
    all.lan().says("vắng mặt từ 07/12 đến 12/12"); // the whole of her next turn but a day
    CHECK(all.lan().hears("Đã ghi: anh/chị vắng từ 00:00 thứ Hai 07/12").text.find("Chưa định người trực thay " + post + " từ 07:30 thứ Hai 07/12 đến 17:00 thứ Bảy 12/12") !=
          std::string::npos);
    all.until(november(29, 20, 0));
    all.nothing_else(); // more than seven days ahead
    be_in_touch(all.tuan());
    all.until(november(30, 7, 30) + 5s);
    all.read_all(); // the change of duty
    all.until(november(30, 8, 0) - 5s);
    all.nothing_else();
    all.until(november(30, 8, 0) + 5s);
    const auto warning = all.tuan().hears("Cần phân công: chưa có ai trực " + post + " từ 07:30 thứ Hai 07/12 đến 17:00 thứ Bảy 12/12.").text;
    CHECK(warning.find("trực thay Nguyễn Thị Lan từ 07:30 07/12 đến 17:00 12/12") != std::string::npos);
    all.nothing_else();

    all.until(december(5, 20, 0));
    all.nothing_else();
    be_in_touch(all.tuan());
    all.until(december(6, 8, 0) + 5s);
    all.tuan().hears("Cần phân công: chưa có ai trực " + post);
    all.until(december(9, 12, 0));
    all.nothing_else(); // warned twice; Minh, the only other one, goes on
}

TEST_CASE("C8 a hole that somebody took over is warned of no more and a complete roster keeps silent")
{
    story all(taking_turns(november(23, 9, 0)));
    all.lan().says("vắng mặt từ 07/12 đến 12/12");
    all.until(november(29, 20, 0));
    for (const auto& one : {people::tuan, people::minh})
        all.person(one).says("trực ca");
    all.until(november(30, 8, 1));
    const auto warning = all.tuan().hears("Cần phân công").text;
    all.read_all();

    // What the warning tells to write is understood as it stands.
    const auto begins = warning.find("trực thay Nguyễn");
    all.minh().says(warning.substr(begins, warning.find('\n', begins) - begins));
    const auto noted = all.minh().hears("Đã ghi: anh/chị trực thay Nguyễn Thị Lan.").text;
    CHECK(noted.find(post + ": 07:30 thứ Hai 07/12 – 17:00 thứ Bảy 12/12") != std::string::npos);
    all.tuan().hears("Để biết: Trần Văn Minh trực thay Nguyễn Thị Lan.");
    all.read_all();
    all.until(december(6, 12, 0));
    all.minh().hears("việc định kỳ"); // the annual report, fourteen days ahead
    all.nothing_else();
}

TEST_CASE("C8 a hole close at hand is warned of at once and only once")
{
    story all(taking_turns(november(27, 9, 0)));
    all.minh().says("vắng mặt từ thứ Hai đến 04/12");
    all.minh().hears("Chưa định người trực thay " + post);
    all.tuan().hears("Cần phân công: chưa có ai trực " + post + " từ 07:30 thứ Hai 30/11");
    all.nothing_else();
    all.until(november(29, 8, 0) - 5s);
    all.nothing_else(); // the seven-day warning was given already
    all.until(november(29, 8, 0) + 5s);
    all.tuan().hears("Cần phân công"); // one day ahead
    all.until(november(30, 8, 30));
    all.nothing_else(); // Lan goes on as the only holder left
}

TEST_CASE("C8 without turns there is a hole only where no holder is left")
{
    story all(taking_turns(november(27, 9, 0), ""));
    all.lan().says("vắng mặt đến thứ hai");
    all.read_all();
    all.minh().says("vắng mặt đến thứ hai");
    all.minh().hears("Chưa có ai trực " + post);
    all.tuan().hears("Cần phân công: chưa có ai trực " + post);
    all.nothing_else();
    all.until(november(28, 12, 0));
    all.nothing_else();
    // When the head of IT is away, too, the leader is told.
    all.tuan().says("vắng mặt đến thứ hai");
    all.tuan().hears("Đã ghi: anh/chị vắng đến");
    all.binh().hears("Cần phân công: chưa có ai trực trưởng bộ phận CNTT");
    all.nothing_else();
}

TEST_CASE("At a change of duty the new holder hears what is open and the other one that it is over")
{
    story all(taking_turns(november(27, 9, 0)));
    const auto number = all.quick_report(people::hoa, "Máy in phòng khám lỗi liên tục", "PACS");
    all.bring_to_handling(1);
    all.until(november(30, 7, 30) - 5s);
    all.read_all();
    all.until(november(30, 7, 30) + 5s);
    const auto begins = all.minh().hears("Anh/chị trực " + post + " từ 07:30 hôm nay đến 07:30 thứ Hai 07/12.");
    CHECK(begins.at >= november(30, 7, 30));
    CHECK(begins.text.find("Người trực trước: Nguyễn Thị Lan.") != std::string::npos);
    CHECK(begins.text.find("Đang mở 1 sự cố, gấp nhất:") != std::string::npos);
    CHECK(begins.text.find(number) != std::string::npos);
    CHECK(all.lan().hears("Anh/chị đã hết phiên trực " + post).text.find("Người trực tiếp theo: Trần Văn Minh.") != std::string::npos);
    all.nothing_else();

    const auto next = all.quick_report(people::tam);
    all.minh().hears("Cần tiếp nhận: sự cố mới " + next);
    all.nothing_else();
}

TEST_CASE("A change of duty during a downtime is told once and turns that came and went are not told at all")
{
    story all(taking_turns(november(27, 9, 0), "P1D")); // day by day: 27/11 is Lan's
    all.until(november(27, 12, 0));
    all.crash();
    all.until(november(28, 12, 0));
    all.restart();
    CHECK(all.minh().hears("Anh/chị trực " + post).text.find("từ 07:30 hôm nay đến 07:30 ngày mai") != std::string::npos);
    all.lan().hears("Anh/chị đã hết phiên trực");
    all.nothing_else();
    all.restart();
    all.nothing_else();
    all.crash();
    all.until(november(30, 12, 0)); // Lan's day has come and gone
    all.restart();
    all.nothing_else();
    all.until(december(1, 7, 30) + 5s);
    all.lan().hears("Anh/chị trực " + post);
    all.minh().hears("Anh/chị đã hết phiên trực");
    all.nothing_else();
}

TEST_CASE("A colleague takes over a part of somebody's turn and everybody hears what now stands")
{
    story all(taking_turns(november(26, 9, 0)));
    all.minh().says("trực thay Lan từ thứ Bảy đến thứ Hai");
    const auto stands = post + ": 07:30 thứ Bảy 28/11 – 07:30 thứ Hai 30/11";
    CHECK(all.minh().hears("Đã ghi: anh/chị trực thay Nguyễn Thị Lan.").text.find(stands) != std::string::npos);
    CHECK(all.lan().hears("Trần Văn Minh trực thay anh/chị.").text.find(stands) != std::string::npos);
    CHECK(all.tuan().hears("Để biết: Trần Văn Minh trực thay Nguyễn Thị Lan.").text.find(stands) != std::string::npos);
    all.nothing_else();
    all.in_store([](store::transaction& tx) {
        const auto kept = store::duty_changes_between(tx, "bvdk", "incident_manager", november(28, 7, 30), november(28, 7, 31));
        REQUIRE(kept.size() == 1);
        CHECK(kept.front().by == "minh");
        CHECK(kept.front().at >= november(26, 9, 0));
        CHECK(kept.front().at < november(26, 9, 5));
    });
    all.until(november(28, 7, 30) + 5s);
    CHECK(all.minh().hears("Anh/chị trực " + post).text.find("từ 07:30 hôm nay đến 07:30 thứ Hai 07/12") != std::string::npos); // his own turn follows
    all.lan().hears("Anh/chị đã hết phiên trực");
    const auto number = all.quick_report(people::hoa);
    all.minh().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();

    // She takes the rest back; the later entry counts, and it begins now.
    all.lan().says("trực thay anh Minh đến thứ hai");
    const auto back = all.lan().hears("Đã ghi: anh/chị trực thay Trần Văn Minh.").text;
    CHECK(back.find(post + ": 07:30 hôm nay – 07:30 thứ Hai 30/11") != std::string::npos);
    CHECK(back.find("Đang mở 1 sự cố") != std::string::npos);
    all.minh().hears("Nguyễn Thị Lan trực thay anh/chị.");
    all.tuan().hears("Để biết: Nguyễn Thị Lan trực thay Trần Văn Minh.");
    all.nothing_else();
}

TEST_CASE("Where nobody takes turns the first holder can be covered for as well")
{
    story all(taking_turns(november(27, 9, 0), ""));
    all.minh().says("trực thay chị Lan đến 17h thứ Hai");
    CHECK(all.minh().hears("Đã ghi: anh/chị trực thay Nguyễn Thị Lan.").text.find(post + ": 09:01 hôm nay – 17:00 thứ Hai 30/11") != std::string::npos);
    all.lan().hears("Trần Văn Minh trực thay anh/chị.");
    all.tuan().hears("Để biết: Trần Văn Minh trực thay Nguyễn Thị Lan.");
    const auto number = all.quick_report(people::hoa);
    all.minh().hears("Cần tiếp nhận: sự cố mới " + number);
    all.nothing_else();
    all.minh().says("tiếp nhận");
    all.until(november(30, 17, 0) - 5s);
    all.read_all();
    all.until(november(30, 17, 0) + 5s);
    CHECK(all.lan().hears("Anh/chị trực " + post + " từ 17:00 hôm nay.").text.find(number) != std::string::npos);
    all.minh().hears("Anh/chị đã hết phiên trực " + post);
    all.nothing_else();
}

TEST_CASE("C6 whoever stays away longer hears on return of all that came up since they left")
{
    story all(taking_turns(november(27, 9, 0), ""));
    all.lan().says("vắng mặt đến ngày mai");
    const auto number = all.quick_report(people::hoa);
    all.lan().says("vắng mặt đến thứ hai");
    all.read_all();
    all.lan().says("đã trở lại");
    CHECK(all.lan().hears("Chào mừng anh/chị trở lại").text.find("còn mở: 1 sự cố\n" + number) != std::string::npos);
}

TEST_CASE("Taking over what cannot be taken over is refused with the reason and changes nothing")
{
    story all(taking_turns(november(27, 9, 0)));
    all.hung().says("trực thay Lan đến thứ Hai"); // another role
    all.hung().hears("Anh/chị muốn nói ai? Người giữ cùng vai trò: Võ Hồng Phúc.");
    all.tuan().says("trực thay Lan đến thứ Hai"); // nobody shares his role
    all.tuan().hears("Trong danh bạ chưa có ai giữ cùng vai trò với anh/chị.");
    all.minh().says("trực thay Lan");
    all.minh().hears("Anh/chị trực thay Nguyễn Thị Lan khi nào? Ví dụ: trực thay Nguyễn Thị Lan từ thứ bảy đến thứ hai");
    all.minh().says("trực thay Lan đến 8h sáng hôm nay");
    all.minh().hears("Thời gian đó đã qua, lịch giữ nguyên.");
    all.minh().says("trực thay Lan từ 01/12 đến 03/12"); // his own turn
    all.minh().hears("Nguyễn Thị Lan không có phiên trực nào từ 07:30 thứ Ba 01/12 đến 07:30 thứ Năm 03/12.");
    all.hoa().says("trực thay Lan đến thứ Hai");
    all.hoa().hears("cần liên kết tài khoản trước");
    all.read_all();
    all.minh().says("vắng mặt đến Chủ nhật");
    all.read_all();
    all.minh().says("trực thay Lan đến mai");
    all.minh().hears("Anh/chị đã báo vắng trong thời gian đó nên lịch giữ nguyên.");
    all.nothing_else();
    all.in_store([](store::transaction& tx) { CHECK(store::duty_changes_between(tx, "bvdk", "incident_manager", november(1, 0, 0), december(31, 0, 0)).empty()); });
}

TEST_CASE("A swap is offered and in force only once the other one agrees")
{
    story all(taking_turns(november(27, 9, 0)));
    all.lan().says("đổi trực với Minh");
    const std::string after = "• Trần Văn Minh: 07:30 thứ Hai 07/12 – 07:30 thứ Hai 14/12\n• Nguyễn Thị Lan: 07:30 thứ Hai 30/11 – 07:30 thứ Hai 07/12";
    CHECK(all.lan().hears("Đã gửi Trần Văn Minh đề nghị đổi trực số 1. Lịch chưa đổi").text.find(after) != std::string::npos);
    const auto asked = all.minh().hears("Nguyễn Thị Lan xin đổi phiên trực " + post).text;
    CHECK(asked.find(after) != std::string::npos);
    CHECK(asked.find("\"đồng ý đổi trực 1\" hoặc \"từ chối đổi trực 1\"") != std::string::npos);
    all.nothing_else();
    all.lan().says("đồng ý đổi trực 1");
    all.lan().hears("Đề nghị đổi trực 1 do anh/chị gửi và đang chờ trả lời.");
    all.hung().says("đồng ý đổi trực 1");
    all.hung().hears("Không có đề nghị đổi trực số 1 gửi cho anh/chị.");
    all.minh().says("đồng ý đổi trực 1");
    CHECK(all.minh().hears("Đã đổi phiên trực với Nguyễn Thị Lan. Lịch nay là:").text.find(after) != std::string::npos);
    CHECK(all.lan().hears("Trần Văn Minh đã đồng ý đổi phiên trực. Lịch nay là:").text.find(after) != std::string::npos);
    all.nothing_else();
    all.minh().says("từ chối đổi trực 1");
    all.minh().hears("Đề nghị đổi trực 1 đã được trả lời hoặc đã rút.");
    all.until(november(30, 12, 0));
    all.nothing_else(); // Lan has the coming week, too: no change of duty
    all.minh().says("lịch trực");
    const auto roster = all.minh().hears("Lịch trực 4 tuần tới – Bệnh viện Đa khoa Hòa Bình").text;
    CHECK(roster.find("• cán bộ quản lý sự cố:\n12:00 hôm nay – 07:30 thứ Hai 07/12: Nguyễn Thị Lan\n07:30 thứ Hai 07/12 – 07:30 thứ Hai 21/12: Trần Văn Minh") !=
          std::string::npos);
    CHECK(roster.find("• cán bộ xử lý sự cố: Phạm Quốc Hùng") != std::string::npos);
    all.nothing_else();
}

TEST_CASE("A swap that is refused or taken back or no longer fits changes nothing")
{
    story all(taking_turns(november(27, 9, 0)));
    all.lan().says("đổi trực với Minh");
    all.read_all();
    all.minh().says("từ chối đổi trực");
    all.minh().hears("Đã từ chối đề nghị đổi trực 1. Lịch giữ nguyên.");
    all.lan().hears("Trần Văn Minh không đổi trực được (đề nghị 1). Lịch giữ nguyên.");
    all.nothing_else();
    all.minh().says("đồng ý đổi trực");
    all.minh().hears("Không có đề nghị đổi trực nào đang chờ anh/chị trả lời.");

    all.lan().says("đổi trực với Minh");
    all.read_all();
    all.lan().says("từ chối đổi trực 2");
    all.lan().hears("Đã rút đề nghị đổi trực 2. Lịch giữ nguyên.");
    all.minh().hears("Nguyễn Thị Lan đã rút đề nghị đổi trực 2.");
    all.nothing_else();

    all.lan().says("đổi trực với Minh");
    all.read_all();
    all.until(november(30, 7, 30) + 5s); // Minh's turn has begun
    all.read_all();
    all.minh().says("đồng ý đổi trực 3");
    all.minh().hears("Lịch trực đã thay đổi nên đề nghị đổi trực 3 không còn đúng.");
    all.lan().hears("Trần Văn Minh đã đồng ý đổi trực 3, nhưng lịch trực đã thay đổi");
    all.nothing_else();
    all.in_store([](store::transaction& tx) { CHECK(store::duty_changes_between(tx, "bvdk", "incident_manager", november(1, 0, 0), december(31, 0, 0)).empty()); });
    all.hung().says("đổi trực với Phúc"); // no turns in that role
    all.hung().hears("Anh/chị hoặc Võ Hồng Phúc chưa có phiên trực luân phiên nào sắp tới để đổi.");
    all.nothing_else();
}

TEST_CASE("An unanswered swap survives a restart")
{
    story all(taking_turns(november(27, 9, 0)));
    all.lan().says("đổi trực với Minh");
    all.read_all();
    all.restart();
    all.minh().says("đồng ý đổi trực");
    all.minh().hears("Đã đổi phiên trực với Nguyễn Thị Lan.");
    all.lan().hears("Trần Văn Minh đã đồng ý đổi phiên trực.");
    all.nothing_else();
}
