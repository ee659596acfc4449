#include "adapters/email/reading/reply_stripper.hpp"

#include "adapters/email/reading/ascii.hpp"
#include "adapters/email/reading/quote_start.hpp"
#include "adapters/email/reading/quote_words.hpp"
#include "adapters/email/reading/signature.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <utility>

namespace adapters::email {

namespace {

using mime::quote_kind;
using mime::quote_start;

constexpr std::size_t question_lines_max = 20;
constexpr int written_depth_max = 5;
constexpr std::size_t wrapped_line_min = 60; ///< UTF-16 units

bool is_empty(const text_line& line)
{
    return mime::trimmed(line.text).empty();
}

/// Goes through the lines of one reply and marks those that the sender wrote now.
class stripper {
public:
    stripper(const std::vector<text_line>& lines, const label_set& labels, const stripping_options& options)
        : lines_(lines), labels_(labels), options_(options), folded_(mime::folded_lines(lines)), kept_(lines.size(), true)
    {
    }

    stripped_reply run()
    {
        auto start = mime::find_quote_start(lines_, folded_, labels_);
        if (start && is_forward(*start)) {
            result_.forwarded = true;
            start = marker_in_forwarded(start->line);
        }
        if (!start) {
            if (!result_.forwarded)
                cut_signature(0, lines_.size(), false);
            return take();
        }
        cut(start->line, lines_.size());
        if (!result_.forwarded)
            cut_signature(0, start->line, false);
        const std::size_t first = next_with_text(start->after);
        if (first < lines_.size() && lines_[first].quote_depth > 0)
            keep_answers(first);
        else if (start->kind != quote_kind::marker && !has_kept(0, start->line) && has_label(start->after))
            keep_filled_form(start->after);
        return take();
    }

private:
    bool is_forward(const quote_start& start) const
    {
        if (start.kind == quote_kind::forward)
            return true;
        const bool block =
            start.kind == quote_kind::header_block || start.kind == quote_kind::original || start.kind == quote_kind::container;
        return block && options_.forwarded_subject;
    }

    /// One of our own mails passed on says nothing new below our line.
    std::optional<quote_start> marker_in_forwarded(std::size_t from) const
    {
        const auto marker = mime::find_marker(folded_, from);
        if (!marker)
            return std::nullopt;
        return quote_start{*marker, *marker + 1, quote_kind::marker};
    }

    std::size_t next_with_text(std::size_t at) const
    {
        while (at < lines_.size() && is_empty(lines_[at]))
            ++at;
        return at;
    }

    void cut(std::size_t first, std::size_t end)
    {
        std::fill(kept_.begin() + static_cast<std::ptrdiff_t>(first), kept_.begin() + static_cast<std::ptrdiff_t>(end), false);
    }

    void cut_signature(std::size_t first, std::size_t end, bool may_be_all)
    {
        cut(mime::find_signature(lines_, folded_, first, end, labels_, may_be_all), end);
    }

    bool has_kept(std::size_t first, std::size_t end) const
    {
        for (std::size_t at = first; at < end; ++at)
            if (kept_[at] && !is_empty(lines_[at]))
                return true;
        return false;
    }

    bool has_label(std::size_t first) const
    {
        return std::any_of(lines_.begin() + static_cast<std::ptrdiff_t>(first), lines_.end(),
                           [this](const text_line& line) { return labels_.begins(line.text); });
    }

    /// Nothing stands above and the form below is not marked as quoted: it was filled in where it stood.
    void keep_filled_form(std::size_t first)
    {
        std::fill(kept_.begin() + static_cast<std::ptrdiff_t>(first), kept_.end(), true);
        cut_signature(first, lines_.size(), false);
    }

    /// Text between quoted lines from `first` on answers them.
    void keep_answers(std::size_t first)
    {
        std::size_t last_quoted = first;
        for (std::size_t at = first; at < lines_.size(); ++at)
            if (lines_[at].quote_depth > 0 && !is_empty(lines_[at]))
                last_quoted = at;
        const std::size_t signature = mime::find_signature(lines_, folded_, last_quoted + 1, lines_.size(), labels_, true);
        std::vector<std::size_t> quoted;
        std::vector<std::size_t> answer;
        for (std::size_t at = first; at < signature; ++at) {
            if (is_empty(lines_[at])) {
                if (!answer.empty())
                    answer.push_back(at);
                continue;
            }
            if (lines_[at].quote_depth > 0 || is_wrapped_rest(at)) {
                add_answer(quoted, answer);
                quoted.push_back(at);
                continue;
            }
            if (mime::divider_of(lines_[at].text, folded_[at]) != mime::divider_kind::none)
                break; // an older mail, unmarked
            answer.push_back(at);
            if (const auto introduced = mime::introduction_to(lines_, folded_, at))
                std::erase_if(answer, [&](std::size_t line) { return line >= *introduced; });
        }
        add_answer(quoted, answer);
    }

