#include "engine/prepare/unmixing.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace basepeak {

namespace {

constexpr std::size_t kMostNeighbours = 6;
constexpr double kStandardErrors = 2.0;

double model_at(const PerceivedComponent& component, std::size_t scan) {
  if (scan < component.left || scan > component.right) return 0.0;
  return component.model[scan - component.left];
}

// The scans that explain one component and the shapes they are explained by: a constant, a slope,
// the component's model, its neighbours' models.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;  // one past
  Eigen::MatrixXd shapes;
};

constexpr Eigen::Index kOwn = 2;

Window make_window(const IonChromatograms& run, std::span<const PerceivedComponent> components,
                   std::size_t index) {
  const PerceivedComponent& own = components[index];
  const std::size_t margin = (own.right - own.left) / 2 + 2;
  Window window;
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

  const auto rows = static_cast<Eigen::Index>(window.last - window.first);
  window.shapes.resize(rows, kOwn + 1 + static_cast<Eigen::Index>(neighbours.size()));
  for (Eigen::Index row = 0; row < rows; ++row) {
    const std::size_t scan = window.first + static_cast<std::size_t>(row);
    window.shapes(row, 0) = 1.0;
    window.shapes(row, 1) = static_cast<double>(row) / static_cast<double>(rows) - 0.5;
    window.shapes(row, kOwn) = model_at(own, scan);
    for (std::size_t n = 0; n < neighbours.size(); ++n) {
      window.shapes(row, kOwn + 1 + static_cast<Eigen::Index>(n)) = model_at(*neighbours[n], scan);
    }
  }
  return window;
}

// Least squares of one ion on a subset of the shapes, solved through the normal equations of that
// subset. The windows are a few dozen scans by at most nine shapes.
class Solver {
 public:
  explicit Solver(const Eigen::MatrixXd& shapes) : shapes_(shapes) {
    all_.resize(static_cast<std::size_t>(shapes.cols()));
    for (Eigen::Index i = 0; i < shapes.cols(); ++i) all_[static_cast<std::size_t>(i)] = i;
    factor(all_, full_, full_inverse_);
  }

  struct Share {
    double value = 0.0;
    double variance_factor = 0.0;  // times the signal's variance gives that of the value
  };

  // Drops the neighbours (and at last the component) whose share comes out negative, the most
  // negative first.
  [[nodiscard]] Share solve(const Eigen::VectorXd& signal) const {
    Eigen::VectorXd shares = full_.solve(shapes_.transpose() * signal);
    std::vector<Eigen::Index> active = all_;
    Eigen::MatrixXd inverse = full_inverse_;
    for (;;) {
      Eigen::Index worst = -1;
      for (Eigen::Index i = kOwn; i < shares.size(); ++i) {
        if (shares[i] < 0.0 && (worst < 0 || shares[i] < shares[worst])) worst = i;
      }
      if (worst < 0) break;
      if (active[static_cast<std::size_t>(worst)] == kOwn) return {};
      active.erase(active.begin() + worst);
      Eigen::LDLT<Eigen::MatrixXd> part;
      factor(active, part, inverse);
      shares = part.solve(subset(active).transpose() * signal);
    }
    const auto own = std::find(active.begin(), active.end(), kOwn) - active.begin();
    return {shares[own], inverse(own, own)};
  }

 private:
  [[nodiscard]] Eigen::MatrixXd subset(const std::vector<Eigen::Index>& columns) const {
    return shapes_(Eigen::all, columns);
  }
  void factor(const std::vector<Eigen::Index>& columns, Eigen::LDLT<Eigen::MatrixXd>& solver,
              Eigen::MatrixXd& inverse) const {
    const Eigen::MatrixXd part = subset(columns);
    Eigen::MatrixXd normal = part.transpose() * part;
    // A hair of ridge keeps two equal shapes from having no answer; the shapes are of height one.
    normal.diagonal().array() += 1e-6;
    solver.compute(normal);
    inverse = solver.solve(Eigen::MatrixXd::Identity(normal.rows(), normal.cols()));
  }
  const Eigen::MatrixXd& shapes_;
  std::vector<Eigen::Index> all_;
  Eigen::LDLT<Eigen::MatrixXd> full_;
  Eigen::MatrixXd full_inverse_;
};

double interpolate(std::span<const double> values, double position) {
  const auto low = static_cast<std::size_t>(position);
  if (low + 1 >= values.size()) return values.back();
  const double share = position - static_cast<double>(low);
  return values[low] + share * (values[low + 1] - values[low]);
}

double area_of_model(const IonChromatograms& run, const PerceivedComponent& component) {
  double area = 0.0;
  for (std::size_t i = 1; i < component.model.size(); ++i) {
    const double seconds =
        run.retention_s()[component.left + i] - run.retention_s()[component.left + i - 1];
    area += 0.5 * (component.model[i] + component.model[i - 1]) * seconds;
  }
  return area;
}

}  // namespace

std::vector<Query> unmix(const IonChromatograms& run,
                         std::span<const PerceivedComponent> components, double noise_factor,
                         const Method::Components& settings) {
  std::vector<Query> queries;
  std::vector<double> signal;
  for (std::size_t index = 0; index < components.size(); ++index) {
    const PerceivedComponent& own = components[index];
    const Window window = make_window(run, components, index);
    const Solver solver(window.shapes);
    signal.resize(window.last - window.first);
    std::vector<double> mz;
    std::vector<float> intensity;
    double explained = 0.0;
    for (int mass = std::max(settings.lowest_mz, 0); mass < run.mass_end(); ++mass) {
      if (!run.has(mass)) continue;
      run.read(mass, window.first, window.last, signal);
      const double top = *std::max_element(signal.begin(), signal.end());
      if (top <= 0.0) continue;
      const Solver::Share share = solver.solve(Eigen::Map<const Eigen::VectorXd>(
          signal.data(), static_cast<Eigen::Index>(signal.size())));
      // Counting noise of the highest point stands for the whole window: the error is not
      // understated where it matters, at the apex.
      const double error = noise_factor * std::sqrt(top * share.variance_factor);
      if (share.value <= kStandardErrors * error) continue;
      mz.push_back(mass);
      intensity.push_back(static_cast<float>(share.value));
      explained += share.value;
    }
    if (mz.empty()) continue;

    Query query;
    query.peaks = Peaks::from_unsorted(mz, intensity);
    const auto apex_scan = static_cast<std::size_t>(std::lround(own.apex));
    query.raw_peaks = run.scan(std::min(apex_scan, run.scans() - 1));
    query.acquisition.ionisation = Ionisation::ei;
    query.acquisition.polarity = Polarity::positive;
    query.acquisition.scan = apex_scan + 1;
    query.retention_s = interpolate(run.retention_s(), own.apex);
    query.acquisition.retention_s = query.retention_s;
    query.start_s = run.retention_s()[own.left];
    query.end_s = run.retention_s()[own.right];
    query.area = explained * area_of_model(run, own);
    const double total = query.raw_peaks.total();
    query.purity = total > 0.0 ? std::min(1.0, explained / total) : 0.0;
    query.model_mz = own.model_mass;
    query.signal_to_noise = own.noise_units;
    query.detection_limit = run.threshold();
    queries.push_back(std::move(query));
  }
  return queries;
}

}  // namespace basepeak
