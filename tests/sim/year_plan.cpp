#include "tests/sim/year_plan.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace sim {

namespace {

using namespace std::chrono_literals;

struct complaint {
    const char* what;
    const char* type;
};
constexpr std::array complaints{
    complaint{"Máy ở quầy tiếp đón cứ vài phút lại treo, phải khởi động lại", "quá tải"},
    complaint{"Không đăng nhập được phần mềm từ đầu giờ, báo sai mật khẩu hàng loạt", "a"},
    complaint{"Có thư lạ xin mật khẩu gửi tới cả khoa, đã có người bấm vào", "b"},
    complaint{"Phần mềm báo lỗi khi lưu kết quả xét nghiệm, in lại vẫn lỗi", "lỗi phần mềm"},
    complaint{"Mất một máy tính bảng dùng đi buồng của khoa", "e"},
    complaint{"Trang thông tin của đơn vị hiện nội dung lạ, không phải của mình", "a"},
    complaint{"Máy chủ chậm bất thường, cả khoa phải chờ", "quá tải"},
    complaint{"Phát hiện người lạ cắm USB vào máy ở phòng hành chính", "g"},
    complaint{"Sét đánh làm tủ mạng tầng hai ngừng hoạt động", "h"},
    complaint{"Phòng khám không in được phiếu, kết nối chập chờn", "i"},
};
constexpr const char* ransom = "Màn hình hiện thông báo mã hóa dữ liệu, đòi tiền chuộc, không mở được hồ sơ";

constexpr duration minutes(int n) { return std::chrono::minutes{n}; }
constexpr duration hours(int n) { return std::chrono::hours{n}; }

class planner {
public:
    planner(const department& place, const year_options& options, std::uint64_t seed) : place_(place), options_(options), chance_(seed) {}

    year_plan make()
    {
        const auto last = std::max(options_.from + hours(30), options_.until - 14 * hours(24));
        ransomware_day(last);
        while (static_cast<int>(plan_.fates.size()) < options_.incidents)
            incident_at(moment_before(last));
        std::ranges::stable_sort(plan_.fates, {}, &fate::reported_at);
        find_duplicates();
        take_leaves();
        return std::move(plan_);
    }

private:
    /// Two thirds in working hours; the rest whenever: nights, weekends, Tết.
    instant moment_before(instant last)
    {
        for (;;) {
            const auto at = options_.from + hours(9) + chance_.between(0ms, last - options_.from - hours(9));
            const auto hour = (at - options_.from).count() / hours(1).count() % 24;
            if (chance_.percent(34) || (hour >= 7 && hour < 17))
                return at;
        }
    }

    void incident_at(instant at)
    {
        auto& one = plan_.fates.emplace_back();
        const auto unit = chance_.of(place_.units());
        const auto said = chance_.of(complaints);
        one.unit = unit.id;
        one.reporter = chance_.of(place_.with_role(unit.id, "reporter"))->id;
        one.reported_at = at;
        one.description = said.what;
        one.type = said.type;
        set_level(one);
        set_people(one);
        // A burst: the same trouble is seen in two or three places within the hour.
        if (!chance_.percent(8) || static_cast<int>(plan_.fates.size()) >= options_.incidents)
            return;
        const fate seen = plan_.fates.back();
        auto& again = plan_.fates.emplace_back(seen);
        again.reporter = chance_.of(place_.with_role(seen.unit, "reporter"))->id;
        again.reported_at = at + chance_.between(minutes(5), minutes(50));
        again.ends = ending::duplicate;
        again.reporter_joins = chance_.percent(40);
    }

    void set_level(fate& one)
    {
        const auto& unit = place_.unit(one.unit);
        const auto dice = chance_.below(100);
        one.level = dice < 20 ? 0 : dice < 62 ? 1 : dice < 88 ? 2 : dice < 97 ? 3 : 4;
        // The level follows from system and effect (QĐ 4494 Đ3.2): 4 is for special systems, 2 for the others.
        std::vector<hospital_system> fitting;
        for (const auto& system : unit.systems)
            if (one.level < 2 || one.level == 3 || (one.level == 4) == (system.criticality == "special"))
                fitting.push_back(system);
        one.system = chance_.of(fitting);
        one.affected = one.level >= 3 ? "người bệnh" : one.level == 2 ? "công việc" : chance_.percent(50) ? "không" : "chưa rõ";
        one.personal_data = one.level >= 2 && chance_.percent(10);
        one.ends = one.level == 0 ? ending::parked : ending::handled;
        if (one.level <= 1 && chance_.percent(15))
            one.ends = ending::dismissed;
    }

