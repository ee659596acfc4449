#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"
#include "store/audit.hpp"
#include "store/connection.hpp"

#include <iostream>

namespace cli {

namespace {

const char* wording(store::chain_fault fault)
{
    switch (fault) {
    case store::chain_fault::none: return "intact";
    case store::chain_fault::missing: return "an entry is missing";
    case store::chain_fault::altered: return "the entry was altered";
    case store::chain_fault::redaction_unproven: return "the entry was replaced and no erasure records it";
    case store::chain_fault::sealed_head_absent: return "the sealed head is not in the chain: its tail was cut or it was rewritten";
    }
    return "unknown";
}

} // namespace

int verify_audit(const std::filesystem::path& config_file, const std::string& sealed_head)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    store::reader from(all.settings.database);
    const auto found = store::verify(from, sealed_head.empty() ? std::nullopt : std::optional<std::string_view>(sealed_head));
    if (!found.intact()) {
        std::cout << "broken at entry " << static_cast<std::int64_t>(found.first_broken) << ": " << wording(found.fault) << '\n';
        return 1;
    }
    std::cout << found.entries << " entries, " << found.redacted << " redacted, chain intact; head " << found.head.hash_hex << '\n';
    return 0;
}

} // namespace cli
