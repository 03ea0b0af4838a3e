#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/predict/analogue_transfer.h"
#include "engine/predict/fingerprint_index.h"

namespace basepeak {

// A known spectrum carried over, and where it came from.
struct Analogue {
  std::size_t known = 0;  // position in the set
  // Of the molecules, 0 to 1: mean of fingerprint and mapping, less 0.03 for each of
  // places_of_other_kinds.
  double similarity = 0.0;
  std::size_t places_of_other_kinds = 0;  // see projection.h
  TransferredEi transferred;
};

// Measured spectra to predict from. Peaks are explained when a spectrum is first asked for and
// kept. Safe to share between threads once filled.
class AnalogueSet {
 public:
  // `compound` is what belongs together when a compound is left out: the first block of an
  // InChIKey. A set may hold several spectra of one compound.
  void add(PredictedMolecule molecule, Peaks measured, std::string compound);

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] const KnownEi& known(std::size_t i) const;
  [[nodiscard]] const PredictedMolecule& molecule(std::size_t i) const;
  [[nodiscard]] const std::string& compound(std::size_t i) const;

  // The `most` most similar compounds that `may_use` allows, one spectrum each (the first added),
  // best first, equals in the order added. Those that carry nothing over are left out.
  [[nodiscard]] std::vector<Analogue> nearest(
      const PredictedMolecule& molecule, std::size_t most,
      const std::function<bool(std::string_view compound)>& may_use) const;

 private:
  struct Entry;
  using Ranked = std::vector<std::pair<double, std::size_t>>;  // minus similarity, position
  // The first spectra of the `most` compounds with the most similar fingerprints.
  [[nodiscard]] Ranked most_alike(
      const Fingerprint& fingerprint, std::size_t most,
      const std::function<bool(std::string_view compound)>& may_use) const;

  std::vector<std::shared_ptr<Entry>> entries_;
  std::set<std::string, std::less<>> seen_;
  std::vector<std::size_t> firsts_;  // entries that are the first of their compound
  FingerprintIndex fingerprints_;    // theirs
};

// Whether a spectrum can be its structure's: at least 8 peaks and at most 30 % of the intensity
// above the molecular mass and its isotopes. Others are mistaken or derivatised records.
[[nodiscard]] bool can_be_of(const Peaks& measured, int nominal_mass);

// What they say together.
[[nodiscard]] TransferredEi combined(const std::vector<Analogue>& analogues);

}  // namespace basepeak
