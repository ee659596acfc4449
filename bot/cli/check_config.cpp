#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"

#include <iostream>

namespace cli {

int check_config(const std::filesystem::path& config_file)
{
    const auto all = load(config_file);
    if (!all.faults.empty()) {
        print(all.faults);
        std::cerr << all.faults.size() << " fault(s)\n";
        return 2;
    }
    std::cout << config_file.string() << ": no faults. Rules: " << all.knowledge->rules.stamp() << '\n';
    return 0;
}

} // namespace cli
