#include "engine/prepare/group_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/prepare/cubic.h"
#include "engine/prepare/peak_shape.h"

namespace basepeak {

namespace {

constexpr int kRounds = 15;
constexpr double kSureOfRecord = 2.0;  // standard deviations above the threshold
constexpr double kPartOfPeak = 0.05;   // of the threshold: below, a point is background
constexpr double kPerScan = 4.0;  // points of a tabulated shape a scan

// One shape, tabulated, so that every ion may be looked at a time of its own.
class ShapeTable {
 public:
  ShapeTable(const SharedShape& shape, std::size_t rows)
      : reach_(static_cast<double>(rows) + 4.0),
        values_(static_cast<std::size_t>(2.0 * reach_ * kPerScan) + 4) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const double from_apex = static_cast<double>(i) / kPerScan - reach_;
      values_[i] = peak_shape(from_apex / shape.deviation, shape.asymmetry);
    }
  }
  [[nodiscard]] double at(double from_apex) const {
    return std::max(0.0, cubic(values_, (from_apex + reach_) * kPerScan));
  }

 private:
  double reach_;
  std::vector<double> values_;
};

// Constant, slope, and the peaks as an ion shows them, `first_peak` before the others.
class ShapeMatrix {
 public:
  ShapeMatrix(const SharedShape& shape, const ShapeGroup& group, std::size_t first_peak = 0)
      : shape_(shape),
        group_(group),
        table_(shape, group.last - group.first),
        matrix_(static_cast<Eigen::Index>(group.last - group.first),
                FitWindow::kOwn + static_cast<Eigen::Index>(shape.apexes.size())) {
    for (std::size_t k = 0; k < shape.apexes.size(); ++k) order_.push_back(k);
    std::swap(order_.front(), order_[first_peak]);
    const auto rows = static_cast<double>(matrix_.rows());
    for (Eigen::Index row = 0; row < matrix_.rows(); ++row) {
      matrix_(row, 0) = 1.0;
      matrix_(row, 1) = static_cast<double>(row) / rows - 0.5;
    }
    set_peaks(0.0);
  }
  [[nodiscard]] const Eigen::MatrixXd& of(int mass) {
    if (shape_.scans_per_mz != 0.0) set_peaks(shape_.scans_per_mz * (mass - group_.reference_mz));
    return matrix_;
  }

 private:
  void set_peaks(double later) {
    for (std::size_t k = 0; k < order_.size(); ++k) {
      const double apex = shape_.apexes[order_[k]] + later - static_cast<double>(group_.first);
      for (Eigen::Index row = 0; row < matrix_.rows(); ++row) {
        matrix_(row, FitWindow::kOwn + static_cast<Eigen::Index>(k)) =
            table_.at(static_cast<double>(row) - apex);
      }
    }
  }

  const SharedShape& shape_;
  const ShapeGroup& group_;
  ShapeTable table_;
  std::vector<std::size_t> order_;
  Eigen::MatrixXd matrix_;
};

// What the shape leaves unexplained, in standard deviations, ion after ion.
Eigen::VectorXd residuals_of(const SharedShape& shape, const ShapeGroup& group) {
  ShapeMatrix matrix(shape, group);
  const auto rows = static_cast<Eigen::Index>(group.last - group.first);
  Eigen::VectorXd residuals(rows * static_cast<Eigen::Index>(group.ions.size()));
  for (std::size_t i = 0; i < group.ions.size(); ++i) {
    const ShapeGroup::Ion& ion = group.ions[i];
    const Eigen::MatrixXd& shapes = matrix.of(ion.mass);
    const ShapeFit fit = fit_shapes(shapes, ion.signal, ion.variances);
    residuals.segment(static_cast<Eigen::Index>(i) * rows, rows) =
        (ion.signal - shapes * fit.shares).cwiseQuotient(ion.variances.cwiseSqrt());
  }
  return residuals;
}

// A shape as a vector: apexes, deviation, asymmetry, the skew over a hundred m/z.
constexpr double kSlopeUnit = 100.0;

