#include "tests/sim/department.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace sim {

namespace {

struct place {
    const char* id;
    const char* prefix;
    const char* name;
};
constexpr std::array places{
    place{"hoabinh", "HB", "Bệnh viện Đa khoa Hòa Bình"}, place{"nhi", "NHI", "Bệnh viện Nhi"},
    place{"phusan", "SAN", "Bệnh viện Phụ sản"},         place{"mat", "BVM", "Bệnh viện Mắt"},
    place{"yhct", "YHCT", "Bệnh viện Y học cổ truyền"},   place{"phoi", "PHOI", "Bệnh viện Phổi"},
    place{"cdc", "CDC", "Trung tâm Kiểm soát bệnh tật"},  place{"capcuu", "CC", "Trung tâm Cấp cứu 115"},
    place{"songan", "SA", "Trung tâm Y tế huyện Sông An"}, place{"tanlap", "TL", "Trung tâm Y tế huyện Tân Lập"},
};

constexpr std::array family{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"};
constexpr std::array middle{"Thị", "Văn", "Thu", "Quốc", "Minh", "Thanh", "Ngọc"};
constexpr std::array given{"Lan", "Minh", "Hùng", "Tuấn", "Bình", "Hà", "Quyên", "Phúc", "Tâm", "Hoa", "Dung", "Sơn", "Yến", "Khánh", "Trang", "Long", "Mai"};

std::string user_id(std::size_t nth)
{
    const auto tail = std::to_string(nth);
    return "25" + std::string(17 - tail.size(), '0') + tail;
}

std::string group_id(std::size_t nth)
{
    const auto tail = std::to_string(nth);
    return "c0ffee" + std::string(14 - tail.size(), '0') + tail;
}

/// Four to six systems of mixed criticality; every unit has one of each kind.
std::vector<hospital_system> systems_of(std::size_t nth)
{
    std::vector<hospital_system> all{{"his", "HIS – quản lý khám chữa bệnh", "special"},
                                     {"lis", "LIS – xét nghiệm", "important"},
                                     {"pacs", "PACS – lưu trữ hình ảnh", "important"},
                                     {"web", "Trang thông tin điện tử", "normal"},
                                     {"mail", "Thư điện tử nội bộ", "normal"},
                                     {"emr", "Bệnh án điện tử", "special"}};
    all.resize(4 + nth % 3);
    return all;
}

} // namespace

department::department(department_options options) : options_(options), sy_te_{std::string(top), "Sở Y tế", "SYT", "syt-leaders", group_id(0)}
{
    hire(sy_te_.id, "leader", 1);
    hire(sy_te_.id, "incident_manager", 1);
    hire(sy_te_.id, "system_owner", 1);
    for (std::size_t i = 0; i < static_cast<std::size_t>(options_.units); ++i) {
        const auto& one = places.at(i);
        units_.push_back({one.id, one.name, one.prefix, std::string(one.id) + "-leaders", group_id(i + 1), systems_of(i)});
        const int spare = static_cast<int>(i % 2);
        hire(one.id, "incident_manager", 2 + spare);
        hire(one.id, "handler", 2 + static_cast<int>(i % 3));
        hire(one.id, "it_head", 1);
        hire(one.id, "leader", 2); // the head and a deputy
        hire(one.id, "data_protection_officer", 1);
        hire(one.id, "reporter", 3);
    }
}

void department::hire(const std::string& unit, const std::string& role, int how_many)
{
    const auto first = people_.size();
    for (int i = 0; i < how_many; ++i) {
        const auto n = people_.size() + 1;
        const auto number = std::to_string(n);
        people_.push_back({.id = unit + "-" + role + std::to_string(i + 1),
                           .name = std::string(family.at(n % family.size())) + " " + middle.at(n / 3 % middle.size()) + " " + given.at(n * 7 % given.size()),
                           .zalo = user_id(n),
                           .phone = "849" + std::string(8 - number.size(), '0') + number,
                           .unit = unit,
                           .role = role});
    }
    if (!options_.rosters || role == "reporter")
        return;
    for (auto i = first; i + 1 < people_.size(); ++i) // the last has none: deputies never go round in a ring
        people_[i].deputy = people_[i + 1].id;
}

const department_unit& department::unit(std::string_view id) const
{
    const auto found = std::ranges::find(units_, id, &department_unit::id);
    if (found == units_.end() && id == top)
        return sy_te_;
    if (found == units_.end())
        throw std::logic_error("no such unit: " + std::string(id));
    return *found;
}

const staff_member* department::by_id(std::string_view id) const
{
    const auto found = std::ranges::find(people_, id, &staff_member::id);
    return found == people_.end() ? nullptr : &*found;
}

const staff_member* department::by_zalo(std::string_view user) const
{
    const auto found = std::ranges::find(people_, user, &staff_member::zalo);
    return found == people_.end() ? nullptr : &*found;
}

std::vector<const staff_member*> department::with_role(std::string_view unit, std::string_view role) const
{
    std::vector<const staff_member*> all;
    for (const auto& one : people_)
        if (one.unit == unit && one.role == role)
            all.push_back(&one);
    return all;
}

std::string department::on_turn(std::string_view unit, std::string_view role, bot::rules::instant at) const
{
    if (!options_.rosters || unit == top || role != "incident_manager")
        return "";
    const auto people = with_role(unit, role);
    const auto weeks = (at - bot::rules::from_vietnam(std::chrono::year{2026} / 12 / 28, 7, 30)) / std::chrono::weeks{1};
    return people.at(static_cast<std::size_t>(weeks) % people.size())->id;
}

std::string department::directory_json() const
{
    using nlohmann::json;
    json units = json::array();
    json channels = json::array();
    const auto add = [&](const department_unit& one) {
        json roles = json::object();
        for (const auto& who : people_)
            if (who.unit == one.id && who.role != "reporter")
                roles[who.role].push_back(who.id);
        json systems = json::array();
        for (const auto& system : one.systems)
            systems.push_back({{"id", system.id}, {"name", system.name}, {"criticality", system.criticality}});
        json made{{"id", one.id}, {"name", one.name}, {"prefix", one.prefix}, {"leadership_channel", one.channel}, {"roles", roles}};
        if (one.id != top)
            made["parent"] = top;
        if (!systems.empty())
            made["systems"] = systems;
        if (options_.rosters && one.id != top)
            made["duty"] = {{"incident_manager", {{"rotation", roles["incident_manager"]}, {"hand_over", "2026-12-28T07:30"}, {"turn", "P1W"}}}};
        units.push_back(std::move(made));
        channels.push_back({{"id", one.channel}, {"zalo_group", one.group}});
    };
    add(sy_te_);
    for (const auto& one : units_)
        add(one);
    json people = json::array();
    for (const auto& who : people_) {
        if (who.role == "reporter")
            continue;
        json made{{"id", who.id}, {"name", who.name}, {"phone", "0" + who.phone.substr(2)}, {"email", who.id + "@syt.example"}};
        if (!who.deputy.empty())
            made["deputy"] = who.deputy;
        people.push_back(std::move(made));
    }
    return json{{"units", units}, {"people", people}, {"channels", channels}}.dump();
}

std::vector<adapters::sandbox::person> department::cast() const
{
    std::vector<adapters::sandbox::person> all;
    for (const auto& who : people_)
        all.push_back({.user_id = who.zalo, .display_name = who.name, .role = who.role, .phone = who.phone});
    return all;
}

std::vector<adapters::sandbox::group_chat> department::groups() const
{
    std::vector<adapters::sandbox::group_chat> all;
    const auto add = [&](const department_unit& one) {
        std::vector<std::string> members;
        for (const auto& who : people_)
            if (who.unit == one.id && who.role != "reporter")
                members.push_back(who.zalo);
        all.push_back({.group_id = one.group, .name = "Lãnh đạo " + one.name, .members = std::move(members)});
    };
    add(sy_te_);
    for (const auto& one : units_)
        add(one);
    return all;
}

std::vector<std::string> department::staff() const
{
    std::vector<std::string> all;
    for (const auto& who : people_)
        if (who.role != "reporter")
            all.push_back(who.zalo);
    return all;
}

} // namespace sim
