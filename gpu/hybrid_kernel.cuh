#pragma once

#include <cstdint>

#include "gpu/both_sides.cuh"
#include "gpu/ei_peak_record.cuh"

namespace basepeak {

// What ei_hybrid_limit gives, in single precision and with room for its rounding: one thread a
// record, all threads of a block one query. Spectra of one query with many masses differ in the
// mass alone.

// Sums of up to 2,048 terms and their moves lose at most 4,096 * 2^-24 of what was summed.
inline constexpr float kHybridSumSlack = 3e-4F;
// A weight this close to the trace limit of 1 may count or not.
inline constexpr float kHybridTraceSlack = 1e-5F;

// Squared weights that count in any case, and that may count.
BASEPEAK_BOTH_SIDES float least_counted(float weight) {
  return weight > 1.0F + kHybridTraceSlack ? weight * weight : 0.0F;
}
BASEPEAK_BOTH_SIDES float most_counted(float weight) {
  return weight > 1.0F - kHybridTraceSlack ? weight * weight : 0.0F;
}

// The share of the query that the record can reach; symbols as in ei_hybrid_limit.
BASEPEAK_BOTH_SIDES float hybrid_share(const EiPeakRecord& record, const float* query,
                                       const float* query_norms, std::int32_t query_lowest,
                                       std::int32_t difference) {
  if (record.peaks == 0) return 0.0F;
  const std::int32_t record_lowest = record.mass_at(0);
  const std::int32_t lowest = query_lowest > record_lowest ? query_lowest : record_lowest;
  const float query_norm = query_norms[lowest];
  float dot = 0.0F;
  float total = 0.0F;   // of the record's squared weights
  float change = 0.0F;  // of them, by moves; not above 0
  float alone = 0.0F;
  std::uint32_t receiver = 0;
  for (std::uint32_t j = 0; j < record.peaks; ++j) {
    const std::int32_t mass = record.mass_at(j);
    const float h = record.weight_at(j);
    const float q = query[mass];
    const bool is_counted = mass >= lowest;
    if (is_counted) {
      dot += q * h;
      total += least_counted(h);
    }
    const std::int32_t target = mass + difference;
    if (difference == 0 || h <= q || target < lowest ||
        target >= static_cast<std::int32_t>(kEiPeakMasses)) {
      continue;
    }
    const float q_target = query[target];
    if (q_target <= 0.0F) continue;
    while (receiver < record.peaks && record.mass_at(receiver) < target) ++receiver;
    const float g = receiver < record.peaks && record.mass_at(receiver) == target
                        ? record.weight_at(receiver)
                        : 0.0F;
    const float surplus = h - q;
    const float missing = q_target - g;
    const float amount = surplus < missing ? surplus : missing;
    if (amount <= 0.0F) continue;
    if (!is_counted && g <= 0.0F) {
      alone += q_target * q_target;
      continue;
    }
    const float gain = amount * (q_target - (is_counted ? q : 0.0F));
    float moved = least_counted(g + amount) - most_counted(g);
    if (is_counted) moved += least_counted(h - amount) - most_counted(h);
    if (gain > 0.0F) dot += gain;
    if (moved < 0.0F) change += moved;
  }
  if (dot <= 0.0F && alone <= 0.0F) return 0.0F;
  const float norm = total + change - kHybridSumSlack * (total - change);
  if (query_norm <= 0.0F || (norm <= 0.0F && dot > 0.0F)) return 1.0F;
  const float above = dot * (1.0F + kHybridSumSlack);
  const float together = dot > 0.0F ? above * above / norm : 0.0F;
  return (together + alone * (1.0F + kHybridSumSlack)) / query_norm * (1.0F + 1e-6F);
}

}  // namespace basepeak
