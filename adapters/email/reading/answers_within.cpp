#include "adapters/email/reading/answers_within.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/reply_stripper.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace adapters::email {

namespace {

constexpr std::size_t lines_max = 2000;
constexpr std::size_t sent_bytes_max = 64U << 10U;
constexpr std::ptrdiff_t rewrapped_blanks_min = 3; ///< a shorter line may be an answer that our text names as a choice

struct sent_line {
    std::string folded;
    std::string text;
};

class sent_mail {
public:
    explicit sent_mail(std::string_view sent)
    {
        sent = sent.substr(0, sent_bytes_max);
        for (const text_line& line : lines_of_text(sent)) {
            std::string folded = bot::fold(line.text);
            if (!folded.empty())
                lines_.push_back({std::move(folded), std::string(mime::trimmed(line.text))});
        }
        std::sort(lines_.begin(), lines_.end(), [](const sent_line& a, const sent_line& b) { return a.folded < b.folded; });
        whole_ = bot::fold(sent);
    }

    /// The line itself or, rewrapped by a client, a piece of the text.
    bool holds(const std::string& folded) const
    {
        const auto found = first_not_before(folded);
        if (found != lines_.end() && found->folded == folded)
            return true;
        return std::count(folded.begin(), folded.end(), ' ') >= rewrapped_blanks_min && whole_.find(folded) != std::string::npos;
    }

    /// The longest line of ours that this one begins with, and what was added to it.
    std::pair<std::string, std::string> added_to(std::string_view line, const std::string& folded) const
    {
        for (std::size_t end = folded.size(); end > 0;
             end = folded.rfind(' ', end - 1) == std::string::npos ? 0 : folded.rfind(' ', end - 1)) {
            const std::string start = folded.substr(0, end);
            const auto found = first_not_before(start);
            if (found == lines_.end() || found->folded != start || end == folded.size())
                continue;
            return {found->text, remainder(line, found->text)};
        }
        return {};
    }

private:
    std::vector<sent_line>::const_iterator first_not_before(const std::string& folded) const
    {
        return std::lower_bound(lines_.begin(), lines_.end(), folded,
                                [](const sent_line& one, const std::string& value) { return one.folded < value; });
    }

    static std::string remainder(std::string_view line, std::string_view ours)
    {
        line = mime::trimmed(line);
        if (line.starts_with(ours))
            return std::string(mime::trimmed(line.substr(ours.size())));
        const auto sign = line.find_first_of(":\t?");
        return sign == std::string_view::npos ? std::string() : std::string(mime::trimmed(line.substr(sign + 1)));
    }

    std::vector<sent_line> lines_;
    std::string whole_;
};

} // namespace

std::vector<inline_answer> answers_within(std::string_view sent, std::string_view cut)
{
    const sent_mail ours(sent);
    std::vector<inline_answer> answers;
    std::string question;
    std::size_t read = 0;
    bool last_was_ours = false;
    for (const text_line& line : lines_of_text(cut)) {
        if (++read > lines_max)
            break;
        const std::string folded = bot::fold(line.text.substr(0, 2000));
        if (folded.empty())
            continue;
        if (ours.holds(folded)) {
            question = mime::trimmed(line.text);
            last_was_ours = true;
            continue;
        }
        auto [label, value] = ours.added_to(line.text, folded);
        if (!value.empty()) {
            question = label;
            answers.push_back({std::move(label), std::move(value)});
        } else if (question.empty()) {
            continue; // the client's header
        } else if (!last_was_ours && !answers.empty()) {
            answers.back().text.append("\n").append(mime::trimmed(line.text));
        } else {
            answers.push_back({question, std::string(mime::trimmed(line.text))});
        }
        last_was_ours = false;
    }
    return answers;
}

} // namespace adapters::email
