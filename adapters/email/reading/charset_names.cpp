#include "adapters/email/reading/charset_names.hpp"

#include "adapters/email/reading/ascii.hpp"

#include <array>

namespace adapters::email::mime {

namespace {

struct alias {
    std::string_view name;
    charset_way way;
    std::string_view iconv_name;
};

using enum charset_way;

/// The whole list: a charset that is not here is not read by its name. Conversions with a history of memory faults
/// (iso-2022-cn-ext, CVE-2024-2961) and the stateful ones nobody mails in are left out.
constexpr auto aliases = std::to_array<alias>({
    {"utf-8", utf8, "UTF-8"},
    {"utf8", utf8, "UTF-8"},
    {"utf8mb4", utf8, "UTF-8"},
    {"unicode-1-1-utf-8", utf8, "UTF-8"},
    {"cp65001", utf8, "UTF-8"},
    {"utf-16", utf16, "UTF-16LE"},
    {"utf-16le", utf16, "UTF-16LE"},
    {"utf-16be", iconv, "UTF-16BE"},
    {"ucs-2", utf16, "UTF-16LE"},
    {"utf-32", iconv, "UTF-32"},
    {"utf-7", iconv, "UTF-7"},
    {"unicode-1-1-utf-7", iconv, "UTF-7"},
    {"us-ascii", latin, ""},
    {"ascii", latin, ""},
    {"ansi_x3.4-1968", latin, ""},
    {"iso-8859-1", latin, ""},
    {"iso8859-1", latin, ""},
    {"iso_8859-1", latin, ""},
    {"latin1", latin, ""},
    {"latin-1", latin, ""},
    {"windows-1252", latin, ""},
    {"cp1252", latin, ""},
    {"windows-1258", iconv, "CP1258"},
    {"cp1258", iconv, "CP1258"},
    {"x-cp1258", iconv, "CP1258"},
    {"viscii", iconv, "VISCII"},
    {"csviscii", iconv, "VISCII"},
    {"x-viet-viscii", iconv, "VISCII"},
    {"x-viscii", iconv, "VISCII"},
    {"tcvn", iconv, "TCVN5712-1"},
    {"tcvn3", iconv, "TCVN5712-1"},
    {"tcvn-3", iconv, "TCVN5712-1"},
    {"tcvn5712", iconv, "TCVN5712-1"},
    {"tcvn-5712", iconv, "TCVN5712-1"},
    {"tcvn5712-1", iconv, "TCVN5712-1"},
    {"x-viet-tcvn", iconv, "TCVN5712-1"},
    {"x-viet-tcvn5712", iconv, "TCVN5712-1"},
    {"x-viet-abc", iconv, "TCVN5712-1"},
    {"gb18030", iconv, "GB18030"},
    {"gb2312", iconv, "GB18030"},
    {"gbk", iconv, "GB18030"},
    {"cp936", iconv, "GB18030"},
    {"x-gbk", iconv, "GB18030"},
    {"big5", iconv, "BIG5-HKSCS"},
    {"big5-hkscs", iconv, "BIG5-HKSCS"},
    {"cp950", iconv, "BIG5-HKSCS"},
    {"shift_jis", iconv, "CP932"},
    {"shift-jis", iconv, "CP932"},
    {"sjis", iconv, "CP932"},
    {"x-sjis", iconv, "CP932"},
    {"windows-31j", iconv, "CP932"},
    {"cp932", iconv, "CP932"},
    {"euc-jp", iconv, "EUC-JP"},
    {"iso-2022-jp", iconv, "ISO-2022-JP"},
    {"euc-kr", iconv, "CP949"},
    {"ks_c_5601-1987", iconv, "CP949"},
    {"ks_c_5601", iconv, "CP949"},
    {"cp949", iconv, "CP949"},
    {"windows-949", iconv, "CP949"},
    {"koi8-r", iconv, "KOI8-R"},
    {"koi8-u", iconv, "KOI8-U"},
    {"iso-8859-2", iconv, "ISO-8859-2"},
    {"iso-8859-3", iconv, "ISO-8859-3"},
    {"iso-8859-4", iconv, "ISO-8859-4"},
    {"iso-8859-5", iconv, "ISO-8859-5"},
    {"iso-8859-6", iconv, "ISO-8859-6"},
    {"iso-8859-7", iconv, "ISO-8859-7"},
    {"iso-8859-8", iconv, "ISO-8859-8"},
    {"iso-8859-8-i", iconv, "ISO-8859-8"},
    {"iso-8859-9", iconv, "ISO-8859-9"},
    {"iso-8859-10", iconv, "ISO-8859-10"},
    {"iso-8859-11", iconv, "ISO-8859-11"},
    {"iso-8859-13", iconv, "ISO-8859-13"},
    {"iso-8859-14", iconv, "ISO-8859-14"},
    {"iso-8859-15", iconv, "ISO-8859-15"},
    {"iso-8859-16", iconv, "ISO-8859-16"},
    {"tis-620", iconv, "TIS-620"},
    {"windows-874", iconv, "CP874"},
    {"windows-1250", iconv, "CP1250"},
    {"windows-1251", iconv, "CP1251"},
    {"windows-1253", iconv, "CP1253"},
    {"windows-1254", iconv, "CP1254"},
    {"windows-1255", iconv, "CP1255"},
    {"windows-1256", iconv, "CP1256"},
    {"windows-1257", iconv, "CP1257"},
    {"cp1250", iconv, "CP1250"},
    {"cp1251", iconv, "CP1251"},
    {"cp437", iconv, "CP437"},
    {"cp850", iconv, "CP850"},
    {"macintosh", iconv, "MACINTOSH"},
});

constexpr std::size_t name_bytes_max = 40;

} // namespace

charset_entry find_charset(std::string_view name)
{
    name = trimmed(name);
    while (!name.empty() && (name.front() == '"' || name.front() == '\''))
        name.remove_prefix(1);
    name = name.substr(0, name.find_first_of("\"'; \t"));
    if (name.size() > name_bytes_max)
        return {};
    for (const alias& one : aliases)
        if (equal_ignoring_case(one.name, name))
            return {one.way, std::string(one.iconv_name)};
    return {};
}

} // namespace adapters::email::mime
