#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/library/library.h"
#include "engine/search/backend.h"
#include "engine/search/ms2_levels.h"
#include "engine/search/ms2_postings.h"
#include "engine/search/prepared_records.h"

namespace basepeak {

// The MS/MS records of a library, prepared and indexed by fragment and by neutral loss. Finds the
// best records exactly: for each query a sum of upper limits is formed for every record, and every
// record whose sum reaches the wanted-th best score is scored by definition. Immutable: safe to
// share between threads. The library must outlive it.
class Ms2Index final : public PreparedRecords {
 public:
  static constexpr std::size_t kBlockRecords = 65'536;

  // For all settings whose preparation_key is that of these. Answers do not depend on the size of
  // a block, which is at most 65,536.
  Ms2Index(const Library& library, const SearchSettings& settings, std::size_t threads,
           std::size_t block_records = kBlockRecords);

  // As Backend::propose with an error bound of 0.
  [[nodiscard]] std::vector<std::vector<Candidate>> propose(std::span<const Query> queries,
                                                            const SearchSettings& settings,
                                                            std::size_t wanted) const;
  [[nodiscard]] bool copy(std::uint32_t record, PreparedSpectrum& to) const override;

  [[nodiscard]] std::size_t peaks() const noexcept;
  // Of the postings and their directories.
  [[nodiscard]] std::size_t posting_bytes() const noexcept;

 private:
  friend class Ms2Scan;

  // Records next to each other in precursor, ascending; parallel arrays by id within the block.
  struct Block {
    std::vector<std::uint32_t> record;
    std::vector<std::int64_t> precursor_udalton;
    std::vector<std::uint32_t> first_peak;  // and the end
    std::vector<std::uint32_t> mz_udalton;
    std::vector<double> weight;
    std::vector<std::uint8_t> level;       // of the weights
    std::vector<bool> has_no_peaks_below;  // PreparedSpectrum::all_above_precursor
    Postings fragments;
    Postings losses;
    double largest_total = 0.0;  // as ContributionTables takes it
    void copy(std::size_t id, PreparedSpectrum& to) const;
    // Fetches what copy reads into the cache.
    void prefetch(std::size_t id) const;
  };

  [[nodiscard]] Block build_block(std::span<const std::uint32_t> records,
                                  const SearchSettings& settings) const;

  const Library& library_;
  std::vector<Block> blocks_;
  std::vector<std::uint32_t> odd_;    // records whose precursor fits no index; scored one by one
  std::vector<std::uint32_t> place_;  // by record: block << 16 | id, or kNowhere
  double largest_total_ = 0.0;
};

}  // namespace basepeak