    void set_people(fate& one)
    {
        const auto dice = chance_.below(100);
        one.answers = dice < 70   ? answerer::manager
                      : dice < 84 ? answerer::backup
                      : dice < 91 ? answerer::it_head
                      : dice < 96 ? answerer::leader
                                  : answerer::nobody_that_day;
        one.answers_after = chance_.percent(75) ? chance_.between(minutes(1), minutes(15)) : chance_.between(minutes(25), minutes(100));
        one.classified_later = chance_.percent(12);
        one.logs = chance_.percent(70);
        one.promises = chance_.percent(30);
        one.pauses = one.level >= 1 && chance_.percent(8);
        one.unable = one.level >= 2 && chance_.percent(12);
        one.forgets = chance_.percent(10);
        const std::array<duration, 5> usual{hours(48), hours(14), hours(5), hours(2), minutes(40)};
        const auto about = usual.at(static_cast<std::size_t>(one.level));
        one.handled_after = chance_.between(about / 4, about * 3 / 2);
        one.duty_after = one.level >= 4   ? chance_.between(minutes(10), minutes(80))
                         : one.level == 3 ? chance_.between(hours(2), hours(26))
                                          : chance_.between(hours(6), hours(80));
        one.summary_after = chance_.between(hours(2), hours(24) * 9);
        one.summary_returned = chance_.percent(12);
        one.closes = chance_.percent(85);
    }

    /// One morning, one gang, several units: level 4 on their special systems, within three hours.
    void ransomware_day(instant last)
    {
        const auto noon = options_.from + (last - options_.from) * 2 / 3;
        const auto units = std::min<std::size_t>({place_.units().size(), 4, static_cast<std::size_t>(options_.incidents)});
        for (std::size_t i = 0; i < units; ++i) {
            const auto& unit = place_.units()[i * place_.units().size() / units];
            auto& one = plan_.fates.emplace_back();
            one.unit = unit.id;
            one.reporter = chance_.of(place_.with_role(unit.id, "reporter"))->id;
            one.reported_at = noon + chance_.between(0ms, hours(3));
            one.description = ransom;
            one.type = "b";
            set_level(one);
            one.level = 4;
            one.system = unit.systems.front();
            one.ransomware = true;
            one.ends = ending::handled;
            one.affected = "người bệnh";
            set_people(one);
            one.answers = i == 3 ? answerer::leader : answerer::manager;
        }
    }

    /// A duplicate follows the latest other incident of its unit about the same system, if that is fresh.
    void find_duplicates()
    {
        for (std::size_t i = 0; i < plan_.fates.size(); ++i) {
            auto& one = plan_.fates[i];
            if (one.ends != ending::duplicate)
                continue;
            for (std::size_t k = i; k-- > 0 && one.same_as < 0;)
                if (plan_.fates[k].unit == one.unit && plan_.fates[k].system.id == one.system.id && plan_.fates[k].description == one.description &&
                    one.reported_at - plan_.fates[k].reported_at < hours(12))
                    one.same_as = static_cast<int>(k);
            if (one.same_as < 0)
                one.ends = ending::handled;
        }
    }

    /// Two or three leaves of some days for everybody of the units, Tết by turns; never two of one role of a unit at once.
    void take_leaves()
    {
        std::map<std::string, std::vector<leave>> taken; // by unit and role
        const auto days = (options_.until - options_.from) / hours(24);
        const auto tet = bot::rules::from_vietnam(std::chrono::year{2027} / 2 / 4, 7, 0);
        const auto add = [&](const staff_member& who, instant from, instant until) {
            auto& others = taken[who.unit + "/" + who.role];
            const bool free = std::ranges::none_of(others, [&](const leave& one) { return from < one.until + hours(1) && one.from < until + hours(1); });
            if (!free || until > options_.until)
                return;
            others.push_back({who.id, from, until});
            plan_.leaves.push_back(others.back());
        };
        for (const auto& who : place_.people()) {
            if (who.role == "reporter" || who.unit == department::top)
                continue;
            if (chance_.percent(30) && tet > options_.from)
                add(who, tet + chance_.between(0ms, hours(20)), tet + hours(24) * 6 + minutes(30));
            for (std::int64_t i = 0; i < 1 + days / 120; ++i) {
                const auto day = options_.from + hours(24) * static_cast<std::int64_t>(chance_.below(static_cast<std::uint64_t>(days)));
                add(who, day + hours(7) + chance_.between(0ms, hours(9)), day + hours(24) * static_cast<std::int64_t>(1 + chance_.below(5)) + hours(7) + minutes(30));
            }
        }
        std::ranges::stable_sort(plan_.leaves, {}, &leave::from);
    }

    const department& place_;
    const year_options& options_;
    chance chance_;
    year_plan plan_;
};

} // namespace

year_plan plan_year(const department& place, const year_options& options, std::uint64_t seed)
{
    return planner(place, options, seed).make();
}

} // namespace sim
