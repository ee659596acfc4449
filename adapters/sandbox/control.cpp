#include "adapters/sandbox/control.hpp"

#include "adapters/sandbox/orders.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace adapters::sandbox {

namespace {

using nlohmann::json;

struct command {
    std::string_view path;
    outcome (*run)(const desk&);
};

constexpr std::array<command, 17> commands{{
    {"/sandbox/say", orders::say},
    {"/sandbox/group/say", orders::say_in_group},
    {"/sandbox/attach", orders::attach},
    {"/sandbox/react", orders::react},
    {"/sandbox/act", orders::act},
    {"/sandbox/group/act", orders::act_in_group},
    {"/sandbox/group/set", orders::set_group},
    {"/sandbox/faults", orders::add_fault},
    {"/sandbox/faults/clear", orders::clear_faults},
    {"/sandbox/switches", orders::set_switches},
    {"/sandbox/token", orders::set_token},
    {"/sandbox/clock", orders::set_clock},
    {"/sandbox/users", orders::add_person},
    {"/sandbox/groups", orders::add_group},
    {"/sandbox/webhooks", orders::set_webhooks},
    {"/sandbox/probe", orders::send_raw},
    {"/sandbox/reset", orders::reset},
}};

http::response answer(unsigned status, const json& body)
{
    return {.status = status, .body = body.dump(-1, ' ', false, json::error_handler_t::replace)};
}

http::response refused(unsigned status, std::string_view why)
{
    return answer(status, json{{"error", why}});
}

} // namespace

bool is_control(std::string_view path)
{
    return path.starts_with("/sandbox/");
}

http::response control(zalo_platform& platform, clock_control& clock, const http::request& call)
{
    const std::string_view path = call.path();
    if (call.method == "GET" && path == "/sandbox/state") {
        const std::string asked = call.query("since");
        std::uint64_t since = 0;
        std::from_chars(asked.data(), asked.data() + asked.size(), since);
        return {.body = page_state(platform, clock, since)};
    }
    if (call.method == "GET" && path == "/sandbox/clock")
        return answer(200, json{{"now", clock.now().time_since_epoch().count()}, {"speed", clock.speed()}});
    if (call.method != "POST")
        return refused(404, "no such command");
    if (!http::find(call.fields, "content-type").starts_with("application/json"))
        return refused(415, "Content-Type: application/json is needed");
    const auto body = call_body::parse(call.body.empty() ? "{}" : call.body);
    if (!body)
        return refused(400, "the body is not a JSON object");
    const auto found = std::ranges::find(commands, path, &command::path);
    if (found == commands.end())
        return refused(404, "no such command");
    const outcome done = found->run({platform, clock, *body});
    if (done)
        return {.body = *done};
    return refused(done.error().code == bot::errc::not_found ? 404 : 400, done.error().detail);
}

} // namespace adapters::sandbox
