#include "store/rule_texts.hpp"

namespace store {

void keep_rule_text(transaction& tx, std::string_view stamp, std::string_view json, instant first_used)
{
    tx.run("INSERT OR IGNORE INTO rule_text(stamp, json, first_used_ms) VALUES(?, ?, ?)", stamp, json,
           first_used);
}

std::optional<std::string> rule_text(connection& from, std::string_view stamp)
{
    auto row = from.query("SELECT json FROM rule_text WHERE stamp = ?", stamp);
    if (!row.step())
        return std::nullopt;
    return row.text(0);
}

} // namespace store
