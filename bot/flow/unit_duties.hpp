#pragma once

#include "bot/flow/owed_duties.hpp"
#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// Sets the timers of the units' yearly duties. A duty whose day had passed before it was first planned is not called for: nobody
/// knows whether it was done.
void plan_unit_duties(work&);
/// Plans one duty anew, `even_overdue` also when it has no timer yet and its day has passed.
void plan_unit_duty(work&, const owed_duty&, bool even_overdue = false);
/// Calls for all duties whose morning has come, one message a person.
void unit_duty_due(work&, const store::timer&);

/// "việc định kỳ": what the person's units owe this year, with dates, what became of it and what it rests on.
void show_unit_duties(const speaker&);
/// "đã nộp 2: CV 12/BV", "đã nộp báo cáo năm: CV 12/BV": by number or words; what is still to be called for is cancelled.
void unit_duty_done(const speaker&, const std::string& rest);
/// "chưa nộp 2".
void unit_duty_undone(const speaker&, const std::string& rest);

} // namespace bot::flow
