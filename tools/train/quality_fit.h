#pragma once

#include <vector>

#include "engine/predict/quality.h"

namespace basepeak::train {

// Fitted on stacked predictions by least squares. REQUIRES: a row, and rows of one length.
[[nodiscard]] QualityModel fit_quality(const std::vector<std::vector<double>>& features,
                                       const std::vector<double>& cosines);

}  // namespace basepeak::train
