#include "bot/dialog/written_form.hpp"

#include "bot/dialog/course.hpp"
#include "bot/dialog/long_text.hpp"
#include "bot/dialog/read_answer.hpp"
#include "bot/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace bot::dialog {

namespace {

constexpr std::size_t longest_label = 160; ///< bytes before the sign that ends a label
constexpr std::size_t longest_folded = 512; ///< of an answer; longer is free text

/// The line without marks of quotation and bullets.
std::string_view plain(std::string_view line)
{
    while (!line.empty() && (line.front() == '>' || line.front() == ' ' || line.front() == '\t' || line.front() == '*' || line.front() == '-'))
        line.remove_prefix(1);
    for (constexpr std::string_view bullet = "•"; line.starts_with(bullet);)
        line = trimmed(line.substr(bullet.size()));
    return trimmed(line);
}

/// "3. …", "3) …", "3: …" taken apart; nothing for "3 máy" or "3.5".
std::optional<std::pair<std::size_t, std::string_view>> numbered_line(std::string_view line)
{
    std::size_t number = 0;
    const auto [end, failure] = std::from_chars(line.data(), line.data() + line.size(), number);
    const auto digits = static_cast<std::size_t>(end - line.data());
    if (failure != std::errc() || digits > 2 || digits == line.size() || number == 0)
        return std::nullopt;
    const char sign = line[digits];
    const auto rest = line.substr(digits + 1);
    const bool ended = sign == ')' || ((sign == '.' || sign == ':') && (rest.empty() || rest.front() == ' ' || rest.front() == '\t'));
    return ended ? std::optional(std::pair(number, trimmed(rest))) : std::nullopt;
}

/// Where a label may end: at a colon (also the wide one) or a table's tab.
struct sign {
    std::size_t at;
    std::size_t length;
};
std::optional<sign> label_end(std::string_view line)
{
    constexpr std::string_view wide = "：";
    const auto found = std::min({line.find(':'), line.find('\t'), line.find(wide)});
    if (found == std::string_view::npos || found > longest_label)
        return std::nullopt;
    return sign{found, line.substr(found).starts_with(wide) ? wide.size() : 1};
}

/// What we add to a label in our letters, "(bắt buộc)", is no part of it.
std::string_view without_remark(std::string_view head)
{
    head = trimmed(head);
    while (head.ends_with(')') || head.ends_with('*')) {
        const auto opens = head.ends_with('*') ? head.size() - 1 : head.rfind('(');
        if (opens == std::string_view::npos)
            break;
        head = trimmed(head.substr(0, opens));
    }
    return head;
}

const field* labelled(std::string_view head, std::span<const written_label> labels)
{
    const auto folded = fold(without_remark(head));
    if (folded.empty())
        return nullptr;
    for (const auto& one : labels)
        if (std::ranges::find(one.folded, folded) != one.folded.end())
            return one.what;
    return nullptr;
}

/// What a line begins: an answer to a question, and its first words.
struct beginning {
    const field* what;
    std::string text;
    std::size_t lines = 1; ///< how many the label takes: mail programs wrap it
};

using lines_of_text = std::vector<std::string_view>;

std::optional<beginning> begins_labelled(std::string_view line, std::span<const written_label> labels)
{
    const auto number = numbered_line(line);
    const auto body = number ? number->second : line;
    if (const auto end = label_end(body))
        if (const auto* what = labelled(body.substr(0, end->at), labels))
            return beginning{what, std::string(trimmed(body.substr(end->at + end->length)))};
    if (const auto* what = labelled(body, labels))
        return beginning{what, {}};
    return std::nullopt;
}

std::optional<beginning> begins_answer(const lines_of_text& lines, std::size_t at, std::span<const written_label> labels, std::span<const field* const> numbered)
{
    constexpr std::size_t longest_wrapped = 3; ///< lines
    std::string joined(plain(lines[at]));
    if (auto found = begins_labelled(joined, labels))
        return found;
    const auto number = numbered_line(plain(lines[at]));
    // Only a line that ends in the middle of a label can go on in the next.
    for (std::size_t more = 1; number && more < longest_wrapped && at + more < lines.size() && !label_end(joined); ++more) {
        joined += " " + std::string(plain(lines[at + more]));
        if (auto found = begins_labelled(joined, labels)) {
            found->lines = more + 1;
            return found;
        }
    }
    if (number && number->first <= numbered.size())
        return beginning{numbered[number->first - 1], std::string(number->second)};
    return std::nullopt;
}

/// Our own hints stand in parentheses below a label, perhaps on several lines once a mail program has wrapped them.
class hint_filter {
public:
    /// Whether the line belongs to a hint; `fresh`: nothing of an answer has been met since the label.
    bool takes(std::string_view line, bool fresh)
    {
        if (lines_left_ == 0 && fresh && line.starts_with('('))
            lines_left_ = longest_hint;
        if (lines_left_ == 0)
            return false;
        --lines_left_;
        if (line.ends_with(')'))
            lines_left_ = 0;
        return true;
    }
    void reset() { lines_left_ = 0; }

private:
    static constexpr int longest_hint = 12; ///< lines
    int lines_left_ = 0;
};

lines_of_text lines_of(std::string_view text)
{
    lines_of_text lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return lines;
}

/// Free text goes on to the next label; anything else is one line.
bool spreads(const field& what)
{
    return what.type == field_type::text && what.max_length > 500;
}

void add_line(written_answer& into, std::string_view line)
{
    if (line.empty() || (!into.text.empty() && !spreads(*into.what)))
        return;
    into.text += (into.text.empty() ? "" : "\n") + std::string(line);
}

} // namespace

