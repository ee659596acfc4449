#pragma once

#include "tests/support/hospital.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace support {

/// The acceptance language: person("Lan") says and hears. Whatever is not heard by name is an unexpected message, and
/// `nothing_else` fails on it.
class story : public hospital {
public:
    using hospital::hospital;

    class voice {
    public:
        voice(story& in, std::string chat) : in_(in), chat_(std::move(chat)) {}

        voice& says(const std::string& text)
        {
            in_.says(chat_, text);
            return *this;
        }
        voice& says_in_group(const std::string& text)
        {
            in_.says_in_group(chat_, text);
            return *this;
        }
        /// Exactly this came, among what is unread; gives the line.
        hospital::heard hears(const std::string& part)
        {
            const auto line = in_.take(chat_, part);
            std::string unread;
            for (const auto& one : in_.unread(chat_))
                unread += "\n  - " + one.text;
            INFO(chat_ << " should hear: " << part << "\nunread:" << unread);
            REQUIRE(line.has_value());
            return *line;
        }
        void hears_nothing()
        {
            const auto lines = in_.unread(chat_);
            INFO(chat_ << " heard: " << (lines.empty() ? "" : lines.front().text));
            REQUIRE(lines.empty());
        }
        std::size_t count(const std::string& part) const
        {
            std::size_t found = 0;
            for (const auto& one : in_.unread(chat_))
                found += one.text.find(part) != std::string::npos ? 1 : 0;
            return found;
        }

    private:
        story& in_;
        std::string chat_;
    };

    voice person(const std::string& id) { return {*this, id}; }
    voice hoa() { return person(people::hoa); }
    voice lan() { return person(people::lan); }
    voice minh() { return person(people::minh); }
    voice hung() { return person(people::hung); }
    voice tuan() { return person(people::tuan); }
    voice binh() { return person(people::binh); }
    voice group() { return person(people::leaders); }
    voice superior() { return person(people::superior); }

    /// No unexpected message to anybody.
    void nothing_else()
    {
        for (const auto& chat : chats()) {
            std::string unread;
            for (const auto& one : this->unread(chat))
                unread += "\n  - [" + bot::rules::format_vietnam(one.at) + "] " + one.text;
            INFO(chat << " heard unexpectedly:" << unread);
            CHECK(unread.empty());
        }
    }

    /// A quick report by `who` about the HIS, all answered; the rest is put off. The incident's number.
    std::string quick_report(const std::string& who, const std::string& what = "Máy chủ bị mã hóa, đòi tiền chuộc",
                             const std::string& system = "HIS – quản lý khám chữa bệnh")
    {
        for (const std::string& text : {std::string("báo nhanh"), std::string("không"), what, system, std::string("công việc"), std::string("để sau")})
            says(who, text);
        const auto receipt = take(who, "Đã ghi nhận sự cố");
        REQUIRE(receipt.has_value());
        read_chat(who);
        const auto begins = receipt->text.find("SC-");
        return receipt->text.substr(begins, std::string("SC-2026-000001").size());
    }

    /// The incident manager acknowledges and classifies so that `level` is confirmed, and assigns Hùng.
    void bring_to_handling(int level)
    {
        acknowledge();
        classify(level);
        says(people::lan, "Phạm Quốc Hùng");
        says(people::lan, "bỏ qua");
        says(people::lan, "bỏ qua");
    }
    void acknowledge() { says(people::lan, "tiếp nhận"); }
    void classify(int level)
    {
        for (const std::string& text : {"b", "2", "2", "2", "0", "không", "chọn mức khác"})
            says(people::lan, text);
        says(people::lan, std::to_string(level));
        says(people::lan, "đã đánh giá tại chỗ");
    }

    void read_chat(const std::string& chat)
    {
        while (take(chat, ""))
            ;
    }
};

} // namespace support
