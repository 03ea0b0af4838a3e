#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace basepeak::train {

// Choices among alternatives: in each group the first alternative is the right one.
struct ChoiceGroup {
  std::vector<float> features;  // alternatives x width, row by row
  std::size_t alternatives = 0;
  double weight = 1.0;
};

// Weights of the conditional logit, P(alternative) ~ exp(weights . features), with a quadratic
// penalty of `penalty` x |weights - centre|^2 / 2, by Newton's method from `weights`.
[[nodiscard]] std::vector<double> fit_choices(const std::vector<ChoiceGroup>& groups,
                                              std::size_t width, double penalty,
                                              std::vector<double> weights,
                                              std::span<const double> centre);

// Weights of the logistic regression of `is_positive` on the rows; the first column, the constant,
// is not penalised.
[[nodiscard]] std::vector<double> fit_logistic(const std::vector<std::vector<double>>& rows,
                                               const std::vector<bool>& is_positive,
                                               const std::vector<double>& row_weights,
                                               double penalty);

}  // namespace basepeak::train
