#pragma once

#include "bot/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::email {

/// Makes new, cur and tmp in `folder`, and the folder itself.
bot::result<void> make_maildir(const std::filesystem::path& folder);

/// Writes a mail durably: tmp, fsync, rename to new, fsync of new. Gives its file name. `unreachable` when the disk refuses.
bot::result<std::string> deliver_to_maildir(const std::filesystem::path& folder, std::string_view raw);

/// Names of the regular files in new, oldest first as far as the names tell. Dot files are nobody's mail.
bot::result<std::vector<std::string>> new_mails(const std::filesystem::path& folder);

/// A file of new, not followed if it is a link. At most `bytes_max` of it; `size` is that of the whole.
struct maildir_mail {
    std::string raw{};
    std::size_t size = 0;
};
bot::result<maildir_mail> read_new(const std::filesystem::path& folder, const std::string& file, std::size_t bytes_max);

/// Moves a file from new to cur of `to` (the same Maildir or another) as seen.
bot::result<void> move_to_cur(const std::filesystem::path& folder, const std::string& file, const std::filesystem::path& to);

} // namespace adapters::email
