#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/predict/boosted_trees.h"

namespace basepeak::train {

struct BoostedSettings {
  int depth = 6;
  double learning_rate = 0.1;
  double row_share = 0.7;     // of the rows, drawn for each tree
  double column_share = 0.4;  // of the features, drawn for each tree
  double least_child = 8.0;   // rows
  int bins = 64;
  int rounds = 250;
  std::uint32_t seed = 1;
};

// Rows one after another, a target a row.
struct TrainingRows {
  std::size_t width = 0;
  std::vector<float> values;
  std::vector<float> target;
  std::vector<float> weight;  // one a row; empty for equal ones
  [[nodiscard]] std::size_t size() const noexcept { return target.size(); }
};

// Fits trees to the targets, squared error, with XGBoost's histogram method on one thread: the same
// rows and settings give the same trees. Throws Error{input} with XGBoost's own message, and when
// the trees do not give XGBoost's answer to the first 1,000 rows within 1e-4.
[[nodiscard]] BoostedTrees fit_boosted_trees(TrainingRows rows, const BoostedSettings& settings);

}  // namespace basepeak::train
