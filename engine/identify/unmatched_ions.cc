#include "engine/identify/unmatched_ions.h"

#include <algorithm>

#include "engine/identify/unit_spectrum.h"

namespace basepeak {

namespace {

constexpr double kCounted = 0.05;  // of the base peak
constexpr double kExplained = 0.25;

// Of a query over a record, both of a base peak of 1; 0 where they have no range in common.
double median_ratio(const UnitSpectrum& seen, const UnitSpectrum& known) {
  const Eigen::Index lowest = lowest_mass(seen);
  Eigen::Index end = seen.size();
  while (end > lowest && seen(end - 1) <= 0.0) --end;
  std::vector<double> ratios;
  for (Eigen::Index mass = lowest; mass < end; ++mass) {
    if (known(mass) >= kCounted) ratios.push_back(seen(mass) / known(mass));
  }
  if (ratios.empty()) return 0.0;
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  return *middle;
}

}  // namespace

std::vector<Mixture::Peak> unmatched_ions(const Peaks& query, const Peaks& record,
                                          UnitMassRule rule) {
  const UnitSpectrum seen = dense(to_unit_mass(query, rule));
  UnitSpectrum known = dense(to_unit_mass(record, rule));
  const double amount = median_ratio(seen, known);
  if (amount <= 0.0) return {};
  const Eigen::Index lowest = lowest_mass(known);
  known *= amount;
  std::vector<Mixture::Peak> ions;
  for (Eigen::Index mass = lowest; mass < seen.size(); ++mass) {
    if (seen(mass) >= kCounted && known(mass) <= kExplained * seen(mass)) {
      ions.push_back({static_cast<double>(mass), seen(mass)});
    }
  }
  std::stable_sort(ions.begin(), ions.end(), [](const auto& a, const auto& b) {
    return a.relative_intensity > b.relative_intensity;
  });
  return ions;
}

}  // namespace basepeak
