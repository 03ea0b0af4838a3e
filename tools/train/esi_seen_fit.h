#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/predict/esi_seen.h"

namespace basepeak::train {

struct SeenSpectrum {
  std::size_t band = 0;      // energy_band
  std::vector<float> roots;  // one a formula, squares of a whole spectrum adding to 1
};

// Counts how strong ions are by what they are known by, compound after compound.
class SeenCounts {
 public:
  // `keys`: one a formula. Formulas that are known by the same count once, the strongest.
  void add_compound(const std::vector<SeenKeys>& keys, const std::vector<SeenSpectrum>& spectra);
  void add(const SeenCounts& other);
  // What at least `least` compounds could have shown; means are pulled to that of any ion as if
  // one compound more had shown it.
  [[nodiscard]] EsiSeen seen(std::uint32_t least) const;

 private:
  struct Count {
    std::array<float, kEnergyBands> sum{};
    std::array<float, kEnergyBands> of{};
    std::uint32_t compounds = 0;
  };
  std::array<std::unordered_map<std::uint32_t, Count>, kSeenKinds> counts_;
};

}  // namespace basepeak::train
