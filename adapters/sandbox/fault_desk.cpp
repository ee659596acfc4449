#include "adapters/sandbox/fault_desk.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace adapters::sandbox {

namespace {

constexpr std::array<std::pair<fault_kind, std::string_view>, 5> kinds{{
    {fault_kind::refuse, "refuse"},
    {fault_kind::http_status, "http_status"},
    {fault_kind::timeout, "timeout"},
    {fault_kind::drop_answer, "drop_answer"},
    {fault_kind::slow, "slow"},
}};

constexpr std::array<std::pair<call_scope, std::string_view>, 5> scopes{{
    {call_scope::send, "send"},
    {call_scope::upload, "upload"},
    {call_scope::read, "read"},
    {call_scope::oauth, "oauth"},
    {call_scope::any, "any"},
}};

bool armed_at(const fault& what, instant now)
{
    return (!what.times || *what.times > 0) && (!what.until || now < *what.until);
}

} // namespace

std::string_view name_of(fault_kind kind)
{
    return std::ranges::find(kinds, kind, &std::pair<fault_kind, std::string_view>::first)->second;
}

std::optional<fault_kind> fault_kind_from(std::string_view name)
{
    for (const auto& [kind, known] : kinds)
        if (known == name)
            return kind;
    return std::nullopt;
}

std::string_view name_of(call_scope scope)
{
    return std::ranges::find(scopes, scope, &std::pair<call_scope, std::string_view>::first)->second;
}

std::optional<call_scope> call_scope_from(std::string_view name)
{
    for (const auto& [scope, known] : scopes)
        if (known == name)
            return scope;
    return std::nullopt;
}

std::uint64_t fault_desk::add(fault what)
{
    what.id = ++last_id_;
    faults_.push_back(std::move(what));
    return last_id_;
}

void fault_desk::remove(std::uint64_t id)
{
    std::erase_if(faults_, [id](const fault& one) { return one.id == id; });
}

void fault_desk::clear()
{
    faults_.clear();
    lose_receipts = false;
    silence = false;
    duplicate_next = 0;
    delay_next = 0;
}

std::optional<fault> fault_desk::strike(call_scope scope, std::string_view chat, instant now)
{
    std::erase_if(faults_, [now](const fault& one) { return !armed_at(one, now); });
    for (fault& one : faults_) {
        const bool fits =
            (one.scope == call_scope::any || one.scope == scope) && (one.chat.empty() || one.chat == chat);
        if (!fits)
            continue;
        if (one.times)
            --*one.times;
        return one;
    }
    return std::nullopt;
}

std::vector<fault> fault_desk::armed(instant now) const
{
    std::vector<fault> all;
    std::ranges::copy_if(faults_, std::back_inserter(all),
                         [now](const fault& one) { return armed_at(one, now); });
    return all;
}

} // namespace adapters::sandbox
