#include "bot/cli/commands.hpp"
#include "bot/cli/load.hpp"
#include "store/backup.hpp"

#include <iostream>

namespace cli {

int back_up(const std::filesystem::path& config_file, const std::filesystem::path& file)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    const auto made = store::back_up(all.settings.database, all.settings.attachments, file);
    std::cout << file.string() << ": " << made.bytes << " bytes, " << made.attachments << " attachments";
    if (made.missing > 0)
        std::cout << ", " << made.missing << " attachments were missing on disk";
    std::cout << '\n';
    return made.missing > 0 ? 1 : 0;
}

int restore(const std::filesystem::path& config_file, const std::filesystem::path& file)
{
    const auto all = load(config_file);
    if (!all.knowledge) {
        print(all.faults);
        return 2;
    }
    const auto put = store::restore_backup(file, all.settings.database, all.settings.attachments);
    std::cout << all.settings.database.string() << ": restored, " << put.attachments << " attachments\n";
    return 0;
}

} // namespace cli
