#pragma once

#include <optional>
#include <vector>

#include "engine/predict/esi_evidence.h"
#include "engine/predict/generic_scorer.h"
#include "tools/train/esi_fit.h"

namespace basepeak::train {

// Square root of intensity at each formula, the squares of all peaks adding to kTargetSquares: a
// spectrum counts as much with many peaks as with few, as it does in a cosine. A peak counts for
// the cheapest formula in its window. Nothing for a spectrum that fragments explain too little of.
[[nodiscard]] std::optional<std::vector<float>> esi_targets(const EsiIons& ions,
                                                            const EsiCompound& compound,
                                                            const EsiSpectrum& spectrum);
inline constexpr double kTargetSquares = 4.0;
// The same, one a candidate: a peak that no fragment explains counts for the ion in its window that
// rearranged ones of the analogues say most of.
[[nodiscard]] std::optional<std::vector<float>> esi_candidate_targets(const EsiEvidence& evidence,
                                                                      const EsiIons& ions,
                                                                      const EsiCompound& compound,
                                                                      const EsiSpectrum& spectrum);

// What a compound is told of what was seen was counted on other compounds only.
[[nodiscard]] GenericScorer fit_esi_scorer(const std::vector<const EsiCompound*>& compounds,
                                           const EsiFitSettings& settings);

}  // namespace basepeak::train
