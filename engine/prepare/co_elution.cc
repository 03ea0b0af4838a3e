#include "engine/prepare/co_elution.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "engine/prepare/peak_shape.h"
#include "engine/prepare/shape_fit.h"

namespace basepeak {

namespace {

constexpr std::size_t kMostTogether = 4;
constexpr double kTogether = 1.6;      // widths at half height between apexes of one group
constexpr std::size_t kIonsEach = 16;  // that a component's place is fitted by
constexpr int kRounds = 15;
constexpr double kModelEnd = 0.002;     // of its maximum: below it a model is nothing
constexpr double kMissed = 1.1;         // times the misfit with a component, without it, at most
constexpr double kWellExplained = 4.0;  // squared standard deviations a point
constexpr double kWorse = 1.3;          // times the misfit of the models before, at most

double width_of(const PerceivedComponent& component) {
  // Scans at half height, interpolated.
  const auto& model = component.model;
  const auto top =
      static_cast<std::size_t>(std::max_element(model.begin(), model.end()) - model.begin());
  double left = static_cast<double>(top);
  double right = static_cast<double>(top);
  for (std::size_t i = top; i-- > 0;) {
    if (model[i] <= 0.5) {
      left = static_cast<double>(i) + (0.5 - model[i]) / (model[i + 1] - model[i]);
      break;
    }
    left = static_cast<double>(i);
  }
  for (std::size_t i = top + 1; i < model.size(); ++i) {
    if (model[i] <= 0.5) {
      right = static_cast<double>(i) - (0.5 - model[i]) / (model[i - 1] - model[i]);
      break;
    }
    right = static_cast<double>(i);
  }
  return std::max(right - left, 1.5);
}

struct Ion {
  Eigen::VectorXd signal;
  Eigen::VectorXd variances;
};

// The scans of a group of components and the ions that place them.
struct Group {
  std::size_t first = 0;
  std::size_t last = 0;  // one past
  std::vector<Ion> ions;
};

// Apexes, then the standard deviation and the asymmetry that they share.
using Parameters = Eigen::VectorXd;

Eigen::MatrixXd shapes_of(const Parameters& at, const Group& group) {
  const Eigen::Index count = at.size() - 2;
  const auto rows = static_cast<Eigen::Index>(group.last - group.first);
  Eigen::MatrixXd shapes(rows, FitWindow::kOwn + count);
  for (Eigen::Index row = 0; row < rows; ++row) {
    shapes(row, 0) = 1.0;
    shapes(row, 1) = static_cast<double>(row) / static_cast<double>(rows) - 0.5;
    const double scan = static_cast<double>(group.first) + static_cast<double>(row);
    for (Eigen::Index k = 0; k < count; ++k) {
      shapes(row, FitWindow::kOwn + k) = peak_shape((scan - at[k]) / at[count], at[count + 1]);
    }
  }
  return shapes;
}

// What the shapes leave unexplained, in standard deviations, ion after ion.
Eigen::VectorXd residuals_of(const Eigen::MatrixXd& shapes, const Group& group) {
  const Eigen::Index rows = shapes.rows();
  Eigen::VectorXd residuals(rows * static_cast<Eigen::Index>(group.ions.size()));
  for (std::size_t i = 0; i < group.ions.size(); ++i) {
    const Ion& ion = group.ions[i];
    const ShapeFit fit = fit_shapes(shapes, ion.signal, ion.variances);
    residuals.segment(static_cast<Eigen::Index>(i) * rows, rows) =
        (ion.signal - shapes * fit.shares).cwiseQuotient(ion.variances.cwiseSqrt());
  }
  return residuals;
}

void hold(Parameters& at, const Parameters& start) {
  const Eigen::Index count = at.size() - 2;
  for (Eigen::Index k = 0; k < count; ++k) {
    at[k] = std::clamp(at[k], start[k] - 1.5, start[k] + 1.5);
  }
  at[count] = std::clamp(at[count], 0.5 * start[count], 2.0 * start[count]);
  at[count + 1] = std::clamp(at[count + 1], -2.0, 3.0);
}

// Levenberg and Marquardt's steps with derivatives by differences.
Parameters best_parameters(const Parameters& start, const Group& group, double& misfit) {
  Parameters at = start;
  Eigen::VectorXd residuals = residuals_of(shapes_of(at, group), group);
  misfit = residuals.squaredNorm();
  double damping = 1e-3;
  for (int round = 0; round < kRounds; ++round) {
    Eigen::MatrixXd slopes(residuals.size(), at.size());
    for (Eigen::Index p = 0; p < at.size(); ++p) {
      Parameters moved = at;
      moved[p] += 1e-3;
      slopes.col(p) = (residuals_of(shapes_of(moved, group), group) - residuals) / 1e-3;
    }
    const Eigen::MatrixXd normal = slopes.transpose() * slopes;
    const Eigen::VectorXd gradient = slopes.transpose() * residuals;
    bool is_better = false;
    double gain = 0.0;
    for (int tries = 0; tries < 6 && !is_better; ++tries) {
      Eigen::MatrixXd damped = normal;
      damped.diagonal() *= 1.0 + damping;
      damped.diagonal().array() += 1e-9;
      Parameters moved = at - Eigen::LDLT<Eigen::MatrixXd>(damped).solve(gradient);
      hold(moved, start);
      Eigen::VectorXd left = residuals_of(shapes_of(moved, group), group);
      const double sum = left.squaredNorm();
      if (sum < misfit) {
        is_better = true;
        gain = misfit - sum;
        misfit = sum;
        at = std::move(moved);
        residuals = std::move(left);
        damping = std::max(damping * 0.2, 1e-9);
      } else {
        damping *= 10.0;
      }
    }
    if (!is_better || gain < 1e-4 * misfit) break;
  }
  return at;
}

Eigen::MatrixXd shapes_before(std::span<const PerceivedComponent> components, const Group& group) {
  const auto rows = static_cast<Eigen::Index>(group.last - group.first);
  Eigen::MatrixXd shapes =
      Eigen::MatrixXd::Zero(rows, FitWindow::kOwn + static_cast<Eigen::Index>(components.size()));
  for (Eigen::Index row = 0; row < rows; ++row) {
    shapes(row, 0) = 1.0;
    shapes(row, 1) = static_cast<double>(row) / static_cast<double>(rows) - 0.5;
    const std::size_t scan = group.first + static_cast<std::size_t>(row);
    for (std::size_t k = 0; k < components.size(); ++k) {
      const PerceivedComponent& component = components[k];
      if (scan < component.left || scan > component.right) continue;
      shapes(row, FitWindow::kOwn + static_cast<Eigen::Index>(k)) =
          component.model[scan - component.left];
    }
  }
  return shapes;
}

// For each component the ions whose share of it stands out most.
std::vector<Ion> placing_ions(const IonChromatograms& run, const Group& group,
                              const Eigen::MatrixXd& shapes, const Detector& detector,
                              int lowest_mz) {
  struct Candidate {
    Ion ion;
    Eigen::VectorXd shares;
    double noise = 1.0;
  };
  std::vector<Candidate> candidates;
  Eigen::VectorXd signal(shapes.rows());
  for (int mass = std::max(lowest_mz, 0); mass < run.mass_end(); ++mass) {
    if (!run.has(mass)) continue;
    run.read(mass, group.first, group.last,
             {signal.data(), static_cast<std::size_t>(signal.size())});
    const double top = signal.maxCoeff();
    if (top <= 0.0) continue;
    Candidate candidate;
    candidate.ion = {signal, point_variances(signal, detector)};
    candidate.shares = fit_shapes(shapes, signal, candidate.ion.variances).shares;
    candidate.noise = std::sqrt(top);
    candidates.push_back(std::move(candidate));
  }
  std::set<std::size_t> chosen;
  for (Eigen::Index k = FitWindow::kOwn; k < shapes.cols(); ++k) {
    std::vector<std::size_t> order(candidates.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return candidates[a].shares[k] / candidates[a].noise >
             candidates[b].shares[k] / candidates[b].noise;
    });
    for (std::size_t i = 0; i < std::min(order.size(), kIonsEach); ++i) {
      if (candidates[order[i]].shares[k] > 0.0) chosen.insert(order[i]);
    }
  }
  std::vector<Ion> ions;
  for (const std::size_t i : chosen) ions.push_back(std::move(candidates[i].ion));
  return ions;
}

void set_model(double apex, double deviation, double asymmetry, std::size_t scans,
               PerceivedComponent& component) {
  component.apex = apex;
  const auto centre =
      static_cast<std::size_t>(std::clamp(std::round(apex), 0.0, static_cast<double>(scans - 1)));
  const auto at = [&](std::size_t scan) {
    return peak_shape((static_cast<double>(scan) - apex) / deviation, asymmetry);
  };
  component.left = component.right = centre;
  while (component.left > 0 && at(component.left - 1) > kModelEnd) --component.left;
  while (component.right + 1 < scans && at(component.right + 1) > kModelEnd) ++component.right;
  component.model.clear();
  for (std::size_t scan = component.left; scan <= component.right; ++scan) {
    component.model.push_back(at(scan));
  }
}

// The parameters without one component's apex.
Parameters without(const Parameters& at, Eigen::Index component) {
  Parameters fewer(at.size() - 1);
  fewer << at.head(component), at.tail(at.size() - component - 1);
  return fewer;
}

// Takes out components that the others explain as well, the least missed first: a noisy maximum on
// a neighbour's flank is not a compound.
void drop_the_needless(const Group& group, Parameters& at, double& misfit,
                       std::vector<std::size_t>& kept) {
  while (kept.size() > 1) {
    double least = 0.0;
    Parameters best;
    std::size_t which = 0;
    for (std::size_t k = 0; k < kept.size(); ++k) {
      double sum = 0.0;
      Parameters fewer = best_parameters(without(at, static_cast<Eigen::Index>(k)), group, sum);
      if (best.size() > 0 && sum >= least) continue;
      least = sum;
      best = std::move(fewer);
      which = k;
    }
    if (least > kMissed * misfit) return;
    at = std::move(best);
    misfit = least;
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(which));
  }
}

