#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/predict/esi_seen.h"

namespace basepeak::train {

// Counts how strong ions are by what they are known by, compound after compound.
class SeenCounts {
 public:
  // `roots`: one a formula, or nothing; of each spectrum, with its band.
  void add_compound(const std::vector<SeenKeys>& keys,
                    const std::vector<std::pair<std::size_t, std::vector<float>>>& spectra);
  void add(const SeenCounts& other);
  // What at least `least` compounds could have shown.
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
