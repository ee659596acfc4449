#include "bot/dialog/conversation.hpp"
#include "bot/dialog/json_line.hpp"
#include "bot/dialog/json_line_reader.hpp"

#include <type_traits>

namespace bot::dialog {

namespace {

/// First element of every stored conversation; a new layout gets a new number and a reader for the old one.
constexpr int layout = 1;

/// Alternatives of `value` as stored: their index, so none may be moved. 8 is added for an answer known
/// beforehand.
constexpr int known_mark = 8;
static_assert(std::variant_size_v<value> <= known_mark);

std::int64_t milliseconds(rules::instant at)
{
    return at.time_since_epoch().count();
}

void write_value(json_line& line, const value& what)
{
    std::visit(
        [&](const auto& one) {
            using type = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<type, std::string>)
                line.add(one);
            else if constexpr (std::is_same_v<type, std::int64_t>)
                line.add(one);
            else if constexpr (std::is_same_v<type, rules::instant>)
                line.add(milliseconds(one));
            else if constexpr (std::is_same_v<type, chosen>) {
                line.add(one.key);
                if (!one.label.empty())
                    line.add(one.label);
            } else if constexpr (std::is_same_v<type, selection>)
                for (const auto& key : one.keys)
                    line.add(key);
        },
        what);
}

rules::instant moment_of(json_line_reader& line)
{
    return rules::instant(std::chrono::milliseconds(line.number()));
}

phase phase_of(json_line_reader& line)
{
    return static_cast<phase>(line.small_number(static_cast<int>(phase::asleep)));
}

/// The value of kind `kind` whose parts are the rest of the array.
value value_of(json_line_reader& line, int kind)
{
    switch (kind) {
    case 0:
        return skipped{};
    case 1:
        return unknown{};
    case 2:
        return line.text();
    case 3: {
        chosen one{.key = line.text(), .label = {}};
        if (!line.at_end())
            one.label = line.text();
        return one;
    }
    case 4: {
        selection several;
        while (!line.at_end())
            several.keys.push_back(line.text());
        return several;
    }
    case 5:
        return moment_of(line);
    case 6:
        return line.number();
    default:
        line.demand(false);
        return skipped{};
    }
}

answer answer_of(json_line_reader& line)
{
    answer read;
    line.open();
    read.field = line.text();
    const int kind = line.small_number(known_mark + known_mark - 1);
    read.what = value_of(line, kind % known_mark);
    read.known = kind >= known_mark;
    line.close();
    return read;
}

attachment attachment_of(json_line_reader& line)
{
    attachment read;
    line.open();
    for (auto* part : {&read.id, &read.kind, &read.name, &read.field})
        *part = line.text();
    line.close();
    return read;
}

constexpr std::size_t usual_elements = 16; ///< a long report has about as many answers

template <class Read>
auto list_of(json_line_reader& line, Read read)
{
    std::vector<decltype(read(line))> all;
    line.open();
    if (!line.at_end())
        all.reserve(usual_elements);
    while (!line.at_end())
        all.push_back(read(line));
    line.close();
    return all;
}

std::optional<value> pending_of(json_line_reader& line)
{
    std::optional<value> read;
    line.open();
    if (!line.at_end())
        read = value_of(line, line.small_number(known_mark - 1));
    line.close();
    return read;
}

/// Both phases ask about what is pending.
bool pending_fits(const conversation& draft)
{
    if (draft.now == phase::confirming_time)
        return draft.pending && std::holds_alternative<rules::instant>(*draft.pending);
    return draft.now != phase::confirming_cut || draft.pending;
}

} // namespace

std::string to_json(const conversation& draft)
{
    json_line line;
    line.open();
    line.add(layout);
    line.add(draft.form);
    line.add(draft.version);
    line.add(draft.subject);
    line.add(static_cast<int>(draft.now));
    line.add(static_cast<int>(draft.back_to));
    line.add(draft.cursor);
    line.add(milliseconds(draft.created));
    line.add(milliseconds(draft.touched));
    line.add(draft.strikes);
    line.open();
    for (const auto& one : draft.answers) {
        line.open();
        line.add(one.field);
        line.add(static_cast<int>(one.what.index()) + (one.known ? known_mark : 0));
        write_value(line, one.what);
        line.close();
    }
    line.close();
    line.open();
    for (const auto& one : draft.attachments) {
        line.open();
        for (const auto* part : {&one.id, &one.kind, &one.name, &one.field})
            line.add(*part);
        line.close();
    }
    line.close();
    line.open();
    if (draft.pending) {
        line.add(static_cast<int>(draft.pending->index()));
        write_value(line, *draft.pending);
    }
    line.close();
    line.close();
    return std::move(line).text();
}

result<conversation> from_json(std::string_view json)
{
    constexpr int most = 1'000'000;
    json_line_reader line(json);
    conversation draft;
    line.open();
    line.demand(line.number() == layout);
    draft.form = line.text();
    draft.version = line.small_number(most);
    draft.subject = line.text();
    draft.now = phase_of(line);
    draft.back_to = phase_of(line);
    draft.cursor = line.text();
    draft.created = moment_of(line);
    draft.touched = moment_of(line);
    draft.strikes = line.small_number(most);
    draft.answers = list_of(line, answer_of);
    draft.attachments = list_of(line, attachment_of);
    draft.pending = pending_of(line);
    line.close();
    if (!line.finished() || !pending_fits(draft))
        return fail(errc::malformed, "stored conversation");
    return draft;
}

} // namespace bot::dialog
