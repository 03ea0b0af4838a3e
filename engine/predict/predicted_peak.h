#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/predict/fragment_graph.h"

namespace basepeak {

// One peak of a predicted spectrum and why it is there.
struct PredictedPeak {
  double mz = 0.0;  // EI: nominal unless asked otherwise; else of the formula less an electron
  double intensity = 0.0;  // base peak 999
  std::string formula;     // of the ion, charge aside; empty where nothing explains an EI peak
  AtomMask atoms = 0;      // of the molecule; none where no fragment explains the peak
  int hydrogen_shift = 0;
  int isotope_of = 0;                  // m/z of the peak whose isotope this is, 0 for none; EI
  std::vector<std::size_t> analogues;  // positions in the evidence of those that have it
};

// The least intensity that is shown, of 999: what instruments write down.
inline constexpr double kLeastShown = 0.5;

}  // namespace basepeak
