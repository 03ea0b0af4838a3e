#pragma once

#include "engine/prepare/ion_chromatograms.h"

namespace basepeak {

// The noise factor N_f of ion counting: the noise of a signal A is N_f * sqrt(A), one "noise unit".
// Stein 1999 (J. Am. Soc. Mass Spectrom. 10:770): ion chromatograms from `lowest_mz` up and the
// total are cut into segments of 13 scans; a segment counts if it holds no zero and crosses its mean
// more than 6 times; it gives median|x - mean| / sqrt(mean); N_f is the median over segments.
// A run without such a segment (thresholded data) gives the quantisation floor 1.0.
[[nodiscard]] double noise_factor(const IonChromatograms& run, int lowest_mz);

}  // namespace basepeak
