#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/search/score.h"

namespace basepeak {

// Weights of prepared MS/MS peaks as 256 levels, equally spaced in their logarithm from 2^-12 to 1
// and always rounded up, and from them upper limits of what a pair of peaks adds to a score.

// The lowest level whose value is not below the weight. REQUIRES: 0 <= weight <= 1 + 1e-9.
[[nodiscard]] std::uint8_t level_of(double weight) noexcept;
[[nodiscard]] double level_value(std::uint8_t level) noexcept;

// What the level values of so many weights sum to at most, or the root of the sum of their squares:
// the weights sum to 1, or their squares do.
[[nodiscard]] double most_level_total(std::size_t weights, bool are_squares) noexcept;

// What two peaks of these weights add: an entropy term or a product.
enum class Contribution { entropy, product };

// What query peaks can add at most with any peaks of one record, each in one pair: `total` is the
// sum of their weights for entropy, of their squares for products.
[[nodiscard]] double most_added(double total, Contribution contribution) noexcept;

// Limits for one query against all records of an index. limit(i)[level] is at least `scale` times
// what query peak i adds with a record peak of that level, and at least 1.
class ContributionTables {
 public:
  // `record_total`: for entropy, no record's level values have a larger sum; for products, none has
  // a larger root of the sum of their squares. `pairings`: how often, at most, a peak is counted.
  // The scale is the largest at which no sum of limits over a record can pass 65,535.
  ContributionTables(const std::vector<double>& query_weights, Contribution contribution,
                     double record_total, std::size_t pairings);

  // False if there are too many peaks for any scale: then there are no limits.
  [[nodiscard]] bool is_usable() const noexcept { return scale_ > 0.0; }
  [[nodiscard]] double scale() const noexcept { return scale_; }
  [[nodiscard]] const std::uint16_t* limit(std::size_t query_peak) const noexcept;
  // kLevels numbers a row: zeros, then the limits of each query peak.
  [[nodiscard]] std::span<const std::uint16_t> rows() const noexcept;

  // A record that reaches this score has a sum of limits of at least this much; 1 or more.
  [[nodiscard]] std::uint16_t least_sum(double score) const noexcept;

 private:
  double scale_ = 0.0;
  std::size_t size_ = 0;  // of rows_
  std::unique_ptr<std::uint16_t[]> rows_;
};

}  // namespace basepeak
