#pragma once

#include "bot/phrase.hpp"
#include "bot/result.hpp"

#include <unicode/msgfmt.h>
#include <unicode/numberformatter.h>

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace messages {

/// Renders a phrase that stands among the arguments of another.
using say_nested = std::function<std::string(const bot::phrase&)>;

/// One text with places, compiled. Literal text and plain places ({name}) are put together here, which is
/// what most texts are and what every reply pays for; plurals and the like are left to ICU.
class compiled_text {
public:
    /// `source` in ICU MessageFormat syntax; malformed with ICU's reason when ICU refuses it.
    static bot::result<std::unique_ptr<const compiled_text>> compile(std::string source,
                                                                     const std::string& language);

    /// Safe from several threads at once. Throws std::logic_error that names a place without a value.
    std::string render(const bot::arguments& values, const say_nested& nested) const;

    const std::set<std::string>& places() const { return places_; }
    const std::string& source() const { return source_; }

private:
    struct literal {
        std::string text;
    };
    struct place {
        std::string name;
    };

    compiled_text() = default;
    std::string digits(std::int64_t number) const;
    std::string render_by_icu(const bot::arguments& values, const say_nested& nested) const;

    std::string source_;
    std::set<std::string> places_;
    std::vector<std::variant<literal, place>> parts_; ///< when plain
    std::unique_ptr<icu::MessageFormat> icu_;         ///< otherwise
    mutable std::mutex icu_in_use_;                   ///< format() fills caches inside, although const
    icu::number::LocalizedNumberFormatter numbers_;
};

} // namespace messages
