#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/ms2_postings.h"
#include "engine/search/prepared.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// Where the MS/MS records of a library stand in an index: by precursor, in blocks of nearly one
// size, so that no thread waits long for the last.
struct Ms2Order {
  static constexpr std::size_t kMostRecords = 65'536;  // of a block
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

  Ms2Order(const Library& library, Score score, std::size_t block_records = kMostRecords);

  [[nodiscard]] std::size_t blocks() const noexcept { return first_in_block.size() - 1; }

  std::vector<std::uint32_t> records;
  std::vector<std::size_t> first_in_block;  // and the end
  std::vector<std::uint32_t> place;         // by record: block << 16 | id in it, or kNowhere
  // Records whose precursor fits no index; they are scored one by one.
  std::vector<std::uint32_t> odd;
};

// One record as an index takes it.
struct Ms2IndexedRecord {
  std::uint32_t record = 0;
  std::uint32_t precursor_udalton = 0;  // 0 for none
  std::vector<std::uint32_t> mz_udalton;
  std::vector<std::uint8_t> level;  // of the weights, as level_of gives them
};

// REQUIRES: `prepared` is the record's; its precursor is not odd.
[[nodiscard]] Ms2IndexedRecord ms2_indexed(const Library& library, std::uint32_t record,
                                           const PreparedSpectrum& prepared);

// Records next to each other in precursor, ascending: arrays by id within the block, read where
// they lie.
struct Ms2Block {
  std::size_t number = 0;  // of the block in its index
  std::span<const std::uint32_t> record;
  std::span<const std::uint32_t> precursor_udalton;  // 0 for none
  std::span<const std::uint32_t> first_peak;         // and the end
  std::span<const std::uint32_t> mz_udalton;
  std::span<const std::uint8_t> level;
  Postings fragments;
  Postings losses;
};

// The memory of a block, filled record by record in the order of ids.
class Ms2BlockArrays {
 public:
  // Throws Error{library} when a block would hold more than 4294967295 peaks.
  void add(const Ms2IndexedRecord& record, Score score);
  void finish();  // sorts the postings

  [[nodiscard]] Ms2Block view(std::size_t number) const;
  // As ContributionTables takes it.
  [[nodiscard]] double largest_total() const noexcept { return largest_total_; }
  [[nodiscard]] const SortedPostings& fragments() const noexcept { return fragments_; }
  [[nodiscard]] const SortedPostings& losses() const noexcept { return losses_; }

 private:
  std::vector<std::uint32_t> record_;
  std::vector<std::uint32_t> precursor_udalton_;
  std::vector<std::uint32_t> first_peak_{0};
  std::vector<std::uint32_t> mz_udalton_;
  std::vector<std::uint8_t> level_;
  std::vector<Posting> fragments_to_sort_;
  std::vector<Posting> losses_to_sort_;
  SortedPostings fragments_;
  SortedPostings losses_;
  double largest_total_ = 0.0;
};

}  // namespace basepeak
