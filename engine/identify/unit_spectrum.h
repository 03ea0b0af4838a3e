#pragma once

#include <Eigen/Core>
#include <vector>

#include "engine/identify/identification.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

inline constexpr std::int32_t kUnitMasses = 1000;  // from 0 that are looked at

using UnitSpectrum = Eigen::VectorXd;  // one entry a unit mass

// Of a base peak of 1; all zero where there is none.
[[nodiscard]] inline UnitSpectrum dense(const UnitMassSpectrum& unit) {
  UnitSpectrum spectrum = UnitSpectrum::Zero(kUnitMasses);
  for (std::size_t i = 0; i < unit.size(); ++i) {
    if (unit.mass[i] >= 0 && unit.mass[i] < kUnitMasses) spectrum(unit.mass[i]) = unit.intensity[i];
  }
  const double base = spectrum.maxCoeff();
  if (base > 0.0) spectrum /= base;
  return spectrum;
}

// What a fit leaves above `noise`, strongest first, ten at most.
[[nodiscard]] std::vector<Mixture::Peak> unexplained_peaks(const UnitSpectrum& query,
                                                           const UnitSpectrum& fit, double noise);

}  // namespace basepeak
