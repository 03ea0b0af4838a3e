#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/spectrum/peaks.h"

namespace basepeak {

// Beam-type collision cells differ enough that spectra of one kind say little of the other.
enum class InstrumentClass { hcd, qtof };
[[nodiscard]] const char* name(InstrumentClass instrument) noexcept;  // "HCD", "QTOF"

// Of a MassBank-style instrument type: quadrupole time of flight ("LC-ESI-QTOF"), or Orbitraps
// ("LC-ESI-QFT", "LC-ESI-ITFT"; their ion-trap spectra are not told apart). Nothing for others.
[[nodiscard]] std::optional<InstrumentClass> instrument_class(std::string_view instrument_type);

// What an MS/MS spectrum is predicted for.
struct EsiConditions {
  InstrumentClass instrument = InstrumentClass::hcd;
  double energy_ev = 0.0;
};

inline constexpr double kHighestEnergyEv = 200.0;

// In eV of what a source says, singly charged: a bare number is eV on QTOF instruments and
// normalised on Orbitraps. Nothing where it is not understood, not above 0 or above
// kHighestEnergyEv.
[[nodiscard]] std::optional<double> esi_energy_ev(std::string_view energy, double precursor_mz,
                                                  InstrumentClass instrument);

// Low, middle or high, 0 to 2: eV at m/z 500 below 18, below 40, above.
[[nodiscard]] std::size_t energy_band(double energy_ev, double precursor_mz) noexcept;

// Half-width of "the same m/z", Da: 10 ppm for HCD, 20 ppm for QTOF, and no less than 2 and 5 mDa.
[[nodiscard]] double esi_window(InstrumentClass instrument, double mz) noexcept;

struct EsiPeak {
  double mz = 0.0;
  double intensity = 0.0;  // base peak 1
};
// What is explained and compared: peaks from m/z 40 to 1.5 below the precursor with at least
// `least` of the largest among them, ascending. Empty when there is none.
[[nodiscard]] std::vector<EsiPeak> fragment_peaks(const Peaks& peaks, double precursor_mz,
                                                  double least);

}  // namespace basepeak
