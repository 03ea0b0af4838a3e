#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace basepeak {

// The inner loops of the EI index, compiled for several instruction sets and chosen when run.

inline constexpr std::size_t kEiBlock = 64;  // records a block

// Records side by side: at each mass pair (2 m, 2 m + 1) two weights of every record.
struct EiBlockView {
  const std::int16_t* weight;  // [row][kEiBlock][2]
  std::int32_t first_row;      // m of the first row
  std::int32_t rows;
  const float* share;          // [kEiBlock] squared norm by the least that can count of it
  const std::int32_t* lowest;  // [kEiBlock] lowest mass
};

struct EiQueryRow {
  std::int32_t row;      // m
  std::int32_t weights;  // the query's two weights: 2 m in the lower half, 2 m + 1 in the upper
};

struct EiQueryView {
  std::span<const EiQueryRow> rows;  // ascending
  const float* share;                // by lowest mass of the record
  float unit;                        // the dot product's unit
};

// Squared cosines, rounded up: (unit * dot)^2 * query share * record share. Returns the highest.
float ei_cosine_bounds(const EiBlockView& block, const EiQueryView& query, float* bounds) noexcept;

// Appends to `found` the indices of values of at least `floor` and above 0, ascending; returns how
// many. `found` must hold size + 16.
std::size_t ei_select(const float* values, std::size_t size, float floor,
                      std::uint32_t* found) noexcept;

// Peaks as bits by mass, 64 masses a word.
struct EiBits {
  const std::uint64_t* present;  // above 0
  const std::uint64_t* strong;   // above the trace limit
  std::size_t stride = 1;        // from word to word
  std::size_t words = 0;
};

// The two composites of a cosine and the ratios of neighbouring peaks.
enum class EiComposite { identity, stein_scott };

struct EiRatioQuery {
  EiBits bits;
  std::int32_t lowest;
  const std::uint32_t* strong_from;  // peaks above the trace limit from word i on
  const float* inverse_weight;       // 1 / ratio weight by mass
};

// The composites that squared cosines of a block and its numbers of common peaks and of ratios
// admit when every ratio is 1, on the scale 0 to 1. `record` is the block's first record
// and stands with a stride of kEiBlock. Returns the highest.
float ei_composite_bounds(EiComposite kind, const EiRatioQuery& query, const EiBits& record,
                          const std::int32_t* lowest, const float* squared_cosines,
                          float* bounds) noexcept;

// The composite of one record, in single precision, or 0 if it is below `floor`; `weights` are its
// ratio weights above 0.
[[nodiscard]] float ei_composite(EiComposite kind, const EiRatioQuery& query, const EiBits& record,
                                 std::int32_t lowest, const float* weights, float squared_cosine,
                                 float floor) noexcept;

}  // namespace basepeak
