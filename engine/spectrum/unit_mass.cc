#include "engine/spectrum/unit_mass.h"

#include <algorithm>
#include <cmath>

namespace basepeak {

std::int32_t unit_mass_of(double mz, UnitMassRule rule) noexcept {
  // The boundary is compared on a 1e-6 grid, so that 100.649 read from text rounds as written.
  if (rule == UnitMassRule::amdis) return static_cast<std::int32_t>(std::floor(mz + 0.351 + 1e-9));
  return static_cast<std::int32_t>(std::floor(mz + 0.5));
}

UnitMassSpectrum to_unit_mass(const Peaks& peaks, UnitMassRule rule) {
  UnitMassSpectrum unit;
  if (peaks.base_intensity() <= 0.0F) return unit;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const std::int32_t mass = unit_mass_of(peaks.mz()[i], rule);
    const double intensity = peaks.intensity()[i];
    if (unit.mass.empty() || unit.mass.back() != mass) {
      unit.mass.push_back(mass);
      unit.intensity.push_back(intensity);
    } else if (rule == UnitMassRule::amdis) {
      unit.intensity.back() += intensity;
    } else {
      unit.intensity.back() = std::max(unit.intensity.back(), intensity);
    }
  }
  const double base = *std::max_element(unit.intensity.begin(), unit.intensity.end());
  for (double& intensity : unit.intensity) {
    intensity *= 999.0 / base;
    // Scores count what is above 1. Files store single precision: 0.01 of 9.99 must be what 1 of
    // 999 is.
    if (std::abs(intensity - 1.0) < 1e-6) intensity = 1.0;
  }
  return unit;
}

}  // namespace basepeak
