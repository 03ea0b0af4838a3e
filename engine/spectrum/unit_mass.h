#pragma once

#include <cstdint>
#include <vector>

#include "engine/spectrum/peaks.h"

namespace basepeak {

// How accurate m/z values become unit masses. The rule changes match factors, so it is named in
// every report.
enum class UnitMassRule {
  ms_search,  // floor(m/z + 0.5); of peaks falling on one integer the largest is kept
  amdis,      // a fraction of .649 and above rounds up; intensities falling on one integer add up
};

// An EI spectrum on unit masses, base peak scaled to 999. Intensities stay real numbers: they are
// not rounded to integers. Two parallel arrays, ascending in mass, one entry a mass.
struct UnitMassSpectrum {
  std::vector<std::int32_t> mass;
  std::vector<double> intensity;
  [[nodiscard]] std::size_t size() const noexcept { return mass.size(); }
};

// The unit mass that an accurate m/z falls on.
[[nodiscard]] std::int32_t unit_mass_of(double mz, UnitMassRule rule) noexcept;

// A spectrum whose largest intensity is 0 gives an empty one. Peaks of zero intensity are kept: a
// library record that lists one says that the mass was looked at.
[[nodiscard]] UnitMassSpectrum to_unit_mass(const Peaks& peaks, UnitMassRule rule);

}  // namespace basepeak
