#pragma once

#include <Eigen/Core>
#include <algorithm>
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

// The first mass with an intensity; that of an empty spectrum is past its end.
[[nodiscard]] inline Eigen::Index lowest_mass(const UnitSpectrum& spectrum) {
  return std::find_if(spectrum.begin(), spectrum.end(), [](double i) { return i > 0.0; }) -
         spectrum.begin();
}

// What a mass counts in least squares: the inverse of its counting noise over `noise` of the base
// peak. Nothing below the query's lowest mass, where nothing was measured.
[[nodiscard]] inline UnitSpectrum counting_weight(const UnitSpectrum& query, double noise) {
  UnitSpectrum weight = (query.array() + noise).inverse().sqrt();
  weight.head(lowest_mass(query)).setZero();
  return weight;
}

// What a fit leaves above `noise`, strongest first, ten at most.
[[nodiscard]] std::vector<Mixture::Peak> unexplained_peaks(const UnitSpectrum& query,
                                                           const UnitSpectrum& fit, double noise);

}  // namespace basepeak
