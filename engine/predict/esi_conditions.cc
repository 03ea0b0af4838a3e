#include "engine/predict/esi_conditions.h"

#include <algorithm>

#include "engine/spectrum/collision_energy.h"

namespace basepeak {
namespace {

constexpr double kLowestCompared = 40.0;
constexpr double kLowBand = 18.0;  // eV at m/z 500
constexpr double kHighBand = 40.0;
constexpr double kBelowPrecursor = 1.5;  // Da; its isotopes and what lies between go with it

}  // namespace

const char* name(InstrumentClass instrument) noexcept {
  return instrument == InstrumentClass::hcd ? "HCD" : "QTOF";
}

std::optional<InstrumentClass> instrument_class(std::string_view instrument_type) {
  const auto has = [&](std::string_view part) {
    return instrument_type.find(part) != std::string_view::npos;
  };
  if (has("QTOF") || has("Q-TOF")) return InstrumentClass::qtof;
  if (has("QFT") || has("ITFT") || has("HCD") || has("Orbitrap")) return InstrumentClass::hcd;
  return std::nullopt;
}

std::optional<double> esi_energy_ev(std::string_view energy, double precursor_mz,
                                    InstrumentClass instrument) {
  CollisionEnergy parsed = parse_collision_energy(energy);
  if (parsed.unit == EnergyUnit::unknown) {
    parsed.unit =
        instrument == InstrumentClass::qtof ? EnergyUnit::electronvolts : EnergyUnit::normalised;
  }
  const auto ev = electronvolts(parsed, precursor_mz, 1);
  return ev && *ev > 0.0 && *ev <= kHighestEnergyEv ? ev : std::nullopt;
}

std::size_t energy_band(double energy_ev, double precursor_mz) noexcept {
  const double normalised = 500.0 * energy_ev / precursor_mz;
  return normalised < kLowBand ? 0 : normalised < kHighBand ? 1 : 2;
}

double esi_window(InstrumentClass instrument, double mz) noexcept {
  return instrument == InstrumentClass::hcd ? std::max(0.002, 10e-6 * mz)
                                            : std::max(0.005, 20e-6 * mz);
}

std::vector<EsiPeak> fragment_peaks(const Peaks& peaks, double precursor_mz, double least) {
  std::vector<EsiPeak> kept;
  double highest = 0.0;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    const double mz = peaks.mz()[i];
    if (mz < kLowestCompared || mz >= precursor_mz - kBelowPrecursor) continue;
    kept.push_back({mz, peaks.intensity()[i]});
    highest = std::max(highest, kept.back().intensity);
  }
  if (highest <= 0.0) return {};
  for (EsiPeak& peak : kept) peak.intensity /= highest;
  std::erase_if(kept, [&](const EsiPeak& peak) { return peak.intensity < least; });
  return kept;
}

}  // namespace basepeak
