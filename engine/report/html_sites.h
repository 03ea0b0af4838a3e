#pragma once

#include <string>

#include "engine/identify/identification.h"

namespace basepeak {

// The sites of a class call as a table, those reported first, with what differs from fentanyl;
// empty without sites.
[[nodiscard]] std::string sites_table(const ClassCall& call);

// "Changed relative to fentanyl: acyl (C2H3O). Probability 0.93 that the formulas of all
// four sites are right." in HTML; empty without sites.
[[nodiscard]] std::string sites_in_short(const ClassCall& call);

}  // namespace basepeak
