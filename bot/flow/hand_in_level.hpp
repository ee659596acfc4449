#pragma once

#include "bot/dialog/answer.hpp"
#include "bot/flow/speaker.hpp"

namespace bot::flow {

/// Opens the questions about type, effects and signs; what the report already tells is not asked again.
void begin_classification(const speaker&, case_file&, std::vector<phrase> before = {});

/// The answers to the effect questions lead to a proposed level with the clause that fired; the person is asked to agree or
/// to choose another with a reason.
void propose_level(const speaker&, case_file&, const dialog::submission& filled);

/// The person's decision: the incident is classified, and the next thing asked is who handles it.
void confirm_level(const speaker&, case_file&, const dialog::submission& filled);

} // namespace bot::flow
