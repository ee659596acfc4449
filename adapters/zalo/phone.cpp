#include "adapters/zalo/phone.hpp"

namespace adapters::zalo {

std::string phone_84(std::string_view text)
{
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            digits += c;
        else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')' && !(c == '+' && digits.empty()))
            return {};
    }
    if (digits.starts_with("0084"))
        digits.erase(0, 2);
    else if (digits.starts_with('0'))
        digits.replace(0, 1, "84");
    // 84 and nine digits of a mobile number, ten of some land lines
    return digits.starts_with("84") && digits.size() >= 11 && digits.size() <= 12 ? digits : std::string();
}

} // namespace adapters::zalo
