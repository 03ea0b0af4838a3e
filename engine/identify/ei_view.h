#pragma once

#include <array>
#include <cstddef>

#include "engine/spectrum/peaks.h"

namespace basepeak {

// An EI spectrum as the recognition looks at it: one entry a unit mass.
struct EiView {
  static constexpr int kMasses = 700;  // masses from 0; the class ends near m/z 560
  static constexpr int kLowest = 39;   // below it many methods do not scan
  using Entries = std::array<double, kMasses>;

  Entries relative{};  // intensity, of the base peak
  Entries presence{};  // 0 at 0.3 % of the base peak and below, 1 at 30 % and above, by logarithm
  Entries strong{};    // 0 at 20 % and below, 1 at the base peak, linear
  Entries share{};     // square root of the intensity, of the sum over all masses
  Entries above{};     // highest `presence` at more than two masses above this one
  std::size_t peaks = 0;  // of 1 % of the base peak and more
  int base_mass = 0;
  int highest_mass = 0;  // of 1 % and more

  explicit EiView(const Peaks& peaks);

  // The entry of a mass, 0 outside of what is looked at.
  [[nodiscard]] static double at(const Entries& entries, int mass) noexcept {
    return mass < kLowest || mass >= kMasses ? 0.0 : entries[static_cast<std::size_t>(mass)];
  }
};

}  // namespace basepeak
