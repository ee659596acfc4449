#pragma once

#include "adapters/sandbox/options.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::sandbox {

/// What goes wrong with a call.
enum class fault_kind : std::uint8_t {
    refuse,      ///< HTTP 200 with `code`, nothing done
    http_status, ///< `status` with a body that is not JSON, nothing done; 429 and 503 with Retry-After
    timeout,     ///< no answer, nothing done
    drop_answer, ///< done, but no answer: the ambiguous case
    slow,        ///< done and answered, `delay` later (real time)
};
std::string_view name_of(fault_kind kind);
std::optional<fault_kind> fault_kind_from(std::string_view name);

/// Which calls a fault or a limit is about.
enum class call_scope : std::uint8_t { send, upload, read, oauth, any };
std::string_view name_of(call_scope scope);
std::optional<call_scope> call_scope_from(std::string_view name);

struct fault {
    std::uint64_t id = 0; ///< given by `fault_desk::add`
    fault_kind kind = fault_kind::refuse;
    call_scope scope = call_scope::send;
    std::string chat{};          ///< only calls to this user, group or phone; "" for all
    int code = -200;             ///< of `refuse`
    std::string text{};          ///< message of `refuse`; "" for the official one
    unsigned status = 503;       ///< of `http_status`
    int retry_after_seconds = 0; ///< 0: no header
    std::chrono::milliseconds delay{0};
    std::optional<int> times{}; ///< how often it still strikes; nothing: until `until` or cleared
    std::optional<instant> until{};
};

/// Faults in the order they were ordered. The first that fits a call strikes.
class fault_desk {
public:
    std::uint64_t add(fault what);
    void remove(std::uint64_t id);
    void clear();

    /// The fault that strikes this call, counted down.
    std::optional<fault> strike(call_scope scope, std::string_view chat, instant now);

    /// Those still armed at `now`.
    std::vector<fault> armed(instant now) const;

    // Standing switches.
    bool lose_receipts = false; ///< neither delivered nor seen is reported
    bool silence = false;       ///< no webhook leaves: events are lost
    int duplicate_next = 0;     ///< this many events are delivered twice
    int delay_next = 0;         ///< this many events leave late, so that later ones overtake them

private:
    std::uint64_t last_id_ = 0;
    std::vector<fault> faults_;
};

} // namespace adapters::sandbox
