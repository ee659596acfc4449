#include "bot/cli/demo_story.hpp"

#include "bot/cli/demo_world.hpp"
#include "bot/rules/time.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <vector>

namespace cli {

namespace {

using namespace std::chrono_literals;
using namespace demo_people;

constexpr std::chrono::seconds patience{20}; ///< real time; a healthy run needs milliseconds

/// One line of the script: somebody writes, somebody hears, a mail goes or comes, or time passes.
struct scene {
    enum class kind { says, links, hears, waits, mails, fills, gets } what;
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

/// The vendor writes a mail: its subject and its text.
scene mails(const char* subject, const char* text)
{
    return {scene::kind::mails, subject, text, {}};
}
/// The vendor answers the mail they got last, behind the labels of its questions: "label=answer", a line each.
scene fills(const char* answers)
{
    return {scene::kind::fills, "", answers, {}};
}
scene gets(const char* text)
{
    return {scene::kind::gets, "", text, {}};
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

        mails("LIS mất kết nối máy xét nghiệm", "Từ 13:30 chiều nay máy xét nghiệm không đẩy được kết quả sang LIS. Chúng tôi đang kiểm tra cổng kết nối."),
        gets("Đã ghi nhận sự cố SC-"), hears(incident_manager, "Cần tiếp nhận: sự cố mới SC-"),
        fills("bí mật nhà nước=không\nHệ thống bị ảnh hưởng=LIS\nThời gian xảy ra=cách đây 1 giờ\nẢnh hưởng hiện nay=2\nCách thức phát hiện=Hệ thống giám sát báo\nDữ liệu cá nhân=không"),
        gets("Báo cáo đã đủ thông tin"),
        says(incident_manager, "tiếp nhận"), gets("đã tiếp nhận sự cố SC-"),
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

void print(const adapters::sandbox::shown_mail& mail, const std::string& from)
{
    std::cout << '[' << bot::rules::format_vietnam(mail.at) << "] Hộp thư nhà thầu | " << from << ": ✉ " << mail.subject << "\n        ";
    for (const char c : mail.text) {
        std::cout << c;
        if (c == '\n')
            std::cout << "        ";
    }
    std::cout << '\n';
}

/// The first mail from the bot at `from` or later that contains `part`; waits for it.
boost::asio::awaitable<std::optional<adapters::sandbox::shown_mail>> expect_mail(adapters::sandbox::mail_desk& desk, std::size_t from, std::string part)
{
    boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        const auto& all = desk.mails();
        for (std::size_t i = from; i < all.size(); ++i)
            if (!all[i].mine && (all[i].text + all[i].subject).find(part) != std::string::npos)
                co_return all[i];
        pause.expires_after(20ms);
        co_await pause.async_wait(boost::asio::use_awaitable);
    }
    co_return std::nullopt;
}

/// The questions of a mail with the answers behind them.
std::string filled_in(const std::string& asked, std::string answers)
{
    std::vector<std::pair<std::string, std::string>> by_label;
    std::istringstream lines(answers);
    for (std::string line; std::getline(lines, line);)
        by_label.emplace_back(line.substr(0, line.find('=')), line.substr(line.find('=') + 1));
    std::string text;
    std::istringstream questions(asked);
    for (std::string line; std::getline(questions, line);)
        for (const auto& [label, answer] : by_label)
            if (line.ends_with(':') && line.find(label) != std::string::npos)
                text += line + " " + answer + "\n";
    return text;
}

} // namespace

boost::asio::awaitable<bool> play_story(adapters::sandbox::server& phones, adapters::sandbox::mail_desk& mailbox, adapters::sandbox::clock_control& clock,
                                        std::function<void()> clock_changed)
{
    std::map<std::string, std::size_t> heard_up_to;
    phones.on_line([&clock](const adapters::sandbox::line& said) { print(said, title_of(said.chat), clock.now()); });
    const auto script = story();
    adapters::sandbox::shown_mail last_mail;
    std::size_t mails_read = 0;
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
        case scene::kind::mails: {
            const auto sent = mailbox.write(who, text);
            if (!sent)
                co_return false;
            print(mailbox.mails().back(), "Nhà thầu");
            break;
        }
        case scene::kind::fills: {
            const auto sent = mailbox.write("", filled_in(last_mail.text, text), last_mail.index);
            if (!sent)
                co_return false;
            print(mailbox.mails().back(), "Nhà thầu");
            break;
        }
        case scene::kind::gets: {
            const auto mail = co_await expect_mail(mailbox, mails_read, text);
            if (!mail) {
                std::cout << "✗ the vendor did not get: " << text << '\n';
                co_return false;
            }
            last_mail = *mail;
            mails_read = mail->index + 1;
            print(last_mail, "Bot");
            break;
        }
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
