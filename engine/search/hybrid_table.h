#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/search/ei_table.h"
#include "engine/search/hybrid_kernels.h"
#include "engine/search/prepared.h"

namespace basepeak {

// Records side by side in groups of one nominal mass, so that a group has one mass difference to a
// query: what a bound of every record's hybrid score takes.
class HybridTable {
 public:
  // Records that EiTable would not hold are left out.
  explicit HybridTable(std::span<const PreparedSpectrum> records);

  static constexpr std::uint32_t kNone = 0xffffffff;
  [[nodiscard]] std::size_t groups() const noexcept { return first_mass_.size(); }
  [[nodiscard]] std::size_t padded_size() const noexcept { return order_.size(); }
  // Which record stands at a position; kNone for padding.
  [[nodiscard]] std::uint32_t at(std::size_t position) const { return order_[position]; }

  struct Query {
    std::vector<std::int32_t> mass;
    std::vector<float> weight;
    std::vector<float> dense;
    std::vector<float> least_norm;  // by the record's lowest mass
    std::vector<std::uint64_t> present;
    std::vector<std::uint64_t> startable;
    std::int32_t lowest = 0;
  };
  [[nodiscard]] Query prepare(const WeightedUnitMass& query) const;

  // What a group and a query have to each other whatever the query's mass is.
  struct Unshifted {
    float dot[kHybridGroup];   // with the records as they are
    float norm[kHybridGroup];  // of the records: squared weights that count in any case
  };
  [[nodiscard]] Unshifted unshifted(std::size_t group, const Query& query) const noexcept;
  // kHybridGroup squared cosines that no hybrid score exceeds, given that and the query's nominal
  // mass. Returns the highest.
  float bounds(std::size_t group, const Query& query, std::optional<std::int32_t> nominal_mass,
               const Unshifted& unshifted, float* bounds) const noexcept;

 private:
  [[nodiscard]] HybridGroupView view(std::size_t group, const float* norm) const noexcept;

  std::vector<std::uint32_t> order_;
  std::vector<std::int32_t> lowest_;  // by position
  AlignedArray<float> weight_;
  std::vector<std::size_t> offset_;       // of a group's first row in weight_
  std::vector<std::size_t> bits_offset_;  // of a group's first word in present_ and startable_
  std::vector<std::uint64_t> present_;    // as HybridGroupView
  std::vector<std::uint64_t> startable_;
  std::vector<std::int32_t> first_mass_;
  std::vector<std::int32_t> rows_;
  std::vector<std::int32_t> group_lowest_;  // the highest of the records' lowest masses
  std::vector<std::optional<std::int32_t>> nominal_mass_;
  // Squared weights that count whatever the query holds, from each row on as far as kStarts.
  std::vector<float> norm_;
  std::vector<std::size_t> norm_offset_;
  std::int32_t highest_lowest_ = 0;
};

}  // namespace basepeak
