#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace bot::dialog {

/// When a question is asked. In JSON one of
///   {"field": KEY, "is": [OPTION…]}       the answer is one of these options (of choices: has one of them)
///   {"field": KEY, "is_not": [OPTION…]}   it is not, or there is no answer
///   {"field": KEY, "skipped": true}       the person passed it over
///   {"field": KEY, "answered": true}      there is an answer, other than "none of them"
///   {"fact": NAME, "is": [TEXT…]}, {"fact": NAME, "is_not": [TEXT…]}, {"fact": NAME, "at_least": N}
///   {"all": [CONDITION…]}, {"any": [CONDITION…]}
/// A fact that the context does not give is "".
struct condition {
    enum class test : std::uint8_t { is, is_not, skipped, answered, at_least, all, any };

    test what = test::all;
    std::string field{};              ///< key of an earlier field, or "" for a fact
    std::string fact{};               ///< name of a fact, or "" for a field
    std::vector<std::string> among{}; ///< is, is_not
    std::int64_t least = 0;           ///< at_least
    std::vector<condition> parts{};   ///< all, any
};

struct answer;

/// Facts by name.
using fact_table = std::map<std::string, std::string, std::less<>>;

/// Whether the condition holds, given the answers so far.
bool holds(const condition& when, const std::vector<answer>& answers, const fact_table& facts);

} // namespace bot::dialog
