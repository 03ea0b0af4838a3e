#pragma once

#include <cmath>
#include <cstdint>

#include "gpu/ei_peak_record.cuh"

namespace basepeak {

// A query's peaks by mass.
struct CompositeQuery {
  const float* weight = nullptr;
  const float* ratio_weight = nullptr;    // 0 where there is no intensity
  const std::uint16_t* strong = nullptr;  // peaks above the trace limit up to each mass
  const float* norm = nullptr;            // their squared weights from each mass on
  std::int32_t lowest = 0;
};

// The composite score of two spectra on the scale 0 to 1, as ei_scores.cc forms it, in single
// precision and with room for its rounding: counts and what enters are exact, and sums of n terms
// lose at most n * 2^-23 of themselves.
BASEPEAK_BOTH_SIDES float composite_share(EiPeakScore score, const EiPeakRecord& record,
                                          const CompositeQuery& query) {
  if (record.peaks == 0) return 0.0F;
  const std::int32_t record_lowest = record.mass_at(0);
  const std::int32_t lowest = query.lowest > record_lowest ? query.lowest : record_lowest;
  const auto strong_below = [&](std::int32_t mass) {
    return mass > 0 ? static_cast<std::uint32_t>(query.strong[mass - 1]) : 0U;
  };
  float dot = 0.0F;
  float query_norm = query.norm[lowest];
  float record_norm = 0.0F;
  float ratio = 0.0F;
  float ratio_total = 0.0F;
  std::uint32_t common = 0;
  std::uint32_t ratios = 0;
  std::uint32_t query_peaks = query.strong[kEiPeakMasses - 1] - strong_below(lowest);
  bool has_previous = false;
  std::uint32_t previous_strong = 0;  // query peaks up to the previous common one
  float previous_query = 0.0F;
  float previous_record = 0.0F;
  for (std::uint32_t j = 0; j < record.peaks; ++j) {
    const std::int32_t mass = record.mass_at(j);
    if (mass < lowest) continue;
    const float w_record = record.ratio_weight_at(j);
    const float w_query = query.ratio_weight[mass];
    const float h = record.weight_at(j);
    if (w_query <= 0.0F || w_record <= 0.0F) {
      if (!record.is_strong(j)) continue;
      record_norm += h * h;
      has_previous = false;
      continue;
    }
    const std::uint32_t before = strong_below(mass);
    const std::uint32_t with = query.strong[mass];
    const bool is_query_strong = with > before;
    if (!is_query_strong && !record.is_strong(j)) continue;
    const float q = query.weight[mass];
    dot += q * h;
    record_norm += h * h;
    if (!is_query_strong) {
      query_norm += q * q;
      ++query_peaks;
    }
    ++common;
    // A peak of the query alone breaks the chain.
    if (has_previous && before == previous_strong) {
      const float a = w_query * previous_record;
      const float b = w_record * previous_query;
      const float weight = score == EiPeakScore::identity ? static_cast<float>(mass) : 1.0F;
      ratio += weight * (a < b ? a / b : b / a);
      ratio_total += weight;
      ++ratios;
    }
    has_previous = true;
    previous_strong = with;
    previous_query = w_query;
    previous_record = w_record;
  }
  if (common == 0) return 0.0F;
  const float slack = 1.0F + 6e-7F * static_cast<float>(record.peaks + 32);
  float cosine = 0.0F;
  if (query_norm > 0.0F && record_norm > 0.0F) {
    cosine = dot / query_norm * (dot / record_norm);
    if (score == EiPeakScore::stein_scott) cosine = std::sqrt(cosine);
    cosine *= slack;
  }
  if (!(cosine < 1.0F)) cosine = 1.0F;
  const float ratio_share = ratios > 0 ? ratio / ratio_total * slack : 0.0F;
  const float of_cosine = static_cast<float>(score == EiPeakScore::identity ? common : query_peaks);
  // Stein and Scott weigh the ratios by the common peaks, and not at all where there are none.
  const float of_ratios = score == EiPeakScore::identity ? static_cast<float>(ratios)
                          : ratios > 0                   ? static_cast<float>(common)
                                                         : 0.0F;
  const float share =
      (of_cosine * cosine + of_ratios * ratio_share) / (of_cosine + of_ratios) * (1.0F + 1e-6F);
  // A common peak may score as good as nothing.
  return share > 1e-30F ? share : 1e-30F;
}

}  // namespace basepeak
