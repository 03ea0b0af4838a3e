#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/predict/ei_models.h"

namespace basepeak {

// One peak of a predicted EI spectrum and why it is there.
struct PredictedPeak {
  int mz = 0;              // nominal
  double intensity = 0.0;  // base peak 999
  std::string formula;     // of the ion, charge aside; empty where nothing explains the peak
  AtomMask atoms = 0;      // of the molecule
  int hydrogen_shift = 0;
  int isotope_of = 0;                  // m/z of the peak whose isotope this is, 0 for none
  std::vector<std::size_t> analogues;  // positions in the evidence of those that have it
};

// The least intensity that is shown, of 999: what instruments write down.
inline constexpr double kLeastShown = 0.5;

// With isotope peaks and without what is too small to be shown.
[[nodiscard]] NominalSpectrum shown_spectrum(const std::vector<double>& roots,
                                             const PredictedMolecule& molecule,
                                             const EiEvidence& evidence);

// The peaks of shown_spectrum, ascending.
[[nodiscard]] std::vector<PredictedPeak> predicted_peaks(const std::vector<double>& roots,
                                                         const PredictedMolecule& molecule,
                                                         const EiEvidence& evidence);

// Transfer and generic answer added: what candidates are ranked with. Better at telling isomers
// apart than the stacked spectrum, and less like a measurement.
[[nodiscard]] std::vector<double> ranking_roots(const EiEvidence& evidence);

}  // namespace basepeak
