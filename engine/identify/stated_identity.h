#pragma once

#include <string>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// Where what the source states of its compound - molecular mass, formula, precursor with its adduct
// - is not that of the best match: a sentence each, with the group's members that it does fit. None
// where nothing is stated, nothing can be read, or all agrees. A mass agrees when it is the
// nominal, the monoisotopic or the average one, a precursor within 20 mDa and the digits it is
// given with. REQUIRES: a hit.
[[nodiscard]] std::vector<std::string> contradictions(const Identification& found,
                                                      const Library& library);

}  // namespace basepeak
