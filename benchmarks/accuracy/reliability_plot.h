#pragma once

#include <string>
#include <vector>

#include "tools/train/reliability.h"

namespace basepeak::benchmarks {

// One panel of a reliability plot.
struct ReliabilityPanel {
  std::string title;
  train::Reliability reliability;
};

// The panels side by side as an SVG picture: found against stated share in tenths of probability,
// the area of a point growing with the number of statements. The same input gives the same bytes.
[[nodiscard]] std::string reliability_plot(const std::vector<ReliabilityPanel>& panels);

}  // namespace basepeak::benchmarks
