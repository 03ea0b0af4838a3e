#include "engine/report/peak_pairs.h"

#include <algorithm>
#include <cmath>

#include "engine/spectrum/unit_mass.h"

namespace basepeak {

namespace {

std::vector<ComparedPeak> unit_mass_peaks(const UnitMassSpectrum& spectrum) {
  std::vector<ComparedPeak> peaks;
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    if (spectrum.intensity[i] <= 0.0) continue;
    peaks.push_back(
        {static_cast<double>(spectrum.mass[i]), spectrum.intensity[i] / 9.99, PeakFate::unpaired});
  }
  return peaks;
}

// Marks peaks of the two whose m/z agree once the record's are moved by `shift`; what is marked
// already keeps its mark.
void mark(PeakPairs& pairs, double shift, PeakFate fate, const Tolerance& tolerance) {
  std::size_t first = 0;
  for (ComparedPeak& peak : pairs.query) {
    const auto [low, high] = tolerance.window(peak.mz);
    while (first < pairs.record.size() && pairs.record[first].mz + shift < low) ++first;
    for (std::size_t i = first; i < pairs.record.size() && pairs.record[i].mz + shift <= high;
         ++i) {
      if (peak.fate == PeakFate::unpaired) peak.fate = fate;
      if (pairs.record[i].fate == PeakFate::unpaired) pairs.record[i].fate = fate;
    }
  }
}

void leave_out_below(std::vector<ComparedPeak>& peaks, double lowest) {
  for (ComparedPeak& peak : peaks) {
    if (peak.mz < lowest) peak.fate = PeakFate::not_compared;
  }
}

}  // namespace

std::vector<ComparedPeak> lone_peaks(const Peaks& peaks) {
  std::vector<ComparedPeak> lone;
  const double base = peaks.base_intensity();
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const double intensity = peaks.intensity()[i];
    if (intensity > 0.0)
      lone.push_back({peaks.mz()[i], 100.0 * intensity / base, PeakFate::paired});
  }
  return lone;
}

PeakPairs pair_peaks(const Peaks& query, const Peaks& record, std::optional<double> mass_difference,
                     const SearchSettings& settings) {
  PeakPairs pairs;
  Tolerance tolerance = settings.peak_tolerance;
  if (is_ei(settings.score)) {
    const UnitMassSpectrum own = to_unit_mass(query, settings.unit_mass_rule);
    const UnitMassSpectrum other = to_unit_mass(record, settings.unit_mass_rule);
    pairs = {unit_mass_peaks(own), unit_mass_peaks(other)};
    if (own.size() > 0 && other.size() > 0) {
      const double lowest = std::max(own.mass.front(), other.mass.front());
      leave_out_below(pairs.query, lowest);
      leave_out_below(pairs.record, lowest);
    }
    tolerance = Tolerance::da(0.25);  // whole numbers that are equal
  } else {
    pairs = {lone_peaks(query), lone_peaks(record)};
    for (auto* side : {&pairs.query, &pairs.record}) {
      for (ComparedPeak& peak : *side) peak.fate = PeakFate::unpaired;
    }
  }
  mark(pairs, 0.0, PeakFate::paired, tolerance);
  if (mass_difference && std::isfinite(*mass_difference) && std::abs(*mass_difference) > 0.5) {
    mark(pairs, *mass_difference, PeakFate::shifted, tolerance);
  }
  return pairs;
}

}  // namespace basepeak
