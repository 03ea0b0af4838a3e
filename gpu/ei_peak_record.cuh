#pragma once

#include <cstdint>

#include "gpu/both_sides.cuh"
#include "gpu/passes.h"

namespace basepeak {

inline constexpr std::uint32_t kEiPeakMasses = 2'048;
inline constexpr std::uint16_t kEiStrong = 0x8000;  // in a record's mass: above the trace limit

// One record's peaks as a thread reads them, a stride of kWarp apart.
struct EiPeakRecord {
  const std::uint16_t* mass = nullptr;
  const float* weight = nullptr;
  const float* ratio_weight = nullptr;
  std::uint32_t peaks = 0;

  BASEPEAK_BOTH_SIDES std::int32_t mass_at(std::uint32_t i) const {
    return mass[i * kWarp] & (kEiStrong - 1);
  }
  BASEPEAK_BOTH_SIDES bool is_strong(std::uint32_t i) const {
    return (mass[i * kWarp] & kEiStrong) != 0;
  }
  BASEPEAK_BOTH_SIDES float weight_at(std::uint32_t i) const { return weight[i * kWarp]; }
  // Above 0 where there is intensity.
  BASEPEAK_BOTH_SIDES float ratio_weight_at(std::uint32_t i) const {
    return ratio_weight[i * kWarp];
  }
};

// The key of a score on the scale 0 to 1, rounded up already. 0 for 0.
BASEPEAK_BOTH_SIDES std::uint32_t ei_share_key(float share) {
  if (!(share > 0.0F)) return 0;
  if (!(share < 1.0F)) return kHighestKey;
  return 1 + static_cast<std::uint32_t>(share * 65'534.0F);
}

}  // namespace basepeak
