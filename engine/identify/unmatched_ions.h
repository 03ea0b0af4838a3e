#pragma once

#include <vector>

#include "engine/identify/identification.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// Of the base peak: from here on a conclusion's text says that such ions are there.
inline constexpr double kStrongUnmatched = 0.1;

// Ions of an EI spectrum, of 5 % of its base peak and more, that a library record lacks: it
// explains a quarter of them at most, in the amount that fits best (squares weighted by counting
// noise). Masses below the record's lowest are passed over: nothing was measured there. Strongest
// first.
[[nodiscard]] std::vector<Mixture::Peak> unmatched_ions(const Peaks& query, const Peaks& record,
                                                        UnitMassRule rule);

}  // namespace basepeak
