#include "tests/support/hospital.hpp"

#include "adapters/email/reading/compose.hpp"
#include "adapters/email/reading/read_letter.hpp"
#include "adapters/email_channel.hpp"
#include "adapters/email_event.hpp"
#include "adapters/zalo/api_request.hpp"
#include "adapters/zalo/mention_guard.hpp"
#include "adapters/zalo/oauth.hpp"
#include "adapters/zalo/signature.hpp"
#include "adapters/zalo/webhook_event.hpp"
#include "bot/cli/load.hpp"
#include "bot/flow/delivery.hpp"
#include "bot/flow/intake.hpp"
#include "bot/flow/scheduler.hpp"
#include "bot/text.hpp"
#include "config/files.hpp"
#include "store/outbox.hpp"
#include "store/rule_texts.hpp"
#include "store/timers.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace support {

namespace sandbox = adapters::sandbox;
namespace zalo = adapters::zalo;
namespace flow = bot::flow;

namespace {

const std::string app_id = "360846524940903967";
const std::string oa_id = "388613280878808645";
const std::string app_secret = "test-app-secret";
const std::string oa_key = "test-oa-key";
const std::string own_address = "suco@hospital.example";

zalo::webhook_secrets secrets()
{
    return {app_id, bot::secret(oa_key), oa_id, bot::secret(app_secret)};
}

sandbox::options platform_options(const hospital_options& options)
{
    using namespace people;
    sandbox::options made;
    made.app_id = app_id;
    made.oa_id = oa_id;
    made.app_secret = app_secret;
    made.oa_secret_key = oa_key;
    made.refresh_token = "first-refresh";
    made.people = {{hoa, "Trần Thị Hoa", "reporter", "", "84900000021"},
                   {tam, "Ngô Văn Tâm", "reporter", "", "84900000022"},
                   {lan, "Nguyễn Thị Lan", "incident_manager", "", "84900000011"},
                   {minh, "Trần Văn Minh", "incident_manager", "", "84900000012"},
                   {hung, "Phạm Quốc Hùng", "handler", "", "84900000013"},
                   {tuan, "Hoàng Anh Tuấn", "it_head", "", "84900000015"},
                   {binh, "Bùi Thanh Bình", "leader", "", "84900000016"},
                   {ha, "Đặng Thu Hà", "leader", "", "84900000017"},
                   {ngoc, "Lý Bảo Ngọc", "dpo", "", "84900000018"},
                   {quyen, "Đỗ Thị Quyên", "incident_manager", "", "84900000002"},
                   {stranger, "Người Lạ", "reporter", "", "84900000099"}};
    for (int i = 0; i < options.more_people; ++i)
        made.people.push_back({another(i), "Nhân viên " + std::to_string(i + 1), "reporter", "", std::to_string(84'910'000'000 + i)});
    made.groups = {{leaders, "Lãnh đạo BVĐK", {lan, minh, hung, tuan, binh, ha, stranger}}, {superior, "Sở Y tế", {binh}}};
    made.echoes = true;
    if (!options.cast.empty()) {
        made.people = options.cast;
        made.groups = options.groups;
    }
    return made;
}

std::filesystem::path fresh_folder()
{
    static int runs = 0;
    const auto folder = std::filesystem::temp_directory_path() / ("sucobot-test-" + std::to_string(::getpid()) + "-" + std::to_string(++runs));
    std::filesystem::create_directories(folder);
    return folder;
}

flow::knowledge_ptr read_knowledge(const std::filesystem::path& folder, const hospital_options& options)
{
    const std::filesystem::path data(PROJECT_DIR);
    const auto text = options.directory.empty() ? config::read_file(data / "config/directory.json").value() : options.directory;
    auto directory = nlohmann::json::parse(text, nullptr, true, true);
    if (!options.directory_patch.empty())
        directory.merge_patch(nlohmann::json::parse(options.directory_patch));
    if (!options.directory_changes.empty())
        directory = directory.patch(nlohmann::json::parse(options.directory_changes));
    std::ofstream(folder / "directory.json") << directory.dump();

    config::settings settings;
    settings.directory = folder / "directory.json";
    for (const char* pack : {"qd-4494-2015.json", "cyber-2026.json"})
        settings.rule_packs.push_back(data / "config/rules" / pack);
    settings.holidays = data / "config/holidays.json";
    settings.forms = data / "config/forms";
    settings.messages = data / "messages";
    settings.zalo.emplace();
    settings.zalo->template_id = options.template_id;
    settings.zalo->uid_template_id = options.uid_template_id;
    settings.zalo->quota = {options.quota.billed_per_month, options.quota.templates_per_month, static_cast<std::uint32_t>(options.quota.reserve_percent)};
    settings.zalo->phone_card_image = "https://suco.hospital.example/lien-ket.png";
    if (options.mail)
        settings.email.emplace().address = own_address;
    bot::rules::problems faults;
    auto known = cli::load_knowledge(settings, faults);
    cli::print(faults);
    if (!known)
        throw std::runtime_error("the sample data has faults");
    return known;
}

} // namespace

hospital::hospital(hospital_options options)
    : options_(std::move(options)), folder_(fresh_folder()), now_(options_.starts), knowledge_(read_knowledge(folder_, options_)),
      platform_(std::make_unique<sandbox::zalo_platform>(platform_options(options_), now_)), refresh_("first-refresh")
{
    open();
    if (options_.staff_linked)
        link_staff();
}

hospital::~hospital()
{
    crash();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void hospital::link_staff()
{
    using namespace people;
    const std::vector<std::string> sample{lan, minh, hung, tuan, binh, ha, ngoc};
    for (const auto& one : options_.cast.empty() ? sample : options_.staff)
        shares_phone(one);
    settle_down();
    pass(std::chrono::minutes{1});
    read_all();
}

void hospital::open()
{
    db_ = std::make_unique<store::database>(folder_ / "sucobot.db");
    db_->sqlite().exec("PRAGMA synchronous = OFF"); // a simulated death keeps what the operating system has
    writer_ = std::make_unique<store::inline_writer>(*db_, [this](std::string_view point) { visit(std::string(point)); });
    queue_ = std::make_unique<flow::send_queue>(limits_);
    up_ = true;
    commit([this](store::transaction& tx, flow::handover& left) {
        store::recover_outbox(tx, bot_now());
        take_up(tx, left);
    });
    wake_at_ = bot_now();
}

void hospital::take_up(store::transaction& tx, flow::handover& left)
{
    store::keep_rule_text(tx, knowledge_->rules.fingerprint(), knowledge_->rules.to_text(), bot_now());
    for (const auto& [unit, book] : knowledge_->unit_rules)
        store::keep_rule_text(tx, book.fingerprint(), book.to_text(), bot_now());
    flow::start_rounds(tx, *knowledge_, bot_now(), left);
    if (!options_.reach_checks)
        store::cancel_timer(tx, flow::timer_key(flow::timer_kind::reach_check));
}

void hospital::reload(const hospital_options& now_with)
{
    knowledge_ = read_knowledge(folder_, now_with);
    commit([this](store::transaction& tx, flow::handover& left) { take_up(tx, left); });
    settle_down();
}

void hospital::crash()
{
    up_ = false;
    queue_.reset();
    writer_.reset();
    db_.reset();
    wake_at_.reset();
}

void hospital::restart()
{
    if (up_)
        crash();
    try {
        open();
    } catch (const died&) {
        crash(); // it can die while it recovers, too
        return;
    }
    settle_down();
}

void hospital::die_at(std::string point, int visit_number)
{
    die_at_[std::move(point)] = visit_number;
}

void hospital::visit(const std::string& point)
{
    const auto found = die_at_.find(point);
    if (found == die_at_.end() || --found->second > 0)
        return;
    die_at_.erase(found);
    throw died{point};
}

bool hospital::commit(const std::function<void(store::transaction&, flow::handover&)>& work)
{
    flow::handover left;
    std::exception_ptr error;
    writer_->submit([&](store::transaction& tx) { left = {}; work(tx, left); }, [&](std::exception_ptr thrown) { error = thrown; });
    if (error) {
        try {
            std::rethrow_exception(error);
        } catch (const store::failure&) {
            return false; // the store refused; nothing was kept
        }
    }
    hand_on(left);
    return true;
}

void hospital::hand_on(flow::handover& left)
{
    for (const auto id : left.withdrawn)
        queue_->cancel(static_cast<std::int64_t>(id));
    for (auto& message : left.to_send)
        queue_->push(std::move(message), bot_now());
    if (left.unreachable)
        unreachable_ = std::move(*left.unreachable);
    if (left.quota)
        quota_ = *left.quota;
    if (left.wake_at)
        wake_at_ = std::min(wake_at_.value_or(*left.wake_at), *left.wake_at);
}

void hospital::in_store(const std::function<void(store::transaction&)>& look)
{
    store::write_now(*db_, look);
}

int hospital::post(const std::string& body, const std::string& signature)
{
    if (!up_)
        return 0;
    if (body.find("\"user_send_") != std::string::npos) {
        last_body_ = body;
        last_signature_ = signature;
    }
    if (zalo::check_signature(body, signature, secrets()) != zalo::signature_verdict::valid)
        return 200; // counted, never processed
    std::string raw = body;
    auto event = zalo::parse_event(std::move(raw), {app_id, oa_id});
    auto inbound = event ? std::move(*event) : zalo::unreadable_event(body);
    const bool kept = commit([&](store::transaction& tx, flow::handover& left) { flow::receive(tx, *knowledge_, inbound, bot_now(), left); });
    return kept ? 200 : 503;
}

bool hospital::post_mail(const std::string& raw)
{
    if (!up_)
        return false;
    adapters::email::reading_options how;
    how.own_addresses = {own_address};
    how.verp_prefix = "b.";
    how.trusted_authserv_ids = {"mx.hospital.example"};
    const auto read = adapters::email::read_letter(raw, how);
    const auto event = adapters::event_of(read, {.account = "mail", .folder = "INBOX", .uidvalidity = 1, .raw = raw, .size = raw.size()}, own_address);
    bool kept = false;
    try {
        kept = commit([&](store::transaction& tx, flow::handover& left) { flow::receive(tx, *knowledge_, event, bot_now(), left); });
    } catch (const died&) {
        crash();
    }
    settle_down();
    return kept;
}

std::vector<hospital::mail> hospital::mails_to(const std::string& address) const
{
    const auto found = mails_.find(address);
    return found == mails_.end() ? std::vector<mail>{} : found->second;
}

flow::send_outcome hospital::send_mail(const flow::sending& what)
{
    if (mail_server_ == flow::send_class::retry)
        return {.what = flow::send_class::retry, .detail = "451"};
    const auto ready = adapters::envelope_of(what, {own_address, "Báo sự cố", "--- Vui lòng trả lời phía trên dòng này ---"}, bot_now());
    if (!ready)
        throw std::runtime_error("not composed: " + ready.error().detail);
    mail one{adapters::email::read_letter(ready->raw, {.loop_header = ""}), ready->raw, ready->from, now_};
    if (dead_addresses_.contains(ready->to))
        return_to_sender(one, ready->to);
    else
        mails_[ready->to].push_back(std::move(one));
    if (mail_server_ == flow::send_class::ambiguous)
        return {.what = flow::send_class::ambiguous};
    return {.what = flow::send_class::sent, .message_id = what.message.mail->message_id};
}

/// RFC 3464, as Postfix writes it.
void hospital::return_to_sender(const mail& what, const std::string& recipient)
{
    reports_.push_back("Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.hospital.example\r\nTo: " + what.envelope_from +
                       "\r\nDelivered-To: " + what.envelope_from +
                       "\r\nSubject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <dsn." +
                       std::to_string(reports_.size()) + what.read.message_id.substr(0, 20) + "@mx.hospital.example>\r\nMIME-Version: 1.0\r\n"
                       "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
                       "The mail system could not deliver your message.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                       "Reporting-MTA: dns; mx.hospital.example\r\n\r\nFinal-Recipient: rfc822; " +
                       recipient + "\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n--b\r\n"
                       "Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" + what.read.message_id + ">\r\n--b--\r\n");
}

bool hospital::deliver_reports()
{
    if (!up_ || reports_.empty())
        return false;
    const auto report = reports_.front();
    reports_.pop_front();
    post_mail(report);
    return true;
}

bool hospital::deliver_webhooks()
{
    platform_->advance(now_);
    bool any = false;
    while (const auto delivery = platform_->take(now_)) {
        any = true;
        bool accepted = false;
        try {
            accepted = up_ && post(delivery->body, delivery->signature) == 200;
        } catch (const died&) {
            crash();
        }
        platform_->settle(delivery->id, accepted, now_);
    }
    return any;
}

bool hospital::fire_timers()
{
    if (!up_ || !wake_at_ || *wake_at_ > bot_now())
        return false;
    wake_at_.reset();
    try {
        bool more = true;
        bool kept = true;
        while (more && kept)
            kept = commit([&](store::transaction& tx, flow::handover& left) {
                more = flow::fire_due_timers(tx, *knowledge_, bot_now(), left) == flow::timers_per_run;
                for (auto& message : flow::take_ready(tx, *knowledge_, bot_now()))
                    left.to_send.push_back(std::move(message));
                for (const auto& next : {store::next_timer_at(tx), store::next_outbound_at(tx)})
                    if (next)
                        left.wake_at = std::min(left.wake_at.value_or(*next), *next);
            });
        if (!kept)
            wake_at_ = bot_now() + std::chrono::seconds{1}; // as the engine
    } catch (const died&) {
        crash();
    }
    return true;
}

std::string hospital::access_token()
{
    if (now_ < token_until_)
        return token_;
    const auto answer = platform_->serve(zalo::token_by_refresh(app_id, app_secret, refresh_), now_);
    const auto read = zalo::parse_token_answer(answer.response.status, answer.response.body);
    if (const auto* granted = std::get_if<zalo::token_grant>(&read)) {
        token_ = granted->access;
        refresh_ = granted->refresh;
        token_until_ = now_ + granted->lives - std::chrono::minutes{5};
    }
    return token_;
}

flow::send_outcome hospital::call(const std::function<adapters::http::request(const std::string&)>& request)
{
    const auto answer = platform_->serve(request(access_token()), now_);
    if (answer.hang)
        return {.what = flow::send_class::ambiguous};
    return zalo::outcome_of(answer.response);
}

flow::send_outcome hospital::send(const flow::sending& what)
{
    if (what.message.to.channel == flow::channel_kind::email)
        return send_mail(what);
    if (what.message.to.channel == flow::channel_kind::zalo_template)
        return call([&](const std::string& token) {
            auto made = zalo::template_by_phone(what.message.to.address, options_.template_id, what.message.template_data, std::to_string(what.message.id));
            zalo::authorise(made.what, token);
            return made.what;
        });
    if (what.message.kind == flow::outbound_kind::templated)
        return call([&](const std::string& token) {
            auto made = zalo::template_by_user(what.message.to.address, options_.uid_template_id, what.message.template_data, std::to_string(what.message.id));
            zalo::authorise(made.what, token);
            return made.what;
        });
    const std::string text = (what.repeat ? what.message.repeat_mark : "") + zalo::guard_mentions(what.message.text);
    const auto parts = bot::split_message(text);
    flow::send_outcome outcome;
    for (std::size_t part = what.parts_sent; part < parts.size(); ++part) {
        outcome = call([&](const std::string& token) {
            auto made = zalo::text_message(what.message.to, parts[part]);
            zalo::authorise(made.what, token);
            return made.what;
        });
        outcome.parts_sent = outcome.what == flow::send_class::sent ? part + 1 : part;
        if (outcome.what != flow::send_class::sent)
            break;
    }
    return outcome;
}

bool hospital::send_messages()
{
    bool any = false;
    while (up_) {
        const auto next = queue_->next(bot_now());
        if (!next)
            return any;
        any = true;
        if (answers_held_) {
            if (held_++ % 2 == 0)
                static_cast<void>(send(*next));
            continue;
        }
        try {
            const auto row = on_leaving_ ? store::find_outbound(*db_, static_cast<store::outbox_id>(next->message.id)) : std::nullopt;
            auto outcome = send(*next);
            tries_.push_back({next->message.to, now_, outcome.what});
            if (row && outcome.what == flow::send_class::sent)
                on_leaving_({*row, now_});
            visit("send:accepted");
            const auto fate = queue_->settled(next->message.id, std::move(outcome), bot_now());
            if (fate)
                commit([&](store::transaction& tx, flow::handover& left) { flow::settle(tx, *knowledge_, *fate, bot_now(), left); });
        } catch (const died&) {
            crash();
        }
    }
    return any;
}

void hospital::limit_sender(flow::send_limits limits)
{
    limits_ = limits;
    queue_ = std::make_unique<flow::send_queue>(limits_);
}

void hospital::settle_down()
{
    bool busy = true;
    while (busy) {
        busy = deliver_webhooks();
        busy = fire_timers() || busy;
        busy = send_messages() || busy;
        busy = deliver_reports() || busy;
    }
}

std::optional<instant> hospital::next_event() const
{
    std::optional<instant> next = platform_->next_due();
    const auto sooner = [&](std::optional<instant> at) {
        if (at)
            next = std::min(next.value_or(*at), *at);
    };
    const auto by_the_bot = [&](std::optional<instant> at) {
        if (at)
            sooner(*at - skew_);
    };
    by_the_bot(wake_at_);
    if (up_)
        by_the_bot(queue_->wake_at(bot_now()));
    return next;
}

void hospital::until(instant at)
{
    settle_down();
    while (step(at))
        ;
    now_ = std::max(now_, at);
    settle_down();
}

bool hospital::step(instant limit)
{
    settle_down();
    const auto next = next_event();
    if (!next || *next > limit)
        return false;
    now_ = std::max(now_ + duration{1}, *next);
    settle_down();
    return true;
}

void hospital::turn_bot_clock(duration by)
{
    skew_ += by;
    settle_down();
}

void hospital::pass(duration time)
{
    until(now_ + time);
}

void hospital::says(const std::string& user, const std::string& text)
{
    if (!platform_->say(user, text, now_))
        throw std::runtime_error("the platform refused the message of " + user);
    settle_down();
}

void hospital::says_in_group(const std::string& user, const std::string& text)
{
    says_in_group(people::leaders, user, text);
}

void hospital::says_in_group(const std::string& group, const std::string& user, const std::string& text)
{
    if (!platform_->say_in_group(group, user, text, now_))
        throw std::runtime_error("the platform refused the group message of " + user);
    settle_down();
}

void hospital::shares_phone(const std::string& user)
{
    if (!platform_->act(user, sandbox::deed::share_phone, now_))
        throw std::runtime_error("the platform refused to share the phone of " + user);
    settle_down();
}

std::vector<hospital::heard> hospital::unread(const std::string& chat) const
{
    std::vector<heard> lines;
    const auto seen = read_.find(chat);
    for (const auto& one : platform_->transcript(chat))
        if (one.what.from.empty() && one.what.kind != sandbox::message_kind::notice && (seen == read_.end() || !seen->second.contains(one.index)))
            lines.push_back({one.what.text, one.what.at});
    return lines;
}

std::optional<hospital::heard> hospital::take(const std::string& chat, const std::string& part)
{
    auto& seen = read_[chat];
    for (const auto& one : platform_->transcript(chat))
        if (one.what.from.empty() && !seen.contains(one.index) && one.what.text.find(part) != std::string::npos) {
            seen.insert(one.index);
            return heard{one.what.text, one.what.at};
        }
    return std::nullopt;
}

void hospital::read_all()
{
    for (const auto& chat : chats())
        for (const auto& one : platform_->transcript(chat))
            read_[chat].insert(one.index);
}

std::string people::another(int number)
{
    return std::to_string(2'500'000'000'000'000'000 + number);
}

std::vector<std::string> hospital::chats() const
{
    using namespace people;
    std::vector<std::string> all;
    for (const auto& one : platform_->state().chats.people())
        all.push_back(one.who.user_id);
    for (const auto& one : platform_->state().chats.groups())
        all.push_back(one.about.group_id);
    return all;
}

} // namespace support
