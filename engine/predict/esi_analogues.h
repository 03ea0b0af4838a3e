#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/predict/esi_transfer.h"

namespace basepeak {

// A measured MS/MS spectrum of [M+H]+.
struct MeasuredEsi {
  std::vector<EsiPeak> peaks;  // fragment_peaks with kLeastCarried
  EsiConditions conditions;
  std::size_t source = 0;  // whatever the caller counts
};
inline constexpr double kLeastCarried = 0.005;

// A known compound's spectra carried over, and where they came from.
struct EsiAnalogue {
  std::size_t compound = 0;  // position in the set
  double similarity = 0.0;   // of the molecules: mean of fingerprint and mapping, 0 to 1
  double energy_off = 0.0;   // eV at the asked m/z, of the nearest spectrum less the wanted
  std::size_t source = 0;    // of the nearest spectrum
  double energy_ev = 0.0;    // of the nearest spectrum
  std::size_t spectra = 0;   // carried over and averaged
  double explained = 0.0;    // share of the nearest spectrum's intensity that fragments explain
  double landed = 0.0;       // share of the intensity that has a place in the molecule asked for
  double penalty = 0.0;      // of similarity, for another energy or instrument class
  // One an atom of the molecule asked for: up to which radius the known compound's atom there has
  // the same surroundings, plus 1; 0 where there is none.
  std::vector<std::uint8_t> agreement;
  TransferredEsi transferred;

  [[nodiscard]] double standing() const noexcept { return similarity - penalty; }
};

// Measured MS/MS spectra to predict from, by compound. Peaks are explained when a spectrum is first
// asked for and kept. Safe to share between threads once filled.
class EsiAnalogueSet {
 public:
  EsiAnalogueSet();
  ~EsiAnalogueSet();
  EsiAnalogueSet(EsiAnalogueSet&&) noexcept;
  EsiAnalogueSet& operator=(EsiAnalogueSet&&) noexcept;

  // `key` is what belongs together: the first block of an InChIKey. The molecule of the first
  // spectrum stands for all.
  [[nodiscard]] bool has(std::string_view key) const;
  void add_compound(const std::string& key, PredictedMolecule molecule);
  // REQUIRES: has(key).
  void add_spectrum(std::string_view key, MeasuredEsi measured);

  [[nodiscard]] std::size_t compounds() const noexcept;
  [[nodiscard]] std::size_t spectra() const noexcept;

  // The `most` most similar compounds that `may_use` allows. Of a compound's spectra those of the
  // instrument class and within 12 eV are carried over (the four nearest) and averaged; of a
  // compound without, the nearest one. It stands further back by 0.01 an eV beyond 6, and by
  // kOtherInstrument when its spectra are of the other class. Energies are compared as eV times
  // the 0.7th power of the ratio of the precursors' m/z.
  [[nodiscard]] std::vector<EsiAnalogue> nearest(
      const PredictedMolecule& molecule, const EsiIons& ions, const EsiConditions& conditions,
      std::size_t most, const std::function<bool(std::string_view key)>& may_use) const;

 private:
  struct Compound;
  struct Wanted;
  std::vector<std::unique_ptr<Compound>> compounds_;
  struct Places;
  std::unique_ptr<Places> places_;
  std::size_t spectra_ = 0;
};

inline constexpr double kNearEnergyEv = 6.0;
inline constexpr double kOtherInstrument = 0.05;  // of similarity, for another instrument class

}  // namespace basepeak
