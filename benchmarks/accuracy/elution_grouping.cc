#include "benchmarks/accuracy/elution_grouping.h"

#include <algorithm>
#include <cmath>

namespace basepeak::benchmarks {

ElutionGrouping::ElutionGrouping(std::span<const Spectrum> scans, double expected_width_s) {
  std::map<int, std::vector<double>> intensities;
  for (std::size_t scan = 0; scan < scans.size(); ++scan) {
    const Peaks& peaks = scans[scan].peaks;
    for (std::size_t i = 0; i < peaks.size(); ++i) {
      auto& trace = intensities[unit_mass_of(peaks.mz()[i], UnitMassRule::ms_search)];
      trace.resize(scans.size());
      trace[scan] = std::max(trace[scan], static_cast<double>(peaks.intensity()[i]));
    }
  }
  for (auto& [mass, trace] : intensities) {
    IonTrace ion;
    ion.intensity = std::move(trace);
    for (std::size_t scan = 0; scan < scans.size(); ++scan) {
      ion.retention_s.push_back(*scans[scan].acquisition.retention_s);
      ion.mz.push_back(ion.intensity[scan] > 0.0 ? mass : 0.0);
    }
    peaks_[mass] = elution_peaks(ion, expected_width_s);
  }
}

UnitMassSpectrum ElutionGrouping::spectrum_at(double apex_s, double reach_s) const {
  UnitMassSpectrum spectrum;
  for (const auto& [mass, peaks] : peaks_) {
    const auto nearest =
        std::min_element(peaks.begin(), peaks.end(), [&](const auto& a, const auto& b) {
          return std::abs(a.apex_s - apex_s) < std::abs(b.apex_s - apex_s);
        });
    if (nearest == peaks.end() || std::abs(nearest->apex_s - apex_s) > reach_s) continue;
    spectrum.mass.push_back(mass);
    spectrum.intensity.push_back(nearest->height);
  }
  return spectrum;
}

}  // namespace basepeak::benchmarks
