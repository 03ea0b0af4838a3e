#pragma once

#include <rapidcheck.h>

#include <vector>

#include "engine/search/prepared.h"
#include "tests/engine/search/spectra.h"

namespace basepeak {

inline WeightedUnitMass weighted(const UnitMassSpectrum& spectrum, Score score) {
  switch (score) {
    case Score::ei_identity: return identity_weighted(spectrum);
    case Score::ei_weighted_cosine: return mass_weighted(spectrum);
    case Score::ei_cosine: return intensity_weighted(spectrum);
    case Score::ei_stein_scott: return stein_scott_weighted(spectrum);
    default: return simple_weighted(spectrum);
  }
}

// Spectra on whole masses: mostly in a common range, some single peaks, some far above the others,
// some heavier than the table holds, some empty; zeros and traces among the peaks.
inline UnitMassSpectrum random_spectrum() {
  const int shape = *rc::gen::inRange(0, 12);
  PeakList list;
  const int lowest = shape == 0 ? 170 : shape == 1 ? 2000 : *rc::gen::inRange(0, 40);
  const int size = shape == 2 ? 1 : shape == 3 ? 0 : *rc::gen::inRange(1, 40);
  for (int i = 0; i < size; ++i) {
    const double intensity = *rc::gen::element(0.0, 0.5, 1.0, 1.0005, 2.0, 40.0, 300.0, 999.0);
    list.emplace_back(lowest + *rc::gen::inRange(0, 90) + 0.25, intensity);
  }
  if (shape > 8 && !list.empty()) list.front().second = 999.0;
  return to_unit_mass(peaks_of(list),
                      shape % 2 == 0 ? UnitMassRule::ms_search : UnitMassRule::amdis);
}

inline PreparedSpectrum random_prepared(Score score) {
  PreparedSpectrum prepared;
  prepared.unit_mass = weighted(random_spectrum(), score);
  if (score == Score::ei_hybrid && *rc::gen::inRange(0, 6) > 0) {
    prepared.nominal_mass = *rc::gen::inRange(60, 140);
  }
  return prepared;
}

inline std::vector<PreparedSpectrum> random_library(Score score) {
  std::vector<PreparedSpectrum> records;
  const int size = *rc::gen::inRange(0, 200);
  for (int i = 0; i < size; ++i) {
    // Every sixth repeats one before it: ties.
    records.push_back(i % 6 == 5 ? records[static_cast<std::size_t>(*rc::gen::inRange(0, i))]
                                 : random_prepared(score));
  }
  return records;
}

}  // namespace basepeak
