#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "tools/train/exact_interval.h"

namespace basepeak::train {

// A probability that was stated, and whether the statement was true.
struct Stated {
  double probability = 0.0;
  bool is_true = false;
  double weight = 1.0;
};

inline constexpr std::size_t kReliabilityBins = 10;

// How far stated probabilities hold. Means are weighted, counts are not.
struct Reliability {
  std::size_t count = 0;
  double calibration_error = 0.0;  // expected: mean |stated - found| over tenths of probability
  // What probabilities that hold exactly would show of it, in the mean, at these counts.
  double chance_error = 0.0;
  double brier = 0.0;
  double log_loss = 0.0;  // natural logarithm
  double cllr = 0.0;  // Bruemmer and du Preez 2006, of odds over the prior odds of the set; bits
  struct Bin {
    std::size_t count = 0;
    double weight = 0.0, stated = 0.0, found = 0.0;  // stated and found are means
  };
  std::array<Bin, kReliabilityBins> bins{};
  std::size_t sure = 0;  // statements of 0.99 and more
  std::size_t sure_wrong = 0;
  Interval sure_wrong_interval;  // exact, 95 %, of the share that is wrong
};

[[nodiscard]] Reliability reliability_of(const std::vector<Stated>& statements);

}  // namespace basepeak::train
