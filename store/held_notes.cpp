#include "store/held_notes.hpp"

namespace store {

void hold_note(transaction& tx, const held_note& note)
{
    const auto about = note.incident.value_or(incident_id{0});
    if (note.incident)
        tx.run("DELETE FROM held_note WHERE person = ? AND incident_id = ? AND purpose = ?", note.person, about,
               note.purpose);
    tx.run("INSERT INTO held_note(person, incident_id, purpose, text, at_ms) VALUES(?, ?, ?, ?, ?)", note.person,
           about, note.purpose, note.text, note.at);
}

std::vector<held_note> take_held(transaction& tx, std::string_view person)
{
    std::vector<held_note> found;
    {
        auto rows = tx.query("SELECT person, incident_id, purpose, text, at_ms FROM held_note WHERE person = ?"
                             " ORDER BY at_ms, id",
                             person);
        while (rows.step()) {
            held_note one{.person = rows.text(0), .incident = std::nullopt, .purpose = rows.text(2), .text = rows.text(3), .at = rows.moment(4)};
            if (const auto about = rows.as<incident_id>(1); about != incident_id{0})
                one.incident = about;
            found.push_back(std::move(one));
        }
    }
    tx.run("DELETE FROM held_note WHERE person = ?", person);
    return found;
}

std::vector<std::string> people_with_held_notes(connection& from)
{
    auto rows = from.query("SELECT DISTINCT person FROM held_note ORDER BY person");
    std::vector<std::string> people;
    while (rows.step())
        people.push_back(rows.text(0));
    return people;
}

std::int64_t drop_held(transaction& tx, incident_id incident, std::string_view purpose)
{
    return tx.run("DELETE FROM held_note WHERE incident_id = ?1 AND (?2 = '' OR purpose = ?2)", incident, purpose);
}

} // namespace store
