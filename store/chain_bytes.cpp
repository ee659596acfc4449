#include "store/chain_bytes.hpp"

#include "bot/incident/chain.hpp"

namespace store {

namespace {

void append_number(std::string& out, std::int64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((static_cast<std::uint64_t>(number) >> shift) & 0xff));
}

} // namespace

std::string payload_digest(std::string_view salt, std::string_view payload)
{
    std::string bytes;
    bytes.reserve(salt.size() + payload.size());
    bytes.append(salt).append(payload);
    return bot::incident::sha256_hex(bytes);
}

std::string chain_bytes(event_seq seq, incident_id incident, instant at, std::string_view kind,
                        std::string_view digest)
{
    std::string bytes;
    append_number(bytes, static_cast<std::int64_t>(seq));
    append_number(bytes, static_cast<std::int64_t>(incident));
    append_number(bytes, at.time_since_epoch().count());
    append_number(bytes, static_cast<std::int64_t>(kind.size()));
    bytes.append(kind).append(digest);
    return bytes;
}

} // namespace store
