#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace basepeak {

// The inner loops of ei_hybrid_limit for records side by side, compiled for several instruction
// sets and chosen when run.

inline constexpr std::size_t kHybridGroup = 16;  // records of one nominal mass

struct HybridGroupView {
  const float* weight;      // [row][kHybridGroup], one row a mass
  std::int32_t first_mass;  // of the first row
  std::int32_t rows;
  const std::int32_t* lowest;  // [kHybridGroup] lowest mass
  std::int32_t highest_lowest;
  const float* norm;  // [kHybridGroup] squared weights that count whatever the query holds
  // By mass, 64 a word, from that of first_mass on: whether a record has a peak, and whether one of
  // a record at this mass or near it is large enough to start a move from it.
  const std::uint64_t* present;
  const std::uint64_t* startable;
};

struct HybridQueryView {
  std::span<const std::int32_t> mass;  // of weights above 0, ascending
  const float* weight;
  std::span<const float> dense;  // weight by mass, at least as far as the groups reach
  std::int32_t lowest;
  const float* least_norm;  // by lowest mass of the record: squared weights that count anyway
  // By mass, 64 a word, as many words as `dense` needs: as in HybridGroupView.
  const std::uint64_t* present;
  const std::uint64_t* startable;
};

// Dot products of the spectra as they are.
void hybrid_dots(const HybridGroupView& group, const HybridQueryView& query, float* dots) noexcept;

// Squared cosines that no choice of moves by `difference` exceeds; 0 means 0. Returns the highest.
float hybrid_bounds(const HybridGroupView& group, const HybridQueryView& query,
                    std::int32_t difference, const float* dots, float* bounds) noexcept;

}  // namespace basepeak
