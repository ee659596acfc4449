#pragma once

#include "bot/rules/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace adapters::sandbox {

using bot::rules::duration;
using bot::rules::instant;

/// Somebody with a phone.
struct person {
    std::string user_id{}; ///< decimal, as Zalo's: per Official Account
    std::string display_name{};
    std::string
        role{}; ///< reporter, incident_manager, handler, leader, ...: which phone of the page shows them
    std::string role_label{}; ///< as people read it: "Người báo sự cố"
    std::string phone{};      ///< as 84..., "" for none
    bool follows = true;      ///< follows the Official Account when the story begins, and did so just then
};

/// A group chat of the Official Account.
struct group_chat {
    std::string group_id{}; ///< hexadecimal
    std::string name{};
    std::vector<std::string> members{}; ///< user ids
};

/// A template that Zalo's reviewers have passed. `<name>` in the text stands for a parameter.
struct template_message {
    std::string template_id{};
    std::string text{};
    bool by_user_id = true; ///< may be sent to a user id; otherwise by phone only (-249)
};

/// Everything the other side of the contract is set up with.
struct options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;    ///< 0: any free one
    std::string webhook_url{}; ///< where events go, "http://host:port/path"; "": nowhere until set

    std::string app_id{};
    std::string oa_id{};
    std::string oa_name = "Bệnh viện";
    std::string app_secret{};
    std::string oa_secret_key{};
    std::string refresh_token{}; ///< the first one; as every later one it works once

    std::vector<person> people{};
    std::vector<group_chat> groups{};
    std::vector<template_message>
        templates{}; ///< none: any template id is accepted and shown as its parameters

    duration access_token_life = std::chrono::hours{25};
    int calls_per_minute_max = 4'000;
    bool cloud_account = true;     ///< a Zalo Cloud Account pays for messages after 48 h; without one -320
    bool app_secret_proof = false; ///< calls need the header appsecret_proof, else -242
    bool echoes = true;            ///< oa_send_* for what the bot sends itself
    bool webhook_retries = true;   ///< the console's switch "Webhook Retry"

    duration delivered_after =
        std::chrono::milliseconds{300};            ///< virtual time; a phone that is off gets it later
    duration seen_after = std::chrono::seconds{2}; ///< from delivery

    std::chrono::milliseconds hang{20'000}; ///< real time an injected timeout keeps the caller waiting
};

} // namespace adapters::sandbox
