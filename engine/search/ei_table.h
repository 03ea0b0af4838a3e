#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/ei_kernels.h"
#include "engine/search/score.h"

namespace basepeak {

inline constexpr std::int32_t kHighestIndexedMass = 2047;

// Memory that vectors of every instruction set may be loaded from.
template <typename T>
class AlignedArray {
 public:
  AlignedArray() = default;
  AlignedArray(const AlignedArray&) = delete;  // a copy's memory is aligned elsewhere
  AlignedArray& operator=(const AlignedArray&) = delete;
  void resize(std::size_t size) { storage_.assign(size + kSlack, T{}); }
  [[nodiscard]] T* begin() noexcept {
    const auto address = reinterpret_cast<std::uintptr_t>(storage_.data());
    return storage_.data() + ((64 - address % 64) % 64) / sizeof(T);
  }
  [[nodiscard]] const T* begin() const noexcept { return const_cast<AlignedArray*>(this)->begin(); }

 private:
  static constexpr std::size_t kSlack = 64 / sizeof(T);
  std::vector<T> storage_;
};

// Weighted spectra side by side in fixed point, in an order of its own (by highest mass): what a
// bound of every record's squared cosine takes. Weights are rounded up and norms taken without the
// trace peaks, which count or not depending on the other spectrum, so that no bound is too low.
class EiTable {
 public:
  // `spectra` must outlive the table. Spectra without peaks or with masses outside 0 to
  // kHighestIndexedMass are left out.
  explicit EiTable(std::span<const WeightedUnitMass* const> spectra);

  [[nodiscard]] static bool is_indexable(const WeightedUnitMass& spectrum) noexcept;

  [[nodiscard]] std::size_t size() const noexcept { return order_.size(); }
  [[nodiscard]] std::size_t padded_size() const noexcept { return blocks() * kEiBlock; }
  [[nodiscard]] std::size_t blocks() const noexcept { return offset_.size(); }
  // Which of `spectra` stands at a position.
  [[nodiscard]] std::uint32_t at(std::size_t position) const { return order_[position]; }

  // A query in the table's form.
  struct Query {
    std::vector<EiQueryRow> rows;
    std::vector<float> share;            // by the record's lowest mass
    std::vector<float> record_share;     // by position, where its start is not tabulated
    std::vector<std::uint64_t> present;  // as EiBits
    std::vector<std::uint64_t> strong;
    std::vector<float> inverse_weight;       // of the ratios, by mass
    std::vector<std::uint32_t> strong_from;  // as EiRatioQuery
    std::int32_t lowest = 0;
    std::size_t words = 0;  // of present and strong that hold peaks
    float unit = 0.0F;
  };
  [[nodiscard]] Query prepare(const WeightedUnitMass& query) const;

  // kEiBlock squared cosines that no record of the block exceeds; 0 means 0. Returns the highest.
  float bounds(std::size_t block, const Query& query, float* bounds) const noexcept;
  // The same for composites, from those: on the scale 0 to 1, whatever the ratios are.
  float composite_bounds(EiComposite kind, std::size_t block, const Query& query,
                         const float* squared_cosines, float* bounds) const noexcept;
  // The composite of one record that a squared cosine admits, rounded up; 0 where that is below
  // `floor`.
  [[nodiscard]] float composite_bound(EiComposite kind, std::size_t position, const Query& query,
                                      float squared_cosine, float floor) const noexcept;
  // Fetches what composite_bound reads into the cache.
  void prefetch(std::size_t position) const noexcept;

 private:
  void prepare_ratios(const WeightedUnitMass& query, Query& result) const;
  [[nodiscard]] static EiRatioQuery ratio_query(const Query& query) noexcept;

  std::span<const WeightedUnitMass* const> spectra_;
  std::vector<std::uint32_t> order_;
  std::vector<std::int32_t> lowest_;  // by position, as the next
  std::vector<double> norm_;          // squared
  std::vector<float> share_;          // [start][position], for starts below kStarts
  AlignedArray<std::int16_t> weight_;
  std::vector<std::size_t> offset_;  // of a block's first row in weight_
  std::vector<std::int32_t> first_row_;
  std::vector<std::int32_t> rows_;
  std::size_t words_ = 0;                 // of the largest block
  std::vector<std::size_t> bits_offset_;  // of a block's first word in present_ and strong_
  std::vector<std::uint64_t> present_;    // [word][kEiBlock], as EiBits
  std::vector<std::uint64_t> strong_;
  // The same once more, record after record: present and strong in turn.
  std::vector<std::uint64_t> own_bits_;
  std::vector<std::size_t> own_bits_offset_;  // and the end
  std::vector<float> ratio_weight_;           // of peaks above 0, record after record
  std::vector<std::size_t> ratio_offset_;     // and the end
  std::int32_t highest_lowest_ = 0;
};

}  // namespace basepeak
