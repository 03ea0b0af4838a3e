#pragma once

#include <vector>

#include "engine/predict/quality.h"

namespace basepeak::train {

// Fitted on stacked predictions by least squares. REQUIRES: a row, and rows of one length.
[[nodiscard]] QualityModel fit_quality(const std::vector<std::vector<double>>& features,
                                       const std::vector<double>& cosines);

// The same whatever the units of the features: the pull to 0 is on each in units of its spread. A
// feature that never differs says nothing.
[[nodiscard]] QualityModel fit_scaled_quality(const std::vector<std::vector<double>>& features,
                                              const std::vector<double>& cosines);

}  // namespace basepeak::train
