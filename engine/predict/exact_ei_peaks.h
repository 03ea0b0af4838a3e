#pragma once

#include <vector>

#include "engine/predict/fragment_graph.h"
#include "engine/predict/predicted_peak.h"

namespace basepeak {

// Peaks predicted on unit masses at the exact m/z of their ions: the masses of the formula's atoms
// less an electron. Isotope peaks lie above their ion by the nuclide that brings most to them (13C;
// 37Cl, 81Br or 34S two above). Peaks that nothing explains have no exact mass and are left out.
// REQUIRES: peaks ascending, as predicted_peaks gives them.
[[nodiscard]] std::vector<PredictedPeak> with_exact_masses(const std::vector<PredictedPeak>& peaks,
                                                           const FragmentGraph& molecule);

}  // namespace basepeak
