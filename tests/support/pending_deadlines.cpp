#include "tests/support/pending_deadlines.hpp"

#include "bot/flow/case_file.hpp"
#include "bot/flow/chain.hpp"
#include "bot/flow/work.hpp"

namespace support {

std::string one_reminder_each()
{
    return R"({"A-ACK": {"ladder": ["PT12H"], "escalate": null, "remind": ["incident_manager"]},
               "A-CLS": {"enabled": false}})";
}

std::vector<store::incident_id> open_pending(store::transaction& tx, const bot::flow::knowledge& know, const std::string& unit,
                                             std::span<const bot::rules::instant> reminders)
{
    std::vector<store::incident_id> opened;
    opened.reserve(reminders.size());
    for (const auto due : reminders) {
        bot::flow::handover left;
        bot::flow::work at(tx, know, due - reminded_after, left);
        auto& reporter = at.contact({bot::flow::channel_kind::zalo, "2400000000000000001"});
        bot::incident::reported content{.unit = unit};
        content.report.description = "Máy trạm khoa Cấp cứu không vào được HIS, màn hình báo lỗi kết nối";
        content.report.reporter_contact = bot::flow::contact_key(reporter);
        content.report.notified_at = at.now;
        opened.push_back(bot::flow::open_incident(at, std::move(content), {"", bot::flow::contact_key(reporter), "Trần Thị Hoa"}, reporter).row.id);
        bot::flow::stop_chain(at, opened.back()); // it is the deadlines that are looked at
        at.flush();
    }
    return opened;
}

} // namespace support
