#include "engine/identify/mixture.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "engine/identify/compound_evidence.h"
#include "engine/identify/unit_spectrum.h"

namespace basepeak {

namespace {

constexpr double kCounted = 0.01;        // of the base peak
constexpr std::size_t kFewestPeaks = 8;  // of 1 % of the base peak and more
constexpr std::size_t kMostUnexplained = 10;

// min |A x - b| with x >= 0, by Lawson and Hanson's active set on the normal equations.
Eigen::VectorXd non_negative_solution(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) {
  const Eigen::MatrixXd normal = a.transpose() * a;
  const Eigen::VectorXd right = a.transpose() * b;
  const Eigen::Index n = a.cols();
  Eigen::VectorXd x = Eigen::VectorXd::Zero(n);
  std::vector<bool> is_free(static_cast<std::size_t>(n), false);
  for (Eigen::Index step = 0; step < 3 * n + 3; ++step) {
    const Eigen::VectorXd gradient = right - normal * x;
    Eigen::Index enter = -1;
    for (Eigen::Index i = 0; i < n; ++i) {
      if (!is_free[static_cast<std::size_t>(i)] && gradient(i) > 1e-10 &&
          (enter < 0 || gradient(i) > gradient(enter))) {
        enter = i;
      }
    }
    if (enter < 0) break;
    is_free[static_cast<std::size_t>(enter)] = true;
    for (;;) {
      std::vector<Eigen::Index> free;
      for (Eigen::Index i = 0; i < n; ++i) {
        if (is_free[static_cast<std::size_t>(i)]) free.push_back(i);
      }
      if (free.empty()) break;
      const Eigen::VectorXd solved = normal(free, free).ldlt().solve(right(free));
      if (solved.minCoeff() > 0.0) {
        x.setZero();
        x(free) = solved;
        break;
      }
      // Goes as far towards the solution as nothing becomes negative, and fixes what became zero.
      double step_length = 1.0;
      for (std::size_t k = 0; k < free.size(); ++k) {
        const double to = solved(static_cast<Eigen::Index>(k));
        if (to <= 0.0) step_length = std::min(step_length, x(free[k]) / (x(free[k]) - to));
      }
      for (std::size_t k = 0; k < free.size(); ++k) {
        double& value = x(free[k]);
        value += step_length * (solved(static_cast<Eigen::Index>(k)) - value);
        if (value <= 1e-12) {
          value = 0.0;
          is_free[static_cast<std::size_t>(free[k])] = false;
        }
      }
    }
  }
  return x;
}

// A query as a sum of spectra, and what of its signal that explains.
struct Explanation {
  std::vector<std::size_t> chosen;    // of the prepared records
  std::vector<UnitSpectrum> columns;  // their spectra
  Eigen::VectorXd amounts;
  UnitSpectrum fit = UnitSpectrum::Zero(kUnitMasses);
  double explained = 0.0;
};

// `before` with one more spectrum, all amounts solved for anew.
Explanation with_another(const Explanation& before, std::size_t record, UnitSpectrum column,
                         const UnitSpectrum& query, const UnitSpectrum& weight) {
  Explanation after;
  after.chosen = before.chosen;
  after.chosen.push_back(record);
  after.columns = before.columns;
  after.columns.push_back(std::move(column));
  Eigen::MatrixXd matrix(kUnitMasses, static_cast<Eigen::Index>(after.columns.size()));
  for (std::size_t c = 0; c < after.columns.size(); ++c) {
    matrix.col(static_cast<Eigen::Index>(c)) = after.columns[c].cwiseProduct(weight);
  }
  after.amounts = non_negative_solution(matrix, query.cwiseProduct(weight));
  for (std::size_t c = 0; c < after.columns.size(); ++c) {
    after.fit += after.amounts(static_cast<Eigen::Index>(c)) * after.columns[c];
  }
  after.explained = query.cwiseMin(after.fit).sum() / query.sum();
  return after;
}

}  // namespace

std::vector<Mixture::Peak> unexplained_peaks(const UnitSpectrum& query, const UnitSpectrum& fit,
                                             double noise) {
  std::vector<Mixture::Peak> peaks;
  for (std::int32_t mass = 0; mass < kUnitMasses; ++mass) {
    const double left = query(mass) - fit(mass);
    if (left > noise) peaks.push_back({static_cast<double>(mass), left});
  }
  std::stable_sort(peaks.begin(), peaks.end(), [](const auto& a, const auto& b) {
    return a.relative_intensity > b.relative_intensity;
  });
  if (peaks.size() > kMostUnexplained) peaks.resize(kMostUnexplained);
  return peaks;
}

std::span<const std::int32_t> MixtureExplainer::Prepared::masses(std::size_t i) const {
  return std::span(mass).subspan(start[i], start[i + 1] - start[i]);
}

std::span<const float> MixtureExplainer::Prepared::intensities(std::size_t i) const {
  return std::span(intensity).subspan(start[i], start[i + 1] - start[i]);
}

void MixtureExplainer::prepare_records() {
  prepared_.emplace();
  prepared_->start.push_back(0);
  for (std::uint32_t i = 0; i < library_.size(); ++i) {
    if (library_.ms_level(i) > 1 || library_.origin(i) == Origin::predicted) continue;
    const UnitMassSpectrum unit = to_unit_mass(library_.peaks(i), rule_);
    if (unit.size() == 0) continue;
    for (std::size_t p = 0; p < unit.size(); ++p) {
      if (unit.mass[p] < 0 || unit.mass[p] >= kUnitMasses || unit.intensity[p] <= 0.0) continue;
      prepared_->mass.push_back(unit.mass[p]);
      prepared_->intensity.push_back(static_cast<float>(unit.intensity[p] / 999.0));
    }
    prepared_->record.push_back(i);
    prepared_->start.push_back(prepared_->mass.size());
  }
}

bool MixtureExplainer::is_searched() const noexcept {
  constexpr std::size_t kMostRecords = 50'000;
  return library_.size() <= kMostRecords;
}

std::optional<std::size_t> MixtureExplainer::best_addition(std::span<const double> left,
                                                           std::span<const double> weight,
                                                           const Compounds& without) const {
  double best_gain = 0.0;
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < prepared_->record.size(); ++i) {
    const auto masses = prepared_->masses(i);
    const auto intensities = prepared_->intensities(i);
    double product = 0.0;
    double norm = 0.0;
    for (std::size_t p = 0; p < masses.size(); ++p) {
      const auto at = static_cast<std::size_t>(masses[p]);
      const double value = intensities[p] * weight[at];
      product += value * left[at];
      norm += value * value;
    }
    const double gain = norm > 0.0 && product > 0.0 ? product * product / norm : 0.0;
    if (gain > best_gain &&
        (without.empty() || !without.contains(compound_of(library_, prepared_->record[i])))) {
      best_gain = gain;
      best = i;
    }
  }
  return best;
}

