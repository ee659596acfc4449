#pragma once

#include "bot/rules/calendar.hpp"
#include "bot/rules/pack.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::rules {

struct source_text {
    std::string file{};
    std::string text{};
};

/// A rule with the pack it stands in.
struct placed_rule {
    const deadline_rule* rule = nullptr;
    const pack* from = nullptr;
};

/// The rules a unit lives under: the enabled packs, the calendar, and the unit's own changes.
/// Immutable and cheap to copy; keeps the texts it was read from, so that an incident can keep its version.
class rule_book {
public:
    /// Reads packs and the holiday calendar; lists every fault of every file and then returns nothing.
    static std::optional<rule_book> load(std::span<const source_text> packs, const source_text& calendar,
                                         problems&);

    /// A copy with a unit's changes: {"<row id>": {field: value, …}} where a row is a deadline rule, a
    /// severity row or override, a notice row, the chain or the receipt policy; {"<pack id>": {"enabled": …}}
    /// switches a whole pack. Members are merged as RFC 7396 says (null removes). The figure of a changed row
    /// counts as `cfg`. A new `within` without a new `ladder` stretches the ladder with it. id, article,
    /// basis and source cannot be changed. Problems name `file` and pointers below `pointer` (e.g.
    /// "/units/2/rule_overrides"). An empty object gives an equal book; changes upon changes add up.
    std::optional<rule_book> with_overrides(std::string_view json, const std::string& file,
                                            const std::string& pointer, problems&) const;

    /// The whole book as one JSON text, to be stored under `fingerprint()` and read back with `from_text`.
    std::string to_text() const;
    static std::optional<rule_book> from_text(std::string_view text, problems&);

    /// "qd-4494-2015@1.0 cyber-2026@1.0", with " #a1b2c3d4" when a unit changed something: for people.
    const std::string& stamp() const;
    /// 16 hex digits over packs, calendar and changes: equal only for equal texts. For the store.
    const std::string& fingerprint() const;

    const holiday_calendar& calendar() const;
    /// All packs read, also the disabled ones.
    const std::vector<pack>& packs() const;
    /// Deadline rules of the enabled packs in file order.
    const std::vector<placed_rule>& rules() const;
    /// Nothing when the id is not in an enabled pack.
    std::optional<placed_rule> find(std::string_view rule_id) const;

    /// Of all enabled packs.
    const std::vector<incident_type>& types() const;
    const rules::classification* classification() const;
    const std::vector<const notice_row*>& notices() const;
    const escalation_chain* chain() const;
    bool automatic_receipt_counts() const;

private:
    struct contents;
    explicit rule_book(std::shared_ptr<const contents> held) : held_(std::move(held)) {}
    std::shared_ptr<const contents> held_;
};

/// The chain for an incident of that level; without a level, the usual one.
const chain_policy& policy_for(const escalation_chain&, std::optional<int> level);

/// A step of a chain at its time.
struct chain_call {
    instant at{};
    int step = 0;  ///< 0-based; the number of steps for the end of the chain
    int round = 0; ///< 0 for the first run
    chain_step what{};
    bool exhausted = false; ///< everybody was called in vain: the superior's channel is the last resort
};
/// When each step is due: repeats included, counted from `start`, and last of all the end of the chain. The
/// instants strictly increase.
std::vector<chain_call> chain_calls(const chain_policy&, instant start);

} // namespace bot::rules
