#pragma once

#include <string>
#include <vector>

namespace bot::rules {

/// One fault in a file of data: where it is and how to mend it.
struct problem {
    std::string file;
    std::string pointer; ///< JSON pointer, "" for the whole document
    std::string what;    ///< what is wrong and what is expected instead

    bool operator==(const problem&) const = default;
};

/// Loaders add every fault they find, not only the first.
using problems = std::vector<problem>;

} // namespace bot::rules
