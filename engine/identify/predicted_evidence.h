#pragma once

#include <string>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/library/library.h"

namespace basepeak {

// What a predicted record rests on, as sentences: its grade and the analogues it was made from, and
// the fragments that its strongest ions stand for, those first that the query has too.
[[nodiscard]] std::vector<std::string> predicted_evidence(const Library& library,
                                                          std::uint32_t record, const Query& query);

// Where a measured record is the match and a predicted one scores higher: that this says nothing.
// Empty otherwise. REQUIRES: hits parted by origin.
[[nodiscard]] std::string higher_prediction(const Library& library, const std::vector<Match>& hits);

}  // namespace basepeak
