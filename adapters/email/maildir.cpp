#include "adapters/email/maildir.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <random>
#include <utility>

namespace adapters::email {

namespace fs = std::filesystem;

namespace {

class file {
public:
    explicit file(int number) : number_(number) {}
    ~file()
    {
        if (number_ >= 0)
            ::close(number_);
    }
    file(const file&) = delete;
    file& operator=(const file&) = delete;
    int number() const { return number_; }
    bool good() const { return number_ >= 0; }

private:
    int number_;
};

tl::unexpected<bot::error> failed(const std::string& doing)
{
    return bot::fail(bot::errc::unreachable, "maildir: " + doing + ": " + std::strerror(errno));
}

bool write_all(int to, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(to, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

bool sync_folder(const fs::path& folder)
{
    const file opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return opened.good() && ::fsync(opened.number()) == 0;
}

/// Unique on this machine and, with its name in it, beyond: time, process, count, chance.
std::string unique_name()
{
    static std::atomic<unsigned> count{0};
    std::random_device chance;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    const auto micros = std::chrono::floor<std::chrono::microseconds>(now - seconds);
    char host[64] = {};
    ::gethostname(host, sizeof host - 1);
    std::string name = std::to_string(seconds.count()) + ".M" + std::to_string(micros.count()) + "P" + std::to_string(::getpid()) + "Q" +
                       std::to_string(count++) + "R" + std::to_string(chance()) + "." + host;
    // A slash or colon in the host's name would mean something else here.
    std::replace(name.begin(), name.end(), '/', '_');
    std::replace(name.begin(), name.end(), ':', '_');
    return name;
}

} // namespace

bot::result<void> make_maildir(const fs::path& folder)
{
    std::error_code failure;
    for (const char* part : {"tmp", "new", "cur"}) {
        fs::create_directories(folder / part, failure);
        if (failure)
            return bot::fail(bot::errc::unreachable, "maildir: " + failure.message());
    }
    return {};
}

bot::result<std::string> deliver_to_maildir(const fs::path& folder, std::string_view raw)
{
    const auto made = make_maildir(folder);
    if (!made)
        return bot::fail(made.error().code, made.error().detail);
    std::string name = unique_name();
    const fs::path draft = folder / "tmp" / name;
    {
        const file out(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!out.good())
            return failed("open");
        if (!write_all(out.number(), raw) || ::fsync(out.number()) != 0) {
            const auto why = failed("write");
            ::unlink(draft.c_str());
            return why;
        }
    }
    if (::rename(draft.c_str(), (folder / "new" / name).c_str()) != 0) {
        const auto why = failed("rename");
        ::unlink(draft.c_str());
        return why;
    }
    if (!sync_folder(folder / "new"))
        return failed("fsync");
    return name;
}

bot::result<std::vector<std::string>> new_mails(const fs::path& folder)
{
    std::error_code failure;
    std::vector<std::string> names;
    for (fs::directory_iterator at(folder / "new", failure), end; !failure && at != end; at.increment(failure)) {
        std::error_code unknown;
        const std::string name = at->path().filename().string();
        if (!name.starts_with('.') && at->symlink_status(unknown).type() == fs::file_type::regular)
            names.push_back(name);
    }
    if (failure)
        return bot::fail(bot::errc::unreachable, "maildir: " + failure.message());
    std::sort(names.begin(), names.end());
    return names;
}

bot::result<maildir_mail> read_new(const fs::path& folder, const std::string& name, std::size_t bytes_max)
{
    const file in(::open((folder / "new" / name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct ::stat facts = {};
    if (!in.good() || ::fstat(in.number(), &facts) != 0)
        return failed("open");
    if (!S_ISREG(facts.st_mode))
        return bot::fail(bot::errc::rejected, "maildir: not a file");
    maildir_mail out;
    out.size = static_cast<std::size_t>(facts.st_size);
    out.raw.resize(std::min(out.size, bytes_max));
    std::size_t filled = 0;
    while (filled < out.raw.size()) {
        const ssize_t got = ::read(in.number(), out.raw.data() + filled, out.raw.size() - filled);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed("read");
        if (got == 0)
            break;
        filled += static_cast<std::size_t>(got);
    }
    out.raw.resize(filled);
    return out;
}

bot::result<void> move_to_cur(const fs::path& folder, const std::string& name, const fs::path& to)
{
    const std::string bare = name.substr(0, name.find(":2,"));
    if (::rename((folder / "new" / name).c_str(), (to / "cur" / (bare + ":2,S")).c_str()) != 0)
        return failed("rename");
    return {};
}

} // namespace adapters::email
