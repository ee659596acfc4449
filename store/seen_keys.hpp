#pragma once

#include "store/database.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace store {

/// The keys of inbound events of the last days. Message ids are random: in one index every event would write
/// to another page of it. So young keys are appended to a log (and held in memory), and when there are enough
/// of them they move, sorted, to a generation that is only read from then on, and only where its filter
/// (Bloom, 0.1 %) says that a key may be there. Belongs to the database's thread.
class seen_keys {
public:
    static constexpr std::size_t key_size = 16;
    static constexpr std::size_t keys_per_generation = 16384;
    static constexpr std::chrono::hours longest_generation{6};

    /// False when the key is there already.
    bool insert(transaction& tx, std::string_view key, instant now);
    /// Deletes up to `limit` keys of generations whose youngest came before `older_than`; how many.
    std::int64_t prune(transaction& tx, instant older_than, int limit);

    // What is in memory must follow the file when writes are undone.
    std::size_t mark() const { return fresh_.size(); }
    void committed();
    void rolled_back_to(std::size_t mark);
    void forget();

private:
    using words = std::array<std::uint64_t, 2>;
    struct words_hash {
        std::size_t operator()(const words& key) const;
    };
    class filter {
    public:
        /// Where a key's bits are, the same in every filter.
        struct path {
            std::uint64_t start;
            std::uint64_t stride;
        };

        filter();
        explicit filter(std::string_view stored);
        static path path_of(const words& key);
        void add(const path& key);
        bool may_hold(const path& key) const;
        std::string_view bytes() const { return bits_; }

    private:
        std::string bits_;
    };
    struct generation {
        std::int64_t id = 0;
        instant last{}; ///< when its youngest key came
        filter keys;
    };

    static words words_of(std::string_view key);
    void load(transaction& tx);
    void close_young(transaction& tx);

    bool loaded_ = false;
    bool moved_ = false; ///< generations changed in the open transaction
    std::vector<generation> closed_;
    std::unordered_set<words, words_hash> young_;
    instant first_{}; ///< when the oldest of the young came
    instant last_{};
    std::vector<words> fresh_; ///< added by the open transaction
};

} // namespace store
