#pragma once

#include "bot/phrase.hpp"
#include "bot/rules/problem.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace messages {

/// Everything the bot can say, in each language. Immutable once loaded: any number of threads may render at
/// once. Copies share one table.
class catalogue {
public:
    /// The phrase in that language; Vietnamese when the language is unknown. Phrases among the arguments are
    /// rendered first, in the same language, and joined by line ends. Argument text is only ever inserted,
    /// never read as a pattern. Throws std::logic_error that names the key when the key, or an argument its
    /// text needs, is missing.
    std::string text(std::string_view language, const bot::phrase& what) const;

    /// Whether there is a text for the key (the same in all languages).
    bool has(std::string_view key) const;
    std::vector<std::string> languages() const;
    std::vector<std::string> keys() const; ///< sorted
    /// Names of the places in a text. Throws std::logic_error for an unknown language or key.
    std::set<std::string> argument_names(std::string_view language, std::string_view key) const;
    /// The pattern as it stands in the file, for tests over all texts. Throws as argument_names does.
    const std::string& pattern(std::string_view language, std::string_view key) const;

private:
    struct table;
    explicit catalogue(std::shared_ptr<const table> entries);
    std::shared_ptr<const table> entries_;

    friend std::optional<catalogue> load_catalogue(const std::map<std::string, std::string>& texts,
                                                   bot::rules::problems& found);
};

/// Reads {language: JSON text of an object of ICU MessageFormat patterns}; "vi" must be among them. Adds
/// every fault to `found`, with "messages/<language>.json" as file and the key as pointer: a key or an
/// argument that one language has and another lacks, a pattern ICU refuses, a value that is no text, a key
/// that stands twice. Nothing is returned when there was any.
std::optional<catalogue> load_catalogue(const std::map<std::string, std::string>& texts,
                                        bot::rules::problems& found);

} // namespace messages
