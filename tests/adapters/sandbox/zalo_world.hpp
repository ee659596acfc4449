#pragma once

#include "adapters/sandbox/zalo_platform.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace sandbox_tests {

using namespace std::chrono_literals;
using adapters::sandbox::instant;
using nlohmann::json;
namespace http = adapters::http;
namespace sandbox = adapters::sandbox;

inline const std::string lan = "246845883529197922";
inline const std::string minh = "246845883529197923";
inline const std::string group_id = "f414c8f76fa586fbdfb4";

inline sandbox::options hospital()
{
    sandbox::options setup;
    setup.app_id = "360846524940903967";
    setup.oa_id = "388613280878808645";
    setup.oa_name = "Bệnh viện An Bình";
    setup.app_secret = "APPSECRETexample0001";
    setup.oa_secret_key = "OAsecretKEYexample00001";
    setup.refresh_token = "first-refresh-token";
    setup.people = {{lan, "Nguyễn Thị Lan", "reporter", "Người báo sự cố", "84912345601"},
                    {minh, "Trần Văn Minh", "incident_manager", "Cán bộ quản lý sự cố", "84912345602"}};
    setup.groups = {{group_id, "Lãnh đạo", {minh}}};
    return setup;
}

/// The platform on a virtual clock, and the calls a bot makes.
struct zalo_world {
    explicit zalo_world(sandbox::options setup = hospital()) : platform(std::move(setup), now)
    {
        refresh("first-refresh-token");
    }

    instant now{std::chrono::milliseconds{1'795'505'520'000}}; // 24/11/2026 14:32 in Viet Nam
    sandbox::zalo_platform platform;
    std::string access_token;
    std::string refresh_token;

    json call(http::request what)
    {
        what.fields.push_back({"access_token", access_token});
        last = platform.serve(what, now);
        return json::parse(last.response.body, nullptr, false);
    }
    json post(const std::string& path, const json& body)
    {
        return call({.method = "POST",
                     .target = path,
                     .fields = {{"Content-Type", "application/json"}},
                     .body = body.dump()});
    }
    json get(const std::string& target) { return call({.method = "GET", .target = target}); }

    json send(const std::string& user_id, const std::string& text)
    {
        return post("/v3.0/oa/message/cs",
                    {{"recipient", {{"user_id", user_id}}}, {"message", {{"text", text}}}});
    }
    json send_to_group(const std::string& text)
    {
        return post("/v3.0/oa/group/message",
                    {{"recipient", {{"group_id", group_id}}}, {"message", {{"text", text}}}});
    }

    json oauth(const std::string& form, const std::string& secret = "APPSECRETexample0001")
    {
        last = platform.serve({.method = "POST",
                               .target = "/v4/oa/access_token",
                               .fields = {{"secret_key", secret}},
                               .body = form + "&app_id=360846524940903967"},
                              now);
        return json::parse(last.response.body, nullptr, false);
    }
    json refresh(const std::string& token)
    {
        json answer = oauth("grant_type=refresh_token&refresh_token=" + token);
        if (answer.contains("access_token")) {
            access_token = answer["access_token"];
            refresh_token = answer["refresh_token"];
        }
        return answer;
    }

    /// Every event that may leave by now, taken with a 200.
    std::vector<sandbox::delivery> taken()
    {
        std::vector<sandbox::delivery> all;
        platform.advance(now);
        while (auto next = platform.take(now)) {
            platform.settle(next->id, true, now);
            all.push_back(std::move(*next));
        }
        return all;
    }
    std::vector<std::string> event_names()
    {
        std::vector<std::string> names;
        for (const auto& one : taken())
            names.push_back(json::parse(one.body).value("event_name", ""));
        return names;
    }

    sandbox::api_answer last;
};

} // namespace sandbox_tests
