#pragma once

#include <vector>

#include "engine/predict/generic_scorer.h"
#include "engine/predict/stacker_rows.h"

namespace basepeak {

// sqrt of intensity for one molecule as the generic scorer sees it, scaled as EiEvidence says.
[[nodiscard]] std::vector<double> generic_roots(const BoostedTrees& scorer, const GenericRows& rows,
                                                int nominal_mass);

// What the generic scorer says of a molecule: rows and generic_roots.
struct GenericAnswer {
  GenericRows rows;
  std::vector<double> roots;
};
[[nodiscard]] GenericAnswer generic_answer(const GenericScorer& scorer,
                                           const PredictedMolecule& molecule);

// What transfers and the generic scorer say of a molecule. Without an analogue `analogues` is
// empty and the transfer parts are all 0.
[[nodiscard]] EiEvidence ei_evidence(const AnalogueSet& set, const PredictedMolecule& molecule,
                                     GenericAnswer generic,
                                     const std::function<bool(std::string_view)>& may_use);

// Transfer with what the stacker adds, on the same scale. REQUIRES: evidence has analogues.
[[nodiscard]] std::vector<double> stacked_roots(const BoostedTrees& stacker, const AnalogueSet& set,
                                                const PredictedMolecule& molecule,
                                                const EiEvidence& evidence);

}  // namespace basepeak
