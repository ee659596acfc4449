#include "adapters/zalo/attachment_fetcher.hpp"

#include "adapters/zalo/signature.hpp"
#include "bot/text.hpp"
#include "tests/adapters/http/loopback.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace adapters::zalo;
using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace http = adapters::http;
using how = loopback::act::how;

namespace {

struct folder {
    folder() : path(std::filesystem::temp_directory_path() / ("sucobot-fetch-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {}
    ~folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    std::size_t files() const
    {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path), std::filesystem::directory_iterator()));
    }
    std::filesystem::path path;
};

struct fixture {
    explicit fixture(std::vector<loopback::act> acts) : peer(io, std::move(acts)), web(io.get_executor(), {})
    {
        options.folder = place.path;
        options.loopback = true;
        options.within = 2s;
    }
    bot::result<fetched_file> fetch(const std::string& link)
    {
        attachment_fetcher fetcher(web, io.get_executor(), options);
        bot::result<fetched_file> got = bot::fail(bot::errc::malformed, "never ran");
        loopback::run(io, [&]() -> asio::awaitable<void> { got = co_await fetcher.fetch(link); });
        return got;
    }

    folder place;
    asio::io_context io{1};
    loopback::scripted_peer peer;
    http::client web;
    fetch_options options;
};

} // namespace

