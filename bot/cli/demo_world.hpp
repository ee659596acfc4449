#pragma once

#include "adapters/sandbox/mail_desk.hpp"
#include "adapters/sandbox/options.hpp"
#include "bot/flow/knowledge.hpp"
#include "config/settings.hpp"

#include <filesystem>
#include <string>

namespace cli {

/// The sample hospital of the demo: settings that point at the sandbox, and the sandbox's people, who hold the roles of the
/// sample directory, a vendor with a mailbox among them.
struct demo_world {
    config::settings settings;
    adapters::sandbox::options sandbox;
    adapters::sandbox::mail_person vendor;
};

/// `folder` is emptied and used for the store; `data` holds config/ and messages/ of the project.
demo_world make_demo_world(const std::filesystem::path& folder, const std::filesystem::path& data);

/// Where config/ and messages/ are: $SUCOBOT_DATA, the working directory, or beside the sources it was built from.
std::filesystem::path data_folder();

/// Zalo user ids of the demo's people and the id of their leaders' group.
namespace demo_people {
inline constexpr const char* reporter = "2400000000000000001";
inline constexpr const char* incident_manager = "2400000000000000002";
inline constexpr const char* handler = "2400000000000000003";
inline constexpr const char* leader = "2400000000000000004";
inline constexpr const char* leaders_group = "f414c8f76fa586fbdfb4";
} // namespace demo_people

} // namespace cli
