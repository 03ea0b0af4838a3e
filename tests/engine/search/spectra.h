#pragma once

#include <utility>
#include <vector>

#include "engine/search/clean.h"
#include "engine/spectrum/peaks.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak {

// Spectra written down in a test as {m/z, intensity} pairs.
using PeakList = std::vector<std::pair<double, double>>;

inline Peaks peaks_of(const PeakList& list) {
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [x, y] : list) {
    mz.push_back(x);
    intensity.push_back(static_cast<float>(y));
  }
  return Peaks::from_unsorted(mz, intensity);
}

// As given: no scaling.
inline UnitMassSpectrum unit_mass(const PeakList& list) {
  UnitMassSpectrum spectrum;
  for (const auto& [x, y] : list) {
    spectrum.mass.push_back(static_cast<std::int32_t>(x));
    spectrum.intensity.push_back(y);
  }
  return spectrum;
}

}  // namespace basepeak
