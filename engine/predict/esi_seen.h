#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/predict/analogue_transfer.h"
#include "engine/predict/esi_ions.h"

namespace basepeak {

// What an ion is known by: its atoms, what it lost, what was cut (with the atoms around, or
// without), its formula, the formula of what it lost. Of the cheapest explanation; the hydrogens
// count. Equal for equal things in any molecule, on every machine.
inline constexpr std::size_t kSeenKinds = 6;
using SeenKeys = std::array<std::uint32_t, kSeenKinds>;
// One a formula.
[[nodiscard]] std::vector<SeenKeys> seen_keys(const PredictedMolecule& molecule,
                                              const EsiIons& ions);

// Three bands of normalised energy, in which the same ion is strong or not.
inline constexpr std::size_t kEnergyBands = 3;
[[nodiscard]] std::size_t energy_band(double energy_ev, double precursor_mz) noexcept;

struct SeenEntry {
  std::uint32_t key = 0;
  std::array<std::uint8_t, kEnergyBands> root{};  // 255 times the square root of the mean
  std::uint8_t compounds = 0;                     // at most 255
  friend bool operator==(const SeenEntry&, const SeenEntry&) = default;
};
static_assert(sizeof(SeenEntry) == 8);

// How strong ions were in the spectra that a model was fitted on, by what they are known by: a
// count of compounds and the mean share in each band, as a square root of the spectrum's sum.
class EsiSeen {
 public:
  using Entry = SeenEntry;

  EsiSeen() = default;
  // Throws Error{input} unless the entries of each kind ascend by key.
  explicit EsiSeen(std::array<std::vector<Entry>, kSeenKinds> entries);

  [[nodiscard]] const Entry* find(std::size_t kind, std::uint32_t key) const noexcept;
  [[nodiscard]] const std::array<std::vector<Entry>, kSeenKinds>& entries() const noexcept {
    return entries_;
  }

 private:
  std::array<std::vector<Entry>, kSeenKinds> entries_;
};

// What the generic scorer reads of it: for each kind the mean in each band and the count; missing
// where nothing is known.
inline constexpr std::size_t kSeenWidth = kSeenKinds * (kEnergyBands + 1);
[[nodiscard]] std::array<float, kSeenWidth> seen_row(const EsiSeen& seen, const SeenKeys& keys);
[[nodiscard]] std::vector<std::string> seen_row_names();

}  // namespace basepeak
