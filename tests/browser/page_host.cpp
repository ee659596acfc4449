// The sandbox with its page and a canned bot behind it, for looking at the page and for page_test.py.
// Prints the page's address and runs until standard input ends or a signal comes.
#include "adapters/sandbox/server.hpp"
#include "adapters/sandbox/wall_clock.hpp"
#include "tests/adapters/sandbox/canned_bot.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <map>
#include <string>

namespace asio = boost::asio;
namespace sandbox = adapters::sandbox;
using sandbox_tests::canned_bot;

namespace {

const std::string group_id = "f414c8f76fa586fbdfb4";

sandbox::options hospital()
{
    sandbox::options setup;
    setup.app_id = "360846524940903967";
    setup.oa_id = "388613280878808645";
    setup.oa_name = "Bệnh viện Đa khoa An Bình";
    setup.app_secret = "APPSECRETexample0001";
    setup.oa_secret_key = "OAsecretKEYexample00001";
    setup.refresh_token = "first-refresh-token";
    setup.people = {
        {"246845883529197922", "Nguyễn Thị Lan", "reporter", "Người báo sự cố", "84912345601"},
        {"246845883529197923", "Trần Văn Minh", "incident_manager", "Cán bộ quản lý sự cố", "84912345602"},
        {"246845883529197924", "Lê Quốc Huy", "handler", "Cán bộ xử lý", "84912345603"},
        {"246845883529197925", "Phạm Thu Hà", "leader", "Lãnh đạo", "84912345604"},
        {"246845883529197926", "Đỗ Anh Tuấn", "it_head", "Trưởng bộ phận CNTT", "84912345605"},
    };
    setup.groups = {{group_id,
                     "Lãnh đạo · An toàn thông tin",
                     {"246845883529197925", "246845883529197923", "246845883529197926"}}};
    return setup;
}

/// Talk enough to fill the page: not the bot's own texts, which the real bot brings.
asio::awaitable<void> talk(canned_bot& bot, std::string user, std::string text)
{
    const std::string lan = "246845883529197922";
    const std::string minh = "246845883529197923";
    std::string reply;
    if (user == lan && text == "1") {
        reply = "Đã ghi nhận sự cố SC-2026-000012.\nTrần Văn Minh sẽ tiếp nhận trước 14:30 ngày mai.\n"
                "Anh/chị cần chụp thêm ảnh màn hình thì gửi vào đây.";
        const std::string card =
            "SỰ CỐ MỚI SC-2026-000012: cần tiếp nhận\nKhoa Khám bệnh · HIS (quan trọng)\n"
            "Còn 24 giờ (đến 14:30 ngày mai)\n1. Tiếp nhận\n2. Không phải sự cố\n3. Trùng với sự cố khác\n4. "
            "Xem chi tiết";
        co_await bot.send(minh, card);
    } else if (user == minh && text == "1") {
        reply = "Anh đã tiếp nhận SC-2026-000012 lúc 14:32.\nViệc khám chữa bệnh bị ảnh hưởng thế nào?\n"
                "1. Không ảnh hưởng\n2. Chậm nhưng vẫn làm được\n3. Một bộ phận phải dừng\n4. Toàn viện phải "
                "dừng\n5. Chưa rõ";
        const std::string post = "SC-2026-000012 · Khoa Khám bệnh · HIS (quan trọng) · Mức 3\n"
                                 "Đã tiếp nhận: Trần Văn Minh.\nCần [@246845883529197925] quyết định có dùng "
                                 "hồ sơ giấy hay không.";
        co_await bot.send_to_group(group_id, post);
    } else {
        reply = "Việc gì đã xảy ra? (1/3)\n1. Không vào được phần mềm\n2. Nghi ngờ mã độc, mã hoá dữ liệu\n"
                "3. Lộ, mất dữ liệu\n4. Việc khác\nTrả lời bằng số hoặc mô tả ngắn.";
    }
    co_await bot.send(user, reply);
}

} // namespace

int main()
{
    asio::io_context context(1);
    sandbox::wall_clock clock(
        bot::rules::instant{std::chrono::milliseconds{1'795'505'520'000}}); // 24/11/2026 14:32
    const sandbox::options setup = hospital();
    sandbox::server world(context.get_executor(), setup, clock);
    canned_bot bot(context.get_executor(), setup.app_id, setup.app_secret);
    bot.on_event = [&](const adapters::http::request& call) {
        const auto event = nlohmann::json::parse(call.body, nullptr, false);
        if (event.value("event_name", "") == "user_send_text")
            asio::co_spawn(context, talk(bot, event["sender"]["id"], event["message"]["text"]),
                           asio::detached);
        return 200U;
    };
    bot.start();
    world.start();
    world.set_webhook_url(bot.webhook_url());
    auto begin = [&]() -> asio::awaitable<void> { co_await bot.sign_in(world.base(), setup.refresh_token); };
    asio::co_spawn(context, begin, asio::detached);
    std::cout << world.base() << "/" << std::endl;

    asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](auto, auto) { context.stop(); });
    context.run();
}
