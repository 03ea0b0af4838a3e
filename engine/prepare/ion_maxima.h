#pragma once

#include <vector>

#include "engine/method.h"
#include "engine/prepare/ion_chromatograms.h"
#include "engine/prepare/noise.h"

namespace basepeak {

// A maximum of one ion chromatogram that stands out of the noise. Positions are scan indices.
struct IonMaximum {
  int mass = 0;
  double apex = 0.0;     // interpolated by a parabola through the top three points
  std::size_t left = 0;  // first and last scan of the peak
  std::size_t right = 0;
  double height = 0.0;       // of the second highest of its top three scans above the baseline
  double noise_units = 0.0;  // height in noise units
  double sharpness = 0.0;    // mean fall a scan to half height, both flanks, in noise units
};

// Every such maximum, ascending in mass, then in time. After Stein 1999, with the sharpness taken
// at half height.
[[nodiscard]] std::vector<IonMaximum> ion_maxima(const IonChromatograms& run, const Noise& noise,
                                                 const Method::Components& settings);

}  // namespace basepeak
