#include "engine/prepare/shape_fit.h"

#include <algorithm>
#include <cmath>

#include "engine/prepare/cubic.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostNeighbours = 6;
constexpr double kShapeError = 0.005;  // of the signal

}  // namespace

FitWindow make_window(const IonChromatograms& run, std::span<const PerceivedComponent> components,
                      std::size_t index) {
  const PerceivedComponent& own = components[index];
  const std::size_t margin = (own.right - own.left) / 2 + 2;
  FitWindow window;
  window.first = own.left > margin ? own.left - margin : 0;
  window.last = std::min(run.scans(), own.right + margin + 1);
  std::vector<const PerceivedComponent*> neighbours;
  for (std::size_t i = 0; i < components.size(); ++i) {
    const bool overlaps = components[i].left < window.last && components[i].right >= window.first;
    if (i != index && overlaps) neighbours.push_back(&components[i]);
  }
  std::stable_sort(neighbours.begin(), neighbours.end(),
                   [&](const PerceivedComponent* a, const PerceivedComponent* b) {
                     return std::abs(a->apex - own.apex) < std::abs(b->apex - own.apex);
                   });
  if (neighbours.size() > kMostNeighbours) neighbours.resize(kMostNeighbours);

  window.peaks.push_back(&own);
  window.peaks.insert(window.peaks.end(), neighbours.begin(), neighbours.end());
  window.shapes.resize(static_cast<Eigen::Index>(window.last - window.first),
                       FitWindow::kOwn + static_cast<Eigen::Index>(window.peaks.size()));
  set_shapes(0.0, window);
  return window;
}

void set_shapes(double later, FitWindow& window) {
  const Eigen::Index rows = window.shapes.rows();
  for (Eigen::Index row = 0; row < rows; ++row) {
    window.shapes(row, 0) = 1.0;
    window.shapes(row, 1) = static_cast<double>(row) / static_cast<double>(rows) - 0.5;
  }
  for (std::size_t k = 0; k < window.peaks.size(); ++k) {
    const PerceivedComponent& peak = *window.peaks[k];
    const double first =
        static_cast<double>(window.first) - later - static_cast<double>(peak.left);
    for (Eigen::Index row = 0; row < rows; ++row) {
      window.shapes(row, FitWindow::kOwn + static_cast<Eigen::Index>(k)) =
          std::max(0.0, cubic(peak.model, first + static_cast<double>(row)));
    }
  }
}

double counting_variance(double level, const Detector& detector) {
  const double shape = kShapeError * level;
  return detector.noise_factor * detector.noise_factor *
             std::max({level, detector.threshold, 1.0}) +
         shape * shape;
}

Eigen::VectorXd point_variances(const Eigen::VectorXd& signal, const Detector& detector) {
  const Eigen::Index size = signal.size();
  Eigen::VectorXd variances(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    const double before = signal[std::max<Eigen::Index>(i - 1, 0)];
    const double after = signal[std::min(i + 1, size - 1)];
    const double level = 0.25 * before + 0.5 * signal[i] + 0.25 * after;
    if (detector.is_saturated(signal[i])) {
      variances[i] = kUnknownVariance;
      continue;
    }
    variances[i] = counting_variance(level, detector);
    // What is missing may be anything up to the threshold, and what stands alone above it is chance
    // as easily as signal: a recorded point must not weigh more than its unrecorded neighbours.
    if (level < 2.0 * detector.threshold) {
      variances[i] += detector.threshold * detector.threshold / 3.0;
    }
  }
  return variances;
}

ShapeFit fit_shapes(const Eigen::MatrixXd& shapes, const Eigen::VectorXd& signal,
                    const Eigen::VectorXd& variances) {
  const Eigen::VectorXd weights = variances.cwiseInverse();
  const Eigen::MatrixXd weighted = weights.asDiagonal() * shapes;
  const Eigen::MatrixXd normal = shapes.transpose() * weighted;
  const Eigen::VectorXd target = weighted.transpose() * signal;
  std::vector<Eigen::Index> active(static_cast<std::size_t>(shapes.cols()));
  for (Eigen::Index i = 0; i < shapes.cols(); ++i) active[static_cast<std::size_t>(i)] = i;
  ShapeFit fit;
  fit.shares = Eigen::VectorXd::Zero(shapes.cols());
  for (;;) {
    Eigen::MatrixXd part = normal(active, active);
    // A hair of ridge keeps two equal shapes from having no answer.
    part.diagonal() *= 1.0 + 1e-9;
    part.diagonal().array() += 1e-12;
    const Eigen::LDLT<Eigen::MatrixXd> solver(part);
    const Eigen::VectorXd shares = solver.solve(target(active).eval());
    Eigen::Index worst = -1;
    for (Eigen::Index i = 0; i < shares.size(); ++i) {
      if (active[static_cast<std::size_t>(i)] < FitWindow::kOwn || shares[i] >= 0.0) continue;
      if (worst < 0 || shares[i] < shares[worst]) worst = i;
    }
    if (worst >= 0) {
      active.erase(active.begin() + worst);
      continue;
    }
    for (Eigen::Index i = 0; i < shares.size(); ++i) {
      const Eigen::Index column = active[static_cast<std::size_t>(i)];
      fit.shares[column] = shares[i];
      if (column != FitWindow::kOwn) continue;
      const Eigen::VectorXd unit = Eigen::VectorXd::Unit(shares.size(), i);
      fit.own_error = std::sqrt(std::max(0.0, solver.solve(unit)[i]));
    }
    return fit;
  }
}

}  // namespace basepeak
