#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tools/train/spectrum_likeness.h"

namespace basepeak::benchmarks {

struct Spread {
  double mean = 0.0;
  double median = 0.0;
  double tenth = 0.0;  // a tenth lie below
};
// REQUIRES: at least one value.
[[nodiscard]] Spread spread_of(std::vector<double> values);

// One way of predicting under one rule of leaving out.
struct PredictionRow {
  std::string protocol;
  std::string method;
  std::vector<train::Likeness> likeness;
};

// A figure that is no likeness: a share of ranks, a correlation.
struct PredictionFigure {
  std::string protocol;
  std::string name;
  double value = 0.0;
  std::size_t of = 0;
};

struct PredictionResults {
  std::vector<PredictionRow> rows;
  std::vector<PredictionFigure> figures;
};

[[nodiscard]] double spearman(const std::vector<double>& a, const std::vector<double>& b);

[[nodiscard]] std::string table_of(const std::vector<PredictionRow>& rows);
// With the environment and `facts` on the data and the models.
[[nodiscard]] std::string json_of(const std::vector<PredictionRow>& rows,
                                  const std::vector<PredictionFigure>& figures,
                                  const std::vector<std::pair<std::string, std::string>>& facts);

}  // namespace basepeak::benchmarks
