#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"
#include "bot/flow/linking.hpp"
#include "adapters/clock.hpp"
#include "store/database.hpp"
#include "store/writer.hpp"

#include <iostream>

namespace cli {

int issue_link_code(const std::filesystem::path& config_file, const std::string& person)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    if (all.knowledge->who.person(person) == nullptr)
        return failed("there is no person \"" + person + "\" in " + all.settings.directory.string());
    store::database db(all.settings.database);
    std::string random(16, '\0');
    db.fill_random({reinterpret_cast<unsigned char*>(random.data()), random.size()});
    std::string code;
    store::write_now(db, [&](store::transaction& tx) { code = bot::flow::issue_link_code(tx, person, adapters::machine_clock().now(), random); });
    std::cout << code << '\n';
    return 0;
}

} // namespace cli
