#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/predict/analogue_transfer.h"
#include "engine/predict/composition.h"

namespace basepeak {

// What an ion is known by: its atoms, what it lost, what was cut (with the atoms around, or
// without), its formula, the formula of what it lost. The hydrogens count. Equal for equal things
// in any molecule, on every machine.
enum SeenKind : std::size_t {
  kSeenIon,
  kSeenLoss,
  kSeenCut,
  kSeenBareCut,
  kSeenFormula,
  kSeenLostFormula
};
inline constexpr std::size_t kSeenKinds = 6;
using SeenKeys = std::array<std::uint32_t, kSeenKinds>;

// Makes them for the ions of one molecule. REQUIRES: the molecule outlives it.
class SeenKeyMaker {
 public:
  explicit SeenKeyMaker(const PredictedMolecule& molecule);
  // `atoms` with so many hydrogens more (or fewer).
  [[nodiscard]] SeenKeys of(AtomMask atoms, int hydrogen_shift) const;

 private:
  const PredictedMolecule& molecule_;
  Compositions compositions_;
  Composition whole_;                 // protonated
  std::vector<std::uint64_t> atoms_;  // one an atom: what it is
  std::vector<std::uint64_t> bonds_;  // one a bond: what it joins
};

// What is kept of how strong an ion was. MS/MS: the root of its intensity, as a share of the
// spectrum's, in three bands of normalised energy. EI: that root; how often the ion has 1 % of the
// base peak; how often it has 20 %.
inline constexpr std::size_t kSeenReadings = 3;

struct SeenEntry {
  std::uint32_t key = 0;
  std::array<std::uint8_t, kSeenReadings> root{};  // 255 times the square root of the mean
  std::uint8_t compounds = 0;                      // at most 255
  friend bool operator==(const SeenEntry&, const SeenEntry&) = default;
};
static_assert(sizeof(SeenEntry) == 8);

// How strong ions were in the spectra that a model was fitted on, by what they are known by: means
// over compounds, and how many these were.
class SeenIons {
 public:
  using Entry = SeenEntry;

  SeenIons() = default;
  // Throws Error{input} unless the entries of each kind ascend by key.
  explicit SeenIons(std::array<std::vector<Entry>, kSeenKinds> entries);

  [[nodiscard]] const Entry* find(std::size_t kind, std::uint32_t key) const noexcept;
  [[nodiscard]] const std::array<std::vector<Entry>, kSeenKinds>& entries() const noexcept {
    return entries_;
  }

 private:
  std::array<std::vector<Entry>, kSeenKinds> entries_;
};

// What a scorer reads of it: for each kind the readings and the count; missing where nothing is
// known.
inline constexpr std::size_t kSeenKindWidth = kSeenReadings + 1;
inline constexpr std::size_t kSeenWidth = kSeenKinds * kSeenKindWidth;
[[nodiscard]] std::array<float, kSeenWidth> seen_row(const SeenIons& seen, const SeenKeys& keys);
using SeenReadings = std::array<const char*, kSeenReadings>;
inline constexpr SeenReadings kEsiReadings = {"low", "middle", "high"};
inline constexpr SeenReadings kEiReadings = {"root", "shown", "strong"};
[[nodiscard]] std::vector<std::string> seen_row_names(const SeenReadings& readings);

// The kinds that are read of an ion's other explanations: its atoms and what was cut.
inline constexpr std::array<std::size_t, 3> kSeenOfOthers = {kSeenIon, kSeenCut, kSeenBareCut};

}  // namespace basepeak
