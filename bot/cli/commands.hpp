#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace cli {

// One function a command; the value is the exit status (0 done, 1 failed, 2 wrong usage or configuration).

int serve(const std::filesystem::path& config_file);
int check_config(const std::filesystem::path& config_file);

struct demo_options {
    bool once = false;
    double speed = 1.0;
    std::uint16_t port = 8090; ///< of the page; 0: any free one
};
int demo(const demo_options& options);

int run_sandbox(std::uint16_t port, const std::string& webhook_url);

struct incident_query {
    std::optional<std::string> number{}; ///< of show
    bool all = false;                    ///< closed ones too
    std::string format = "table";        ///< table, json, csv
};
int list_incidents(const std::filesystem::path& config_file, const incident_query& query);
int show_incident(const std::filesystem::path& config_file, const incident_query& query);

struct roster_query {
    std::string unit;
    std::string role{}; ///< "": every role with a roster
    int weeks = 4;
    std::filesystem::path output{}; ///< of export; "": standard output
};
/// Who is on duty: a table, or a calendar of RFC 5545.
int show_roster(const std::filesystem::path& config_file, const roster_query& query);
int export_roster(const std::filesystem::path& config_file, const roster_query& query);

int verify_audit(const std::filesystem::path& config_file, const std::string& sealed_head);
int back_up(const std::filesystem::path& config_file, const std::filesystem::path& file);
int restore(const std::filesystem::path& config_file, const std::filesystem::path& file);

/// Prints a one-time code with which a person of the directory links their Zalo account.
int issue_link_code(const std::filesystem::path& config_file, const std::string& person);

/// "sucobot: what" on stderr; 1.
int failed(const std::string& what);

} // namespace cli
