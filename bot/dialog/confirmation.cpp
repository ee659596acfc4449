#include "bot/dialog/confirmation.hpp"

#include "bot/dialog/navigation.hpp"
#include "bot/dialog/option_match.hpp"

#include <algorithm>
#include <array>

namespace bot::dialog {

namespace {

using words = std::vector<std::string>;

/// Words that agree or disagree whatever the question is.
const words& agreement()
{
    static const words all{"co",  "dung", "dung roi", "dung vay", "vang", "da",  "u", "uh",    "ok",
                           "oke", "okie", "okay",     "dong y",   "phai", "yes", "y", "right", "correct"};
    return all;
}

const words& disagreement()
{
    static const words all{"khong", "ko",      "k",  "khong phai", "khong dung", "chua dung",
                           "sai",   "sai roi", "no", "n",          "wrong"};
    return all;
}

words joined(words own, const words& general)
{
    own.insert(own.end(), general.begin(), general.end());
    return own;
}

struct pair_of_options {
    option first;
    option second;
};

const pair_of_options* options_for(phase what)
{
    static const pair_of_options cancel{
        {"cancel.yes", joined({"huy", "huy bo", "xoa", "cancel", "give up"}, agreement())},
        {"cancel.no", joined({"tiep tuc", "tiep", "lam tiep", "quay lai", "khong huy", "continue", "go on",
                              "back", "keep"},
                             disagreement())}};
    static const pair_of_options time{
        {"time.right", agreement()},
        {"time.again", joined({"nhap lai", "lai", "again", "enter again"}, disagreement())}};
    static const pair_of_options cut{
        {"cut.keep", joined({"giu", "giu phan dau", "keep", "keep the beginning"}, agreement())},
        {"cut.again",
         joined({"viet lai", "nhap lai", "viet lai ngan hon", "write again", "again"}, disagreement())}};
    switch (what) {
    case phase::confirming_cancel:
        return &cancel;
    case phase::confirming_time:
        return &time;
    case phase::confirming_cut:
        return &cut;
    case phase::asking:
    case phase::reviewing:
    case phase::asleep:
        break;
    }
    return nullptr;
}

} // namespace

std::vector<listed_option> confirmation_options(phase what)
{
    const auto* both = options_for(what);
    if (both == nullptr)
        return {};
    std::vector<listed_option> listed;
    for (const auto* one : {&both->first, &both->second})
        listed.push_back({.number = static_cast<int>(listed.size()) + 1,
                          .key = one->key,
                          .label = std::vector<phrase>{{.key = "say." + one->key}},
                          .fixed = one});
    return listed;
}

std::optional<bool> read_confirmation(phase what, std::string_view folded)
{
    const auto listed = confirmation_options(what);
    const auto match = find_option(folded, listed, match_kind::exact);
    if (match.found.size() != 1)
        return std::nullopt;
    return match.found.front()->number == 1;
}

bool agrees_to_send(std::string_view folded)
{
    const auto bare = without_courtesies(folded);
    const auto word = parse_navigation(bare);
    return (word && word->what == navigation::send) ||
           std::ranges::find(agreement(), bare) != agreement().end() ||
           std::ranges::find(agreement(), folded) != agreement().end();
}

} // namespace bot::dialog
