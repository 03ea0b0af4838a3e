#include "tools/train/quality_fit.h"

#include <Eigen/Dense>
#include <cmath>

namespace basepeak::train {

QualityModel fit_quality(const std::vector<std::vector<double>>& features,
                         const std::vector<double>& cosines) {
  const auto rows = static_cast<Eigen::Index>(features.size());
  const auto columns = static_cast<Eigen::Index>(features.front().size() + 1);
  Eigen::MatrixXd matrix(rows, columns);
  Eigen::VectorXd target(rows);
  for (Eigen::Index r = 0; r < rows; ++r) {
    for (Eigen::Index c = 0; c + 1 < columns; ++c)
      matrix(r, c) = features[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)];
    matrix(r, columns - 1) = 1.0;
    target(r) = cosines[static_cast<std::size_t>(r)];
  }
  // Slightly pulled to 0: the similarities of neighbours nearly repeat each other.
  constexpr double kRidge = 1e-3;
  Eigen::MatrixXd normal = matrix.transpose() * matrix;
  for (Eigen::Index c = 0; c + 1 < columns; ++c) normal(c, c) += kRidge * static_cast<double>(rows);
  const Eigen::VectorXd solution = normal.ldlt().solve(matrix.transpose() * target);
  QualityModel model;
  model.coefficients.resize(static_cast<std::size_t>(columns));
  for (Eigen::Index c = 0; c < columns; ++c)
    model.coefficients[static_cast<std::size_t>(c)] = solution(c);
  model.deviation =
      std::sqrt((matrix * solution - target).squaredNorm() / static_cast<double>(rows));
  return model;
}

}  // namespace basepeak::train