std::vector<written_answer> find_answers(std::string_view text, std::span<const written_label> labels, std::span<const field* const> numbered)
{
    std::vector<written_answer> found;
    written_answer* open = nullptr;
    hint_filter hints;
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (const auto begun = begins_answer(lines, i, labels, numbered)) {
            i += begun->lines - 1;
            hints.reset();
            auto known = std::ranges::find(found, begun->what, &written_answer::what);
            const bool again = known != found.end() && !known->text.empty();
            if (known == found.end())
                known = found.insert(found.end(), {begun->what, {}});
            open = again ? nullptr : &*known;
            if (open != nullptr)
                add_line(*open, begun->text);
        } else if (open != nullptr && !hints.takes(plain(lines[i]), open->text.empty())) {
            add_line(*open, plain(lines[i]));
        }
    }
    std::erase_if(found, [](const written_answer& one) { return one.text.empty(); });
    return found;
}

std::string text_before_answers(std::string_view text, std::span<const written_label> labels, std::span<const field* const> numbered)
{
    std::string before;
    const auto lines = lines_of(text);
    for (std::size_t i = 0; i < lines.size() && !begins_answer(lines, i, labels, numbered); ++i)
        before += std::string(lines[i]) + "\n";
    return std::string(trimmed(before));
}

filled_in fill_in(const form& what, conversation draft, std::span<const written_answer> answers, const context& around)
{
    filled_in made{.draft = std::move(draft), .taken = {}, .refused = {}};
    made.draft.touched = around.now;
    for (const auto& one : what.fields) {
        const auto written = std::ranges::find(answers, &one, &written_answer::what);
        if (written == answers.end() || !applies(one, made.draft, around.facts))
            continue;
        const auto text = to_nfc(written->text);
        const auto read = read_answer(one, text, text.size() <= longest_folded ? fold(text) : std::string(), around);
        if (!read) {
            made.refused.emplace_back(&one, read.error());
            continue;
        }
        if (one.type == field_type::secret_gate) {
            const auto* option = std::get_if<chosen>(&read->what);
            made.stopped_secret = made.stopped_secret || option == nullptr || option->key != "no";
        }
        std::erase_if(made.draft.answers, [&](const answer& old) { return old.field == one.key; });
        made.draft.answers.push_back({.field = one.key, .what = read->what});
        made.taken.push_back(&one);
    }
    return made;
}

bool must_be_answered(const field& one)
{
    return one.required && one.type != field_type::attachments;
}

std::vector<const field*> open_fields(const form& what, const conversation& draft, const fact_table& facts)
{
    std::vector<const field*> open;
    for (const auto& one : what.fields)
        if (draft.find(one.key) == nullptr && one.type != field_type::attachments && applies(one, draft, facts))
            open.push_back(&one);
    std::ranges::stable_partition(open, [](const field* one) { return must_be_answered(*one); });
    return open;
}

} // namespace bot::dialog
