#include "benchmarks/accuracy/spectrum_sum.h"

#include <map>
#include <vector>

#include "engine/spectrum/unit_mass.h"

namespace basepeak::benchmarks {

Peaks sum_of(const Peaks& a, const Peaks& b, double amount) {
  std::map<int, double> sum;
  const auto add = [&](const Peaks& peaks, double scale) {
    const UnitMassSpectrum unit = to_unit_mass(peaks, UnitMassRule::ms_search);
    for (std::size_t i = 0; i < unit.size(); ++i) sum[unit.mass[i]] += scale * unit.intensity[i];
  };
  add(a, 1.0);
  add(b, amount);
  std::vector<double> mz;
  std::vector<float> intensity;
  for (const auto& [mass, value] : sum) {
    mz.push_back(mass);
    intensity.push_back(static_cast<float>(value));
  }
  return Peaks::from_unsorted(mz, intensity);
}

}  // namespace basepeak::benchmarks
