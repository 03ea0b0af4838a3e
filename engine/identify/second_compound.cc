// MixtureExplainer::second_compound.
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "engine/identify/mixture.h"
#include "engine/identify/unit_spectrum.h"

namespace basepeak {

namespace {

constexpr double kCounted = 0.02;         // of the base peak: weaker ions are taken for chance
constexpr double kForeign = 0.25;         // of an ion, the most that the matching record explains
constexpr double kLeastOfExpected = 0.5;  // of an ion of the second compound
constexpr double kMostOfExpected = 2.0;
constexpr double kIsotope = 1.5;  // an ion below one so much stronger, a mass lower, may be its
constexpr std::size_t kFewestTelling = 3;
constexpr std::size_t kFewestPeaks = 8;  // of 1 % of the base peak and more
constexpr double kLeastExplained = 0.5;
constexpr double kLargestAmount = 3.0;  // over the match's

// What of a spectrum speaks for the second compound.
struct Evidence {
  std::vector<Mixture::Peak> telling;
  bool is_contradicted = false;  // an ion of it is missing
  double foreign = 0.0;          // signal that the matching record lacks
  double explained = 0.0;        // of it
};

Evidence evidence_of(const UnitSpectrum& query, const UnitSpectrum& main,
                     const UnitSpectrum& second, Eigen::Index lowest) {
  Evidence evidence;
  for (Eigen::Index mass = lowest; mass < query.size(); ++mass) {
    const double seen = query(mass);
    const double expected = second(mass);
    const bool is_foreign = main(mass) <= kForeign * seen;
    if (seen >= kCounted && is_foreign) {
      evidence.foreign += seen;
      evidence.explained += std::min(seen, expected);
    }
    if (expected < kCounted) continue;
    const bool is_missing = is_foreign ? seen - main(mass) < kLeastOfExpected * expected
                                       : seen < kLeastOfExpected * (main(mass) + expected);
    evidence.is_contradicted = evidence.is_contradicted || is_missing;
    const bool may_be_isotope = mass > 0 && second(mass - 1) > kIsotope * expected;
    if (is_foreign && !is_missing && !may_be_isotope &&
        seen - main(mass) <= kMostOfExpected * expected) {
      evidence.telling.push_back({static_cast<double>(mass), seen});
    }
  }
  std::stable_sort(
      evidence.telling.begin(), evidence.telling.end(),
      [](const auto& a, const auto& b) { return a.relative_intensity > b.relative_intensity; });
  return evidence;
}

double share_explained(const UnitSpectrum& query, const UnitSpectrum& fit) {
  return query.cwiseMin(fit).sum() / query.sum();
}

}  // namespace

std::optional<SecondCompound> MixtureExplainer::second_compound(const Peaks& peaks,
                                                                std::uint32_t match,
                                                                const Compounds& without) {
  const UnitSpectrum query = dense(to_unit_mass(peaks, rule_));
  if (!is_searched() || (query.array() >= 0.01).count() < static_cast<Eigen::Index>(kFewestPeaks)) {
    return std::nullopt;
  }
  if (!prepared_) prepare_records();
  const Eigen::Index lowest = lowest_mass(query);
  const UnitSpectrum weight = counting_weight(query, settings_.noise);
  Eigen::MatrixXd columns = Eigen::MatrixXd::Zero(kUnitMasses, 2);
  columns.col(0) = dense(to_unit_mass(library_.peaks(match), rule_));
  const auto weighted = [&](const UnitSpectrum& spectrum) {
    return UnitSpectrum(spectrum.cwiseProduct(weight));
  };
  const UnitSpectrum target = weighted(query);
  const UnitSpectrum first = weighted(columns.col(0));
  if (first.squaredNorm() <= 0.0) return std::nullopt;
  const double alone = first.dot(target) / first.squaredNorm();
  const UnitSpectrum left = target - alone * first;
  const auto added =
      best_addition({left.data(), static_cast<std::size_t>(left.size())},
                    {weight.data(), static_cast<std::size_t>(weight.size())}, without);
  if (!added) return std::nullopt;
  for (std::size_t p = 0; p < prepared_->masses(*added).size(); ++p) {
    columns(prepared_->masses(*added)[p], 1) = prepared_->intensities(*added)[p];
  }
  columns.topRows(lowest).setZero();
  const Eigen::MatrixXd scaled = weight.asDiagonal() * columns;
  const Eigen::Vector2d amount =
      (scaled.transpose() * scaled).ldlt().solve(scaled.transpose() * target);
  if (!(amount(0) > 0.0 && amount(1) > 0.0) || amount(1) > kLargestAmount * amount(0)) {
    return std::nullopt;
  }
  const UnitSpectrum main = amount(0) * columns.col(0);
  const UnitSpectrum second = amount(1) * columns.col(1);
  Evidence evidence = evidence_of(query, main, second, lowest);
  if (evidence.is_contradicted || evidence.telling.size() < kFewestTelling ||
      evidence.explained < kLeastExplained * evidence.foreign) {
    return std::nullopt;
  }
  const double signal = main.sum() + second.sum();
  SecondCompound found;
  const auto column = [&](Eigen::Index at) {
    return std::span(columns.col(at).data(), static_cast<std::size_t>(columns.rows()));
  };
  found.mixture.parts = {part_of(match, column(0), amount(0)),
                         part_of(prepared_->record[*added], column(1), amount(1))};
  found.mixture.parts.front().share = main.sum() / signal;
  found.mixture.parts.back().share = second.sum() / signal;
  found.mixture.explained = share_explained(query, main + second);
  found.mixture.explained_by_one = share_explained(query, alone * columns.col(0));
  found.mixture.is_beside_match = true;
  found.mixture.unexplained = unexplained_peaks(query, main + second, settings_.noise);
  found.telling = std::move(evidence.telling);
  return found;
}

}  // namespace basepeak
