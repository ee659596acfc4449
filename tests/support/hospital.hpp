#pragma once

#include "adapters/email/reading/letter.hpp"
#include "adapters/sandbox/zalo_platform.hpp"
#include "bot/flow/knowledge.hpp"
#include "bot/flow/send_queue.hpp"
#include "bot/flow/work.hpp"
#include "store/database.hpp"
#include "store/writer.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace support {

using bot::rules::duration;
using bot::rules::instant;

/// Thrown by the fault hook: the process dies here.
struct died {
    std::string where;
};

struct hospital_options {
    instant starts = bot::rules::from_vietnam(std::chrono::year{2026} / 11 / 23, 8, 0);
    /// Changes to config/directory.json before it is read, as RFC 7396 merge patch; "" for none.
    std::string directory_patch{};
    std::string directory_changes{}; ///< further ones, as RFC 6902 operations
    bool mail = false;          ///< the bot has a mailbox
    std::string template_id{};  ///< an approved template by phone, "" for none
    std::string uid_template_id{}; ///< one that can be sent to a Zalo user id
    bot::flow::quota_budget quota{};
    bool reach_checks = false;  ///< the weekly check of everybody's channels: left out where a story is about something else
    int more_people = 0;        ///< reporters besides those by name, see people::another
    bool staff_linked = true;   ///< the people of the sample directory have linked their accounts and just been in touch
    /// Another place than the sample hospital: its directory.json, and who has a phone and which groups there are.
    std::string directory{};
    std::vector<adapters::sandbox::person> cast{};
    std::vector<adapters::sandbox::group_chat> groups{};
    std::vector<std::string> staff{}; ///< user ids of those of the cast who link their accounts (`staff_linked`)
};

/// The sample hospital with the whole bot under a virtual clock, played through its public edges: signed webhooks come out of
/// the sandbox's platform and are verified and parsed by the real adapter; sends go back to it as real API requests. No socket,
/// no thread, no real time: one run is like the next.
class hospital {
public:
    explicit hospital(hospital_options options = {});
    ~hospital();

    // --- time
    instant now() const { return now_; }
    /// Lets time pass; everything that falls due on the way happens at its own moment.
    void pass(duration time);
    void until(instant at);
    /// Goes to the next moment at which anything happens by itself and lets it happen; false when there is none up to
    /// `limit`. For worlds whose people react while time passes.
    bool step(instant limit);
    /// Does all that can be done without time passing.
    void settle_down();
    /// Somebody sets the clock of the bot's machine forward or back; the rest of the world goes on as before.
    void turn_bot_clock(duration by);
    instant bot_now() const { return now_ + skew_; }

    // --- the process
    void crash();           ///< kill -9: memory is gone, the store stays
    void restart();         ///< recovers from the store
    bool is_up() const { return up_; }
    void die_at(std::string point, int visit = 1); ///< at the n-th visit of a fault point of the writer, or "send:accepted"
    void forget_deaths() { die_at_.clear(); }
    void stop() { crash(); }
    /// The store's file: while the bot is down it can be put in the state another release would have left.
    std::filesystem::path database_file() const { return folder_ / "sucobot.db"; }
    /// Somebody edits the directory and sends SIGHUP.
    void reload(const hospital_options& now_with);

    // --- people
    void says(const std::string& user, const std::string& text);
    void says_in_group(const std::string& user, const std::string& text);
    void says_in_group(const std::string& group, const std::string& user, const std::string& text);
    void shares_phone(const std::string& user);
    adapters::sandbox::zalo_platform& zalo() { return *platform_; }

    /// Unread lines of the Official Account in a chat, oldest first, with the moment they came.
    struct heard {
        std::string text;
        instant at;
    };
    std::vector<heard> unread(const std::string& chat) const;
    /// Marks the first unread line that contains `part` as read.
    std::optional<heard> take(const std::string& chat, const std::string& part);
    void read_all();

    /// One webhook body delivered again by hand; the HTTP status the bot would answer. `last_body` is what a person said
    /// last: receipts and echoes come in between.
    int post(const std::string& body, const std::string& signature);
    const std::string& last_body() const { return last_body_; }
    const std::string& last_signature() const { return last_signature_; }

    /// A mail as it came from the wire; true when it was taken in.
    bool post_mail(const std::string& raw);
    struct mail {
        adapters::email::letter read;
        std::string raw;
        std::string envelope_from;
        instant at{};
    };
    /// What the bot has mailed to an address, oldest first.
    std::vector<mail> mails_to(const std::string& address) const;
    /// Mails to this address come back, with a report to the envelope's sender.
    void bounces(const std::string& address) { dead_addresses_.insert(address); }
    /// The mail server takes nothing (451) or the answer is lost after the mail was taken.
    void mail_server(bot::flow::send_class how) { mail_server_ = how; }

