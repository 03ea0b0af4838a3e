#include "engine/prepare/skew_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "engine/prepare/elution_group.h"
#include "engine/prepare/group_fit.h"
#include "engine/prepare/parting.h"

namespace basepeak {

namespace {

constexpr std::size_t kGroups = 3;
constexpr std::size_t kFewestIons = 8;
constexpr std::array<double, 3> kStarts{0.0, 0.002, -0.002};
constexpr double kStrong = 30.0;        // noise units

// Of the ions with a maximum: a slope and an apex are told apart best about the middle of the ions.
double mean_mz(std::span<const PerceivedComponent> components) {
  double sum = 0.0;
  double count = 0.0;
  for (const PerceivedComponent& component : components) {
    sum = std::accumulate(component.masses.begin(), component.masses.end(), sum);
    count += static_cast<double>(component.masses.size());
  }
  return count > 0.0 ? sum / count : 0.0;
}

// The best explained of several starts: far from the right skew a fit stops at a wrong one.
std::optional<Parted> part_from(const IonChromatograms& run, const Detector& detector,
                                const Method::Components& settings, std::span<const double> slopes,
                                ElutionGroup& group) {
  std::optional<Parted> best;
  double least = 0.0;
  for (const double slope : slopes) {
    group.start.scans_per_mz = slope;
    std::optional<Parted> parted = part(run, detector, settings, group);
    if (!parted) continue;
    const double misfit = parted->fit.misfit / group.scans.points();
    if (best && misfit >= least) continue;
    least = misfit;
    best = std::move(parted);
  }
  return best;
}

}  // namespace

Skew fit_skew(const IonChromatograms& run, const Detector& detector, const Method::Components& settings,
              std::span<const PerceivedComponent> components, const Skew& measured) {
  std::vector<ElutionGroup> groups = elution_groups(run, components);
  std::erase_if(groups, [&](const ElutionGroup& group) {
    return components[group.from + group.strongest].noise_units < kStrong;
  });
  std::stable_sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
    return components[a.from + a.strongest].noise_units >
           components[b.from + b.strongest].noise_units;
  });
  if (groups.size() > kGroups) groups.resize(kGroups);
  double weight = 0.0;
  double weighted_slope = 0.0;
  const double reference_mz =
      measured.reference_mz > 0.0 ? measured.reference_mz : mean_mz(components);
  for (ElutionGroup& group : groups) {
    group.scans.is_skew_free = true;
    group.scans.reference_mz = reference_mz;
    const std::optional<Parted> parted = part_from(run, detector, settings, kStarts, group);
    if (!parted || group.scans.ions.size() < kFewestIons) continue;
    const GroupFit& fit = parted->fit;
    if (fit.slope_error <= 0.0) continue;
    const double share = 1.0 / (fit.slope_error * fit.slope_error);
    weight += share;
    weighted_slope += share * fit.shape.scans_per_mz;
  }
  if (weight == 0.0) return measured;
  const double slope = weighted_slope / weight;
  return is_a_skew(slope, 1.0 / std::sqrt(weight)) ? Skew{slope, reference_mz} : Skew{};
}

}  // namespace basepeak
