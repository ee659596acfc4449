#include "adapters/sandbox/form_data.hpp"
#include "tests/adapters/sandbox/zalo_world.hpp"

#include <catch2/catch.hpp>

using namespace sandbox_tests;

namespace {

json upload(zalo_world& zalo, const std::string& path, const std::string& name, const std::string& bytes)
{
    const std::string body =
        "--XyZ\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\nsecret\r\n"
        "--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
        name + "\"\r\nContent-Type: application/pdf\r\n\r\n" + bytes + "\r\n--XyZ--\r\n";
    return zalo.call({.method = "POST",
                      .target = path,
                      .fields = {{"Content-Type", "multipart/form-data; boundary=XyZ"}},
                      .body = body});
}

json send_file(zalo_world& zalo, const std::string& token)
{
    const json attachment{{"type", "file"}, {"payload", {{"token", token}}}};
    return zalo.post("/v3.0/oa/message/cs",
                     {{"recipient", {{"user_id", lan}}}, {"message", {{"attachment", attachment}}}});
}

} // namespace

TEST_CASE("An uploaded file can be sent for seven days", "[sandbox]")
{
    zalo_world zalo;
    const std::string bytes = "%PDF-1.4\r\n--not the boundary\r\n";
    const json answer = upload(zalo, "/v2.0/oa/upload/file", "bao-cao.pdf", bytes);
    REQUIRE(answer["error"] == 0);
    const std::string token = answer["data"]["token"];
    CHECK(send_file(zalo, token)["error"] == 0);
    const auto sent = zalo.platform.transcript(lan).back().what;
    CHECK(sent.name == "bao-cao.pdf");
    CHECK(zalo.platform.serve({.method = "GET", .target = sent.url}, zalo.now).response.body == bytes);

    zalo.platform.say(lan, "còn đây", zalo.now + 7 * 24h);
    zalo.now += 7 * 24h + 1s;
    zalo.refresh(zalo.refresh_token);
    CHECK(send_file(zalo, token)["error"] == -100);
    CHECK(send_file(zalo, "unknown")["error"] == -201);
}

TEST_CASE("Uploads are refused by kind and by size", "[sandbox]")
{
    zalo_world zalo;
    CHECK(upload(zalo, "/v2.0/oa/upload/file", "so-lieu.xlsx", "PK")["error"] == -201);
    CHECK(upload(zalo, "/v2.0/oa/upload/image", "anh.PNG", "PNG")["data"].contains("attachment_id"));
    CHECK(upload(zalo, "/v2.0/oa/upload/image", "anh.png", std::string((1 << 20) + 1, 'x'))["error"] == -210);
    CHECK(upload(zalo, "/v2.0/oa/upload/gif", "anh.gif", "GIF89a")["error"] == 0);
    CHECK(upload(zalo, "/v2.0/oa/upload/file", "trong.pdf", "")["error"] == -201);
}

TEST_CASE("Forms that break off or name no boundary are no forms", "[sandbox]")
{
    const std::string whole =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\nx\r\n--b--";
    const auto fields = sandbox::read_form_data("multipart/form-data; boundary=\"b\"", whole);
    REQUIRE(fields);
    REQUIRE(fields->size() == 1);
    CHECK(fields->front().file_name == "a.pdf");
    CHECK(fields->front().content == "x");
    for (std::size_t length = 0; length + 1 < whole.size(); ++length)
        CHECK_FALSE(sandbox::read_form_data("multipart/form-data; boundary=b", whole.substr(0, length)));
    CHECK_FALSE(sandbox::read_form_data("multipart/form-data", whole));
    CHECK_FALSE(sandbox::read_form_data("text/plain; boundary=b", whole));
}
