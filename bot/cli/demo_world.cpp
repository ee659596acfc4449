#include "bot/cli/demo_world.hpp"

#include <cstdlib>
#include <stdexcept>

namespace cli {

namespace {

constexpr const char* app_id = "360846524940903967";
constexpr const char* oa_id = "388613280878808645";
// Secrets of the sandbox only: both sides of it are this process.
constexpr const char* app_secret = "sandbox-app-secret";
constexpr const char* oa_secret_key = "sandbox-oa-secret-key";
constexpr const char* refresh_token = "sandbox-first-refresh-token";

} // namespace

std::filesystem::path data_folder()
{
    std::vector<std::filesystem::path> places;
    if (const char* named = std::getenv("SUCOBOT_DATA"))
        places.emplace_back(named);
    places.emplace_back(std::filesystem::current_path());
    places.emplace_back(PROJECT_DATA_DIR);
    for (const auto& place : places)
        if (std::filesystem::is_regular_file(place / "config/directory.json") && std::filesystem::is_directory(place / "messages"))
            return place;
    throw std::runtime_error("config/ and messages/ are not here: run from the project's folder or set SUCOBOT_DATA");
}

demo_world make_demo_world(const std::filesystem::path& folder, const std::filesystem::path& data)
{
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    demo_world made;
    auto& settings = made.settings;
    settings.listen.port = 0;
    settings.database = folder / "sucobot.db";
    settings.attachments = folder / "attachments";
    settings.directory = data / "config/directory.json";
    for (const char* pack : {"qd-4494-2015.json", "cyber-2026.json", "legacy-2017.json"})
        settings.rule_packs.push_back(data / "config/rules" / pack);
    settings.holidays = data / "config/holidays.json";
    settings.forms = data / "config/forms";
    settings.messages = data / "messages";
    auto& zalo = settings.zalo.emplace();
    zalo.app_id = app_id;
    zalo.oa_id = oa_id;
    zalo.app_secret = bot::secret(app_secret);
    zalo.oa_secret_key = bot::secret(oa_secret_key);
    zalo.refresh_token = bot::secret(refresh_token);
    zalo.phone_card_image = "https://suco.hospital.example/lien-ket.png";

    auto& vendor = made.vendor;
    vendor.address = "support@ankhang.example";
    vendor.name = "Hỗ trợ An Khang";
    vendor.role_label = "Nhà thầu CNTT";
    vendor.bot_address = "suco@hospital.example";
    vendor.maildir = folder / "mail" / vendor.address;
    vendor.bot_maildir = folder / "mail" / vendor.bot_address;

    auto& email = settings.email.emplace();
    email.address = vendor.bot_address;
    email.name = "Báo sự cố – BVĐK Hòa Bình";
    email.in.maildir = vendor.bot_maildir;
    email.out.maildir = folder / "mail";
    email.trusted_authserv_ids = {vendor.border};

    auto& sandbox = made.sandbox;
    sandbox.app_id = app_id;
    sandbox.oa_id = oa_id;
    sandbox.oa_name = "Báo sự cố – BVĐK Hòa Bình";
    sandbox.app_secret = app_secret;
    sandbox.oa_secret_key = oa_secret_key;
    sandbox.refresh_token = refresh_token;
    using namespace demo_people;
    sandbox.people = {{reporter, "Trần Thị Hoa", "reporter", "Người báo sự cố", "84900000021"},
                      {incident_manager, "Nguyễn Thị Lan", "incident_manager", "Cán bộ quản lý sự cố", "84900000011"},
                      {handler, "Phạm Quốc Hùng", "handler", "Cán bộ xử lý sự cố", "84900000013"},
                      {leader, "Bùi Thanh Bình", "leader", "Lãnh đạo", "84900000016"}};
    sandbox.groups = {{leaders_group, "Lãnh đạo BVĐK Hòa Bình", {incident_manager, handler, leader}}};
    return made;
}

} // namespace cli
