#include "tests/sim/year_people.hpp"

#include <algorithm>
#include <array>
#include <functional>

// What people write.
namespace sim {

namespace {

/// "12" of "HB-2027-000012".
std::string short_number(const std::string& number)
{
    const auto tail = number.substr(number.rfind('-') + 1);
    return tail.substr(std::min(tail.find_first_not_of('0'), tail.size() - 1));
}

struct greeting {
    deed what;
    const char* words; ///< # stands for the incident's number
};
constexpr std::array greetings{
    greeting{deed::report, "báo nhanh"},
    greeting{deed::keep_at_it, "vẫn đang xử lý #"},
    greeting{deed::dismiss, "không phải sự cố #: đã kiểm tra, thiết bị hoạt động bình thường"},
    greeting{deed::classify, "phân loại #"},
    greeting{deed::assign, "giao #"},
    greeting{deed::park, "đưa vào theo dõi #: xem có lặp lại không"},
    greeting{deed::log, "cập nhật #: đã cô lập thiết bị, đang kiểm tra nhật ký"},
    greeting{deed::pause, "tạm dừng #: chờ nhà thầu mang thiết bị tới"},
    greeting{deed::resume, "tiếp tục xử lý #"},
    greeting{deed::unable, "không xử lý được #: thiếu chuyên gia và thiết bị"},
    greeting{deed::decide, "quyết định #"},
    greeting{deed::resolve, "xong #"},
    greeting{deed::duty, "đã gửi báo cáo #"},
    greeting{deed::ministry, "đã gửi bộ y tế #: CV 45/BV-CNTT"},
    greeting{deed::summarise, "tổng kết #"},
    greeting{deed::approve, "duyệt #"},
    greeting{deed::return_back, "trả lại #: bổ sung nguyên nhân gốc"},
    greeting{deed::close, "đóng #: rà soát cấu hình và nhắc lại quy định cho cả khoa"},
};

constexpr std::array acknowledgments{"tiếp nhận #", "đã nhận #", "ok #", "TIEP NHAN #", "ack #", "em nhận #"};

std::string filled(std::string_view words, const std::string& number)
{
    std::string made(words);
    if (const auto at = made.find('#'); at != std::string::npos)
        made.replace(at, 1, number);
    return made;
}

struct known_answer {
    const char* question;
    const char* words;
};
/// Questions that are always answered the same way.
constexpr std::array usual_answers{
    known_answer{"form.full_report.state_secret", "không"},
    known_answer{"form.classify.impact", "0"},
    known_answer{"form.classify.location_or_biometric", "không"},
    known_answer{"form.confirm_level.reason", "đã đánh giá tại chỗ"},
    known_answer{"form.assign.note", "bỏ qua"},
    known_answer{"form.log_entry.action", "đã cô lập thiết bị"},
    known_answer{"form.dismiss.reason", "thiết bị hoạt động bình thường"},
    known_answer{"form.park.note", "xem có lặp lại không"},
    known_answer{"form.pause.reason", "chờ nhà thầu"},
    known_answer{"form.unable.reason", "thiếu chuyên gia"},
    known_answer{"form.unable.needs", "bỏ qua"},
    known_answer{"form.resolve.result", "Đã khôi phục hoạt động bình thường"},
    known_answer{"form.resolve.cause", "Cấu hình sai và phần mềm chưa cập nhật"},
    known_answer{"form.resolve.handled_at", "vừa xong"},
    known_answer{"form.resolve.participants", "Tổ CNTT của đơn vị"},
    known_answer{"form.summary.system_function", "Phục vụ khám chữa bệnh của đơn vị"},
    known_answer{"form.summary.system_services", "Tiếp đón, kê đơn, in kết quả"},
    known_answer{"form.summary.cause", "Cấu hình sai và phần mềm chưa cập nhật"},
    known_answer{"form.summary.measures", "Cập nhật phần mềm, sửa cấu hình"},
    known_answer{"form.summary.result", "Đã khôi phục hoạt động bình thường"},
    known_answer{"form.summary.participants", "Tổ CNTT của đơn vị"},
    known_answer{"form.summary.weaknesses_and_fix", "Thiếu theo dõi cập nhật; đã lập lịch hằng tuần"},
    known_answer{"form.summary.risk_review", "Đã rà soát các máy chủ cùng loại"},
    known_answer{"form.duty_sent.sent_at", "vừa xong"},
    known_answer{"form.duty_sent.to", "bỏ qua"},
    known_answer{"form.duty_sent.proof", "CV 123/BV-CNTT"},
    known_answer{"form.leader_decision.decision", "1"},
    known_answer{"form.leader_decision.plan", "Mượn thiết bị của đơn vị bạn, ưu tiên khôi phục trước giờ khám"},
    known_answer{"form.leader_decision.level", "bỏ qua"},
    known_answer{"form.close.analysis", "Nhắc lại quy định cho cả khoa"},
    known_answer{"form.close.note", "bỏ qua"},
    known_answer{"say.time", "1"},
    known_answer{"say.review", "gửi"},
    known_answer{"say.cancel", "hủy"},
};

} // namespace

std::string people::opening_words(const person& who, const errand& what)
{
    if (what.what == deed::go_away)
        return "vắng mặt đến " + bot::rules::format_vietnam(what.until);
    // Those of one unit write its short numbers; the Sở sees ten units and writes them out.
    const bool writes_short = who.who->unit != department::top && chance_.percent(60);
    const auto& number = what.about->number;
    const auto named = writes_short && !number.empty() ? short_number(number) : number;
    if (what.what == deed::acknowledge)
        return filled(chance_.of(acknowledgments), named);
    if (what.what == deed::join)
        return "tham gia " + short_number(plan_.fates[static_cast<std::size_t>(what.about->same_as)].number);
    if (what.what == deed::link)
        return "trùng " + number + " với " + plan_.fates[static_cast<std::size_t>(what.about->same_as)].number;
    const auto found = std::ranges::find(greetings, what.what, &greeting::what);
    return filled(found->words, named);
}

std::string people::answer_to(const std::string& question, const std::string& message, const errand& now)
{
    if (const auto usual = std::ranges::find_if(usual_answers, [&](const auto& one) { return question == one.question; }); usual != usual_answers.end())
        return usual->words;
    if (now.about == nullptr)
        return "để sau";
    const auto& truth = *now.about;
    const auto effect = std::to_string(truth.level);
    using words = std::function<std::string()>;
    const std::map<std::string, words> answers{
        {"form.full_report.unit", [&] { return place_.unit(truth.unit).name; }},
        {"form.full_report.description", [&] { return truth.description; }},
        {"form.full_report.affected_system", [&] { return truth.system.name; }},
        {"form.full_report.affected_now", [&] { return truth.affected; }},
        {"form.classify.system", [&] { return truth.system.name; }},
        {"form.classify.type", [&] { return truth.classified_later && now.what == deed::acknowledge ? "để sau" : truth.type; }},
        {"form.classify.operation_effect", [&] { return effect; }},
        {"form.classify.data_effect", [&] { return truth.ransomware ? effect : "0"; }},
        {"form.classify.signs", [&] { return std::string(truth.ransomware ? "tống tiền" : "0"); }},
        {"form.classify.personal_data", [&] { return std::string(truth.personal_data ? "có" : "không"); }},
        {"form.confirm_level.decision", [&] { return std::string(message.find("Đề xuất mức " + effect) != std::string::npos ? "đồng ý" : "chọn mức khác"); }},
        {"form.confirm_level.level", [&] { return effect; }},
        {"form.assign.handler", [&] { return std::to_string(1 + chance_.below(static_cast<std::uint64_t>(std::max(1, reading::options_in(message) - 1)))); }},
        {"form.assign.finish", [&] { return std::string(truth.promises ? "4 giờ nữa" : "bỏ qua"); }},
        {"form.duty_sent.duty", [&] { return std::to_string(std::max(1, reading::option_with(message, reading_.opening("rule." + now.detail)))); }},
    };
    const auto found = answers.find(question);
    return found == answers.end() ? "để sau" : found->second();
}

} // namespace sim
