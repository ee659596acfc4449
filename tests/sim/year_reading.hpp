#pragma once

#include "messages/catalogue.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sim {

/// How people make sense of what stands on their phone: by the words, as they would.
class reading {
public:
    explicit reading(const messages::catalogue& texts);

    /// The catalogue key of the question a message ends in ("form.classify.type", "say.review" …), "" when nothing is asked.
    std::string question_in(std::string_view message) const;
    /// The bot did not understand an answer.
    bool is_a_complaint(std::string_view message) const;
    /// The words of a text before its first place, to know a message by.
    std::string opening(std::string_view key) const;
    /// The first incident number in a message ("HB-2027-000012"), "" for none.
    static std::string number_in(std::string_view message);
    /// How many numbered options a message lists.
    static int options_in(std::string_view message);
    /// The option whose words contain `part`, as its number; 0 when none does.
    static int option_with(std::string_view message, std::string_view part);

private:
    const messages::catalogue& texts_;
    std::vector<std::pair<std::string, std::string>> questions_; ///< words and key
    std::vector<std::string> complaints_;
};

} // namespace sim
