#include "tools/train/quality_fit.h"

#include <Eigen/Dense>
#include <cmath>

namespace basepeak::train {
namespace {

// Coefficients are slightly pulled to 0: the similarities of neighbours nearly repeat each other.
constexpr double kRidge = 1e-3;

}  // namespace

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

QualityModel fit_scaled_quality(const std::vector<std::vector<double>>& features,
                                const std::vector<double>& cosines) {
  const auto rows = static_cast<Eigen::Index>(features.size());
  const auto columns = static_cast<Eigen::Index>(features.front().size());
  Eigen::MatrixXd matrix(rows, columns);
  Eigen::VectorXd target(rows);
  for (Eigen::Index r = 0; r < rows; ++r) {
    for (Eigen::Index c = 0; c < columns; ++c)
      matrix(r, c) = features[static_cast<std::size_t>(r)][static_cast<std::size_t>(c)];
    target(r) = cosines[static_cast<std::size_t>(r)];
  }
  // In units of their own spread; a feature that never differs says nothing.
  const Eigen::RowVectorXd mean = matrix.colwise().mean();
  matrix.rowwise() -= mean;
  Eigen::RowVectorXd spread =
      (matrix.colwise().squaredNorm() / static_cast<double>(rows)).cwiseSqrt();
  for (Eigen::Index c = 0; c < columns; ++c)
    if (spread(c) < 1e-9) spread(c) = 1.0;
  matrix = matrix.array().rowwise() / spread.array();
  const double middle = target.mean();
  Eigen::MatrixXd normal = matrix.transpose() * matrix;
  normal.diagonal().array() += kRidge * static_cast<double>(rows);
  const Eigen::VectorXd centred = target.array() - middle;
  const Eigen::VectorXd solution = normal.ldlt().solve(matrix.transpose() * centred);
  QualityModel model;
  double constant = middle;
  for (Eigen::Index c = 0; c < columns; ++c) {
    model.coefficients.push_back(solution(c) / spread(c));
    constant -= model.coefficients.back() * mean(c);
  }
  model.coefficients.push_back(constant);
  model.deviation =
      std::sqrt((matrix * solution - centred).squaredNorm() / static_cast<double>(rows));
  return model;
}

}  // namespace basepeak::train
