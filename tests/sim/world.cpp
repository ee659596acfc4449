#include "tests/sim/world.hpp"

#include "bot/incident/event.hpp"
#include "bot/rules/deadlines.hpp"
#include "store/audit.hpp"
#include "store/deadlines.hpp"
#include "store/events.hpp"
#include "store/incidents.hpp"
#include "store/outbox.hpp"

#include <algorithm>
#include <array>

namespace sim {

namespace {

using namespace std::chrono_literals;
using namespace support;
namespace sandbox = adapters::sandbox;

constexpr std::array points{"job:before", "job:after", "commit:before", "commit:after", "send:accepted"};

/// What a person writes once they have read `after`.
struct line {
    std::string after;
    std::string text;
};

/// A person's day as a small script. People wait for the bot's question before they answer it, whatever the weather.
struct plan {
    std::string who;
    std::vector<line> lines;
    std::size_t next = 0;
};

plan reporter(const std::string& who)
{
    return {who,
            {{"", "báo nhanh"},
             {"bí mật nhà nước", "không"},
             {"Chuyện gì đã xảy ra", "Máy chủ lưu ảnh của khoa không vào được từ sáng nay"},
             {"Hệ thống nào", "PACS – lưu trữ hình ảnh"},
             {"đang bị ảnh hưởng", "công việc"},
             {"Đã ghi nhận sự cố", "để sau"}}};
}

plan manager()
{
    return {people::lan,
            {{"Cần tiếp nhận", "tiếp nhận"},
             {"thuộc loại nào", "b"},
             {"Hoạt động của hệ thống", "2"},
             {"Dữ liệu bị ảnh hưởng", "2"},
             {"Tác động tới đơn vị", "2"},
             {"dấu hiệu nào", "0"},
             {"Dữ liệu cá nhân", "không"},
             {"Anh/chị đồng ý không", "đồng ý"},
             {"Giao cho ai xử lý", "Phạm Quốc Hùng"},
             {"Dự kiến xong lúc nào", "bỏ qua"},
             {"dặn thêm", "bỏ qua"}}};
}

class day {
public:
    day(std::uint64_t seed, weather conditions) : rng_(seed), weather_(conditions) {}

