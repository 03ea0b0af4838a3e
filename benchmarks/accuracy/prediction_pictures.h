#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/predict/nominal_spectrum.h"

namespace basepeak::benchmarks {

// A curve over counts; its points ascend.
struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;
};
struct CurvePanel {
  std::string title;
  std::string axis;  // what is counted; drawn on a logarithmic scale
  std::vector<Curve> curves;
};
// Panels side by side, the vertical axis from 0.6 to 1. The same input gives the same bytes.
[[nodiscard]] std::string curves_svg(const std::vector<CurvePanel>& panels);

// Found against expected cosine of each prediction, with the line where both are equal; the squares
// are means of ten groups of equal size in the order of the expected cosine.
[[nodiscard]] std::string quality_svg(const std::vector<std::pair<double, double>>& expected_found,
                                      const std::string& note);

// Measured up and predicted down, hatched and with the words that it is no measurement.
struct MirrorPanel {
  std::string title;
  NominalSpectrum measured;
  NominalSpectrum predicted;
};
[[nodiscard]] std::string mirrors_svg(const std::vector<MirrorPanel>& panels);

}  // namespace basepeak::benchmarks
