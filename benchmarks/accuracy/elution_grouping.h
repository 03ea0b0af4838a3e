#pragma once

#include <map>
#include <span>
#include <vector>

#include "engine/prepare/elution_peaks.h"
#include "engine/spectrum/spectrum.h"
#include "engine/spectrum/unit_mass.h"

namespace basepeak::benchmarks {

// What an open tool makes of a run of unit masses without unmixing: each ion's chromatographic
// peaks by OpenMS ElutionPeakDetection, put together by their apexes.
class ElutionGrouping {
 public:
  // `expected_width_s`: full width at half height that OpenMS smooths for.
  ElutionGrouping(std::span<const Spectrum> scans, double expected_width_s);

  // Of each ion the height of the peak nearest to `apex_s`, if it is within `reach_s`.
  [[nodiscard]] UnitMassSpectrum spectrum_at(double apex_s, double reach_s) const;

 private:
  std::map<int, std::vector<ElutionPeak>> peaks_;  // by unit mass
};

}  // namespace basepeak::benchmarks
