#pragma once

#include "adapters/zalo/oauth.hpp"
#include "bot/rules/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace adapters::zalo {

/// What is kept on disk about the token chain: one record, replaced whole.
struct saved_tokens {
    std::string access;
    std::string refresh;
    bot::rules::instant obtained_at{};
    bot::rules::instant expires_at{};
    /// Write-ahead: hex SHA-256 of the refresh token whose use had begun, "" when none is under way. Found equal to the
    /// hash of `refresh` at start, the answer was lost: the new pair may exist only at the platform.
    std::string began_with{};
    std::string seed{};        ///< hex SHA-256 of the configured first refresh token this chain goes back to
    std::string last_answer{}; ///< an answer to a refresh that could not be read, kept for rescue by hand; secret

    bool operator==(const saved_tokens&) const = default;
};

struct keeper_options {
    double refresh_at_life = 0.7;                                     ///< contract §5: at 50–80 % of life
    bot::rules::duration margin = std::chrono::seconds(30);           ///< not used so close before it expires
    bot::rules::duration retry_first = std::chrono::seconds(5);       ///< after a refresh that did not work, doubling up to …
    bot::rules::duration retry_max = std::chrono::minutes(5);
    bot::rules::duration retry_configuration = std::chrono::minutes(15);
    bot::rules::duration save_retry = std::chrono::seconds(2);
    bot::rules::duration renew_min_age = std::chrono::minutes(1); ///< a younger token that is refused is not the fault of age
};

/// Why an operator must hear of it.
enum class token_trouble : std::uint8_t {
    chain_lost,    ///< consent again
    configuration, ///< the platform refuses app id, secret or the like
    not_saved,     ///< a new pair cannot be stored; nothing is sent until it can
    failing,       ///< expired and still no new one
};

/// What the machine wants done, to be done strictly in this order, one after the other.
struct save_record {
    saved_tokens record;
    std::uint64_t number; ///< goes back with the answer, so that an overtaken save is told from the latest
};
struct ask_refresh {
    std::string refresh;
};
struct raise_alarm {
    token_trouble what;
    std::string detail;
};
struct tell_waiters {}; ///< the answer to "which token?" may have changed
using keeper_action = std::variant<save_record, ask_refresh, raise_alarm, tell_waiters>;

/// What has happened.
struct record_loaded {
    std::optional<saved_tokens> record;
    std::string configured_refresh; ///< the first refresh token of the configuration, "" if none
};
struct record_saved {
    std::uint64_t number;
};
struct record_not_saved {
    std::uint64_t number;
    std::string detail;
};
struct refresh_answered {
    token_answer answer;
    std::string raw;
};
struct refresh_unanswered {
    bool unsent; ///< the request cannot have reached the platform
    std::string detail;
};
struct token_rejected {
    std::string access; ///< the one that was refused
};
struct consent_given {
    token_grant grant;
};
struct time_passed {}; ///< a moment named by `wake_at` has come
using keeper_event = std::variant<record_loaded, record_saved, record_not_saved, refresh_answered, refresh_unanswered,
                                  token_rejected, consent_given, time_passed>;

/// Keeps the chain of access and refresh tokens: pure, one event at a time, so that every order of answers and crashes can
/// be tried. Never more than one refresh under way; its start is on disk before the request leaves and the new pair
/// before it is used (contract §5), for the old refresh token is dead the moment the platform answers.
class token_keeper {
public:
    enum class phase : std::uint8_t {
        starting,
        idle,       ///< a pair is there; the next refresh is planned
        marking,    ///< writing that a refresh begins
        refreshing, ///< the request is out
        saving,     ///< a new pair is being written; the old one is dead, the new one not yet ours to use
        waiting,    ///< something failed; again at `wake_at`
        lost,       ///< only consent helps
    };

    explicit token_keeper(keeper_options options = {});

    std::vector<keeper_action> on(const keeper_event& event, bot::rules::instant now);

    /// The token to use at `now`; nothing while there is none that may be used.
    std::optional<std::string> access(bot::rules::instant now) const;

    /// Whether waiting may bring one: a refresh or a save is under way.
    bool pending() const;
    std::optional<bot::rules::instant> wake_at() const { return wake_at_; } ///< feed `time_passed` then
    phase where() const { return phase_; }
    const saved_tokens& record() const { return record_; }

private:
    using actions = std::vector<keeper_action>;
    actions loaded(const record_loaded& event, bot::rules::instant now);
    actions saved(const record_saved& event, bot::rules::instant now);
    actions not_saved(const record_not_saved& event, bot::rules::instant now);
    actions answered(const refresh_answered& event, bot::rules::instant now);
    actions unanswered(const refresh_unanswered& event, bot::rules::instant now);
    actions rejected(const token_rejected& event, bot::rules::instant now);
    actions consented(const consent_given& event, bot::rules::instant now);
    actions time(bot::rules::instant now);

    actions plan(bot::rules::instant now);
    actions begin_refresh();
    actions granted(const token_grant& grant, bot::rules::instant now);
    actions failed(const std::string& detail, bot::rules::instant now);
    actions again_later(token_trouble what, const std::string& detail, bot::rules::duration wait,
                        bot::rules::instant now);
    actions lose(const std::string& detail);
    actions save();
    actions alarm(token_trouble what, const std::string& detail);
    bool holds(bot::rules::instant now) const;

    keeper_options options_;
    phase phase_ = phase::starting;
    saved_tokens record_{};        ///< as it is on disk, or on its way there
    std::string configured_{};     ///< hash of the configured first token
    bool access_rejected_ = false; ///< the platform refused `record_.access`
    std::uint64_t saves_ = 0;      ///< number of the latest save asked for
    int failures_ = 0;             ///< refreshes in a row that brought nothing
    std::optional<token_trouble> alarmed_{};
    std::optional<bot::rules::instant> wake_at_{};
};

/// Hex SHA-256, as in saved_tokens.
std::string token_hash(std::string_view token);

} // namespace adapters::zalo
