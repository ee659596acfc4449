#pragma once

#include "adapters/email/reading/letter.hpp"

#include <string_view>
#include <vector>

namespace adapters::email {

/// Answers that somebody wrote into the mail we had sent him where his client marks no quotation (Outlook): `sent` is the
/// text of our mail, `cut` what was taken for its quotation. Compares line by line, folded; a line of ours with
/// something added at its end ("3. Mức độ: cao") gives that something. Lines before the first of ours are the
/// client's header. Nothing when `cut` does not hold our mail.
std::vector<inline_answer> answers_within(std::string_view sent, std::string_view cut);

} // namespace adapters::email
