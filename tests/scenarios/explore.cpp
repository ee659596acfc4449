#include "tests/support/story.hpp"
#include <fstream>
#include <iostream>
TEST_CASE("explore", "[.]")
{
    using namespace std::chrono_literals;
    const auto run = [](const std::string& file, const std::string& tpl) {
        support::hospital_options o; o.template_id = tpl;
        support::story all(o);
        std::map<std::string, std::string> who{{"hoa", support::people::hoa}, {"tam", support::people::tam}, {"lan", support::people::lan}, {"minh", support::people::minh}, {"hung", support::people::hung}, {"tuan", support::people::tuan}, {"binh", support::people::binh}, {"ha", support::people::ha}, {"stranger", support::people::stranger}};
        std::ifstream in(file);
        std::string line;
        const auto show = [&] {
            for (const auto& chat : all.chats()) {
                for (const auto& l : all.unread(chat)) {
                    std::string name = chat;
                    for (auto& [k, v] : who) if (v == chat) name = k;
                    std::cout << "   " << name << " < [" << bot::rules::format_vietnam(l.at) << "] " << l.text.substr(0, std::getenv("FULL") ? std::string::npos : 230) << "\n";
                }
                all.read_chat(chat);
            }
        };
        while (std::getline(in, line)) {
            std::cout << "## " << line << "\n";
            const auto sp = line.find(' ');
            const auto cmd = line.substr(0, sp);
            const auto rest = sp == std::string::npos ? "" : line.substr(sp + 1);
            if (cmd == "pass") all.pass(std::chrono::minutes(std::stoi(rest)));
            else if (cmd == "crash") all.crash();
            else if (cmd == "restart") all.restart();
            else if (cmd == "quick") all.quick_report(support::people::hoa, rest, "PACS");
            else if (cmd == "handling") all.bring_to_handling(std::stoi(rest));
            else if (cmd == "block") { (void)all.zalo().act(who[rest], adapters::sandbox::deed::block, all.now()); all.settle_down(); }
            else if (cmd == "group") { const auto s2 = rest.find(' '); all.says_in_group(who[rest.substr(0, s2)], rest.substr(s2 + 1)); }
            else if (cmd == "link") all.shares_phone(who[rest]);
            else if (cmd == "fault") { adapters::sandbox::fault f; f.kind = adapters::sandbox::fault_kind::http_status; f.scope = adapters::sandbox::call_scope::send; f.chat = who[rest]; all.zalo().state().faults.add(f); }
            else if (cmd == "refuse") { adapters::sandbox::fault f; f.code = -213; f.scope = adapters::sandbox::call_scope::send; f.chat = who[rest]; all.zalo().state().faults.add(f); }
            else if (who.contains(cmd)) all.says(who[cmd], rest);
            show();
        }
    };
    run(std::getenv("SCRIPT"), std::getenv("TPL") ? std::getenv("TPL") : "");
}
