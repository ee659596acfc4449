#pragma once

#include "bot/flow/knowledge.hpp"
#include "bot/rules/problem.hpp"
#include "config/settings.hpp"

#include <filesystem>
#include <memory>
#include <optional>

namespace cli {

/// Everything a running bot reads from files.
struct loaded {
    config::settings settings;
    bot::flow::knowledge_ptr knowledge; ///< null when there was any fault
    bot::rules::problems faults;        ///< of every file, not only the first
};

/// Reads the configuration and all it names: directory, rule packs, holidays, forms, messages. Nothing half-loaded: with a
/// single fault there is no knowledge.
loaded load(const std::filesystem::path& config_file);

/// The data files alone, for settings that were made in code.
bot::flow::knowledge_ptr load_knowledge(const config::settings& settings, bot::rules::problems& faults);

/// One line a fault on stderr: file, pointer, what.
void print(const bot::rules::problems& faults);

} // namespace cli
