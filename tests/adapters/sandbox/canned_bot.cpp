#include "tests/adapters/sandbox/canned_bot.hpp"

#include "adapters/http/url.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace sandbox_tests {

namespace asio = boost::asio;
namespace http = adapters::http;
using nlohmann::json;

canned_bot::canned_bot(asio::any_io_executor executor, std::string app_id, std::string app_secret)
    : executor_(executor),
      server_(executor, http::server_options{}, [this](http::request call) { return take(std::move(call)); }),
      client_(executor, http::client_limits{}), app_id_(std::move(app_id)), app_secret_(std::move(app_secret))
{
}

void canned_bot::start()
{
    server_.start();
}

std::string canned_bot::webhook_url() const
{
    return "http://127.0.0.1:" + std::to_string(server_.port()) + "/webhooks/zalo";
}

asio::awaitable<void> canned_bot::stop()
{
    co_await server_.stop(std::chrono::milliseconds{200});
}

asio::awaitable<http::response> canned_bot::take(http::request call)
{
    http::response answer;
    if (on_event)
        answer.status = on_event(call);
    events.push_back(std::move(call));
    co_return answer;
}

asio::awaitable<bool> canned_bot::sign_in(std::string origin, std::string refresh_token)
{
    origin_ = std::move(origin);
    http::request call{.method = "POST", .target = "/v4/oa/access_token"};
    call.fields.push_back({"secret_key", app_secret_});
    call.fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    const http::form_fields form{
        {"refresh_token", refresh_token}, {"app_id", app_id_}, {"grant_type", "refresh_token"}};
    call.body = http::form_encode(form);
    const auto answer = co_await client_.send(origin_, std::move(call));
    if (!answer)
        co_return false;
    const json body = json::parse(answer->body, nullptr, false);
    access_token_ = body.value("access_token", "");
    co_return !access_token_.empty();
}

asio::awaitable<std::string> canned_bot::post(std::string path, std::string body)
{
    http::request call{.method = "POST", .target = std::move(path), .fields = {}, .body = std::move(body)};
    call.fields.push_back({"access_token", access_token_});
    call.fields.push_back({"Content-Type", "application/json"});
    auto answer = co_await client_.send(origin_, std::move(call));
    if (!answer)
        co_return std::string();
    co_return std::move(answer->body);
}

asio::awaitable<std::string> canned_bot::send(std::string user_id, std::string text)
{
    const json body{{"recipient", {{"user_id", user_id}}}, {"message", {{"text", text}}}};
    const std::string path = "/v3.0/oa/message/cs";
    co_return co_await post(path, body.dump());
}

asio::awaitable<std::string> canned_bot::send_to_group(std::string group_id, std::string text)
{
    const json body{{"recipient", {{"group_id", group_id}}}, {"message", {{"text", text}}}};
    const std::string path = "/v3.0/oa/group/message";
    co_return co_await post(path, body.dump());
}

} // namespace sandbox_tests
