#pragma once

#include <string>

#include "engine/report/report.h"

namespace basepeak {

// What stands around a run - ladder, internal standard, blanks, the run before - in the pages.

// " in blank", " possible carry-over" and " [2M+H]+ of m/z 337.2274" badges of a component; empty
// if it has none.
[[nodiscard]] std::string batch_badges(const Identification& component);

// "retention index 2712 (C27 to C28)", "relative retention 1.204"; empty if there is neither. Plain
// text.
[[nodiscard]] std::string retention_words(const Query& query);

// A candidate's index beside the component's: "2704, +8 (window 20)", with the penalty where there
// is one; kNoValue if they were not compared.
[[nodiscard]] std::string comparison_words(const Match& hit);

// Where indices and flags come from, as tables of facts; empty if nothing was given.
[[nodiscard]] std::string context_tables(const Report& report);

}  // namespace basepeak
