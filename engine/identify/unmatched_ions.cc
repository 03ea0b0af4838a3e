#include "engine/identify/unmatched_ions.h"

#include <algorithm>

#include "engine/identify/unit_spectrum.h"

namespace basepeak {

namespace {

constexpr double kCounted = 0.05;  // of the base peak
constexpr double kExplained = 0.25;
constexpr double kNoise = 0.01;  // of the base peak, as of MixtureSettings

}  // namespace

std::vector<Mixture::Peak> unmatched_ions(const Peaks& query, const Peaks& record,
                                          UnitMassRule rule) {
  const UnitSpectrum seen = dense(to_unit_mass(query, rule));
  UnitSpectrum known = dense(to_unit_mass(record, rule));
  const UnitSpectrum weight = counting_weight(seen, kNoise).array().square();
  const double squares = known.cwiseProduct(weight).dot(known);
  if (squares <= 0.0) return {};
  const Eigen::Index lowest = lowest_mass(known);
  known *= known.cwiseProduct(weight).dot(seen) / squares;
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
