#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/predict/seen_ions.h"

namespace basepeak::train {

struct SeenSpectrum {
  std::size_t reading = 0;   // which of the kSeenReadings it counts for
  std::vector<float> roots;  // one an ion; what the reading is a mean of
};

// Counts how strong ions are by what they are known by, compound after compound.
class SeenCounts {
 public:
  // `keys`: one a formula. Formulas that are known by the same count once, the strongest.
  void add_compound(const std::vector<SeenKeys>& keys, const std::vector<SeenSpectrum>& spectra);
  void add(const SeenCounts& other);
  // What at least `least` compounds could have shown; means are pulled to that of any ion as if
  // one compound more had shown it.
  [[nodiscard]] SeenIons seen(std::uint32_t least) const;

 private:
  struct Count {
    std::array<float, kSeenReadings> sum{};
    std::array<float, kSeenReadings> of{};
    std::uint32_t compounds = 0;
  };
  std::array<std::unordered_map<std::uint32_t, Count>, kSeenKinds> counts_;
};

// Of all parts but one; of all for a part that there is not: what a compound of the part may be
// told while a model is fitted on it, and what the model keeps.
[[nodiscard]] SeenIons seen_without(const std::vector<SeenCounts>& parts, std::size_t left_out,
                                    std::uint32_t least);

}  // namespace basepeak::train
