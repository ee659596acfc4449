#include "store/seen_keys.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace store {

namespace {

// Sixteen bits and seven probes a key: one stranger in a thousand is looked up in vain.
constexpr std::uint64_t bits_per_key = 16;
constexpr std::uint64_t probes = 7;
constexpr std::uint64_t filter_bits = seen_keys::keys_per_generation * bits_per_key;
static_assert((filter_bits & (filter_bits - 1)) == 0, "positions are masked");

std::uint64_t mix(std::uint64_t value)
{
    // splitmix64's finaliser: keys may be text, so their bits are not evenly spread.
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

} // namespace

std::size_t seen_keys::words_hash::operator()(const words& key) const
{
    return mix(key[0] ^ mix(key[1] + 0x9e3779b97f4a7c15ULL));
}

seen_keys::words seen_keys::words_of(std::string_view key)
{
    if (key.size() != key_size)
        throw std::logic_error("note_inbound: a key has 16 bytes");
    words found{};
    std::memcpy(found.data(), key.data(), key_size);
    return found;
}

seen_keys::filter::filter() : bits_(filter_bits / 8, '\0') {}

seen_keys::filter::filter(std::string_view stored) : bits_(stored)
{
    if (bits_.size() != filter_bits / 8)
        throw failure(fault::corrupt, "seen_generation: filter of a wrong size");
}

seen_keys::filter::path seen_keys::filter::path_of(const words& key)
{
    const std::uint64_t start = words_hash{}(key);
    return {start, mix(start + key[1]) | 1};
}

void seen_keys::filter::add(const path& key)
{
    for (std::uint64_t i = 0; i < probes; ++i) {
        const auto bit = (key.start + i * key.stride) & (filter_bits - 1);
        bits_[bit / 8] = static_cast<char>(static_cast<unsigned char>(bits_[bit / 8]) | (1U << (bit % 8)));
    }
}

bool seen_keys::filter::may_hold(const path& key) const
{
    for (std::uint64_t i = 0; i < probes; ++i) {
        const auto bit = (key.start + i * key.stride) & (filter_bits - 1);
        if ((static_cast<unsigned char>(bits_[bit / 8]) & (1U << (bit % 8))) == 0)
            return false;
    }
    return true;
}

bool seen_keys::insert(transaction& tx, std::string_view key, instant now)
{
    const auto fresh = words_of(key);
    if (!loaded_)
        load(tx);
    if (young_.size() >= keys_per_generation || (!young_.empty() && now - first_ >= longest_generation))
        close_young(tx);
    if (young_.contains(fresh))
        return false;
    const auto path = filter::path_of(fresh);
    for (const auto& old : closed_)
        if (old.keys.may_hold(path) &&
            tx.query("SELECT 1 FROM seen WHERE generation = ? AND key = ?", old.id, blob{key}).step())
            return false;
    tx.run("INSERT INTO seen_young(at_ms, key) VALUES(?, ?)", now, blob{key});
    first_ = young_.empty() ? now : std::min(first_, now);
    last_ = young_.empty() ? now : std::max(last_, now);
    young_.insert(fresh);
    fresh_.push_back(fresh);
    return true;
}

void seen_keys::load(transaction& tx)
{
    forget();
    auto generations = tx.query("SELECT id, last_ms, filter FROM seen_generation ORDER BY id");
    while (generations.step())
        closed_.push_back({generations.integer(0), generations.moment(1), filter(generations.view(2))});
    auto keys = tx.query("SELECT at_ms, key FROM seen_young ORDER BY id");
    while (keys.step()) {
        const auto at = keys.moment(0);
        first_ = young_.empty() ? at : std::min(first_, at);
        last_ = young_.empty() ? at : std::max(last_, at);
        young_.insert(words_of(keys.view(1)));
    }
    loaded_ = true;
}

void seen_keys::close_young(transaction& tx)
{
    moved_ = true;
    generation closing{.id = 0, .last = last_, .keys = {}};
    for (const auto& key : young_)
        closing.keys.add(filter::path_of(key));
    tx.run("INSERT INTO seen_generation(last_ms, filter) VALUES(?, ?)", closing.last,
           blob{closing.keys.bytes()});
    closing.id = tx.last_id();
    tx.run("INSERT INTO seen(generation, key) SELECT ?, key FROM seen_young ORDER BY key", closing.id);
    tx.run("DELETE FROM seen_young");
    closed_.push_back(std::move(closing));
    young_.clear();
}

std::int64_t seen_keys::prune(transaction& tx, instant older_than, int limit)
{
    if (!loaded_)
        load(tx);
    if (!young_.empty() && last_ < older_than)
        close_young(tx);
    std::int64_t dropped = 0;
    for (auto old = closed_.begin(); old != closed_.end() && dropped < limit;) {
        if (old->last >= older_than) {
            ++old;
            continue;
        }
        const auto room = limit - dropped;
        const auto gone =
            tx.run("DELETE FROM seen WHERE generation = ?1 AND key <= coalesce("
                   "(SELECT key FROM seen WHERE generation = ?1 ORDER BY key LIMIT 1 OFFSET ?2),"
                   "(SELECT max(key) FROM seen WHERE generation = ?1))",
                   old->id, room - 1);
        dropped += gone;
        if (gone == room)
            break; // more of it may be left: the next call goes on
        moved_ = true;
        tx.run("DELETE FROM seen_generation WHERE id = ?", old->id);
        old = closed_.erase(old);
    }
    return dropped;
}

void seen_keys::committed()
{
    fresh_.clear();
    moved_ = false;
}

void seen_keys::rolled_back_to(std::size_t mark)
{
    if (moved_) {
        // Keys changed places; what the file holds now is best read from it. `moved_` stays until the
        // transaction ends.
        loaded_ = false;
        return;
    }
    for (; fresh_.size() > mark; fresh_.pop_back())
        young_.erase(fresh_.back());
}

void seen_keys::forget()
{
    loaded_ = false;
    closed_.clear();
    young_.clear();
    fresh_.clear();
}

} // namespace store
