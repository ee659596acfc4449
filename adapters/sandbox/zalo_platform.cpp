#include "adapters/sandbox/zalo_platform.hpp"

#include "adapters/sandbox/api.hpp"
#include "adapters/sandbox/digest.hpp"

#include <algorithm>
#include <utility>

namespace adapters::sandbox {

namespace {

using namespace std::string_view_literals;

const route* find_route(std::string_view method, std::string_view path)
{
    const auto all = routes();
    const auto found =
        std::ranges::find_if(all, [&](const route& one) { return one.method == method && one.path == path; });
    return found == all.end() ? nullptr : &*found;
}

/// What a proxy in front of a failing service answers: not JSON.
http::response broken(const fault& struck)
{
    http::response answer{
        .status = struck.status, .content_type = "text/html", .body = "<h1>Service error</h1>"};
    if (struck.retry_after_seconds > 0)
        answer.fields.push_back({"Retry-After", std::to_string(struck.retry_after_seconds)});
    return answer;
}

http::response refused(const fault& struck, api_host host)
{
    if (host == api_host::oauth)
        return oauth_refusal(struck.code, struck.text.empty() ? "Error" : struck.text, struck.text);
    return refusal(struck.code, struck.text);
}

http::response stored(const platform_state& state, std::string_view path)
{
    const std::string_view name = path.substr("/attachments/"sv.size());
    for (const auto* shelf : {&state.files, &state.uploads})
        if (const auto found = shelf->find(name); found != shelf->end())
            return {.content_type = found->second.content_type, .body = found->second.bytes};
    return {.status = 404, .content_type = "text/plain", .body = "gone"};
}

} // namespace

zalo_platform::zalo_platform(options setup, instant now) : first_(setup), state_(std::move(setup), now) {}

bool zalo_platform::knows(std::string_view path)
{
    return std::ranges::any_of(std::array{"/v2.0/"sv, "/v3.0/"sv, "/v4/"sv, "/message/"sv, "/attachments/"sv},
                               [path](std::string_view start) { return path.starts_with(start); });
}

api_answer zalo_platform::serve(const http::request& call, instant now)
{
    if (call.path().starts_with("/attachments/") && call.method == "GET")
        return {.response = stored(state_, call.path())};
    const route* way = find_route(call.method, call.path());
    if (way == nullptr)
        return {.response = empty_api()};

    const std::string chat = way->scope == call_scope::send ? addressee(call) : std::string();
    const std::optional<fault> struck = state_.faults.strike(way->scope, chat, now);
    if (!struck)
        return run(call, *way, now);
    state_.chats.touch();
    switch (struck->kind) {
    case fault_kind::timeout:
        return {.response = {}, .hang = true};
    case fault_kind::http_status:
        return {.response = broken(*struck)};
    case fault_kind::refuse:
        return {.response = refused(*struck, way->host)};
    case fault_kind::drop_answer: {
        api_answer done = run(call, *way, now);
        done.hang = true;
        return done;
    }
    case fault_kind::slow:
        break;
    }
    api_answer done = run(call, *way, now);
    done.delay = struck->delay;
    return done;
}

api_answer zalo_platform::run(const http::request& call, const route& way, instant now)
{
    if (way.host == api_host::oauth)
        return {.response = way.run(state_, call, now)};

    const std::string_view token = http::find(call.fields, "access_token");
    const token_state judged = state_.tokens.judge(token, now);
    if (way.host == api_host::business) {
        if (judged != token_state::good)
            return {.response = refusal(-124)};
        return {.response = way.run(state_, call, now)};
    }

    call_counter& counter = state_.counter;
    if (const auto minute = std::chrono::floor<std::chrono::minutes>(now); counter.minute != minute)
        counter = {.minute = minute};
    ++counter.calls;
    const int left = state_.setup.calls_per_minute_max - counter.calls;
    http::response answer;
    if (left < 0)
        answer = refusal(-32);
    else if (judged == token_state::unknown)
        answer = refusal(-216);
    else if (judged == token_state::dead)
        answer = refusal(-220);
    else if (state_.setup.app_secret_proof &&
             http::find(call.fields, "appsecret_proof") != hmac_sha256_hex(state_.setup.app_secret, token))
        answer = refusal(-242);
    else
        answer = way.run(state_, call, now);
    answer.fields.push_back({"X-RateLimit-Limit", std::to_string(state_.setup.calls_per_minute_max)});
    answer.fields.push_back({"X-RateLimit-Remain", std::to_string(std::max(0, left))});
    return {.response = std::move(answer)};
}

void zalo_platform::advance(instant now)
{
    std::map<std::string, std::vector<std::string>> read; // by person
    while (!state_.receipts.empty() && state_.receipts.begin()->first <= now) {
        const receipt_due due = state_.receipts.begin()->second;
        state_.receipts.erase(state_.receipts.begin());
        const member* who = state_.chats.find_person(due.user_id);
        message* what = state_.chats.find_message(due.user_id, due.message_id);
        if (who == nullptr || what == nullptr || !who->phone_on)
            continue; // goes on its way again when the phone is on
        if (what->progress == receipt::sent) {
            what->progress = receipt::delivered;
            what->receipt_lost = state_.faults.lose_receipts;
            state_.receipts.emplace(now + state_.setup.seen_after, due);
            if (state_.faults.lose_receipts) {
                // nothing is told
            } else if (what->kind == message_kind::template_text) {
                const event told = state_.writer.received_by_phone(who->who.phone, *what, now);
                state_.announce_template_receipt(told, due.user_id, now);
            } else {
                state_.announce(state_.writer.received(*who, what->id, now), due.user_id, now);
            }
        } else {
            what->progress = receipt::seen;
            what->receipt_lost = state_.faults.lose_receipts;
            if (!state_.faults.lose_receipts && what->kind != message_kind::template_text)
                read[due.user_id].push_back(what->id);
        }
        state_.chats.changed(*what);
    }
    for (const auto& [user_id, ids] : read)
        state_.announce(state_.writer.seen(*state_.chats.find_person(user_id), ids, now), user_id, now);
}

void zalo_platform::settle(std::uint64_t id, bool accepted, instant now)
{
    const auto done = state_.webhooks.settle(id, accepted, now);
    state_.chats.touch();
    if (!done || done->message_id.empty())
        return;
    message* what = state_.chats.find_message(done->chat, done->message_id);
    if (what == nullptr)
        return;
    what->progress = receipt::delivered;
    state_.chats.changed(*what);
}

std::optional<instant> zalo_platform::next_due() const
{
    std::optional<instant> next = state_.webhooks.next_due();
    if (!state_.receipts.empty() && (!next || state_.receipts.begin()->first < *next))
        next = state_.receipts.begin()->first;
    return next;
}

std::vector<line> zalo_platform::transcript(const std::string& chat, std::size_t from) const
{
    const auto& all = state_.chats.chat(chat);
    const std::size_t first = state_.chats.forgotten(chat);
    std::vector<line> lines;
    for (std::size_t i = from > first ? from - first : 0; i < all.size(); ++i) {
        const member* who = state_.chats.find_person(all[i].from);
        lines.push_back({chat, first + i, who ? who->who.display_name : state_.setup.oa_name, all[i]});
    }
    return lines;
}

void zalo_platform::send_raw(const std::string& body, const std::string& signature, instant now)
{
    state_.webhooks.push({.body = body, .signature = signature}, now);
}

void zalo_platform::reset(instant now)
{
    const std::string base = state_.writer.base();
    const std::string webhook_url = state_.setup.webhook_url;
    const std::uint64_t version = state_.chats.version();
    webhook_queue queue = std::move(state_.webhooks);
    queue.clear();
    queue.subscribe();
    state_ = platform_state(first_, now, ++runs_);
    state_.webhooks = std::move(queue);
    state_.setup.webhook_url = webhook_url;
    state_.writer.set_base(base);
    state_.chats.continue_after(version);
}

} // namespace adapters::sandbox
