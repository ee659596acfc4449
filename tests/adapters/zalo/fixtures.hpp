#pragma once

#include "adapters/zalo/signature.hpp"
#include "adapters/zalo/webhook_event.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

/// The public vectors and samples, and the identity they are made for.
namespace fixtures {

inline nlohmann::json load(const std::string& name)
{
    std::ifstream file(PROJECT_DIR "/tests/data/zalo/" + name);
    return nlohmann::json::parse(file);
}

inline const std::string app_id = "360846524940903967";
inline const std::string oa_id = "388613280878808645";
inline const std::string user_id = "246845883529197922";
inline const std::string group_id = "f414c8f76fa586fbdfb4";

inline adapters::zalo::oa_identity identity() { return {.app_id = app_id, .oa_id = oa_id}; }

inline adapters::zalo::webhook_secrets secrets()
{
    return {.app_id = app_id,
            .oa_secret_key = bot::secret("OAsecretKEYexample00001"),
            .oa_id = oa_id,
            .app_secret = bot::secret("APPSECRETexample0001")};
}

/// A message to the account, with `more` merged into it.
inline nlohmann::json message(const nlohmann::json& more = nlohmann::json::object())
{
    nlohmann::json event = {{"app_id", app_id},
                            {"sender", {{"id", user_id}}},
                            {"user_id_by_app", "552177279717587730"},
                            {"recipient", {{"id", oa_id}}},
                            {"event_name", "user_send_text"},
                            {"message", {{"text", "xin chào"}, {"msg_id", "m1"}}},
                            {"timestamp", "1717061839659"}};
    event.merge_patch(more);
    return event;
}

inline bot::result<bot::flow::inbound> parse(std::string body, adapters::zalo::parse_notes* notes = nullptr)
{
    return adapters::zalo::parse_event(std::move(body), identity(), notes);
}

} // namespace fixtures
