#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/ms2_block.h"
#include "engine/search/ms2_levels.h"

namespace basepeak {

// One query's limits by m/z, to form the sums of a few records from their own peaks: a record peak
// finds its limit by two look-ups, without a branch. m/z are known to 8192 microdaltons, so that a
// sum may count peaks a little farther than the tolerance; it is an upper limit all the same.
class LimitsByMz {
 public:
  // False, and nothing is set, if the query has too many peaks or too wide windows. The tables must
  // outlive the next call of sum.
  [[nodiscard]] bool set(std::span<const std::int64_t> mz_udalton,
                         std::span<const std::int64_t> half_widths,
                         const ContributionTables& tables);
  // sums[k] = the sum of the record first_id + k. REQUIRES: no unmoved peak is paired more often
  // than once, which is so for every score.
  void sum(const Ms2Block& block, std::size_t first_id, std::span<std::uint16_t> sums);

 private:
  // A row of the larger of two limits.
  [[nodiscard]] std::uint8_t join(std::size_t row, std::size_t other);

  std::vector<std::uint8_t> row_;           // by bin; 0 for no query peak
  std::vector<std::size_t> bins_;           // that are not 0
  std::span<const std::uint16_t> limits_;   // kLevels a row; row 0 is zeros
  std::vector<std::uint16_t> more_limits_;  // what they look at once rows were joined
  std::vector<std::uint32_t> totals_;       // of the limits up to each peak
};

}  // namespace basepeak
