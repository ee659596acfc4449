#include "bot/dialog/secrecy.hpp"

#include <catch2/catch.hpp>

#include <string>

using bot::dialog::bears_secret_mark;

TEST_CASE("A mark of secrecy stops intake wherever it stands", "[dialog]")
{
    const std::string text = GENERATE(values<std::string>({
        "TUYỆT MẬT",
        "TUYET MAT",
        "tuyệt mật",
        "Tuyệt Mật",
        "tuyet mat",
        "TỐI MẬT",
        "tối mật",
        "Tối mật",
        "TOI MAT",
        "TO\u0302\u0301I MA\u0323\u0302T", // decomposed
        "Độ mật: MẬT",
        "Độ mật: mật",
        "độ mật - Mật",
        "DO MAT: MAT",
        "do mat: mat",
        "Mức độ mật: Tối mật",
        "Độ mật: TỐI MẬT",
        "[MẬT]",
        "[MAT]",
        "(MẬT)",
        "[mật]",
        "(Tối mật)",
        "[toi mat]",
        "cong van MAT",
        "công văn mật",
        "công văn MẬT số 12",
        "CÔNG VĂN MẬT",
        "văn bản mật của Sở",
        "tài liệu mật",
        "Tài liệu MẬT",
        "file mật",
        "hồ sơ mật bị lộ",
        "đóng dấu mật",
        "đóng dấu MẬT",
        "dong dau MAT",
        "đã đóng dấu \"Mật\"",
        "MẬT",
        "Mật",
        "mật",
        "MAT",
        "*** MẬT ***",
        "--- MẬT ---",
        "toi mat",
        "Kính gửi Giám đốc\nMẬT\nV/v kế hoạch",
        "Sở Y tế\nTỐI MẬT\nSố 12",
        "T U Y Ệ T  M Ậ T",
        "M Ậ T",
        "T Ố I M Ậ T",
        "BC_TOI_MAT.docx",
        "bc-toi-mat.pdf",
        "toimat.docx",
        "TuyetMat.pdf",
        "CV 123 MẬT.pdf",
        "CV_123_MAT.pdf",
        "MAT_CV123.pdf",
        "MẬT_kế hoạch.docx",
        "Báo cáo tối mật.docx",
        "bao cao tuyet mat.pdf",
        "Gửi anh tài liệu tối mật về hệ thống",
        "Nội dung này MẬT, không chuyển tiếp",
        "Re: [TUYỆT MẬT] phương án",
        "Subject: Tài liệu độ Tối mật",
        "van ban toi mat",
        "tai lieu tuyet mat bi lo",
        "Cấm sao chép: TUYỆT MẬT",
        "không phổ biến, TỐI MẬT",
    }));
    CAPTURE(text);
    CHECK(bears_secret_mark(text));
}

TEST_CASE("Ordinary words with mật or with mất and mặt typed without diacritics are no mark", "[dialog]")
{
    const std::string text = GENERATE(values<std::string>({
        "",
        "m",
        "quên mật khẩu",
        "Mật khẩu",
        "MẬT KHẨU",
        "QUÊN MẬT KHẨU",
        "mat khau",
        "MAT KHAU",
        "đổi mật mã",
        "bảo mật",
        "BẢO MẬT",
        "an toàn bảo mật",
        "BAO MAT THONG TIN",
        "bí mật kinh doanh",
        "bí mật nhà nước",
        "không chứa bí mật nhà nước",
        "BÍ MẬT",
        "mật độ cao",
        "quan hệ mật thiết",
        "mật ong",
        "thân mật",
        "cơ mật viện",
        "MẬT ONG",
        "sỏi túi mật",
        "SỎI TÚI MẬT",
        "SIÊU ÂM GAN MẬT",
        "đường mật",
        "tắc mật",
        "khoa gan mật tụy",
        "tài liệu mật độ xương",
        "lộ thông tin mật khẩu",
        "tài liệu mật khẩu",
        "file mật khẩu",
        "buổi tối mật khẩu bị đổi",
        "tối mật khẩu bị đổi",
        "Tối. Mật khẩu bị đổi",
        "tôi mất mật khẩu",
        "toi mat mat khau",
        "toi mat mang",
        "TOI MAT MANG ROI",
        "TÔI MẤT ĐIỆN THOẠI",
        "tối mất mạng",
        "toi mat dien thoai luc 8h",
        "hôm qua tới mặt trước tòa nhà",
        "mất mạng",
        "mat mang",
        "MAT MANG",
        "MẤT ĐIỆN",
        "khoa Mắt",
        "KHOA MAT",
        "đau mắt",
        "DAU MAT",
        "bệnh viện mắt",
        "rửa mặt",
        "cccd_mat_truoc.jpg",
        "CCCD_MAT_TRUOC.JPG",
        "anh_cccd_hai_mat.jpg",
        "may_mat.jpg",
        "bi_mat.docx",
        "mat_khau.txt",
        "matrix.pdf",
        "format.docx",
        "email của khoa bị mất",
        "không có tài liệu mật",
        "Không, không phải tài liệu tối mật",
        "ko chứa văn bản mật",
        "không có văn bản nào đóng dấu mật",
        "tai lieu mat het roi",
        "cong van mat",
        "tai lieu mat",
        "Độ mật: không",
        "độ mật thường",
        "Máy chủ HIS bị mất kết nối từ 8h sáng nay, khoa Dược không kê được đơn.",
        "He thong mat ket noi, mat du lieu 2 ngay",
        "Nguyễn Thị Mật",
        "a b c d m a",
        "M",
    }));
    CAPTURE(text);
    CHECK_FALSE(bears_secret_mark(text));
}

TEST_CASE("Junk of any kind bears no mark and does no harm", "[dialog]")
{
    CHECK_FALSE(bears_secret_mark(std::string(1'000'000, 'm')));
    CHECK_FALSE(bears_secret_mark(std::string("ma\0\xFF\xED\xA0\x80\xC1", 7)));
    std::string flood = "m";
    for (int i = 0; i < 300'000; ++i)
        flood += i % 2 == 0 ? "\u0323" : "\u0302";
    CHECK_FALSE(bears_secret_mark(flood));
    std::string long_text;
    for (int i = 0; i < 20'000; ++i)
        long_text += "mất mạng rồi, ";
    CHECK_FALSE(bears_secret_mark(long_text));
    CHECK(bears_secret_mark(long_text + "\nTỐI MẬT"));
}
