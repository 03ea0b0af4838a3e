#pragma once

#include <string>
#include <vector>

#include "engine/identify/identification.h"

namespace basepeak {

// The control lists of a component with the sentence that flags are no legal advice; empty where
// there is none.
[[nodiscard]] std::string flags_table(const std::vector<ControlFlag>& flags);

// "2 named, 1 in wording on control lists", for an overview; empty where there is none.
[[nodiscard]] std::string flags_in_short(const std::vector<ControlFlag>& flags);

}  // namespace basepeak
