#include "bot/flow/pausing.hpp"

#include "bot/flow/commands.hpp"
#include "bot/text.hpp"
#include "messages/when.hpp"

namespace bot::flow {

void pause_for(const speaker& who, case_file& about, const std::string& reason, const config::vendor_entry* waiting_for)
{
    std::vector<phrase> said{{"say.paused", {{"number", about.row.number}}}};
    if (waiting_for != nullptr && waiting_for->handle_within)
        said.push_back({"say.waiting_for_contract", {{"vendor", waiting_for->name}, {"length", std::vector{messages::length(*waiting_for->handle_within)}}}});
    else if (waiting_for != nullptr)
        said.push_back({"say.waiting_for", {{"vendor", waiting_for->name}}});
    incident::pause command{.reason = reason};
    if (waiting_for != nullptr) {
        command.waiting_for = waiting_for->id;
        command.vendor_name = waiting_for->name;
    }
    try_command(who, about, command, said);
}

const config::vendor_entry* vendor_meant(const speaker& who, const case_file& about, const std::string& reason)
{
    const auto serving = who.at.know.who.vendors_of(about.row.unit);
    const auto said = " " + fold(reason) + " ";
    for (const auto* one : serving)
        if (said.find(" " + fold(one->name) + " ") != std::string::npos)
            return one;
    const bool some_vendor = said.find(" nha thau ") != std::string::npos || said.find(" vendor ") != std::string::npos;
    return some_vendor && serving.size() == 1 ? serving.front() : nullptr;
}

} // namespace bot::flow
