#pragma once

#include <algorithm>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// Of the base peak: from here on a conclusion's text says that such ions are there.
inline constexpr double kStrongUnmatched = 0.1;
[[nodiscard]] inline bool holds_strong_ion(const std::vector<Mixture::Peak>& ions) {
  return std::any_of(ions.begin(), ions.end(), [](const Mixture::Peak& ion) {
    return ion.relative_intensity >= kStrongUnmatched;
  });
}

// Ions of an EI spectrum, of 5 % of its base peak and more, of which a library record explains a
// quarter at most. The record's amount is the median ratio of the query's intensity over its own,
// over its ions of 5 % and more within the query's range of masses, so that one ion that is missing
// or shared decides nothing; where that is 0, nothing is said. Masses below the record's lowest are
// passed over: nothing was measured there. Strongest first.
[[nodiscard]] std::vector<Mixture::Peak> unmatched_ions(const Peaks& query, const Peaks& record,
                                                        UnitMassRule rule);

}  // namespace basepeak
