#include "adapters/sandbox/history.hpp"

#include "adapters/sandbox/call_body.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace adapters::sandbox {

namespace {

using json = nlohmann::ordered_json;

std::size_t whole(const std::optional<double>& asked, std::size_t otherwise, std::size_t most)
{
    if (!asked || *asked < 0)
        return otherwise;
    return *asked > static_cast<double>(most) ? most : static_cast<std::size_t>(*asked);
}

json history_of(const platform_state& state, const std::string& chat, const message& one)
{
    const bool by_account = one.from.empty();
    json item{{"src", by_account ? 0 : 1},
              {"time", one.at.time_since_epoch().count()},
              {"type", one.kind == message_kind::text ? "text" : name_of(one.kind)},
              {"message", one.text},
              {"message_id", one.id},
              {"from_id", by_account ? state.setup.oa_id : one.from},
              {"to_id", by_account ? chat : state.setup.oa_id}};
    if (!one.url.empty())
        item["url"] = one.url.starts_with('/') ? state.writer.base() + one.url : one.url;
    return item;
}

std::string text_of(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace

page_of_list page_asked(const http::request& call, std::size_t most)
{
    constexpr std::size_t offset_max = 9'951;
    const auto data = call_body::parse(call.query("data"));
    const auto number = [&](const std::string& name) -> std::optional<double> {
        if (data)
            return data->number("/" + name);
        const std::string text = call.query(name);
        unsigned long value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc())
            return std::nullopt;
        return static_cast<double>(value);
    };
    return {whole(number("offset"), 0, offset_max),
            std::max<std::size_t>(1, whole(number("count"), 10, most))};
}

std::string messages_backwards(const platform_state& state, const std::string& chat, page_of_list page)
{
    json items = json::array();
    const auto& all = state.chats.chat(chat);
    std::size_t skipped = 0;
    for (auto one = all.rbegin(); one != all.rend() && items.size() < page.count; ++one) {
        if (one->kind == message_kind::notice || skipped++ < page.offset)
            continue;
        items.push_back(history_of(state, chat, *one));
    }
    return text_of(items);
}

std::string last_messages(const platform_state& state, const std::vector<std::string>& chats,
                          page_of_list page)
{
    std::vector<std::pair<instant, json>> last;
    for (const std::string& chat : chats) {
        const auto& all = state.chats.chat(chat);
        const auto one = std::find_if(all.rbegin(), all.rend(),
                                      [](const message& m) { return m.kind != message_kind::notice; });
        if (one != all.rend())
            last.emplace_back(one->at, history_of(state, chat, *one));
    }
    std::ranges::stable_sort(last, std::ranges::greater{}, &std::pair<instant, json>::first);
    json items = json::array();
    for (std::size_t i = page.offset; i < last.size() && items.size() < page.count; ++i)
        items.push_back(std::move(last[i].second));
    return text_of(items);
}

} // namespace adapters::sandbox
