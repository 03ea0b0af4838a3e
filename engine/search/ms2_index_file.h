#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/ms2_block.h"
#include "engine/search/search_settings.h"

// The search index of a compiled library, kept in sections of its file and searched where it lies.
// It holds the MS/MS records weighted for entropy scores, cleaned with the usual merge width and
// without what lies above their precursor: about 14 bytes a cleaned peak, neutral losses included.
//
//   ms2_header        Ms2IndexHeader
//   ms2_blocks        Ms2BlockRow[]: where each block lies in the other sections
//   ms2_record        u32[]: library record, by block and id
//   ms2_precursor     u32[]: microdaltons, 0 for none; ascending
//   ms2_first_peak    u32[]: a block's records and one more, counted within the block
//   ms2_mz            u32[]: microdaltons of the cleaned peaks
//   ms2_level         u8[]: their weights, see ms2_levels.h
//   ms2_fragments     u32[]: postings, see ms2_postings.h
//   ms2_fragment_bin  u32[]: their directory
//   ms2_losses        u32[]   ms2_loss_bin  u32[]   the same of neutral losses
//   ms2_place         u32[]: by library record: block << 16 | id, or 4294967295
//   ms2_odd           u32[]: records of a precursor that fits no index
namespace basepeak {

// Goes up whenever cleaning, weights, levels or postings change: an index of another version is not
// used.
inline constexpr std::uint32_t kMs2IndexVersion = 1;
inline constexpr std::string_view kMs2SectionPrefix = "ms2_";

struct Ms2IndexHeader {
  std::uint32_t version = kMs2IndexVersion;
  std::uint32_t blocks = 0;
  double largest_total = 0.0;  // as ContributionTables takes it
};
static_assert(sizeof(Ms2IndexHeader) == 16);

struct Ms2BlockRow {
  std::int64_t fragment_base_step = 0;
  std::int64_t loss_base_step = 0;
  std::uint32_t records = 0;
  std::uint32_t peaks = 0;
  std::uint32_t losses = 0;
  std::uint32_t fragment_bins = 0;  // entries of the directory, the end included
  std::uint32_t loss_bins = 0;
  std::uint32_t zero = 0;
};
static_assert(sizeof(Ms2BlockRow) == 40);

// An index read in place; the library must outlive it.
struct StoredMs2Index {
  std::vector<Ms2Block> blocks;
  std::span<const std::uint32_t> place;
  std::span<const std::uint32_t> odd;
  double largest_total = 0.0;
};

// The library's index if it has one of this version that these settings can use. Throws
// Error{library} when its parts contradict each other or the records.
[[nodiscard]] std::optional<StoredMs2Index> stored_ms2_index(const Library& library,
                                                             const SearchSettings& settings);

// Writes the library `from` to `to`, which may be the same, with the index of its MS/MS records;
// one that it has is replaced. Gives the same bytes for any number of threads. Memory stays below
// about 1 GiB and 12 bytes a record; prepared records wait in temporary files beside `to`. Throws
// Error{library} naming the file.
void add_ms2_index(const std::filesystem::path& from, const std::filesystem::path& to,
                   std::size_t threads, std::size_t block_records = Ms2Order::kMostRecords);

}  // namespace basepeak
