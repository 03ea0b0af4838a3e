#pragma once

#include <cstdint>

#include "gpu/both_sides.cuh"
#include "gpu/composite_kernel.cuh"
#include "gpu/ei_peak_record.cuh"
#include "gpu/hybrid_kernel.cuh"
#include "gpu/passes.h"

namespace basepeak {

// One thread a record, all threads of a block one query, whose peaks lie by mass in the fast
// memory. Queries of one spectrum with many masses differ in the mass alone.

inline constexpr std::uint32_t kEiPeakThreads = 256;

struct EiPeakShared {
  alignas(16) float weight[kEiPeakMasses];
  alignas(16) float ratio_weight[kEiPeakMasses];  // composites only, as the next
  alignas(16) std::uint16_t strong[kEiPeakMasses];
};

// Sixteen bytes a thread and turn.
BASEPEAK_BOTH_SIDES void copy_quads(const void* from, void* to, std::uint32_t bytes, Lane lane) {
  for (std::uint32_t i = lane.thread; i < bytes / sizeof(Quad); i += lane.threads) {
    static_cast<Quad*>(to)[i] = static_cast<const Quad*>(from)[i];
  }
}

BASEPEAK_BOTH_SIDES std::uint32_t ei_peak_parts(const EiPeakPass& pass) {
  return (pass.warp_count * kWarp + kEiPeakThreads - 1) / kEiPeakThreads;
}

// The whole of it for one query and as many records as there are threads.
template <typename InStep>
BASEPEAK_BOTH_SIDES void write_ei_peak_keys(const EiPeakPass& pass, std::uint32_t part,
                                            std::uint32_t query, EiPeakShared& shared,
                                            const InStep& in_step) {
  const EiPeakQuery own = pass.queries[query];
  const bool is_hybrid = pass.score == EiPeakScore::hybrid;
  const std::uint64_t spectrum = std::uint64_t{own.spectrum} * kEiPeakMasses;
  in_step([&](Lane lane) {
    copy_quads(pass.query_weight + spectrum, shared.weight, sizeof shared.weight, lane);
    if (is_hybrid) return;
    copy_quads(pass.query_ratio_weight + spectrum, shared.ratio_weight, sizeof shared.ratio_weight,
               lane);
    copy_quads(pass.query_strong + spectrum, shared.strong, sizeof shared.strong, lane);
  });
  in_step([&](Lane lane) {
    const std::uint32_t column = part * kEiPeakThreads + lane.thread;
    if (column >= pass.warp_count * kWarp) return;
    const std::uint32_t position = pass.first_warp * kWarp + column;
    const std::uint64_t first =
        std::uint64_t{pass.first_row[position / kWarp]} * kWarp + position % kWarp;
    const float* const norm = pass.query_norm + spectrum;
    EiPeakRecord record{pass.mass + first, pass.weight + first, nullptr, pass.peaks[position]};
    float share = 0.0F;
    if (is_hybrid) {
      const std::int32_t nominal = pass.record_nominal[position];
      const std::int32_t difference =
          own.nominal_mass > 0 && nominal > 0 ? own.nominal_mass - nominal : 0;
      share = hybrid_share(record, shared.weight, norm, own.lowest, difference);
    } else {
      record.ratio_weight = pass.ratio_weight + first;
      share =
          composite_share(pass.score, record,
                          {shared.weight, shared.ratio_weight, shared.strong, norm, own.lowest});
    }
    pass.keys[std::uint64_t{query} * pass.key_stride + column] =
        static_cast<std::uint16_t>(ei_share_key(share));
  });
}

}  // namespace basepeak