// Gives the group one shape, and says which of its components are to stay.
std::vector<bool> share_shape(const IonChromatograms& run, const Detector& detector, int lowest_mz,
                              std::span<PerceivedComponent> components) {
  std::vector<bool> stays(components.size(), true);
  Group group;
  const double width = width_of(*std::max_element(
      components.begin(), components.end(),
      [](const auto& a, const auto& b) { return a.model_height < b.model_height; }));
  const double reach = 2.5 * width;
  group.first =
      static_cast<std::size_t>(std::max(0.0, std::floor(components.front().apex - reach)));
  group.last = std::min(run.scans(),
                        static_cast<std::size_t>(std::ceil(components.back().apex + reach)) + 1);
  if (group.last - group.first < 8) return stays;
  const Eigen::MatrixXd before = shapes_before(components, group);
  group.ions = placing_ions(run, group, before, detector, lowest_mz);
  if (group.ions.size() < 3) return stays;
  const double misfit_before = residuals_of(before, group).squaredNorm();
  Parameters start(static_cast<Eigen::Index>(components.size()) + 2);
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < components.size(); ++k) {
    start[static_cast<Eigen::Index>(k)] = components[k].apex;
    kept.push_back(k);
  }
  start[start.size() - 2] = width / 2.355;
  start[start.size() - 1] = 0.2;
  double misfit = 0.0;
  Parameters best = best_parameters(start, group, misfit);
  const double points = static_cast<double>(group.ions.size() * (group.last - group.first));
  if (misfit > kWorse * misfit_before || misfit > kWellExplained * points) return stays;
  drop_the_needless(group, best, misfit, kept);
  stays.assign(components.size(), false);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    PerceivedComponent& component = components[kept[k]];
    stays[kept[k]] = true;
    set_model(best[static_cast<Eigen::Index>(k)], best[best.size() - 2], best[best.size() - 1],
              run.scans(), component);
    component.is_well_explained = true;
  }
  return stays;
}

}  // namespace

void share_shapes(const IonChromatograms& run, const Detector& detector, int lowest_mz,
                  std::vector<PerceivedComponent>& components) {
  std::vector<bool> keeps(components.size(), true);
  for (std::size_t from = 0; from < components.size();) {
    std::size_t to = from + 1;
    while (to < components.size() &&
           components[to].apex - components[to - 1].apex <
               kTogether * std::max(width_of(components[to]), width_of(components[to - 1]))) {
      ++to;
    }
    if (to - from > 1 && to - from <= kMostTogether) {
      const std::vector<bool> stays =
          share_shape(run, detector, lowest_mz, std::span(components).subspan(from, to - from));
      std::copy(stays.begin(), stays.end(), keeps.begin() + static_cast<std::ptrdiff_t>(from));
    }
    from = to;
  }
  std::size_t at = 0;
  std::erase_if(components, [&](const PerceivedComponent&) { return !keeps[at++]; });
}

}  // namespace basepeak
