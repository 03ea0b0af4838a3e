#pragma once

#include <span>

#include "engine/prepare/ion_maxima.h"

namespace basepeak {

// Spectral skew: a scan takes time, so that ions of one compound have their maxima at other
// fractions of a scan by their m/z.
struct Skew {
  double scans_per_mz = 0.0;  // how much later an ion peaks for each m/z above the reference
  double reference_mz = 0.0;  // the mean m/z of the strong ions, whose time a scan's time is
};

// From strong maxima that lie together: the slope of their apexes over m/z. No skew unless the
// slope is five times its standard error and a tenth of a scan over 400 m/z.
[[nodiscard]] Skew measure_skew(std::span<const IonMaximum> maxima);

// Those two limits, and 1.2 scans over 400 m/z as the most that a scan's time allows.
[[nodiscard]] bool is_a_skew(double scans_per_mz, double standard_error);

}  // namespace basepeak