TEST_CASE("An attachment is stored under its hash", "[zalo]")
{
    const std::string content = "\xFF\xD8\xFF" + std::string(300'000, 'x');
    fixture f({{how::answer, loopback::ok(content)}});
    const auto got = f.fetch(f.peer.origin() + "/a.jpg?x=1");
    REQUIRE(got);
    CHECK(got->sha256 == to_hex(sha256(content)));
    CHECK(got->size == content.size());
    CHECK(got->media_type == "image/jpeg");
    CHECK(got->path == f.place.path / got->sha256);
    std::ifstream file(got->path, std::ios::binary);
    CHECK(std::string(std::istreambuf_iterator<char>(file), {}) == content);
    CHECK(f.place.files() == 1);
    CHECK(f.peer.requests().at(0).starts_with("GET /a.jpg?x=1 HTTP/1.1\r\n"));
    REQUIRE(f.fetch(f.peer.origin() + "/again"));
    CHECK(f.place.files() == 1);
}

TEST_CASE("A download that fails leaves nothing behind", "[zalo]")
{
    struct row {
        loopback::act step;
        bot::errc code;
    };
    const auto [step, code] = GENERATE(values<row>({
        {{how::close_unread, {}}, bot::errc::unreachable},
        {{how::reset_unanswered, {}}, bot::errc::unreachable},
        {{how::silence, {}}, bot::errc::unreachable},
        {{how::answer_and_close, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"}, bot::errc::unreachable},
        {{how::answer, loopback::status(500)}, bot::errc::unreachable},
        {{how::answer, loopback::status(404, "gone")}, bot::errc::rejected},
        {{how::answer, loopback::status(302)}, bot::errc::rejected},
        {{how::answer, loopback::ok(std::string(2'000, 'x'))}, bot::errc::rejected},
        {{how::answer_and_close, "HTTP/1.1 200 OK\r\n\r\n" + std::string(2'000, 'x')}, bot::errc::rejected},
    }));
    CAPTURE(static_cast<int>(step.what), step.bytes.substr(0, 60));
    fixture f({step});
    f.options.bytes_max = 1'000;
    f.options.within = 100ms;
    const auto got = f.fetch(f.peer.origin() + "/a");
    REQUIRE_FALSE(got);
    CHECK(got.error().code == code);
    CHECK(f.place.files() == 0);
}

TEST_CASE("Redirects are followed within the list and not beyond", "[zalo]")
{
    const auto to = [](const std::string& where) {
        return loopback::act{how::answer, loopback::status(302, {}, "Location: " + where + "\r\n")};
    };
    fixture near({to("/b"), {how::answer, loopback::ok("content")}});
    CHECK(near.fetch(near.peer.origin() + "/a"));
    for (const char* where : {"https://evil.example/x", "http://169.254.169.254/latest", "//evil.example/x", "file:///etc/passwd"}) {
        fixture far({to(where), {how::answer, loopback::ok("content")}});
        const auto got = far.fetch(far.peer.origin() + "/a");
        REQUIRE_FALSE(got);
        CHECK(got.error().code == bot::errc::rejected);
        CHECK(far.peer.requests().size() == 1);
    }
    fixture circle({to("/a")});
    CHECK(circle.fetch(circle.peer.origin() + "/a").error().detail == "attachment: too many redirects");
    CHECK(circle.peer.requests().size() == 4);
}

TEST_CASE("Without the sandbox's leave loopback is not fetched", "[zalo]")
{
    fixture f({{how::answer, loopback::ok("secret")}});
    f.options.loopback = false;
    CHECK(f.fetch(f.peer.origin() + "/a").error().code == bot::errc::rejected);
    f.options.hosts = {"127.0.0.1"}; // listed by name, yet its address is not public
    CHECK(f.fetch("https://127.0.0.1:" + std::to_string(f.peer.port()) + "/a").error().detail == "address not allowed");
    CHECK(f.peer.requests().empty());
}

TEST_CASE("Partial files of a killed run are cleared away", "[zalo]")
{
    fixture f({{how::answer, loopback::ok("content")}});
    std::filesystem::create_directories(f.place.path);
    std::ofstream(f.place.path / ".part-0") << "half";
    REQUIRE(f.fetch(f.peer.origin() + "/a"));
    CHECK(f.place.files() == 1);
}

TEST_CASE("Only https links to the listed hosts may be fetched", "[zalo]")
{
    const fetch_options options;
    for (const char* good : {"https://f6.photo.talk.zdn.vn/u.jpg", "https://zdn.vn/", "https://A.ZDN.VN/x", "https://b.zadn.vn/x?y"})
        CHECK(link_allowed(good, options));
    for (const char* bad : {"http://f6.photo.talk.zdn.vn/u.jpg", "https://evilzdn.vn/", "https://zdn.vn.evil.example/", "https://evil.example/zdn.vn",
                            "https://zdn.vn@evil.example/", "https://evil.example#.zdn.vn", "ftp://zdn.vn/", "", "javascript:alert(1)",
                            "http://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://zdn.vn\\@evil.example/", "https://x"})
        CHECK_FALSE(link_allowed(bad, options));
}

TEST_CASE("Addresses inside the house are not public", "[zalo]")
{
    for (const char* good : {"8.8.8.8", "203.113.131.1", "100.63.255.255", "172.15.0.1", "172.32.0.1", "2405:4800::1", "::ffff:8.8.8.8"})
        CHECK(is_public(asio::ip::make_address(good)));
    for (const char* bad : {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
                            "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1", "255.255.255.255",
                            "::", "::1", "fc00::1", "fd12::1", "fe80::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
                            "2001:db8::1", "2001::1", "2002:7f00:1::", "3fff::1"})
        CHECK_FALSE(is_public(asio::ip::make_address(bad)));
}

TEST_CASE("The type of a file is told from its first bytes", "[zalo]")
{
    using namespace std::string_view_literals;
    CHECK(sniff_media_type("\xFF\xD8\xFF\xE0"sv) == "image/jpeg");
    CHECK(sniff_media_type("\x89PNG\r\n\x1A\n...."sv) == "image/png");
    CHECK(sniff_media_type("GIF89a"sv) == "image/gif");
    CHECK(sniff_media_type("RIFF....WEBP"sv) == "image/webp");
    CHECK(sniff_media_type("%PDF-1.7"sv) == "application/pdf");
    CHECK(sniff_media_type("PK\x03\x04..."sv) == "application/zip");
    CHECK(sniff_media_type("\0\0\0\x18"
                           "ftypmp42"sv) == "video/mp4");
    CHECK(sniff_media_type("#!AMR\n"sv) == "audio/amr");
    CHECK(sniff_media_type("Tên,Giờ\r\nmáy chủ,08:00"sv) == "text/plain");
    CHECK(sniff_media_type("MZ\x90\0"sv) == "application/octet-stream");
    CHECK(sniff_media_type(""sv) == "application/octet-stream");
}

TEST_CASE("File names are made fit to show and to store", "[zalo]")
{
    CHECK(clean_file_name("báo cáo.pdf") == "báo cáo.pdf");
    CHECK(clean_file_name("../../etc/passwd") == "passwd");
    CHECK(clean_file_name("C:\\Users\\lan\\ảnh.jpg") == "ảnh.jpg");
    CHECK(clean_file_name("a\u202Egpj.exe") == "agpj.exe");
    CHECK(clean_file_name("a\nb\tc\x01.txt") == "abc.txt");
    CHECK(clean_file_name("a<b>:\"|?*.txt") == "a_b______.txt");
    CHECK(clean_file_name("...") == "tep");
    CHECK(clean_file_name("") == "tep");
    CHECK(clean_file_name("/") == "tep");
    CHECK(clean_file_name(" .hidden. ") == "hidden");
    CHECK(clean_file_name("e\u0302\u0301.png") == "ế.png");
    const std::string cut = clean_file_name(std::string(500, 'x') + ".docx");
    CHECK(cut.ends_with(".docx"));
    CHECK(bot::utf16_length(cut) <= 120);
}
