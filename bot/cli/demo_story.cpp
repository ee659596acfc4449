#include "bot/cli/demo_story.hpp"

#include "bot/cli/demo_world.hpp"
#include "bot/rules/time.hpp"

#include <iostream>
#include <map>
#include <vector>

namespace cli {

namespace {

using namespace std::chrono_literals;
using namespace demo_people;

constexpr std::chrono::seconds patience{20}; ///< real time; a healthy run needs milliseconds

/// One line of the script: somebody writes, somebody hears, or time passes.
struct scene {
    enum class kind { says, links, hears, waits } what;
    const char* who = "";
    const char* text = "";
    bot::rules::duration time{};
};

scene says(const char* who, const char* text)
{
    return {scene::kind::says, who, text, {}};
}
scene hears(const char* who, const char* text)
{
    return {scene::kind::hears, who, text, {}};
}
scene links(const char* who)
{
    return {scene::kind::links, who, "", {}};
}
scene waits(bot::rules::duration time)
{
    return {scene::kind::waits, "", "", time};
}

std::vector<scene> story()
{
    return {
        links(incident_manager), hears(incident_manager, "Đã liên kết với Nguyễn Thị Lan"),
        links(handler), hears(handler, "Đã liên kết với Phạm Quốc Hùng"),
        links(leader), hears(leader, "Đã liên kết với Bùi Thanh Bình"),

        says(reporter, "báo nhanh"), hears(reporter, "bí mật nhà nước"),
        says(reporter, "không"), hears(reporter, "Chuyện gì đã xảy ra"),
        says(reporter, "Máy tính khoa Cấp cứu bị khóa hết, màn hình đòi tiền chuộc"), hears(reporter, "Hệ thống nào"),
        says(reporter, "HIS"), hears(reporter, "đang bị ảnh hưởng"),
        says(reporter, "nguoi benh"), hears(reporter, "Đã ghi nhận sự cố SC-"),
        hears(incident_manager, "Cần tiếp nhận: sự cố mới SC-"),
        says(reporter, "để sau"), hears(reporter, "Đã lưu lại"),

        says(incident_manager, "1"), hears(incident_manager, "đã tiếp nhận SC-"),
        hears(reporter, "Nguyễn Thị Lan đã tiếp nhận sự cố"),
        says(incident_manager, "b"), hears(incident_manager, "Hoạt động của hệ thống"),
        says(incident_manager, "3"), hears(incident_manager, "Dữ liệu bị ảnh hưởng"),
        says(incident_manager, "nghiêm trọng"), hears(incident_manager, "Tác động tới đơn vị"),
        says(incident_manager, "2"), hears(incident_manager, "dấu hiệu"),
        says(incident_manager, "mã độc tống tiền"), hears(incident_manager, "Dữ liệu cá nhân"),
        says(incident_manager, "không"), hears(incident_manager, "Đề xuất: Mức 3"),
        says(incident_manager, "đồng ý"), hears(incident_manager, "Giao cho ai xử lý"),
        hears(leader, "Báo lãnh đạo: SC-"),
        says(incident_manager, "1"), hears(incident_manager, "Dự kiến xong lúc nào"),
        says(incident_manager, "2"), hears(incident_manager, "dặn thêm"),
        says(incident_manager, "bỏ qua"), hears(incident_manager, "Đã giao SC-"),
        hears(handler, "giao xử lý SC-"),

        waits(2h + 1min), hears(handler, "Nhắc việc:"),
        says(handler, "cập nhật: đã rút mạng 3 máy, đang khôi phục từ bản sao lưu"), hears(handler, "Đã ghi vào nhật ký"),
        waits(2h), hears(handler, "Đã đến hạn mà chưa xong"),
        hears(leaders_group, "Đề nghị lãnh đạo chỉ đạo"),

        says(handler, "xong"), hears(handler, "Kết quả xử lý"),
        says(handler, "Đã khôi phục từ bản sao lưu, HIS chạy lại bình thường"), hears(handler, "Nguyên nhân"),
        says(handler, "Nhân viên mở tệp đính kèm lạ trong thư"), hears(handler, "Xử lý xong lúc nào"),
        says(handler, "vừa xong"), hears(handler, "đúng không?"),
        says(handler, "đúng"), hears(handler, "phối hợp"),
        says(handler, "Phòng CNTT; Công ty An Khang"), hears(handler, "xử lý xong. Cảm ơn"),
        hears(reporter, "đã được xử lý xong"),
        waits(2min), hears(leaders_group, "đã xử lý xong"),
    };
}

void print(const adapters::sandbox::line& said, const std::string& name_of_chat, bot::rules::instant now)
{
    std::cout << '[' << bot::rules::format_vietnam(now) << "] " << name_of_chat << " | " << said.who << ": ";
    for (const char c : said.what.text) {
        std::cout << c;
        if (c == '\n')
            std::cout << "        ";
    }
    std::cout << '\n';
}

std::string title_of(const std::string& chat)
{
    static const std::map<std::string, std::string> titles{{reporter, "Hoa (người báo)"},
                                                           {incident_manager, "Lan (quản lý sự cố)"},
                                                           {handler, "Hùng (xử lý)"},
                                                           {leader, "Bình (lãnh đạo)"},
                                                           {leaders_group, "Nhóm lãnh đạo"}};
    const auto found = titles.find(chat);
    return found == titles.end() ? chat : found->second;
}

} // namespace

boost::asio::awaitable<bool> play_story(adapters::sandbox::server& phones, adapters::sandbox::clock_control& clock,
                                        std::function<void()> clock_changed)
{
    std::map<std::string, std::size_t> heard_up_to;
    phones.on_line([&clock](const adapters::sandbox::line& said) { print(said, title_of(said.chat), clock.now()); });
    const auto script = story();
    for (const auto& one : script) {
        const std::string who = one.who;
        const std::string text = one.text;
        switch (one.what) {
        case scene::kind::says: phones.say(who, text); break;
        case scene::kind::links: phones.act(who, adapters::sandbox::deed::share_phone); break;
        case scene::kind::waits:
            std::cout << "        ⏩ " << std::chrono::duration_cast<std::chrono::minutes>(one.time).count() << " phút trôi qua\n";
            clock.jump(one.time);
            clock_changed();
            phones.refresh();
            break;
        case scene::kind::hears: {
            const auto from = heard_up_to[who];
            const auto line = co_await phones.expect(who, from, text, patience);
            if (!line) {
                std::cout << "✗ " << title_of(who) << " did not hear: " << text << '\n';
                co_return false;
            }
            heard_up_to[who] = line->index + 1;
            break;
        }
        }
    }
    std::cout << "✓ story complete: " << script.size() << " steps\n";
    co_return true;
}

} // namespace cli
