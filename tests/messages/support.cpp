#include "tests/messages/support.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

namespace shipped {

namespace {

const std::filesystem::path root = PROJECT_DIR;

/// Takes comments out and leaves string literals whole.
std::string without_comments(const std::string& code)
{
    std::string kept;
    for (std::size_t i = 0; i < code.size();) {
        if (code.compare(i, 2, "//") == 0) {
            i = std::min(code.find('\n', i), code.size());
        } else if (code.compare(i, 2, "/*") == 0) {
            i = std::min(code.find("*/", i), code.size() - 2) + 2;
        } else if (code[i] == '"' || code[i] == '\'') {
            const char quote = code[i];
            const std::size_t begin = i++;
            while (i < code.size() && code[i] != quote && code[i] != '\n')
                i += code[i] == '\\' ? 2U : 1U;
            i = std::min(i + 1, code.size());
            kept += code.substr(begin, i - begin);
        } else {
            kept.push_back(code[i++]);
        }
    }
    return kept;
}

std::vector<std::filesystem::path> files_in(const std::string& folder, const std::string& extension)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
        if (entry.path().extension() == extension)
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

} // namespace

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}

const messages::catalogue& texts()
{
    static const auto loaded = [] {
        bot::rules::problems found;
        auto catalogue = messages::load_catalogue(
            {{"vi", content_of(root / "messages/vi.json")}, {"en", content_of(root / "messages/en.json")}},
            found);
        for (const auto& problem : found)
            UNSCOPED_INFO(problem.file << problem.pointer << ": " << problem.what);
        REQUIRE(catalogue);
        return *catalogue;
    }();
    return loaded;
}

std::vector<bot::dialog::form> forms()
{
    std::vector<bot::dialog::form> all;
    bot::rules::problems found;
    for (const auto& file : files_in("config/forms", ".json"))
        if (auto form = bot::dialog::parse_form(content_of(file), file.filename().string(), found))
            all.push_back(*form);
    for (const auto& problem : found)
        UNSCOPED_INFO(problem.file << problem.pointer << ": " << problem.what);
    REQUIRE(found.empty());
    return all;
}

std::vector<bot::rules::pack> packs()
{
    std::vector<bot::rules::pack> all;
    bot::rules::problems found;
    for (const auto& file : files_in("config/rules", ".json"))
        if (auto pack = bot::rules::parse_pack(content_of(file), file.filename().string(), found))
            all.push_back(*pack);
    REQUIRE(found.empty());
    return all;
}

std::vector<source_file> sources()
{
    std::vector<source_file> all;
    for (const auto* folder : {"bot", "adapters", "store", "config", "messages"})
        for (const auto* extension : {".cpp", ".hpp"})
            for (const auto& file : files_in(folder, extension))
                all.push_back(
                    {file.lexically_relative(root).generic_string(), without_comments(content_of(file))});
    return all;
}

} // namespace shipped
