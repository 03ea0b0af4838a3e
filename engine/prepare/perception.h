#pragma once

#include <span>
#include <vector>

#include "engine/method.h"
#include "engine/prepare/ion_maxima.h"

namespace basepeak {

// Ions that rise and fall together: what one compound, or several that no ion tells apart in time,
// leaves in the run.
struct PerceivedComponent {
  double apex = 0.0;     // scan index, sharpness-weighted mean of its sharpest ions
  std::size_t left = 0;  // scans that its model peak spans
  std::size_t right = 0;
  int model_mass = 0;         // unit mass of the sharpest ion
  double noise_units = 0.0;   // of the sharpest ion
  std::vector<double> model;  // shape over [left, right], baseline taken off, maximum 1
  double model_height = 0.0;  // intensity of the summed model ions at the maximum
  std::vector<int> masses;    // unit masses that have a maximum of their own there
  // It and its overlapping neighbours are explained by one peak shape to within the noise: it is no
  // part of a misshapen neighbour.
  bool is_well_explained = false;
};

// Sums the sharpness of the maxima in bins of a tenth of a scan, takes the bins that stand out as
// components, and builds each one's model peak from its ions of at least 75 % of the best
// sharpness (Stein 1999). A component whose shape two neighbours explain is not one: it is their
// shared ions. Ascending in apex.
[[nodiscard]] std::vector<PerceivedComponent> perceive_components(
    const IonChromatograms& run, std::span<const IonMaximum> maxima,
    const Method::Components& settings);

}  // namespace basepeak
