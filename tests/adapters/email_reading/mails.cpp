#include "tests/adapters/email_reading/mails.hpp"

#include "bot/text.hpp"
#include "bot/utf8.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

namespace mails {

adapters::email::reading_options options()
{
    adapters::email::reading_options all;
    all.form_labels = {"Hệ thống bị ảnh hưởng", "Mức độ ảnh hưởng", "Thời điểm phát hiện",
                       "Mô tả sự cố",           "Người báo",        "Số điện thoại"};
    all.own_addresses = {"suco@bv.test"};
    all.verp_prefix = "b-";
    all.trusted_authserv_ids = {"mx.bv.test"};
    return all;
}

std::string file_bytes(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string sample(const std::string& name)
{
    return file_bytes(std::filesystem::path(PROJECT_DIR) / "tests/data/mail" / name);
}

std::string text_mail(const std::string& body, const std::string& more_fields)
{
    return "From: an.nguyen@ncc.test\nTo: suco@bv.test\nSubject: Re: SC-2026-000012\nDate: Thu, 12 Nov 2026 08:15:00 "
           "+0700\nMessage-ID: <m1@ncc.test>\n" +
           more_fields + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + body;
}

std::string unfit(const adapters::email::letter& mail)
{
    const auto bad = [](const std::string& text) { return bot::to_nfc(text) != text; };
    const auto bad_line = [&bad](const std::string& text) { return bad(text) || text.find('\n') != std::string::npos; };
    if (bad(mail.text) || bad(mail.reply) || bad(mail.cut))
        return "text";
    if (bad_line(mail.subject) || bad_line(mail.message_id) || bad_line(mail.from.name) || bad_line(mail.from.address))
        return "header";
    if (bad_line(mail.automatic_reason))
        return "reason";
    for (const auto& one : mail.faults)
        if (bad_line(one.detail))
            return "fault";
    for (const auto& one : mail.attachments)
        if (bad_line(one.name) || one.name.empty() || one.name.find('/') != std::string::npos || bad_line(one.declared_type) ||
            bad_line(one.content_id) || one.sha256.size() != 64)
            return "attachment";
    for (const auto& one : mail.embedded)
        if (bad(one.text) || bad_line(one.subject))
            return "embedded";
    for (const auto& one : mail.inline_answers)
        if (bad(one.text) || bad(one.quoted))
            return "inline answer";
    for (const std::string& id : mail.thread_ids)
        if (bad_line(id))
            return "thread id";
    if (mail.bounce &&
        (bad_line(mail.bounce->diagnostic) || bad_line(mail.bounce->recipient) || bad_line(mail.bounce->original_message_id)))
        return "bounce";
    return {};
}

} // namespace mails
