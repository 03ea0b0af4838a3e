#pragma once

#include <cstdint>

#include "gpu/both_sides.cuh"
#include "gpu/passes.h"

namespace basepeak {

// What ei_hybrid_limit gives, in single precision and with room for its rounding: one thread a
// record, all threads of a block one query. Spectra of one query with many masses differ in the
// mass alone.

inline constexpr std::uint32_t kHybridThreads = 256;
inline constexpr std::uint32_t kHybridMasses = 2'048;

struct HybridShared {
  alignas(16) float weight[kHybridMasses];
};

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

BASEPEAK_BOTH_SIDES std::uint32_t hybrid_key(float share) {
  if (!(share > 0.0F)) return 0;
  if (!(share < 1.0F)) return kHighestKey;
  return 1 + static_cast<std::uint32_t>(share * 65'534.0F);
}

// One record's peaks, a stride of kWarp apart.
struct HybridRecord {
  const std::uint16_t* mass = nullptr;
  const float* weight = nullptr;
  std::uint32_t peaks = 0;
};

// The share of the query that the record can reach; symbols as in ei_hybrid_limit.
BASEPEAK_BOTH_SIDES float hybrid_share(const HybridRecord& record, const float* query,
                                       const float* query_norms, std::int32_t query_lowest,
                                       std::int32_t difference) {
  if (record.peaks == 0) return 0.0F;
  const std::int32_t record_lowest = record.mass[0];
  const std::int32_t lowest = query_lowest > record_lowest ? query_lowest : record_lowest;
  const float query_norm = query_norms[lowest];
  float dot = 0.0F;
  float total = 0.0F;   // of the record's squared weights
  float change = 0.0F;  // of them, by moves; not above 0
  float alone = 0.0F;
  std::uint32_t receiver = 0;
  for (std::uint32_t j = 0; j < record.peaks; ++j) {
    const std::int32_t mass = record.mass[j * kWarp];
    const float h = record.weight[j * kWarp];
    const float q = query[mass];
    const bool is_counted = mass >= lowest;
    if (is_counted) {
      dot += q * h;
      total += least_counted(h);
    }
    const std::int32_t target = mass + difference;
    if (difference == 0 || h <= q || target < lowest ||
        target >= static_cast<std::int32_t>(kHybridMasses)) {
      continue;
    }
    const float q_target = query[target];
    if (q_target <= 0.0F) continue;
    while (receiver < record.peaks && record.mass[receiver * kWarp] < target) ++receiver;
    const float g = receiver < record.peaks && record.mass[receiver * kWarp] == target
                        ? record.weight[receiver * kWarp]
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

BASEPEAK_BOTH_SIDES std::uint32_t hybrid_parts(const HybridPass& pass) {
  return (pass.warp_count * kWarp + kHybridThreads - 1) / kHybridThreads;
}

// The whole of it for one query and as many records as there are threads.
template <typename InStep>
BASEPEAK_BOTH_SIDES void write_hybrid_keys(const HybridPass& pass, std::uint32_t part,
                                           std::uint32_t query, HybridShared& shared,
                                           const InStep& in_step) {
  const HybridDeviceQuery own = pass.queries[query];
  const std::uint64_t spectrum = std::uint64_t{own.spectrum} * kHybridMasses;
  in_step([&](Lane lane) {
    const Quad* const from = reinterpret_cast<const Quad*>(pass.query_weight + spectrum);
    Quad* const to = reinterpret_cast<Quad*>(shared.weight);
    for (std::uint32_t i = lane.thread; i < kHybridMasses / 4; i += lane.threads) to[i] = from[i];
  });
  in_step([&](Lane lane) {
    const std::uint32_t column = part * kHybridThreads + lane.thread;
    if (column >= pass.warp_count * kWarp) return;
    const std::uint32_t position = pass.first_warp * kWarp + column;
    const std::uint64_t first =
        std::uint64_t{pass.first_row[position / kWarp]} * kWarp + position % kWarp;
    const HybridRecord record{pass.mass + first, pass.weight + first, pass.peaks[position]};
    const std::int32_t nominal = pass.record_nominal[position];
    const std::int32_t difference =
        own.nominal_mass > 0 && nominal > 0 ? own.nominal_mass - nominal : 0;
    const float share =
        hybrid_share(record, shared.weight, pass.query_norm + spectrum, own.lowest, difference);
    pass.keys[std::uint64_t{query} * pass.key_stride + column] =
        static_cast<std::uint16_t>(hybrid_key(share));
  });
}

}  // namespace basepeak
