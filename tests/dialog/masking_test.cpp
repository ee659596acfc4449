#include "bot/dialog/masking.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

using bot::dialog::mask_patient_identifiers;

namespace {

struct row {
    std::string text;
    std::string masked;
};

} // namespace

TEST_CASE("What identifies a patient by number is masked", "[dialog]")
{
    const auto [text, masked] = GENERATE(values<row>({
        // CCCD and CMND
        {"CCCD 001090123456", "CCCD •••"},
        {"cccd: 001 090 123 456", "cccd: •••"},
        {"số 079.090.123.456 của người nhà", "số ••• của người nhà"},
        {"001-090-123456", "•••"},
        {"căn cước 012345678901, sinh năm 1990", "căn cước •••, sinh năm 1990"},
        {"CMND 123456789", "CMND •••"},
        {"cmt số 123456789 cũ", "cmt số ••• cũ"},
        {"giấy tờ 012345678", "giấy tờ •••"},
        {"123 456 789", "•••"},
        {"(001090123456)", "(•••)"},
        // BHYT
        {"GD4791234567890", "•••"},
        {"thẻ DN4010123456789 hết hạn", "thẻ ••• hết hạn"},
        {"BHYT GD 4 79 1234567890", "BHYT •••"},
        {"te1-01-01-12345-678", "•••"},
        {"HX 401 012 345 678 9", "•••"},
        {"BHYT 0123456789", "BHYT •••"},
        {"mã thẻ BHYT là 7912345678", "mã thẻ BHYT là •••"},
        // telephones
        {"0912345678", "•••"},
        {"gọi 0912.345.678 nhé", "gọi ••• nhé"},
        {"gọi 0912 345 678.", "gọi •••."},
        {"0912-345-678", "•••"},
        {"09 12 34 56 78", "•••"},
        {"sđt:0912345678,gấp", "sđt:•••,gấp"},
        {"+84912345678", "•••"},
        {"+84 912 345 678", "•••"},
        {"84912345678", "•••"},
        {"0084 912 345 678", "•••"},
        {"(+84) 912 345 678", "(•••"},
        {"024 3825 3531", "•••"},
        {"(024) 3825 3531", "(•••"},
        {"028.38554137", "•••"},
        {"0912345678 và 0398765432", "••• và •••"},
        {"ĐT.0912345678", "ĐT.•••"},
        // record numbers
        {"mã BA 26001234", "mã BA •••"},
        {"mã bệnh án: 2026/001234", "mã bệnh án: •••"},
        {"số bệnh án 26.0001234", "số bệnh án •••"},
        {"so benh an 0001234 khong mo duoc", "so benh an ••• khong mo duoc"},
        {"mã BN là BN0012345", "mã BN là •••"},
        {"PID 4521", "PID •••"},
        {"PID: 4521-22", "PID: •••"},
        {"MRN=88123", "MRN=•••"},
        {"số hồ sơ 12345", "số hồ sơ •••"},
        {"mã y tế 12.345.678", "mã y tế •••"},
        {"patient id 99812", "patient id •••"},
        {"hộ chiếu C1234567", "hộ chiếu •••"},
    }));
    CAPTURE(text);
    CHECK(mask_patient_identifiers(text) == masked);
    CHECK(mask_patient_identifiers(masked) == masked);
}

TEST_CASE("The name after bệnh nhân or its short forms is masked", "[dialog]")
{
    const auto [text, masked] = GENERATE(values<row>({
        {"bệnh nhân Nguyễn Văn An không in được phiếu", "bệnh nhân ••• không in được phiếu"},
        {"Bệnh nhân: Trần Thị Bích, 45 tuổi", "Bệnh nhân: •••, 45 tuổi"},
        {"BN Nguyễn Văn A bị nhầm đơn", "BN ••• bị nhầm đơn"},
        {"BN. Lê Hoàng Minh Châu chờ kết quả", "BN. ••• chờ kết quả"},
        {"BN Hoa bị ngã", "BN ••• bị ngã"},
        {"BN N.V.A bị nhầm", "BN ••• bị nhầm"},
        {"bệnh nhân tên Nguyễn Đăng Khoa bị nhầm", "bệnh nhân tên ••• bị nhầm"},
        {"bệnh nhân tên là Hoa", "bệnh nhân tên là •••"},
        {"người bệnh Phạm Văn Nam đang mổ", "người bệnh ••• đang mổ"},
        {"người bệnh là bà Đỗ Thị Hiền ở giường 5", "người bệnh là bà ••• ở giường 5"},
        {"bệnh nhân (Nguyễn Văn A) đã về", "bệnh nhân (•••) đã về"},
        {"bệnh nhân ông Hùng", "bệnh nhân ông •••"},
        {"pt Nguyen Van A khong vao duoc", "pt ••• khong vao duoc"},
        {"patient John Smith cannot log in", "patient ••• cannot log in"},
        {"patient: Mary", "patient: •••"},
        {"BN Nguyễn Văn An Khoa Nội", "BN ••• Khoa Nội"},
        {"BN Nguyễn Văn An và BN Trần B", "BN ••• và BN •••"},
        {"BN NGUYỄN VĂN AN bị nhầm đơn", "BN ••• bị nhầm đơn"},
        {"BN NGUYEN VAN AN KHONG VAO DUOC", "BN ••• KHONG VAO DUOC"},
        {"bn nguyen van an khong mo duoc", "bn ••• khong mo duoc"},
        {"bn nguyen van nam bi nham", "bn ••• bi nham"},
        {"benh nhan tran thi thu ha bi nham", "benh nhan ••• bi nham"},
        {"bn nguyễn văn an bị nhầm", "bn ••• bị nhầm"},
        {"bn le van b mat ket qua", "bn ••• mat ket qua"},
        {"bn do thi lan chua co phim", "bn ••• chua co phim"},
        {"bn pham hung bi nham thuoc", "bn ••• bi nham thuoc"},
        {"nguoi benh hoang anh tuan cho ket qua", "nguoi benh ••• cho ket qua"},
        {"bn ten hoa bi nham", "bn ten ••• bi nham"},
        {"bn bà sáu chưa có phim", "bn bà ••• chưa có phim"},
        {"Bệnh nhân:\nNguyễn Văn A", "Bệnh nhân:\n•••"},
        {"BN Nguye\u0302\u0303n Va\u0306n An bị nhầm", "BN ••• bị nhầm"},
        {"BN Nguyễn Văn An, CCCD 001090123456, sđt 0912345678", "BN •••, CCCD •••, sđt •••"},
    }));
    CAPTURE(text);
    CHECK(mask_patient_identifiers(text) == masked);
    CHECK(mask_patient_identifiers(masked) == masked);
}

