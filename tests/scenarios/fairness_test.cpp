#include "bot/flow/post.hpp"
#include "tests/support/story.hpp"

using namespace std::chrono_literals;
using support::story;
namespace people = support::people;
namespace flow = bot::flow;

namespace {

constexpr auto printer = "Máy in phòng khám lỗi liên tục";

/// A second hospital under the same department, with an incident manager and a leader of its own.
support::hospital_options two_hospitals()
{
    support::hospital_options options;
    options.more_people = 2;
    options.directory_patch = R"({"units": [
        {"id": "syt", "name": "Sở Y tế", "prefix": "SYT", "leadership_channel": "syt-leaders", "roles": {"leader": ["thanh"], "incident_manager": ["quyen"]}},
        {"id": "bvdk", "name": "Bệnh viện Đa khoa Hòa Bình", "parent": "syt", "prefix": "SC", "leadership_channel": "bvdk-leaders",
         "roles": {"incident_manager": ["lan", "minh"], "handler": ["hung", "phuc"], "it_head": ["tuan"], "leader": ["binh", "ha"]},
         "systems": [{"id": "pacs", "name": "PACS – lưu trữ hình ảnh", "criticality": "important"}]},
        {"id": "bvb", "name": "Bệnh viện B", "parent": "syt", "prefix": "BVB",
         "roles": {"incident_manager": ["an"], "handler": ["an"], "leader": ["binhb"]},
         "systems": [{"id": "hisb", "name": "HIS B", "criticality": "special"}]}],
      "people": [
        {"id": "thanh", "name": "Lê Văn Thành", "phone": "0900000001"}, {"id": "quyen", "name": "Đỗ Thị Quyên", "phone": "0900000002"},
        {"id": "lan", "name": "Nguyễn Thị Lan", "phone": "0900000011"}, {"id": "minh", "name": "Trần Văn Minh", "phone": "0900000012"},
        {"id": "hung", "name": "Phạm Quốc Hùng", "phone": "0900000013"}, {"id": "phuc", "name": "Võ Hồng Phúc", "phone": "0900000014"},
        {"id": "tuan", "name": "Hoàng Anh Tuấn", "phone": "0900000015"}, {"id": "binh", "name": "Bùi Thanh Bình", "phone": "0900000016"},
        {"id": "ha", "name": "Đặng Thu Hà", "phone": "0900000017"}, {"id": "ngoc", "name": "Lý Bảo Ngọc", "phone": "0900000018"},
        {"id": "an", "name": "Vũ Hoài An", "phone": "0910000000"}, {"id": "binhb", "name": "Mai Thế Bảo", "phone": "0910000001"}],
      "vendors": []})";
    return options;
}

} // namespace

TEST_CASE("A10 three hundred reminders of one hospital do not hold up a new level 4 elsewhere")
{
    const auto an = people::another(0);
    const auto leader = people::another(1);
    story all(two_hospitals());
    all.shares_phone(an);
    all.shares_phone(leader);
    for (int i = 0; i < 150; ++i)
        for (const std::string& text : {std::string("báo nhanh"), std::string("không"), std::string("Bệnh viện Đa khoa Hòa Bình"), std::string(printer), std::string("PACS"), std::string("công việc"), std::string("để sau")})
            all.says(people::hoa, text);
    REQUIRE(all.row("SC-2026-000150").unit == "bvdk");
    all.read_all();
    all.limit_sender({.in_flight_max = 4, .in_flight_reserved = 1, .per_minute = 120, .burst = 1}); // one in half a second
    const auto second_step = all.row("SC-2026-000001").received_at + 30min;
    all.until(second_step + 2s); // 150 each to the backup and the head of IT
    const auto heard = [&] { return all.minh().count("Cần người tiếp nhận") + all.tuan().count("Cần người tiếp nhận"); };
    CHECK(heard() < 10);

    // The other hospital's report and the talk about it take turns with the flood.
    const auto reported = all.now();
    for (const std::string& text : {std::string("báo nhanh"), std::string("không"), std::string("Bệnh viện B"), std::string("Máy chủ bị mã hóa"), std::string("HIS B"), std::string("công việc")}) {
        all.says(people::tam, text);
        all.pass(2s);
    }
    CHECK(all.person(an).hears("Cần tiếp nhận: sự cố mới").at < all.now());
    CHECK(all.now() < reported + 15s);
    for (const char* text : {"tiếp nhận", "b", "2", "2", "2", "0", "không", "chọn mức khác", "4"}) {
        all.says(an, text);
        all.pass(1s);
    }
    CHECK(heard() < 100);
    const auto declared = all.now();
    all.says(an, "đã đánh giá tại chỗ");
    all.pass(2s);
    const auto serious = all.person(leader).hears("mức 4");
    CHECK(serious.at >= declared);
    CHECK(serious.at < declared + 2s);
    CHECK(heard() < 120); // most of the flood is still waiting

    all.pass(5min);
    CHECK(heard() == 300); // and none of it is lost
}

namespace {

/// Posts to the leaders' group at a moment, as a decision of the bot would, and gives what is left waiting.
class group_line {
public:
    explicit group_line(story& in) : all_(in) {}

    void post(int incident, const std::string& words, int level, support::instant at)
    {
        all_.in_store([&](store::transaction& tx) {
            flow::handover left;
            flow::work work(tx, all_.knowledge(), at, left);
            const auto* group = all_.knowledge().who.channel("bvdk-leaders");
            flow::post(work, *group, {{"reach.line", {{"name", words}, {"why", std::string("x")}}}},
                       {.incident = store::incident_id{incident}, .purpose = "group", .level = level, .unit = "bvdk"});
            work.flush();
            for (const auto& one : left.to_send)
                sent.emplace_back(one.text, at);
        });
    }
    std::vector<store::outbound> waiting()
    {
        std::vector<store::outbound> rows;
        all_.in_store([&](store::transaction& tx) {
            rows = store::waiting_outbound(tx, static_cast<store::channel_number>(flow::channel_kind::zalo_group), people::leaders);
        });
        return rows;
    }
    std::vector<std::pair<std::string, support::instant>> sent;

private:
    story& all_;
};

} // namespace

TEST_CASE("A group gets one post a minute with the latest state of each incident and the most urgent first")
{
    story all;
    group_line group(all);
    const auto start = all.now() + 1h;
    group.post(1, "một", 2, start);
    REQUIRE(group.sent.size() == 1);
    group.post(1, "một – mới", 2, start + 10s);
    group.post(2, "hai", 2, start + 11s);
    group.post(1, "một – mới nhất", 2, start + 12s);
    group.post(3, "ba", 4, start + 13s); // level 4 overtakes what waits
    REQUIRE(group.sent.size() == 1);
    const auto waiting = group.waiting();
    REQUIRE(waiting.size() == 3);
    const std::vector<std::string> order{"ba", "một – mới nhất", "hai"};
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        CHECK(waiting[i].text.find(order[i]) != std::string::npos);
        CHECK(*waiting[i].not_before == start + std::chrono::minutes{static_cast<int>(i) + 1});
    }
}

TEST_CASE("A group whose incident changes every few seconds still hears of it each minute")
{
    story all;
    group_line group(all);
    const auto start = all.now() + 1h;
    for (int i = 0; i < 5; ++i)
        group.post(1, "lần " + std::to_string(i), 2, start + i * 10s);
    const auto waiting = group.waiting();
    REQUIRE(waiting.size() == 1);
    CHECK(*waiting[0].not_before == start + 1min);
    CHECK(waiting[0].text.find("lần 4") != std::string::npos);
}