    /// Every call that was to send something, in order.
    struct tried {
        bot::flow::chat to;
        instant at;
        bot::flow::send_class what;
    };
    const std::vector<tried>& tries() const { return tries_; }

    /// The sender's limits from now on; nothing may be waiting in it.
    void limit_sender(bot::flow::send_limits limits);
    /// Zalo keeps its answers back: every second message is accepted, and the bot hears of none.
    void hold_answers(bool held) { answers_held_ = held; }
    std::size_t in_flight() const { return queue_->in_flight(); }

    /// What the last jobs left about people's channels and the quota, as /readyz and /metrics show it.
    const std::vector<store::unreachable>& unreachable() const { return unreachable_; }
    const bot::flow::quota_figures& quota() const { return quota_; }
    /// Why the store is not writable; "" when it is.
    std::string store_fault() const { return writer_->figures().fault; }

    /// A message that left the outbox and was taken by the other side.
    struct departed {
        store::outbound row; ///< as it stood in the outbox; of a mail, `text` is what was asked to be said
        instant at;
    };
    /// Called for every message that left, in order; nothing by default.
    void on_leaving(std::function<void(const departed&)> look) { on_leaving_ = std::move(look); }

    store::database& db() { return *db_; }
    const bot::flow::knowledge& knowledge() const { return *knowledge_; }
    /// Runs something on the store in a transaction of its own.
    void in_store(const std::function<void(store::transaction&)>& look);

    std::vector<std::string> chats() const;

private:
    void open();
    void take_up(store::transaction& tx, bot::flow::handover& left);
    void link_staff();
    bool deliver_webhooks();
    bool fire_timers();
    bool send_messages();
    bot::flow::send_outcome send(const bot::flow::sending& what);
    bot::flow::send_outcome send_mail(const bot::flow::sending& what);
    void return_to_sender(const mail& what, const std::string& recipient);
    bool deliver_reports();
    bot::flow::send_outcome call(const std::function<adapters::http::request(const std::string& token)>& request);
    std::string access_token();
    void hand_on(bot::flow::handover& left);
    bool commit(const std::function<void(store::transaction&, bot::flow::handover&)>& work);
    void visit(const std::string& point);
    std::optional<instant> next_event() const;

    hospital_options options_;
    std::filesystem::path folder_;
    instant now_;
    duration skew_{0}; ///< of the bot's clock
    bot::flow::knowledge_ptr knowledge_;
    std::unique_ptr<adapters::sandbox::zalo_platform> platform_;
    std::unique_ptr<store::database> db_;
    std::unique_ptr<store::inline_writer> writer_;
    std::unique_ptr<bot::flow::send_queue> queue_;
    bool up_ = false;
    std::optional<instant> wake_at_; ///< by the bot's clock
    std::string token_;
    std::string refresh_;
    instant token_until_{};
    std::map<std::string, int> die_at_;
    std::map<std::string, std::set<std::size_t>> read_;
    std::vector<tried> tries_;
    bot::flow::send_limits limits_{};
    bool answers_held_ = false;
    std::size_t held_ = 0;
    std::vector<store::unreachable> unreachable_;
    bot::flow::quota_figures quota_;

    std::function<void(const departed&)> on_leaving_;
    std::map<std::string, std::vector<mail>> mails_;
    std::set<std::string> dead_addresses_;
    std::deque<std::string> reports_; ///< of non-delivery, on their way
    bot::flow::send_class mail_server_ = bot::flow::send_class::sent;
    std::string last_body_;
    std::string last_signature_;
};

/// The people of the sample directory as Zalo knows them.
namespace people {
inline const std::string hoa = "2400000000000000001";   // a nurse, reporter
inline const std::string tam = "2400000000000000005";   // another reporter
inline const std::string lan = "2400000000000000002";   // incident manager on duty
inline const std::string minh = "2400000000000000006";  // backup incident manager
inline const std::string hung = "2400000000000000003";  // handler
inline const std::string tuan = "2400000000000000007";  // it head
inline const std::string binh = "2400000000000000004";  // leader
inline const std::string ha = "2400000000000000008";    // deputy
inline const std::string ngoc = "2400000000000000009";  // data protection officer
inline const std::string quyen = "2400000000000000010";  // incident manager of the department above
inline const std::string stranger = "2400000000000000099";
/// One of `hospital_options::more_people`, from 0.
std::string another(int number);
inline const std::string leaders = "f414c8f76fa586fbdfb4"; // group
inline const std::string superior = "a1c4e8f76fa586fb0001"; // group of the department
} // namespace people

} // namespace support