Eigen::VectorXd as_vector(const SharedShape& shape, bool is_skew_free) {
  const auto count = static_cast<Eigen::Index>(shape.apexes.size());
  Eigen::VectorXd at(count + (is_skew_free ? 3 : 2));
  for (Eigen::Index k = 0; k < count; ++k) at[k] = shape.apexes[static_cast<std::size_t>(k)];
  at[count] = shape.deviation;
  at[count + 1] = shape.asymmetry;
  if (is_skew_free) at[count + 2] = kSlopeUnit * shape.scans_per_mz;
  return at;
}

SharedShape as_shape(const Eigen::VectorXd& at, const SharedShape& start, double reach) {
  SharedShape shape = start;
  const auto count = static_cast<Eigen::Index>(start.apexes.size());
  for (Eigen::Index k = 0; k < count; ++k) {
    const double from = start.apexes[static_cast<std::size_t>(k)];
    shape.apexes[static_cast<std::size_t>(k)] = std::clamp(at[k], from - reach, from + reach);
  }
  shape.deviation = std::clamp(at[count], 0.5 * start.deviation, 2.0 * start.deviation);
  shape.asymmetry = std::clamp(at[count + 1], -2.0, 3.0);
  if (at.size() > count + 2) shape.scans_per_mz = std::clamp(at[count + 2], -0.4, 0.4) / kSlopeUnit;
  return shape;
}

}  // namespace

void choose_ions(const IonChromatograms& run, const Detector& detector, int lowest_mz,
                 const SharedShape& shape, std::size_t ions_each, ShapeGroup& group) {
  struct Candidate {
    ShapeGroup::Ion ion;
    Eigen::VectorXd shares;
    double noise = 1.0;
  };
  std::vector<Candidate> candidates;
  ShapeMatrix matrix(shape, group);
  Eigen::VectorXd signal(static_cast<Eigen::Index>(group.last - group.first));
  for (int mass = std::max(lowest_mz, 0); mass < run.mass_end(); ++mass) {
    if (!run.has(mass)) continue;
    run.read_as_recorded(mass, group.first, group.last,
                         {signal.data(), static_cast<std::size_t>(signal.size())});
    const double top = signal.maxCoeff();
    if (top <= 0.0) continue;
    Candidate candidate;
    candidate.ion = {mass, signal, point_variances(signal, detector)};
    candidate.shares = fit_shapes(matrix.of(mass), signal, candidate.ion.variances).shares;
    candidate.noise = std::sqrt(top);
    candidates.push_back(std::move(candidate));
  }
  std::set<std::size_t> chosen;
  for (std::size_t k = 0; k < shape.apexes.size(); ++k) {
    const Eigen::Index column = FitWindow::kOwn + static_cast<Eigen::Index>(k);
    std::vector<std::size_t> order(candidates.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return candidates[a].shares[column] / candidates[a].noise >
             candidates[b].shares[column] / candidates[b].noise;
    });
    for (std::size_t i = 0; i < std::min(order.size(), ions_each); ++i) {
      if (candidates[order[i]].shares[column] > 0.0) chosen.insert(order[i]);
    }
  }
  group.ions.clear();
  for (const std::size_t i : chosen) group.ions.push_back(std::move(candidates[i].ion));
}

double ShapeGroup::points() const {
  double count = 0.0;
  for (const Ion& ion : ions) {
    count += static_cast<double>(
        (ion.signal.array() > 0.0 && ion.variances.array() < kUnknownVariance).count());
  }
  return count;
}

