#pragma once

#include "engine/prepare/ion_chromatograms.h"

namespace basepeak {

// What a run's signal does without a compound.
struct Noise {
  // The noise factor N_f of ion counting: the noise of a signal A is N_f * sqrt(A), one "noise
  // unit". Stein 1999 (J. Am. Soc. Mass Spectrom. 10:770): ion chromatograms and the total are cut
  // into segments of 13 scans; a segment counts if it holds no zero and crosses its mean more than
  // 6 times; it gives median|x - mean| / sqrt(mean); N_f is the median over segments. A run without
  // such a segment (thresholded data) gives 1.
  double factor = 1.0;
  // Standard deviation of a signal over its square root: the factor is a median deviation.
  [[nodiscard]] double deviation() const { return 1.4826 * factor; }
  // Height that isolated points, with no signal in the scan before and after, stay below in 95 of
  // 100 cases: electronic spikes, which no counting statistics describe. 0 without such points.
  double spike = 0.0;
};

// Measured on unit masses from `lowest_mz` up.
[[nodiscard]] Noise measure_noise(const IonChromatograms& run, int lowest_mz);

}  // namespace basepeak
