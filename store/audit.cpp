#include "store/audit.hpp"

#include "bot/incident/chain.hpp"
#include "store/chain_bytes.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace store {

namespace {

struct redaction {
    event_seq which{};
    event_seq recorded_by{};
    incident_id incident{};
    std::string tombstone_sha256;
};

/// The later event of the same incident that names the tombstone.
bool is_recorded(connection& from, const redaction& one)
{
    auto row = from.query("SELECT 1 FROM incident_event WHERE seq = ? AND seq > ? AND incident_id = ?"
                          " AND instr(payload, ?) > 0",
                          one.recorded_by, one.which, one.incident, one.tombstone_sha256);
    return row.step();
}

std::string lower_hex(std::string_view text)
{
    std::string hex(text);
    std::transform(hex.begin(), hex.end(), hex.begin(),
                   [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (hex.size() != 64 || hex.find_first_not_of("0123456789abcdef") != std::string::npos)
        throw std::invalid_argument("a chain head has 64 hexadecimal digits");
    return hex;
}

event_seq after(event_seq seq)
{
    return event_seq{static_cast<std::int64_t>(seq) + 1};
}

} // namespace

chain_head head(connection& from)
{
    auto row = from.query("SELECT seq, hash FROM incident_event ORDER BY seq DESC LIMIT 1");
    if (!row.step())
        return {.seq = event_seq{0}, .hash_hex = std::string(bot::incident::chain_start())};
    return {.seq = row.as<event_seq>(0), .hash_hex = row.text(1)};
}

verdict verify(connection& from, std::optional<std::string_view> sealed_head)
{
    const std::string sealed = sealed_head ? lower_hex(*sealed_head) : "";
    verdict found{.head = {.seq = event_seq{0}, .hash_hex = std::string(bot::incident::chain_start())}};
    bool sealed_seen = sealed.empty() || sealed == found.head.hash_hex;
    const auto broken = [&found](chain_fault fault, event_seq where) {
        if (found.fault == chain_fault::none || where < found.first_broken) {
            found.fault = fault;
            found.first_broken = where;
        }
    };

    // Read before the walk: what is appended meanwhile may be walked as well, but is not missed.
    event_seq highest_given{0};
    if (auto row = from.query("SELECT seq FROM sqlite_sequence WHERE name = 'incident_event'"); row.step())
        highest_given = row.as<event_seq>(0);

    std::vector<redaction> redactions;
    auto rows = from.query("SELECT seq, incident_id, at_ms, kind, payload, salt, digest, hash, redacted_by"
                           " FROM incident_event ORDER BY seq");
    while (rows.step()) {
        const auto seq = rows.as<event_seq>(0);
        const auto incident = rows.as<incident_id>(1);
        const auto digest = rows.view(6);
        if (seq != after(found.head.seq)) {
            broken(chain_fault::missing, after(found.head.seq));
            break;
        }
        if (rows.is_null(8)) {
            if (payload_digest(rows.view(5), rows.view(4)) != digest)
                broken(chain_fault::altered, seq);
        } else {
            ++found.redacted;
            redactions.push_back({.which = seq,
                                  .recorded_by = rows.as<event_seq>(8),
                                  .incident = incident,
                                  .tombstone_sha256 = bot::incident::sha256_hex(rows.view(4))});
        }
        auto hash = bot::incident::entry_hash(
            found.head.hash_hex, chain_bytes(seq, incident, rows.moment(2), rows.view(3), digest));
        if (hash != rows.view(7)) {
            broken(chain_fault::altered, seq);
            break;
        }
        sealed_seen = sealed_seen || hash == sealed;
        found.head = {.seq = seq, .hash_hex = std::move(hash)};
        ++found.entries;
    }
    for (const auto& one : redactions)
        if (!is_recorded(from, one))
            broken(chain_fault::redaction_unproven, one.which);
    if (found.fault == chain_fault::none && highest_given > found.head.seq)
        broken(chain_fault::missing, after(found.head.seq));
    if (found.fault == chain_fault::none && !sealed_seen)
        broken(chain_fault::sealed_head_absent, after(found.head.seq));
    return found;
}

} // namespace store
