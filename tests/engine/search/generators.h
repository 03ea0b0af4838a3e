#pragma once

#include <rapidcheck.h>

#include <map>

#include "tests/engine/search/spectra.h"

namespace basepeak {

// Unit-mass spectra of 1 to 40 peaks with masses close enough to meet, base peak 999, zeros and
// traces among them.
inline rc::Gen<UnitMassSpectrum> unit_mass_spectrum() {
  return rc::gen::exec([] {
    const int size = *rc::gen::inRange(1, 40);
    std::map<int, double> peaks;
    for (int i = 0; i < size; ++i) {
      peaks[*rc::gen::inRange(40, 120)] = *rc::gen::inRange(0, 9990) / 10.0;
    }
    peaks[*rc::gen::inRange(40, 120)] = 999.0;
    UnitMassSpectrum spectrum;
    for (const auto& [mass, intensity] : peaks) {
      spectrum.mass.push_back(mass);
      spectrum.intensity.push_back(intensity);
    }
    return spectrum;
  });
}

// MS/MS peaks of 1 to 30 with m/z on a 5 mDa grid from 50 to 60, so that tolerance edges,
// duplicates and close neighbours occur.
inline rc::Gen<Peaks> fragment_peaks() {
  return rc::gen::exec([] {
    const int size = *rc::gen::inRange(1, 30);
    PeakList list;
    for (int i = 0; i < size; ++i) {
      list.emplace_back(50.0 + 0.005 * *rc::gen::inRange(0, 2000), *rc::gen::inRange(1, 1000));
    }
    return peaks_of(list);
  });
}

}  // namespace basepeak
