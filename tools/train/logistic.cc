#include "tools/train/logistic.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace basepeak::train {

namespace {

constexpr int kMostSteps = 25;
constexpr double kSmallStep = 1e-5;

using Rows =
    Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

Eigen::Index index(std::size_t value) { return static_cast<Eigen::Index>(value); }

// A Newton step of at most `most` in any weight, so that a flat start does not overshoot.
Eigen::VectorXd step_of(const Eigen::MatrixXd& hessian, const Eigen::VectorXd& gradient) {
  constexpr double kMost = 3.0;
  Eigen::VectorXd step = hessian.selfadjointView<Eigen::Lower>().ldlt().solve(gradient);
  const double largest = step.cwiseAbs().maxCoeff();
  if (largest > kMost) step *= kMost / largest;
  return step;
}

}  // namespace

std::vector<double> fit_choices(const std::vector<ChoiceGroup>& groups, std::size_t width,
                                double penalty, std::vector<double> weights,
                                std::span<const double> centre) {
  Eigen::Map<Eigen::VectorXd> w(weights.data(), index(width));
  const Eigen::Map<const Eigen::VectorXd> c(centre.data(), index(width));
  for (int step = 0; step < kMostSteps; ++step) {
    Eigen::VectorXd gradient = -penalty * (w - c);
    Eigen::MatrixXf hessian = Eigen::MatrixXf::Zero(index(width), index(width));
    const Eigen::VectorXf wf = w.cast<float>();
    for (const ChoiceGroup& group : groups) {
      const Rows x(group.features.data(), index(group.alternatives), index(width));
      Eigen::VectorXf p = x * wf;
      p = (p.array() - p.maxCoeff()).exp();
      p /= p.sum();
      const Eigen::VectorXf mean = x.transpose() * p;
      gradient += group.weight * (x.row(0).transpose() - mean).cast<double>();
      const Eigen::MatrixXf scaled = (x.rowwise() - mean.transpose()).array().colwise() *
                                     (p * static_cast<float>(group.weight)).array().sqrt();
      hessian.selfadjointView<Eigen::Lower>().rankUpdate(scaled.transpose());
    }
    Eigen::MatrixXd h = hessian.cast<double>();
    h.diagonal().array() += penalty;
    const Eigen::VectorXd move = step_of(h, gradient);
    w += move;
    if (move.cwiseAbs().maxCoeff() < 1e-3) break;
  }
  return weights;
}

std::vector<double> fit_logistic(const std::vector<std::vector<double>>& rows,
                                 const std::vector<bool>& is_positive,
                                 const std::vector<double>& row_weights, double penalty) {
  const std::size_t width = rows.front().size();
  Eigen::MatrixXd x(index(rows.size()), index(width));
  Eigen::VectorXd y(index(rows.size()));
  Eigen::VectorXd weight(index(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < width; ++j) x(index(i), index(j)) = rows[i][j];
    y(index(i)) = is_positive[i] ? 1.0 : 0.0;
    weight(index(i)) = row_weights[i];
  }
  Eigen::VectorXd w = Eigen::VectorXd::Zero(index(width));
  Eigen::VectorXd ridge = Eigen::VectorXd::Constant(index(width), penalty);
  ridge(0) = 1e-6;
  for (int step = 0; step < kMostSteps; ++step) {
    const Eigen::VectorXd p = (1.0 + (-(x * w)).array().exp()).inverse();
    const Eigen::VectorXd gradient = x.transpose() * ((y - p).array() * weight.array()).matrix() -
                                     (ridge.array() * w.array()).matrix();
    Eigen::MatrixXd hessian =
        x.transpose() *
        (x.array().colwise() * (weight.array() * p.array() * (1.0 - p.array()))).matrix();
    hessian.diagonal() += ridge;
    const Eigen::VectorXd move = step_of(hessian, gradient);
    w += move;
    if (move.cwiseAbs().maxCoeff() < kSmallStep) break;
  }
  return {w.data(), w.data() + w.size()};
}

}  // namespace basepeak::train
