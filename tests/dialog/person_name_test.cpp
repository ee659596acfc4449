#include "bot/dialog/person_name.hpp"

#include <catch2/catch.hpp>

using namespace bot::dialog;

namespace {

const std::vector<std::string> names{"Nguyễn Thị Lan", "Trần Văn Minh", "Hoàng Anh Tuấn", "Lê Ngọc Lan"};
using fits = std::vector<std::size_t>;

} // namespace

TEST_CASE("A colleague is named by the whole name or its last words", "[dialog]")
{
    CHECK(read_person("Minh đến thứ Hai", names).fits == fits{1});
    CHECK(read_person("Minh đến thứ Hai", names).rest == "đến thứ Hai");
    CHECK(read_person("anh minh từ thứ Bảy đến thứ Hai", names).fits == fits{1});
    CHECK(read_person("cho bác sĩ Trần Văn Minh: đến thứ Hai", names).rest == "đến thứ Hai");
    CHECK(read_person("Thị Lan đến mai", names).fits == fits{0});
    CHECK(read_person("Ngoc Lan", names).fits == fits{3});
    CHECK(read_person("Ngoc Lan", names).rest.empty());
    CHECK(read_person("anh Tuấn đến mai", names).fits == fits{2}); // "Anh" is a part of his name, too
    CHECK(read_person("Tuấn đến mai", names).fits == fits{2});
}

TEST_CASE("A name that fits several people or nobody is told apart", "[dialog]")
{
    CHECK(read_person("Lan đến thứ Hai", names).fits == fits{0, 3});
    CHECK(read_person("Hoa đến thứ Hai", names).fits.empty());
    CHECK(read_person("Hoa đến thứ Hai", names).rest == "Hoa đến thứ Hai");
    CHECK(read_person("", names).fits.empty());
    CHECK(read_person("đến thứ Hai", names).fits.empty());
    CHECK(read_person("Minh", {}).fits.empty());
}
