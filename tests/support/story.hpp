#pragma once

#include "bot/incident/event.hpp"
#include "bot/incident/incident.hpp"
#include "bot/log.hpp"
#include "store/deadlines.hpp"
#include "store/events.hpp"
#include "store/incidents.hpp"
#include "tests/support/hospital.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

namespace support {

/// The acceptance language: person("Lan") says and hears. Whatever is not heard by name is an unexpected message, and
/// `nothing_else` fails on it.
class story : public hospital {
public:
    using hospital::hospital;
    /// No error line in the log: holds in every scenario without being written.
    ~story() { CHECK(bot::log::errors_written() == errors_before_); }
    story(const story&) = delete;
    story& operator=(const story&) = delete;

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
                found += one.text.find(part) != std::string::npos ? 1u : 0u;
            return found;
        }

    private:
        story& in_;
        std::string chat_;
    };

    voice person(const std::string& id) { return {*this, id}; }
    voice hoa() { return person(people::hoa); }
    voice tam() { return person(people::tam); }
    voice lan() { return person(people::lan); }
    voice minh() { return person(people::minh); }
    voice hung() { return person(people::hung); }
    voice tuan() { return person(people::tuan); }
    voice binh() { return person(people::binh); }
    voice stranger() { return person(people::stranger); }
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
        for (const char* text : {"b", "2", "2", "2", "0", "không", "chọn mức khác"})
            says(people::lan, text);
        says(people::lan, std::to_string(level));
        says(people::lan, "đã đánh giá tại chỗ");
    }

    /// What the store knows of an incident.
    store::incident_row row(const std::string& number)
    {
        std::optional<store::incident_row> found;
        in_store([&](store::transaction& tx) { found = store::find_incident(tx, number); });
        REQUIRE(found.has_value());
        return *found;
    }
    std::vector<store::incident_row> all_rows()
    {
        std::vector<store::incident_row> rows;
        in_store([&](store::transaction& tx) {
            store::incident_filter any;
            any.open.reset();
            any.drills = true;
            rows = store::list_incidents(tx, any, 100);
        });
        return rows;
    }
    /// A deadline as it stands; nothing when the incident has none by this rule.
    std::optional<store::deadline_row> deadline(const std::string& number, const std::string& rule)
    {
        const auto about = row(number).id;
        std::vector<store::deadline_row> rows;
        in_store([&](store::transaction& tx) { rows = store::deadlines_of(tx, about); });
        const auto found = std::ranges::find(rows, rule, &store::deadline_row::rule_id);
        return found == rows.end() ? std::nullopt : std::optional{*found};
    }
    /// The names of what was recorded of an incident, in order.
    std::vector<std::string> recorded(const std::string& number)
    {
        const auto about = row(number).id;
        std::vector<std::string> names;
        in_store([&](store::transaction& tx) {
            for (const auto& one : store::load_events(tx, about))
                if (const auto event = bot::incident::from_json(one.payload))
                    names.emplace_back(bot::incident::name_of(event->what));
        });
        return names;
    }

    void read_chat(const std::string& chat)
    {
        while (take(chat, ""))
            ;
    }

private:
    std::uint64_t errors_before_ = bot::log::errors_written();
};

} // namespace support
