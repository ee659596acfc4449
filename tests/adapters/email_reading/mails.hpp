#pragma once

#include "adapters/email/reading/read_letter.hpp"

#include <chrono>
#include <filesystem>
#include <string>

/// What the tests of the mail reader share.
namespace mails {

/// The options of the sample hospital: its address, its border server, the labels of the vendor's form.
adapters::email::reading_options options();

std::string file_bytes(const std::filesystem::path& path);

/// One of tests/data/mail.
std::string sample(const std::string& name);

/// A mail with the usual fields and one text part, LF line ends.
std::string text_mail(const std::string& body, const std::string& more_fields = {});

/// Why a letter is not fit for use: a text that is not UTF-8 or holds control characters; "" when all is well.
std::string unfit(const adapters::email::letter& mail);

/// How long a thing may take: `seconds`, and much longer where a sanitizer watches.
constexpr std::chrono::milliseconds patience(double seconds)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return std::chrono::milliseconds(static_cast<int>(seconds * 20000));
#else
    return std::chrono::milliseconds(static_cast<int>(seconds * 1000));
#endif
}

} // namespace mails
