#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/predict/analogue_transfer.h"

namespace basepeak {

// A known spectrum carried over, and where it came from.
struct Analogue {
  std::size_t known = 0;    // position in the set
  double similarity = 0.0;  // of the molecules: mean of fingerprint and mapping, 0 to 1
  TransferredEi transferred;
};

// Measured spectra to predict from. Safe to share between threads once filled.
class AnalogueSet {
 public:
  // `compound` is what belongs together when a compound is left out: the first block of an
  // InChIKey. A set may hold several spectra of one compound.
  void add(KnownEi known, std::string compound);

  [[nodiscard]] std::size_t size() const noexcept { return known_.size(); }
  [[nodiscard]] const KnownEi& known(std::size_t i) const { return known_[i]; }
  [[nodiscard]] const std::string& compound(std::size_t i) const { return compounds_[i]; }

  // The `most` most similar compounds that `may_use` allows, one spectrum each (the first added),
  // best first, equals in the order added. Those that carry nothing over are left out.
  [[nodiscard]] std::vector<Analogue> nearest(
      const PredictedMolecule& molecule, std::size_t most,
      const std::function<bool(std::string_view compound)>& may_use) const;

 private:
  std::vector<KnownEi> known_;
  std::vector<std::string> compounds_;
  std::vector<bool> is_first_;  // of its compound
};

// What they say together.
[[nodiscard]] TransferredEi combined(const std::vector<Analogue>& analogues);

}  // namespace basepeak
