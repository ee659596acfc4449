#include "bot/flow/linking.hpp"

#include "bot/flow/lists.hpp"
#include "bot/flow/post.hpp"
#include "bot/flow/roster.hpp"
#include "bot/incident/chain.hpp"
#include "bot/log.hpp"
#include "store/links.hpp"

#include <cctype>

namespace bot::flow {

namespace {

/// Without the letters and digits that are mistaken for one another when read out.
constexpr std::string_view alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
constexpr std::size_t code_length = 8;

std::string hash_of(std::string_view code)
{
    std::string kept;
    for (const char c : code)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            kept += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return incident::sha256_hex(kept);
}

void linked(const speaker& who, const std::string& person)
{
    store::link_contact(who.at.tx, who.self, person);
    log::info("contact.linked", {{"contact", static_cast<std::int64_t>(who.self.id)}, {"person", person}});
    reply_privately(who, {{"say.linked", {{"name", name_of_person(who.at, person)}}}});
}

} // namespace

std::string issue_link_code(store::transaction& tx, std::string_view person, rules::instant now, std::string_view random)
{
    std::string code;
    for (std::size_t i = 0; i < code_length; ++i)
        code += alphabet[static_cast<unsigned char>(random.at(i)) % alphabet.size()];
    store::add_link_code(tx, hash_of(code), person, now + link_code_life);
    return code;
}

void link_by_code(const speaker& who, const std::string& code)
{
    auto& at = who.at;
    const auto since = at.now - std::chrono::hours{1};
    if (store::wrong_codes(at.tx, who.self.id, since) >= wrong_codes_max)
        return reply_privately(who, {{"say.link_too_often"}});
    if (const auto person = store::redeem_link_code(at.tx, hash_of(code), at.now); person && at.know.who.person(*person) != nullptr)
        return linked(who, *person);
    store::note_wrong_code(at.tx, who.self.id, at.now, since);
    reply_privately(who, {{"say.link_wrong_code"}});
}

void link_by_phone(const speaker& who, const std::string& phone)
{
    who.self.phone = phone;
    if (const auto* person = who.at.know.who.person_by_phone(phone))
        return linked(who, person->id);
    reply_privately(who, {{"say.phone_unknown"}});
}

void ask_for_phone(const speaker& who)
{
    say_phone_card(who.at, who.self);
}

} // namespace bot::flow
