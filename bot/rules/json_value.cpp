#include "bot/rules/json_value.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace bot::rules {
namespace {

constexpr std::size_t deepest = 32;

/// Builds the tree while nlohmann/json reads; unlike its own tree it notices a key given twice.
class builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    builder(const std::string& file, problems& out) : file_(file), out_(out) {}

    json_value root;
    bool failed = false;

    bool null() override { return put({}); }
    bool boolean(bool value) override
    {
        json_value made{.what = json_value::kind::boolean};
        made.truth = value;
        return put(std::move(made));
    }
    bool number_integer(number_integer_t value) override { return put_number(static_cast<double>(value)); }
    bool number_unsigned(number_unsigned_t value) override { return put_number(static_cast<double>(value)); }
    bool number_float(number_float_t value, const string_t&) override { return put_number(value); }
    bool string(string_t& value) override
    {
        json_value made{.what = json_value::kind::text};
        made.text = std::move(value);
        return put(std::move(made));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(json_value::kind::object); }
    bool start_array(std::size_t) override { return open(json_value::kind::list); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override
    {
        if (open_.back()->find(value)) {
            out_.push_back({file_, "", "the key \"" + value + "\" is given twice in one object"});
            failed = true;
        }
        key_ = std::move(value);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override
    {
        out_.push_back({file_, "", "not JSON: the mistake is near byte " + std::to_string(position)});
        failed = true;
        return false;
    }

private:
    bool put_number(double value)
    {
        json_value made{.what = json_value::kind::number};
        made.number = value;
        return put(std::move(made));
    }
    bool put(json_value made)
    {
        place(std::move(made));
        return true;
    }
    json_value& place(json_value made)
    {
        if (open_.empty())
            return root = std::move(made);
        if (open_.back()->what == json_value::kind::list)
            return open_.back()->items.emplace_back(std::move(made));
        return open_.back()->members.emplace_back(key_, std::move(made)).second;
    }
    bool open(json_value::kind what)
    {
        if (open_.size() == deepest) {
            out_.push_back({file_, "", "nested deeper than 32 levels"});
            failed = true;
            return false;
        }
        // Pointers stay valid: a container's siblings are only added after it is closed.
        open_.push_back(&place({.what = what}));
        return true;
    }
    bool close()
    {
        open_.pop_back();
        return true;
    }

    const std::string& file_;
    problems& out_;
    std::vector<json_value*> open_;
    std::string key_;
};

} // namespace

const json_value* json_value::find(std::string_view key) const
{
    for (const auto& [name, value] : members)
        if (name == key)
            return &value;
    return nullptr;
}

json_value* json_value::find(std::string_view key)
{
    return const_cast<json_value*>(
        std::as_const(*this).find(key)); // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

std::optional<json_value> read_json(std::string_view text, const std::string& file, problems& out)
{
    builder made(file, out);
    const bool read =
        nlohmann::json::sax_parse(text, &made, nlohmann::json::input_format_t::json, true, true);
    if (!read && !made.failed)
        out.push_back({file, "", "not JSON"});
    if (!read || made.failed)
        return std::nullopt;
    return std::move(made.root);
}

void merge_patch(json_value& target, const json_value& patch)
{
    if (patch.what != json_value::kind::object) {
        target = patch;
        return;
    }
    if (target.what != json_value::kind::object)
        target = {.what = json_value::kind::object};
    for (const auto& [key, value] : patch.members) {
        if (value.what == json_value::kind::null) {
            std::erase_if(target.members, [&](const auto& member) { return member.first == key; });
            continue;
        }
        json_value* present = target.find(key);
        if (!present)
            present = &target.members.emplace_back(key, json_value{}).second;
        merge_patch(*present, value);
    }
}

std::string pointer_key(std::string_view key)
{
    std::string escaped;
    for (const char c : key) {
        if (c == '~')
            escaped += "~0";
        else if (c == '/')
            escaped += "~1";
        else
            escaped += c;
    }
    return escaped;
}

object_reader::object_reader(const json_value& value, std::string pointer, const std::string& file,
                             problems& out)
    : value_(value), pointer_(std::move(pointer)), file_(file), out_(out)
{
    if (value_.what != json_value::kind::object)
        out_.push_back({file_, pointer_, "expected an object"});
}

void object_reader::fault(std::string_view key, std::string what)
{
    out_.push_back({file_, below(key), std::move(what)});
}

const json_value* object_reader::member(std::string_view key, bool required)
{
    asked_.emplace(key);
    const json_value* found = value_.find(key);
    if (!found && required && value_.what == json_value::kind::object)
        fault(key, "missing");
    return found;
}

std::string object_reader::text(std::string_view key, bool required)
{
    const json_value* found = member(key, required);
    if (!found)
        return {};
    if (found->what != json_value::kind::text || (required && found->text.empty())) {
        fault(key, required ? "expected a text that is not empty" : "expected a text");
        return {};
    }
    return found->text;
}

bool object_reader::flag(std::string_view key, bool otherwise)
{
    const json_value* found = member(key);
    if (!found)
        return otherwise;
    if (found->what != json_value::kind::boolean)
        fault(key, "expected true or false");
    return found->truth;
}

std::optional<int> object_reader::whole(std::string_view key, int least, int most, bool required)
{
    const json_value* found = member(key, required);
    if (!found)
        return std::nullopt;
    if (found->what != json_value::kind::number || std::floor(found->number) != found->number ||
        found->number < least || found->number > most) {
        fault(key, "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    return static_cast<int>(found->number);
}

std::optional<duration> object_reader::span(std::string_view key, bool required)
{
    const json_value* found = member(key, required);
    if (!found)
        return std::nullopt;
    const auto length = found->what == json_value::kind::text ? parse_duration(found->text) : std::nullopt;
    if (!length)
        fault(key, R"(expected an ISO 8601 duration such as "PT24H")");
    return length;
}

std::vector<std::string> object_reader::texts(std::string_view key,
                                              const std::function<bool(const std::string&)>& allowed,
                                              std::string_view expected, bool required)
{
    std::vector<std::string> read;
    list(
        key,
        [&](const json_value& item, const std::string& where) {
            if (item.what != json_value::kind::text || !allowed(item.text))
                out_.push_back({file_, where, "expected " + std::string(expected)});
            else
                read.push_back(item.text);
        },
        required);
    return read;
}

void object_reader::list(std::string_view key,
                         const std::function<void(const json_value&, const std::string&)>& each,
                         bool required)
{
    const json_value* found = member(key, required);
    if (!found)
        return;
    if (found->what != json_value::kind::list) {
        fault(key, "expected a list");
        return;
    }
    if (required && found->items.empty())
        fault(key, "expected at least one item");
    for (std::size_t i = 0; i < found->items.size(); ++i)
        each(found->items[i], below(key) + "/" + std::to_string(i));
}

citation object_reader::cited(bool id_given)
{
    citation made;
    if (id_given)
        made.id = text("id");
    made.article = text("article");
    made.source = text("source");
    made.note = text("note", false);
    const std::string name = text("basis");
    if (name == "law")
        made.basis = basis::law;
    else if (name == "inf")
        made.basis = basis::inf;
    else if (name == "cfg")
        made.basis = basis::cfg;
    else if (!name.empty())
        fault("basis", "expected law, inf or cfg");
    return made;
}

void object_reader::finish()
{
    for (const auto& [key, value] : value_.members)
        if (!asked_.contains(key))
            fault(key, "unknown key");
}

} // namespace bot::rules
