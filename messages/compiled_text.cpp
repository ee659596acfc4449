#include "messages/compiled_text.hpp"

#include <unicode/messagepattern.h>

#include <stdexcept>

namespace messages {

namespace {

std::string utf8(const icu::UnicodeString& text)
{
    std::string bytes;
    return text.toUTF8String(bytes);
}

const bot::argument& value_of(const bot::arguments& values, const std::string& name)
{
    const auto found = values.find(name);
    if (found == values.end())
        throw std::logic_error("argument " + name + " is missing");
    return found->second;
}

/// Text as it is; phrases rendered, a line each.
std::string words(const bot::argument& value, const say_nested& nested)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    std::string lines;
    for (const auto& phrase : std::get<std::vector<bot::phrase>>(value)) {
        if (!lines.empty())
            lines.push_back('\n');
        lines += nested(phrase);
    }
    return lines;
}

/// Whether the pattern holds nothing but literal text and places without a format.
bool is_plain(const icu::MessagePattern& parsed)
{
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        const auto& part = parsed.getPart(i);
        if (part.getType() == UMSGPAT_PART_TYPE_ARG_START && part.getArgType() != UMSGPAT_ARG_TYPE_NONE)
            return false;
    }
    return true;
}

} // namespace

bot::result<std::unique_ptr<const compiled_text>> compiled_text::compile(std::string source,
                                                                         const std::string& language)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    const auto text = icu::UnicodeString::fromUTF8(source);
    const icu::Locale locale(language.c_str());
    // MessageFormat also checks what MessagePattern does not, such as the names of formats.
    auto icu = std::make_unique<icu::MessageFormat>(text, locale, where, status);
    icu::MessagePattern parsed(UMSGPAT_APOS_DOUBLE_OPTIONAL, status);
    parsed.parse(text, &where, status);
    if (U_FAILURE(status)) {
        return bot::fail(bot::errc::malformed, std::string(u_errorName(status)) + " near \"" +
                                                   utf8(icu::UnicodeString(where.preContext)) +
                                                   utf8(icu::UnicodeString(where.postContext)) + "\"");
    }

    std::unique_ptr<compiled_text> made(new compiled_text);
    made->source_ = std::move(source);
    made->numbers_ = icu::number::NumberFormatter::withLocale(locale);
    const bool plain = is_plain(parsed);
    std::int32_t literal_from = 0;
    std::string run; // literal text so far; quoting has been taken out
    const auto flush = [&] {
        if (!run.empty())
            made->parts_.push_back(literal{std::move(run)});
        run.clear();
    };
    for (std::int32_t i = 0; i < parsed.countParts(); ++i) {
        const auto& part = parsed.getPart(i);
        const auto type = part.getType();
        if (type == UMSGPAT_PART_TYPE_ARG_NAME || type == UMSGPAT_PART_TYPE_ARG_NUMBER)
            made->places_.insert(utf8(parsed.getSubstring(part)));
        if (!plain)
            continue;
        if (type == UMSGPAT_PART_TYPE_ARG_START || type == UMSGPAT_PART_TYPE_SKIP_SYNTAX ||
            type == UMSGPAT_PART_TYPE_MSG_LIMIT)
            run += utf8(text.tempSubStringBetween(literal_from, part.getIndex()));
        if (type == UMSGPAT_PART_TYPE_ARG_NAME || type == UMSGPAT_PART_TYPE_ARG_NUMBER) {
            flush();
            made->parts_.push_back(place{utf8(parsed.getSubstring(part))});
        }
        if (type != UMSGPAT_PART_TYPE_INSERT_CHAR)
            literal_from = part.getLimit();
    }
    flush();
    if (!plain)
        made->icu_ = std::move(icu);
    return made;
}

std::string compiled_text::render(const bot::arguments& values, const say_nested& nested) const
{
    if (icu_)
        return render_by_icu(values, nested);
    std::string text;
    for (const auto& part : parts_) {
        if (const auto* fixed = std::get_if<literal>(&part)) {
            text += fixed->text;
            continue;
        }
        const auto& value = value_of(values, std::get<place>(part).name);
        if (const auto* number = std::get_if<std::int64_t>(&value))
            text += digits(*number);
        else
            text += words(value, nested);
    }
    return text;
}

/// As ICU writes a number in the language: 1234 is "1.234" in Vietnamese.
std::string compiled_text::digits(std::int64_t number) const
{
    if (number > -1000 && number < 1000)
        return std::to_string(number);
    UErrorCode status = U_ZERO_ERROR;
    return utf8(numbers_.formatInt(number, status).toString(status));
}

std::string compiled_text::render_by_icu(const bot::arguments& values, const say_nested& nested) const
{
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> arguments;
    for (const auto& name : places_) {
        const auto& value = value_of(values, name);
        names.push_back(icu::UnicodeString::fromUTF8(name));
        if (const auto* number = std::get_if<std::int64_t>(&value))
            arguments.emplace_back(*number);
        else
            arguments.emplace_back(icu::UnicodeString::fromUTF8(words(value, nested)));
    }
    icu::UnicodeString text;
    UErrorCode status = U_ZERO_ERROR;
    {
        const std::lock_guard lock(icu_in_use_);
        icu_->format(names.data(), arguments.data(), static_cast<std::int32_t>(names.size()), text, status);
    }
    if (U_FAILURE(status))
        throw std::logic_error(std::string("ICU: ") + u_errorName(status));
    return utf8(text);
}

} // namespace messages
