#include "bot/dialog/option_list.hpp"

#include <algorithm>

namespace bot::dialog {

namespace {

bool has_shared_options(const field& what)
{
    return what.type == field_type::yes_no_unsure || what.type == field_type::secret_gate;
}

argument label_of_fixed(const field& what, const std::string& key)
{
    const std::string text = has_shared_options(what) ? "say.option." + key : what.prompt + "." + key;
    return std::vector<phrase>{{.key = text}};
}

} // namespace

std::vector<listed_option> options_of(const field& what, const context& around)
{
    std::vector<listed_option> all;
    int number = what.numbered_from;
    if (!what.source.empty() && around.options)
        for (auto& one : around.options(what.source))
            all.push_back({.number = number++, .key = std::move(one.key), .label = std::move(one.label)});
    for (const auto& one : what.options)
        all.push_back(
            {.number = number++, .key = one.key, .label = label_of_fixed(what, one.key), .fixed = &one});
    return all;
}

argument label_of(const field& what, const chosen& answer)
{
    const bool fixed = std::ranges::find(what.options, answer.key, &option::key) != what.options.end();
    if (!fixed || !answer.label.empty())
        return answer.label.empty() ? answer.key : answer.label;
    return label_of_fixed(what, answer.key);
}

} // namespace bot::dialog
