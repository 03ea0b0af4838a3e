#include "engine/identify/ei_view.h"

#include <algorithm>
#include <cmath>

#include "engine/spectrum/unit_mass.h"

namespace basepeak {

EiView::EiView(const Peaks& measured) {
  const UnitMassSpectrum spectrum = to_unit_mass(measured, UnitMassRule::ms_search);
  double base = 0.0;
  double roots = 0.0;
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    if (spectrum.mass[i] < kLowest || spectrum.mass[i] >= kMasses) continue;
    relative[static_cast<std::size_t>(spectrum.mass[i])] = spectrum.intensity[i];
    if (spectrum.intensity[i] > base) {
      base = spectrum.intensity[i];
      base_mass = spectrum.mass[i];
    }
    roots += std::sqrt(spectrum.intensity[i]);
  }
  if (base <= 0.0) return;
  for (std::size_t m = kLowest; m < kMasses; ++m) {
    share[m] = std::sqrt(relative[m]) / roots;
    relative[m] /= base;
    if (relative[m] > 0.003) {
      presence[m] = std::min(1.0, std::log10(relative[m] / 0.003) / 2.0);
    }
    strong[m] = std::max(0.0, (relative[m] - 0.2) / 0.8);
    if (relative[m] >= 0.01) {
      ++peaks;
      highest_mass = static_cast<int>(m);
    }
  }
  double highest = 0.0;
  for (std::size_t m = kMasses - 3; m-- > 0;) {
    highest = std::max(highest, presence[m + 3]);
    above[m] = highest;
  }
}

}  // namespace basepeak
