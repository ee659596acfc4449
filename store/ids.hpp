#pragma once

#include "bot/rules/time.hpp"

#include <cstdint>

namespace store {

using bot::rules::instant;

// Row ids. Strong, so that they do not mix; 0 is never given out and stands for "none".
enum class contact_id : std::int64_t {};
enum class raw_id : std::int64_t {};
enum class draft_id : std::int64_t {};
enum class incident_id : std::int64_t {};
enum class event_seq : std::int64_t {};
enum class timer_id : std::int64_t {};
enum class outbox_id : std::int64_t {};
enum class attachment_id : std::int64_t {};
enum class absence_id : std::int64_t {};
enum class duty_change_id : std::int64_t {};

/// The number of a channel; `bot::flow::channel_kind` names them.
using channel_number = std::uint8_t;

} // namespace store
