#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/predict/esi_context.h"

namespace basepeak {

// What the stacker reads: a row a candidate, one after another.
inline constexpr std::size_t kEsiStackerWidth =
    4 * kEsiNeighbours + 49 + kSeenWidth + kEsiContextWidth;
[[nodiscard]] std::vector<float> esi_stacker_rows(const EsiEvidence& evidence);
// One a column; part of a model's schema.
[[nodiscard]] std::vector<std::string> esi_stacker_row_names();

}  // namespace basepeak