Mixture::Part MixtureExplainer::part_of(std::uint32_t record, std::span<const double> spectrum,
                                        double amount) const {
  Mixture::Part part;
  part.record = library_.id(record);
  part.name = library_.compound_name(record);
  part.inchikey = library_.inchikey(record);
  part.compound = compound_of(library_, record);
  part.compound_class = library_.compound_class(record);
  part.amount = amount;
  for (std::size_t mass = 0; mass < spectrum.size(); ++mass) {
    if (spectrum[mass] > 0.0) part.peaks.push_back({static_cast<double>(mass), spectrum[mass]});
  }
  return part;
}

std::optional<Mixture> MixtureExplainer::explain(const Peaks& peaks) {
  const UnitSpectrum query = dense(to_unit_mass(peaks, rule_));
  if (!is_searched() ||
      (query.array() >= kCounted).count() < static_cast<Eigen::Index>(kFewestPeaks)) {
    return std::nullopt;
  }
  if (!prepared_) prepare_records();
  const Eigen::Index lowest = lowest_mass(query);
  const UnitSpectrum weight = counting_weight(query, settings_.noise);

  Explanation found;
  double by_one = 0.0;
  while (found.chosen.size() < settings_.most_parts) {
    const UnitSpectrum left = (query - found.fit).cwiseProduct(weight);
    const auto best = best_addition({left.data(), static_cast<std::size_t>(left.size())},
                                    {weight.data(), static_cast<std::size_t>(weight.size())});
    const auto is_of_same_compound = [&](std::size_t i) {
      return compound_of(library_, prepared_->record[i]) ==
             compound_of(library_, prepared_->record[*best]);
    };
    if (!best || std::any_of(found.chosen.begin(), found.chosen.end(), is_of_same_compound)) break;
    UnitSpectrum column = UnitSpectrum::Zero(kUnitMasses);
    for (std::size_t p = 0; p < prepared_->masses(*best).size(); ++p) {
      column(prepared_->masses(*best)[p]) = prepared_->intensities(*best)[p];
    }
    column.head(lowest).setZero();
    Explanation more = with_another(found, *best, std::move(column), query, weight);
    if (!found.chosen.empty() && more.explained < found.explained + settings_.least_gain) break;
    found = std::move(more);
    if (found.chosen.size() == 1) by_one = found.explained;
    if (by_one >= settings_.enough_by_one) return std::nullopt;
  }

  Mixture mixture;
  const double total = found.fit.sum();
  for (std::size_t c = 0; c < found.chosen.size(); ++c) {
    const double amount = found.amounts(static_cast<Eigen::Index>(c));
    const double share = amount * found.columns[c].sum() / total;
    if (!(share >= settings_.least_share)) continue;
    const UnitSpectrum& column = found.columns[c];
    mixture.parts.push_back(part_of(prepared_->record[found.chosen[c]],
                                    {column.data(), static_cast<std::size_t>(column.size())},
                                    amount));
    mixture.parts.back().share = share;
  }
  std::stable_sort(mixture.parts.begin(), mixture.parts.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  mixture.explained = found.explained;
  mixture.explained_by_one = by_one;
  mixture.unexplained = unexplained_peaks(query, found.fit, settings_.noise);
  const bool is_better = mixture.parts.size() > 1 &&
                         mixture.explained >= settings_.least_together &&
                         mixture.explained >= by_one + settings_.least_gain_in_all;
  return is_better ? std::optional(std::move(mixture)) : std::nullopt;
}

}  // namespace basepeak
