#include "bot/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <functional>

int main(int argc, char** argv)
{
    CLI::App app("sucobot: a chat-ops bot for information-security incidents in Vietnamese hospitals");
    app.set_version_flag("--version", std::string("sucobot ") + SUCOBOT_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    std::filesystem::path config_file = "config/sucobot.json";
    app.add_option("--config", config_file, "configuration file")->capture_default_str();

    std::function<int()> chosen;
    const auto command = [&](CLI::App& under, const std::string& name, const std::string& does) { return under.add_subcommand(name, does); };

    command(app, "serve", "run the bot until SIGTERM or SIGINT; SIGHUP reloads")->callback([&] { chosen = [&] { return cli::serve(config_file); }; });
    command(app, "check-config", "read everything serve would read and print every problem")->callback([&] {
        chosen = [&] { return cli::check_config(config_file); };
    });

    cli::demo_options demo;
    auto* demo_command = command(app, "demo", "bot and sandbox with a sample hospital");
    demo_command->add_flag("--once", demo.once, "play the scripted story, check it, and exit");
    demo_command->add_option("--speed", demo.speed, "clock seconds per real second")->check(CLI::Range(0.1, 100'000.0));
    demo_command->add_option("--port", demo.port, "port of the page, 0 for any")->capture_default_str();
    demo_command->callback([&] { chosen = [&] { return cli::demo(demo); }; });

    std::uint16_t sandbox_port = 8090;
    std::string webhook_url = "http://127.0.0.1:8080/webhooks/zalo";
    auto* sandbox_command = command(app, "sandbox", "the other side of Zalo's contract alone");
    sandbox_command->add_option("--port", sandbox_port, "port")->required();
    sandbox_command->add_option("--webhook", webhook_url, "where events are posted")->capture_default_str();
    sandbox_command->callback([&] { chosen = [&] { return cli::run_sandbox(sandbox_port, webhook_url); }; });

    cli::incident_query query;
    auto* incidents = command(app, "incidents", "the register from the shell");
    incidents->require_subcommand(1);
    const CLI::IsMember formats({"table", "json", "csv"});
    auto* list = command(*incidents, "list", "open incidents");
    list->add_flag("--all", query.all, "closed ones too");
    list->add_option("--format", query.format, "table, json or csv")->check(formats);
    list->callback([&] { chosen = [&] { return cli::list_incidents(config_file, query); }; });
    auto* show = command(*incidents, "show", "one incident with its history");
    show->add_option("number", query.number, "e.g. SC-2026-000012")->required();
    show->add_option("--format", query.format, "table, json or csv")->check(formats);
    show->callback([&] { chosen = [&] { return cli::show_incident(config_file, query); }; });

    cli::roster_query duty;
    auto* roster = command(app, "roster", "who is on duty in a unit, from the directory and what was changed by chat");
    roster->require_subcommand(1);
    auto* show_roster = command(*roster, "show", "as a table");
    auto* export_roster = command(*roster, "export", "as a calendar (iCalendar, RFC 5545)");
    for (auto* one : {show_roster, export_roster}) {
        one->add_option("--unit", duty.unit, "id in the directory")->required();
        one->add_option("--role", duty.role, "one role only, e.g. incident_manager");
        one->add_option("--weeks", duty.weeks, "how far ahead")->check(CLI::Range(1, 104))->capture_default_str();
    }
    export_roster->add_option("--output", duty.output, "file to write; standard output without it");
    show_roster->callback([&] { chosen = [&] { return cli::show_roster(config_file, duty); }; });
    export_roster->callback([&] { chosen = [&] { return cli::export_roster(config_file, duty); }; });

    std::string sealed_head;
    auto* audit = command(app, "audit", "the hash chain over all events");
    audit->require_subcommand(1);
    auto* verify = command(*audit, "verify", "check the chain; print the first broken entry");
    verify->add_option("--sealed-head", sealed_head, "a head that was kept outside");
    verify->callback([&] { chosen = [&] { return cli::verify_audit(config_file, sealed_head); }; });

    std::filesystem::path file;
    auto* backup = command(app, "backup", "online copy of database and attachments into one file");
    backup->add_option("file", file)->required();
    backup->callback([&] { chosen = [&] { return cli::back_up(config_file, file); }; });
    auto* restore = command(app, "restore", "put a backup in place; refuses to overwrite a live store");
    restore->add_option("file", file)->required();
    restore->callback([&] { chosen = [&] { return cli::restore(config_file, file); }; });

    std::string person;
    auto* link = command(app, "link-code", "a one-time code with which a person links their Zalo account");
    link->add_option("person", person, "id in the directory")->required();
    link->callback([&] { chosen = [&] { return cli::issue_link_code(config_file, person); }; });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& why) {
        return app.exit(why) == 0 ? 0 : 2;
    }
    try {
        return chosen();
    } catch (const std::exception& why) {
        return cli::failed(why.what());
    }
}
