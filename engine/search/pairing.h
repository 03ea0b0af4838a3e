#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "engine/search/clean.h"
#include "engine/search/score.h"
#include "engine/spectrum/tolerance.h"

namespace basepeak {

// Offers, in ascending m/z, peaks of the query and of the record (moved by `shift`) that are the
// same within the tolerance. `take(i, j)` says whether it uses the pair; a used peak is not offered
// again. Of a query peak's possible partners the lowest is offered first.
template <typename Take>
void pair_in_order(std::span<const std::int64_t> query, std::span<const std::int64_t> record,
                   std::int64_t shift, const Tolerance& tolerance, const Take& take) {
  std::size_t first = 0;
  for (std::size_t i = 0; i < query.size() && first < record.size(); ++i) {
    const std::int64_t half = half_width_udalton(query[i], tolerance);
    while (first < record.size() && record[first] + shift < query[i] - half) ++first;
    for (std::size_t j = first; j < record.size() && record[j] + shift <= query[i] + half; ++j) {
      if (take(i, j)) {
        first = j + 1;
        break;
      }
    }
  }
}

// Precursor of the query less that of the record; 0 when one is unknown or they are the same within
// the tolerance.
[[nodiscard]] inline std::int64_t precursor_shift(const WeightedPeaks& query,
                                                  const WeightedPeaks& record,
                                                  const Tolerance& tolerance) {
  if (!query.precursor_udalton || !record.precursor_udalton) return 0;
  const std::int64_t shift = *query.precursor_udalton - *record.precursor_udalton;
  return std::abs(shift) <= half_width_udalton(*query.precursor_udalton, tolerance) ? 0 : shift;
}

// A query peak and a record peak that may be paired, and what the pair is worth.
struct PossiblePair {
  std::size_t query = 0;
  std::size_t record = 0;
  double product = 0.0;
};

// The pairs chosen, each peak in at most one, ascending by query peak.
[[nodiscard]] std::vector<PossiblePair> assign_greedily(std::vector<PossiblePair> pairs);
// The same with the largest possible sum of products.
[[nodiscard]] std::vector<PossiblePair> assign_exactly(std::vector<PossiblePair> pairs);

}  // namespace basepeak
