#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/search/prepared.h"
#include "engine/search/record_set.h"
#include "engine/search/search_settings.h"

namespace basepeak {

// Finds the EI records most like a query without scoring all: every record gets a bound that its
// score cannot exceed, and the definition's score is taken from the highest bound down until no
// bound reaches the wanted-th best. The answer is that of scoring every record.
class EiIndex {
 public:
  // `records`, prepared for the score, must outlive the index.
  EiIndex(std::span<const PreparedSpectrum> records, Score score);
  ~EiIndex();

  struct Found {
    std::uint32_t record = 0;  // index into `records`
    double score = 0.0;        // by definition
  };
  // For each query at least the records that score as high as its wanted-th best, and none that
  // scores 0; wanted 0 asks for all. Those below settings.threshold may be left out. Ranks by
  // score, whatever settings.rank_by; `admitted`, of indices into `records`, takes
  // settings.admitted's place: null for all.
  [[nodiscard]] std::vector<std::vector<Found>> best(std::span<const PreparedSpectrum> queries,
                                                     const SearchSettings& settings,
                                                     std::size_t wanted,
                                                     const RecordSet* admitted = nullptr) const;

 private:
  class Content;
  std::unique_ptr<const Content> content_;
};

}  // namespace basepeak
