#include "adapters/sandbox/samples.hpp"

#include "adapters/sandbox/page_files.hpp"

namespace adapters::sandbox {

namespace {

using namespace std::string_literals;

/// A page that says what it is, in the least PDF that readers open.
constexpr std::string_view pdf = "%PDF-1.4\n"
                                 "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                                 "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                                 "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 120]/Contents 4 0 R"
                                 "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
                                 "4 0 obj<</Length 53>>stream\n"
                                 "BT /F1 16 Tf 24 60 Td (Sandbox sample document) Tj ET\n"
                                 "endstream endobj\n"
                                 "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
                                 "trailer<</Root 1 0 R>>\n%%EOF\n";

std::string page_picture()
{
    for (const page_file& file : page_files())
        if (file.name == "sample.png")
            return std::string(file.bytes);
    return {};
}

} // namespace

stored_file sample_file(message_kind kind)
{
    switch (kind) {
    case message_kind::audio:
        // AMR: magic and twenty frames of silence.
        return {
            .name = "ghi-am.amr", .content_type = "audio/amr", .bytes = "#!AMR\n" + std::string(20, '\x7c')};
    case message_kind::video:
        return {.name = "video.mp4",
                .content_type = "video/mp4",
                .bytes = "\0\0\0\x14"s + "ftypisom\0\0\2\0isom"s};
    case message_kind::gif:
        return {
            .name = "anh.gif",
            .content_type = "image/gif",
            .bytes =
                "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"s};
    case message_kind::file:
        return {.name = "bien-ban.pdf", .content_type = "application/pdf", .bytes = std::string(pdf)};
    case message_kind::image:
    case message_kind::sticker:
    case message_kind::text:
    case message_kind::location:
    case message_kind::link:
    case message_kind::business_card:
    case message_kind::ask_phone:
    case message_kind::list:
    case message_kind::template_text:
    case message_kind::notice:
        break;
    }
    return {.name = "anh-man-hinh.png", .content_type = "image/png", .bytes = page_picture()};
}

} // namespace adapters::sandbox
