#pragma once

#include "bot/flow/work.hpp"
#include "store/attachments.hpp"

#include <string>
#include <vector>

namespace bot::flow {

/// Enters what came with a message: links are fetched after the commit, files of a mail are there already.
std::vector<store::attachment_id> keep_attachments(work&, const store::contact& from, const inbound& event);

/// A file that arrived, or the reason it did not.
struct fetched {
    bool stored = false;
    bool again = false; ///< not stored, but another try may help
    std::string sha256{};
    std::int64_t size = 0;
    std::string path{}; ///< below the attachments folder
    std::string reason{};
};

/// Records the outcome of a download; a file of an incident is entered in its history with its hash.
void attachment_fetched(store::transaction& tx, const knowledge& know, store::attachment_id id, const fetched& what, rules::instant now,
                        handover& left);

inline constexpr int fetch_tries_max = 4; ///< 10 s, 1 min and 6 min apart: Zalo's links are said to die soon

} // namespace bot::flow