void weigh_by(const SharedShape& shape, const Detector& detector, ShapeGroup& group) {
  ShapeMatrix matrix(shape, group);
  const double noise = detector.noise_factor * std::sqrt(std::max(detector.threshold, 1.0));
  const double sure = detector.threshold + kSureOfRecord * noise;
  for (ShapeGroup::Ion& ion : group.ions) {
    const Eigen::MatrixXd& shapes = matrix.of(ion.mass);
    const ShapeFit fit = fit_shapes(shapes, ion.signal, ion.variances);
    const Eigen::Index peaks = shapes.cols() - FitWindow::kOwn;
    const Eigen::VectorXd peak = shapes.rightCols(peaks) * fit.shares.tail(peaks);
    const Eigen::VectorXd predicted = (shapes * fit.shares).cwiseMax(0.0);
    Eigen::VectorXd variances = point_variances(predicted, detector);
    for (Eigen::Index row = 0; row < variances.size(); ++row) {
      const bool is_below = predicted[row] < sure;
      if (!is_below) variances[row] = counting_variance(predicted[row], detector);
      if ((is_below && peak[row] > kPartOfPeak * detector.threshold) ||
          detector.is_saturated(ion.signal[row])) {
        variances[row] = kUnknownVariance;
      }
    }
    ion.variances = std::move(variances);
  }
}

double misfit_of(const SharedShape& shape, const ShapeGroup& group) {
  return residuals_of(shape, group).squaredNorm();
}

PeakShares shares_of(const SharedShape& shape, std::size_t peak, const ShapeGroup& group) {
  ShapeMatrix matrix(shape, group, peak);
  PeakShares found;
  for (const ShapeGroup::Ion& ion : group.ions) {
    const ShapeFit fit = fit_shapes(matrix.of(ion.mass), ion.signal, ion.variances);
    found.shares.push_back(fit.shares[FitWindow::kOwn]);
    found.errors.push_back(fit.own_error);
  }
  return found;
}

GroupFit fit_group(const SharedShape& start, const ShapeGroup& group, double reach) {
  const bool is_skew_free = group.is_skew_free;
  GroupFit fit;
  fit.shape = start;
  Eigen::VectorXd at = as_vector(start, is_skew_free);
  Eigen::VectorXd residuals = residuals_of(fit.shape, group);
  fit.misfit = residuals.squaredNorm();
  Eigen::MatrixXd normal;
  double damping = 1e-3;
  for (int round = 0; round < kRounds; ++round) {
    Eigen::MatrixXd slopes(residuals.size(), at.size());
    for (Eigen::Index p = 0; p < at.size(); ++p) {
      // Derivatives by differences.
      Eigen::VectorXd moved = at;
      moved[p] += 1e-3;
      slopes.col(p) = (residuals_of(as_shape(moved, start, 1e9), group) - residuals) / 1e-3;
    }
    normal = slopes.transpose() * slopes;
    const Eigen::VectorXd gradient = slopes.transpose() * residuals;
    double gain = 0.0;
    for (int tries = 0; tries < 6 && gain <= 0.0; ++tries) {
      Eigen::MatrixXd damped = normal;
      damped.diagonal() *= 1.0 + damping;
      damped.diagonal().array() += 1e-9;
      const Eigen::VectorXd step = Eigen::LDLT<Eigen::MatrixXd>(damped).solve(gradient);
      SharedShape moved = as_shape(at - step, start, reach);
      Eigen::VectorXd left = residuals_of(moved, group);
      const double sum = left.squaredNorm();
      if (sum < fit.misfit) {
        gain = fit.misfit - sum;
        fit.misfit = sum;
        at = as_vector(moved, is_skew_free);
        fit.shape = std::move(moved);
        residuals = std::move(left);
        damping = std::max(damping * 0.2, 1e-9);
      } else {
        damping *= 10.0;
      }
    }
    if (gain < 1e-4 * fit.misfit) break;
  }
  if (is_skew_free) {
    normal.diagonal().array() += 1e-9;
    const Eigen::VectorXd unit = Eigen::VectorXd::Unit(at.size(), at.size() - 1);
    const double variance = Eigen::LDLT<Eigen::MatrixXd>(normal).solve(unit)[at.size() - 1];
    const double spread = std::max(1.0, fit.misfit / group.points());
    fit.slope_error = std::sqrt(std::max(0.0, variance) * spread) / kSlopeUnit;
  }
  return fit;
}

}  // namespace basepeak
