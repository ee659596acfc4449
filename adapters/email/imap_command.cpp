#include "adapters/email/imap_command.hpp"

#include "adapters/email/imap_text.hpp"

#include <utility>

namespace adapters::email {

namespace {

using kind = imap_command::kind;

bot::result<imap_command> with_folder(kind what, const std::string& before, const std::string& folder)
{
    const auto name = imap_folder(folder);
    if (!name)
        return bot::fail(bot::errc::rejected, "imap: not a folder name");
    return imap_command{.what = what, .text = before + *name};
}

imap_command plain(std::string text)
{
    return {.what = kind::plain, .text = std::move(text)};
}

} // namespace

bot::result<imap_command> imap_select(const std::string& folder)
{
    return with_folder(kind::select, "SELECT ", folder);
}

bot::result<imap_command> imap_create(const std::string& folder)
{
    return with_folder(kind::plain, "CREATE ", folder);
}

bot::result<imap_command> imap_quota_root(const std::string& folder)
{
    return with_folder(kind::quota, "GETQUOTAROOT ", folder);
}

bot::result<imap_command> imap_move(const uid_list& uids, const std::string& folder)
{
    return with_folder(kind::plain, "UID MOVE " + imap_set(uids) + " ", folder);
}

bot::result<imap_command> imap_copy(const uid_list& uids, const std::string& folder)
{
    return with_folder(kind::plain, "UID COPY " + imap_set(uids) + " ", folder);
}

imap_command imap_search_from(std::uint32_t first)
{
    return {.what = kind::search, .text = "UID SEARCH UID " + std::to_string(first) + ":*"};
}

imap_command imap_search_unseen()
{
    return {.what = kind::search, .text = "UID SEARCH UNSEEN UNDELETED"};
}

imap_command imap_sizes(uid_list uids)
{
    imap_command out{.what = kind::sizes, .text = "UID FETCH " + imap_set(uids) + " (UID RFC822.SIZE)"};
    out.uids = std::move(uids);
    return out;
}

imap_command imap_fetch(uid_list uids, std::size_t mail_bytes_max, std::size_t bytes_max)
{
    // One byte more than the limit shows that a mail is longer.
    imap_command out{.what = kind::mails,
                     .text = "UID FETCH " + imap_set(uids) + " (UID BODY.PEEK[]<0." + std::to_string(mail_bytes_max + 1) + ">)"};
    out.uids = std::move(uids);
    out.mail_bytes_max = mail_bytes_max;
    out.bytes_max = bytes_max;
    return out;
}

imap_command imap_fetch_headers(uid_list uids, std::size_t header_bytes_max)
{
    imap_command out{.what = kind::mails,
                     .text = "UID FETCH " + imap_set(uids) + " (UID BODY.PEEK[HEADER]<0." +
                             std::to_string(header_bytes_max + 1) + ">)"};
    out.bytes_max = (header_bytes_max + 1) * uids.size();
    out.uids = std::move(uids);
    out.mail_bytes_max = header_bytes_max;
    return out;
}

imap_command imap_add_flag(const uid_list& uids, const std::string& flag)
{
    return plain("UID STORE " + imap_set(uids) + " +FLAGS.SILENT (" + flag + ")");
}

imap_command imap_expunge(const uid_list& uids)
{
    return plain("UID EXPUNGE " + imap_set(uids));
}

imap_command imap_noop()
{
    return plain("NOOP");
}

imap_command imap_idle()
{
    return {.what = kind::idle, .text = "IDLE"};
}

imap_command imap_logout()
{
    return {.what = kind::leave, .text = "LOGOUT"};
}

} // namespace adapters::email