    findings live(int days)
    {
        plans_ = {reporter(people::hoa), reporter(people::tam), manager()};
        const auto storm_ends = house_.now() + 24h * days;
        while (house_.now() < storm_ends)
            turn(true);
        clear_up();
        // Fair weather: everybody finishes their script, every retry and every deadline of the first days comes round.
        for (int i = 0; i < 60; ++i)
            turn(false);
        house_.pass(12h);
        check();
        return found_;
    }

private:
    bool chance(unsigned per_mille) { return rng_() % 1'000 < per_mille; }

    void turn(bool stormy)
    {
        if (stormy)
            raise_storm();
        if (!house_.is_up()) {
            ++found_.deaths;
            house_.restart();
        }
        for (auto& one : plans_)
            if (one.next < one.lines.size() && has_read(one) && chance(stormy ? 300 : 1'000))
                house_.says(one.who, one.lines[one.next++].text);
        house_.pass(std::chrono::minutes{5 + rng_() % 25});
        if (!house_.is_up()) {
            ++found_.deaths;
            house_.restart();
        }
    }

    bool has_read(const plan& one) { return one.lines[one.next].after.empty() || heard(one.who, one.lines[one.next].after) > 0; }

    std::ptrdiff_t heard(const std::string& chat, const std::string& part)
    {
        const auto lines = house_.zalo().transcript(chat);
        return std::ranges::count_if(lines, [&](const auto& one) { return one.what.from.empty() && one.what.text.find(part) != std::string::npos; });
    }

    void raise_storm()
    {
        auto& faults = house_.zalo().state().faults;
        if (chance(weather_.send_fails))
            faults.add({.kind = sandbox::fault_kind::http_status, .status = 503, .times = 1});
        if (chance(weather_.answer_lost))
            faults.add({.kind = sandbox::fault_kind::drop_answer, .times = 1});
        faults.lose_receipts = chance(weather_.receipt_lost);
        if (chance(weather_.redelivery))
            faults.duplicate_next = 2;
        if (chance(weather_.reordering))
            faults.delay_next = 1;
        if (chance(weather_.death))
            house_.die_at(points.at(rng_() % points.size()), 1 + static_cast<int>(rng_() % 3));
    }

    void clear_up()
    {
        auto& faults = house_.zalo().state().faults;
        faults.clear();
        faults.lose_receipts = false;
        faults.duplicate_next = 0;
        faults.delay_next = 0;
        house_.forget_deaths();
        if (!house_.is_up())
            house_.restart();
    }

    void broken(const std::string& what) { found_.broken.push_back(what); }

    void check()
    {
        house_.in_store([&](store::transaction& tx) {
            check_reports(tx);
            check_reminders(tx);
            if (!store::verify(tx).intact())
                broken("the hash chain does not verify");
            auto left = tx.query("SELECT id, address, purpose, attempts, next_try_ms, text FROM outbox"
                                 " WHERE next_try_ms IS NULL OR next_try_ms < ?",
                                 house_.now() - 5min); // a group's second post of a minute may just be waiting for its turn
            while (left.step())
                broken("message " + std::to_string(left.integer(0)) + " to " + left.text(1) + " (" + left.text(2) + ", attempts " + std::to_string(left.integer(3)) +
                       ", waits until " + std::to_string(left.integer(4)) + ") never left although the weather is fair: " + left.text(5));
        });
        digest();
    }

    /// Each accepted event is applied once: one incident a reporter, acknowledged once.
    void check_reports(store::transaction& tx)
    {
        store::incident_filter all;
        all.open.reset();
        const auto rows = store::list_incidents(tx, all, 100);
        found_.reports = static_cast<int>(rows.size());
        if (rows.size() != 2)
            broken("2 reports were made, " + std::to_string(rows.size()) + " incidents exist");
        for (const auto& row : rows) {
            std::map<std::string, int> kinds;
            for (const auto& event : store::load_events(tx, row.id))
                ++kinds[event.kind];
            for (const char* once : {"reported", "classified", "assigned"})
                if (kinds[once] > 1)
                    broken(row.number + ": " + once + " happened " + std::to_string(kinds[once]) + " times");
            // What was dropped in silence is acknowledged anew, once for each time.
            if (kinds["acknowledged"] > 1 + kinds["acknowledgement_lapsed"])
                broken(row.number + ": acknowledged happened " + std::to_string(kinds["acknowledged"]) + " times");
        }
        for (const auto& who : {people::hoa, people::tam})
            if (heard(who, "Đã ghi nhận sự cố") == 0)
                broken(who + " never got the receipt");
    }

    /// Every reminder was sent, none early, none after it was acted on.
    void check_reminders(store::transaction& tx)
    {
        store::incident_filter all;
        all.open.reset();
        for (const auto& row : store::list_incidents(tx, all, 100)) {
            for (const auto& deadline : store::deadlines_of(tx, row.id)) {
                const bool breached = deadline.due && *deadline.due < house_.now() - 1h && deadline.state == store::deadline_state::running;
                const auto title = house_.knowledge().texts.text("vi", {"rule." + deadline.rule_id});
                if (breached && told(row.number, "Đã đến hạn mà chưa xong: " + title, *deadline.due) == 0 &&
                    told(row.number, "Hạn đã qua khi nhận tin: " + title, *deadline.due) == 0 && told(row.number, "Vẫn chưa xong: " + title, *deadline.due) == 0 &&
                    told(row.number, "quá hạn " + title, *deadline.due) == 0)
                    broken(row.number + " " + deadline.rule_id + ": the breach was never told");
                if (deadline.due && told_before(row.number, "Đã đến hạn mà chưa xong: " + title, *deadline.due) > 0)
                    broken(row.number + " " + deadline.rule_id + ": the breach was told early");
                if (deadline.met_at && told(row.number, "Nhắc việc: " + title, *deadline.met_at + 10min) > 0)
                    broken(row.number + " " + deadline.rule_id + ": reminded after it was done");
            }
        }
    }

    int told(const std::string& number, const std::string& part, instant since) { return count(number, part, since, instant::max()); }
    int told_before(const std::string& number, const std::string& part, instant before) { return count(number, part, instant::min(), before - 1ms); }

    int count(const std::string& number, const std::string& part, instant from, instant to)
    {
        int found = 0;
        for (const auto& chat : house_.chats())
            for (const auto& one : house_.zalo().transcript(chat))
                if (one.what.from.empty() && one.what.at >= from && one.what.at <= to && one.what.text.find(number) != std::string::npos &&
                    one.what.text.find(part) != std::string::npos)
                    ++found;
        return found;
    }

    void digest()
    {
        found_.digest = 14695981039346656037U;
        for (const auto& chat : house_.chats())
            for (const auto& one : house_.zalo().transcript(chat)) {
                for (const char c : one.what.text + std::to_string(one.what.at.time_since_epoch().count()))
                    found_.digest = (found_.digest ^ static_cast<unsigned char>(c)) * 1099511628211U;
                found_.reminders += one.what.from.empty() && one.what.text.find("Nhắc việc:") != std::string::npos ? 1 : 0;
            }
    }

    std::mt19937_64 rng_;
    weather weather_;
    hospital house_;
    std::vector<plan> plans_;
    findings found_;
};

} // namespace

findings run(std::uint64_t seed, int days, weather conditions)
{
    return day(seed, conditions).live(days);
}

} // namespace sim