    /// The rest of a long quoted line that a relay broke in two: "> … ornare diam," and below it "eget accumsan".
    bool is_wrapped_rest(std::size_t at) const
    {
        if (at == 0 || at + 1 >= lines_.size() || lines_[at - 1].quote_depth == 0 || lines_[at + 1].quote_depth == 0)
            return false;
        const auto before = mime::trimmed(lines_[at - 1].text);
        const char first = mime::trimmed(lines_[at].text).front();
        return bot::utf16_length(before) >= wrapped_line_min &&
               std::string_view(":?.!").find(before.back()) == std::string_view::npos && first >= 'a' && first <= 'z';
    }

    void add_answer(std::vector<std::size_t>& quoted, std::vector<std::size_t>& answer)
    {
        while (!answer.empty() && is_empty(lines_[answer.back()]))
            answer.pop_back();
        if (answer.empty())
            return;
        inline_answer found;
        const std::size_t from = quoted.size() - std::min(quoted.size(), question_lines_max);
        for (std::size_t i = from; i < quoted.size(); ++i)
            append_line(found.quoted, mime::trimmed(lines_[quoted[i]].text));
        for (const std::size_t line : answer) {
            append_line(found.text, mime::trimmed(lines_[line].text));
            kept_[line] = true;
        }
        // The empty line that stood between this answer and the last one's question.
        if (answer.front() > 0 && is_empty(lines_[answer.front() - 1]))
            kept_[answer.front() - 1] = true;
        result_.inline_answers.push_back(std::move(found));
        quoted.clear();
        answer.clear();
    }

    static void append_line(std::string& to, std::string_view line)
    {
        if (!to.empty())
            to += '\n';
        to += line;
    }

    stripped_reply take()
    {
        result_.reply = joined(true);
        result_.cut = joined(false);
        return std::move(result_);
    }

    std::string joined(bool kept) const
    {
        std::string text;
        std::size_t empty_lines = 0;
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            if (kept_[at] != kept)
                continue;
            if (is_empty(lines_[at])) {
                ++empty_lines;
                continue;
            }
            if (!text.empty())
                text.append(1 + std::min<std::size_t>(empty_lines, 2), '\n');
            empty_lines = 0;
            for (int depth = 0; depth < std::min(lines_[at].quote_depth, written_depth_max); ++depth)
                text += "> ";
            std::string_view line = lines_[at].text;
            while (!line.empty() && mime::is_blank(line.back()))
                line.remove_suffix(1);
            text += line;
        }
        return text;
    }

    const std::vector<text_line>& lines_;
    const label_set& labels_;
    const stripping_options& options_;
    std::vector<std::string> folded_;
    std::vector<bool> kept_;
    stripped_reply result_;
};

} // namespace

std::vector<text_line> lines_of_text(std::string_view text)
{
    std::vector<text_line> lines;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        at = end + 1;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        int depth = 0;
        std::size_t past = 0;
        const bool broken_address = line.starts_with(">:"); // the end of "An <an@ncc.test>:", wrapped
        for (std::size_t i = 0; !broken_address && i < line.size() && (line[i] == '>' || line[i] == ' '); ++i) {
            // Blanks count as part of the marks only between them: the text's own indent stays.
            if (line[i] == '>') {
                ++depth;
                past = i + 1;
            } else if (i > past + 1) {
                break;
            }
        }
        line.remove_prefix(past);
        if (depth > 0 && line.starts_with(' '))
            line.remove_prefix(1);
        lines.push_back({std::string(line), depth, line_hint::none});
    }
    return lines;
}

stripped_reply strip_reply(const std::vector<text_line>& lines, const label_set& labels, const stripping_options& options)
{
    return stripper(lines, labels, options).run();
}

stripped_reply strip_reply(std::string_view text, const label_set& labels, const stripping_options& options)
{
    return strip_reply(lines_of_text(text), labels, options);
}

} // namespace adapters::email
