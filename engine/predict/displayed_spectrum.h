#pragma once

#include <vector>

#include "engine/predict/ei_models.h"
#include "engine/predict/predicted_peak.h"

namespace basepeak {

// With isotope peaks and without what is too small to be shown.
[[nodiscard]] NominalSpectrum shown_spectrum(const std::vector<double>& roots,
                                             const PredictedMolecule& molecule,
                                             const EiEvidence& evidence);

// The peaks of shown_spectrum, ascending.
[[nodiscard]] std::vector<PredictedPeak> predicted_peaks(const std::vector<double>& roots,
                                                         const PredictedMolecule& molecule,
                                                         const EiEvidence& evidence);

// Transfer and a twentieth of the generic answer added: what candidates are ranked with. Better at
// telling isomers apart than the stacked spectrum, and less like a measurement.
[[nodiscard]] std::vector<double> ranking_roots(const EiEvidence& evidence);

}  // namespace basepeak
