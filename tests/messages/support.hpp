#pragma once

#include "bot/dialog/form.hpp"
#include "bot/rules/pack.hpp"
#include "messages/catalogue.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// The catalogue as it is shipped, and what the program says with it.
namespace shipped {

const messages::catalogue& texts();
std::vector<bot::dialog::form> forms();
std::vector<bot::rules::pack> packs();

/// A source file of the program: its path from the root, and its text without comments.
struct source_file {
    std::string path;
    std::string code;
};
std::vector<source_file> sources();

std::string content_of(const std::filesystem::path& file);

} // namespace shipped