TEST_CASE("What identifies nobody is left as it is", "[dialog]")
{
    const std::string text = GENERATE(values<std::string>({
        "",
        "SC-2026-000012",
        "sự cố SC-2026-000012 lúc 07:45 22/11/2026",
        "tiếp nhận sc-2026-000012 123",
        "22/11/2026 07:45",
        "22.11.2026 10",
        "2026-11-22 07:45:12",
        "07:45",
        "8h30",
        "192.168.1.10",
        "10.0.0.255",
        "máy 192.168.100.200 treo",
        "172.16.254.1:8080",
        "HIS 3.2.1",
        "v1.20.300.4000",
        "phiên bản 10.0.19045",
        "Windows 10 22H2",
        "500 MB",
        "1.234.567 byte",
        "123456789 byte",
        "500000000 đồng",
        "mất 123.456.789 đồng",
        "12 máy, 3 khoa",
        "cổng 8080",
        "mã lỗi 0x80070005",
        "lỗi 404",
        "1900 9095",
        "gọi 115",
        "phòng 301, tầng 3",
        "giường 12",
        "khoa 24",
        "2026",
        "202611220745",
        "10.762622, 106.660172",
        "2400000000000000017",
        "a1b2c3d4e5f60912345678",
        "0,912345678",
        "QĐ 4494/QĐ-BYT",
        "NĐ 331/2026",
        "TT 46/2018/TT-BYT",
        "bệnh nhân không vào được",
        "bệnh nhân bị nhầm đơn",
        "BN không in được phiếu",
        "bn khong vao duoc",
        "bn bi nga",
        "Bệnh nhân chờ lâu",
        "bệnh nhân Khoa Nội phải chờ",
        "BN COVID",
        "BN HIV dương tính",
        "BN BHYT không quét được thẻ",
        "BN ICU",
        "bệnh nhân nội trú",
        "các bệnh nhân ngoại trú đang chờ",
        "bệnh nhân 45 tuổi",
        "BN 45 tuổi",
        "số bệnh nhân tăng",
        "30 bệnh nhân phải ghi tay",
        "dữ liệu bệnh nhân. Máy chủ treo",
        "hồ sơ bệnh nhân\nMáy in hỏng",
        "bệnh nhân do đau",
        "bệnh nhân đang mổ",
        "bn dang mo",
        "bn ho nhieu",
        "bn vo xuong",
        "bn le thuoc vao may tho",
        "bệnh viện Bạch Mai",
        "BENH NHAN KHONG VAO DUOC HE THONG",
        "patient data leaked",
        "patients are waiting",
        "patient records on HIS",
        "pt không đăng nhập được",
        "lộ số bệnh án của nhiều người",
        "mã bệnh nhân bị trùng",
        "số bệnh án ngày 22/11 sai",
        "CCCD của bệnh nhân bị lộ",
        "quét BHYT lỗi",
        "PID trùng",
        "Nguyễn Văn Hùng báo máy in hỏng",
    }));
    CAPTURE(text);
    CHECK(mask_patient_identifiers(text) == text);
}

TEST_CASE("Junk of any kind is masked without harm and keeps its other bytes", "[dialog]")
{
    const std::string junk("\0\xFF\xED\xA0\x80 BN \xC1", 9);
    CHECK(mask_patient_identifiers(junk) == junk);
    CHECK(mask_patient_identifiers(std::string(1'000'000, '7')) == std::string(1'000'000, '7'));
    std::string phones;
    std::string marks;
    for (int i = 0; i < 5000; ++i) {
        phones += "0912345678, ";
        marks += "•••, ";
    }
    CHECK(mask_patient_identifiers(phones) == marks);
}
