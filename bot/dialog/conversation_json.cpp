#include "bot/dialog/conversation.hpp"
#include "bot/dialog/json_line.hpp"

#include <nlohmann/json.hpp>

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

class malformed {};

void demand(bool holds)
{
    if (!holds)
        throw malformed{};
}

using json = nlohmann::json;

const std::string& text_at(const json& row, std::size_t index)
{
    demand(index < row.size() && row[index].is_string());
    return row[index].get_ref<const std::string&>();
}

std::int64_t number_at(const json& row, std::size_t index)
{
    demand(index < row.size() && row[index].is_number_integer());
    return row[index].get<std::int64_t>();
}

int small_number_at(const json& row, std::size_t index, std::int64_t most)
{
    const auto number = number_at(row, index);
    demand(number >= 0 && number <= most);
    return static_cast<int>(number);
}

rules::instant moment_at(const json& row, std::size_t index)
{
    return rules::instant(std::chrono::milliseconds(number_at(row, index)));
}

phase phase_at(const json& row, std::size_t index)
{
    return static_cast<phase>(small_number_at(row, index, static_cast<int>(phase::asleep)));
}

/// The value of kind `kind` whose parts are the elements of `row` from `from` on.
value value_of(const json& row, int kind, std::size_t from)
{
    switch (kind) {
    case 0:
        return skipped{};
    case 1:
        return unknown{};
    case 2:
        return text_at(row, from);
    case 3:
        return chosen{.key = text_at(row, from),
                      .label = row.size() > from + 1 ? text_at(row, from + 1) : std::string()};
    case 4: {
        selection several;
        for (auto index = from; index < row.size(); ++index)
            several.keys.push_back(text_at(row, index));
        return several;
    }
    case 5:
        return moment_at(row, from);
    case 6:
        return number_at(row, from);
    default:
        throw malformed{};
    }
}

answer answer_of(const json& row)
{
    demand(row.is_array());
    const int kind = small_number_at(row, 1, known_mark + known_mark - 1);
    return {
        .field = text_at(row, 0), .what = value_of(row, kind % known_mark, 2), .known = kind >= known_mark};
}

attachment attachment_of(const json& row)
{
    demand(row.is_array());
    return {
        .id = text_at(row, 0), .kind = text_at(row, 1), .name = text_at(row, 2), .field = text_at(row, 3)};
}

conversation conversation_of(const json& row)
{
    demand(row.is_array() && row.size() == 13 && number_at(row, 0) == layout);
    const auto& answers = row[10];
    const auto& attachments = row[11];
    const auto& pending = row[12];
    demand(answers.is_array() && attachments.is_array() && pending.is_array());
    conversation draft{.form = text_at(row, 1),
                       .version = small_number_at(row, 2, 1'000'000),
                       .subject = text_at(row, 3),
                       .now = phase_at(row, 4),
                       .back_to = phase_at(row, 5),
                       .cursor = text_at(row, 6),
                       .created = moment_at(row, 7),
                       .touched = moment_at(row, 8),
                       .strikes = small_number_at(row, 9, 1'000'000),
                       .answers = {},
                       .attachments = {},
                       .pending = {}};
    draft.answers.reserve(answers.size());
    for (const auto& one : answers)
        draft.answers.push_back(answer_of(one));
    draft.attachments.reserve(attachments.size());
    for (const auto& one : attachments)
        draft.attachments.push_back(attachment_of(one));
    if (!pending.empty())
        draft.pending = value_of(pending, small_number_at(pending, 0, known_mark - 1), 1);
    // Both phases ask about it.
    demand(draft.now != phase::confirming_time ||
           (draft.pending && std::holds_alternative<rules::instant>(*draft.pending)));
    demand(draft.now != phase::confirming_cut || draft.pending);
    return draft;
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

result<conversation> from_json(std::string_view text)
{
    const auto row = json::parse(text, nullptr, /*allow_exceptions*/ false);
    try {
        return conversation_of(row);
    } catch (const malformed&) {
        return fail(errc::malformed, "stored conversation");
    }
}

} // namespace bot::dialog
