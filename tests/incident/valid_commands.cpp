#include "tests/incident/valid_commands.hpp"

#include <stdexcept>

namespace incident_test {

using namespace bot; // NOLINT

story ready_for(command_kind what, status state)
{
    // Only level ≥ 3 goes to the Ministry; only level 0 is parked.
    const bool ministry = what == command_kind::send_to_ministry || state == status::sent_to_ministry;
    auto told = reached(state, what == command_kind::park && state == status::classified ? 0
                               : ministry                                                ? 3
                                                                                         : 2);
    told.later(1min);
    if (state == status::none)
        return told;
    const auto happens = [&](change each) {
        told.happens({.at = told.now, .by = manager, .channel = "test", .what = std::move(each)});
    };
    const bool levelled = told.it.level.has_value();
    if (what == command_kind::acknowledge && levelled && state != status::resolved &&
        state != status::summarised && state != status::sent_to_ministry && state != status::monitored &&
        state != status::closed)
        happens(acknowledgement_lapsed{});
    if (what == command_kind::apply_policy && levelled && (state == status::classified || state == status::in_handling || state == status::escalated))
        happens(acknowledgement_lapsed{});
    if (what == command_kind::resume)
        happens(paused{.reason = "Chờ hãng"});
    if ((what == command_kind::approve_lowering || what == command_kind::refuse_lowering) && levelled) {
        const auto was = told.it.state;
        happens(reclassified{.from = 0, .to = 3, .reason = "nặng hơn"});
        happens(reclassified{.from = 3, .to = 1, .reason = "nhẹ hơn"});
        if (was == status::monitored)
            happens(parked{});
    }
    if (what == command_kind::send_duty || what == command_kind::waive_duty)
        happens(flagged{.notice = {.national_security = true}, .reason = ""});
    if (what == command_kind::confirm_duty)
        happens(duty_sent{.duty = "B-NOW", .sent_at = told.now, .to = "A05", .proof = ""});
    if (what == command_kind::leave)
        happens(reporter_joined{.reporters = {other_nurse}, .from = ""});
    if (what == command_kind::close && (state == status::summarised || state == status::sent_to_ministry)) {
        happens(summary_approved{});
        for (const auto* duty : {"B-NOW", "B-24", "B-72"})
            happens(duty_waived{.duty = duty, .reason = "Chủ quản đã báo"});
    }
    if (what == command_kind::send_to_ministry && state == status::summarised)
        happens(summary_approved{});
    told.later(1min);
    return told;
}

command valid(command_kind what, const story& told)
{
    switch (what) {
    case command_kind::report:
        return a_report();
    case command_kind::supplement:
        return supplement{.fields = {.detection_method = "Nhân viên thấy màn hình lỗi"}, .reason = ""};
    case command_kind::ask:
        return ask{"Bao giờ xong?"};
    case command_kind::answer:
        return answer{"Chiều nay"};
    case command_kind::attach:
        return attach{{.id = "a1", .name = "anh.jpg", .kind = "image", .sha256 = "", .size = 0}};
    case command_kind::join:
        return join{.reporters = {stranger}, .from = ""};
    case command_kind::leave:
        return leave{.reporters = {other_nurse}, .from = ""};
    case command_kind::acknowledge:
        return acknowledge{};
    case command_kind::lapse:
        return lapse{.passed_up = true, .reason = "Đang trong phòng mổ"};
    case command_kind::dismiss:
        return dismiss{"Báo nhầm"};
    case command_kind::link:
        return link{.into = "SC-2026-000001", .reason = "Trùng"};
    case command_kind::unlink:
        return unlink{"Không trùng"};
    case command_kind::move_unit:
        return move_unit{.to_unit = "bv-b", .reason = "Hệ thống của đơn vị khác"};
    case command_kind::classify:
        return a_classification(2);
    case command_kind::assign:
        return assign{.handler = {.person = "other", .contact = "", .name = "Người Khác"}, .note = ""};
    case command_kind::park:
        return park{"Phân tích sau"};
    case command_kind::reclassify:
        return reclassify{.level = 4, .reason = "Lan sang khoa khác"};
    case command_kind::approve_lowering:
        return approve_lowering{};
    case command_kind::refuse_lowering:
        return refuse_lowering{"Chưa chắc chắn"};
    case command_kind::log_action:
        return log_action{.action = "Đã cô lập máy chủ", .done_at = {}, .attachments = {}};
    case command_kind::promise_finish:
        return promise_finish{told.now + 2h};
    case command_kind::pause:
        return bot::incident::pause{"Chờ hãng"};
    case command_kind::resume:
        return resume{};
    case command_kind::declare_unable:
        return declare_unable{.reason = "Không có quyền", .needs = ""};
    case command_kind::leader_decide:
        return leader_decide{.decision = {.plan = "Mời hãng"}, .level = {}, .level_reason = ""};
    case command_kind::resolve:
        return resolve{an_outcome(told.now)};
    case command_kind::reopen:
        return reopen{"Lỗi lặp lại"};
    case command_kind::summarise:
        return summarise{a_summary()};
    case command_kind::approve_summary:
        return approve_summary{};
    case command_kind::return_summary:
        return return_summary{"Thiếu nguyên nhân"};
    case command_kind::send_to_ministry:
        return send_to_ministry{.sent_at = {}, .proof = "CV 12"};
    case command_kind::send_duty:
        return send_duty{.duty = "B-NOW", .sent_at = {}, .to = "A05", .proof = "mail 1"};
    case command_kind::confirm_duty:
        return confirm_duty{.duty = "B-NOW", .confirmed_at = {}, .proof = "mail 2"};
    case command_kind::waive_duty:
        return waive_duty{.duty = "B-NOW", .reason = "Chủ quản đã báo"};
    case command_kind::flag:
        return flag{.notice = {.ransomware = true}, .reason = ""};
    case command_kind::mark_moment:
        return mark_moment{.which = rules::moment::investigation_completed, .when = told.now, .reason = ""};
    case command_kind::close:
        return bot::incident::close{.note = "", .analysis = "Đã rút kinh nghiệm"};
    case command_kind::erase:
        return erase{.person = "", .contact = "zalo:nobody", .rewritten = {}};
    case command_kind::apply_policy:
        return apply_policy{"qd-4494-2015@1.1"};
    case command_kind::snooze:
        return bot::incident::snooze{.until = told.now + 1h, .reason = "Đang chạy sao lưu", .latest = {}};
    case command_kind::keep_working:
        return keep_working{};
    }
    throw std::logic_error("unknown command");
}

} // namespace incident_test
