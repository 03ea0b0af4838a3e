#pragma once

#include <span>

#include "engine/spectrum/peaks.h"
#include "engine/spectrum/tolerance.h"

namespace basepeak {

struct SpectrumWithWeight {
  const Peaks* peaks = nullptr;
  double weight = 1.0;
};

// One spectrum of several. From the most intense peak down, all peaks within the tolerance of one
// become one: m/z is their intensity-weighted mean, intensity the sum of weight x intensity over
// the sum of all weights. A peak that is in fewer than `least_share` of the spectra (rounded up) is
// left out. One spectrum comes back as it is.
[[nodiscard]] Peaks merge_spectra(std::span<const SpectrumWithWeight> spectra,
                                  const Tolerance& tolerance, double least_share);

}  // namespace basepeak
