#include "engine/search/ms2_block.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/error.h"
#include "engine/search/clean.h"
#include "engine/search/ms2_levels.h"
#include "engine/search/prepared.h"

namespace basepeak {

namespace {

// Precursors, in microdaltons, between which neutral losses are indexed.
constexpr std::int64_t kHighestPrecursor = std::int64_t{1} << 32;

bool has_odd_precursor(double precursor_mz) {
  if (!(precursor_mz > 0.0)) return false;  // none is not odd
  const std::int64_t precursor = to_udalton(precursor_mz);
  return precursor <= 0 || precursor >= kHighestPrecursor;
}

// REQUIRES: the precursor is not odd.
std::uint32_t indexed_precursor(double precursor_mz) {
  return precursor_mz > 0.0 ? static_cast<std::uint32_t>(to_udalton(precursor_mz)) : 0;
}

}  // namespace

Ms2Order::Ms2Order(const Library& library, Score score, std::size_t block_records)
    : place(library.size(), kNowhere) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!is_comparable(library, i, score)) continue;
    const double precursor = library.precursor_mz(i);
    if (has_odd_precursor(precursor)) {
      odd.push_back(i);
    } else {
      order.emplace_back(indexed_precursor(precursor), i);
    }
  }
  std::sort(order.begin(), order.end());
  const std::size_t count = (order.size() + block_records - 1) / block_records;
  for (std::size_t b = 0; b < count; ++b) first_in_block.push_back(order.size() * b / count);
  first_in_block.push_back(order.size());
  records.reserve(order.size());
  for (std::size_t b = 0; b < count; ++b) {
    for (std::size_t i = first_in_block[b]; i < first_in_block[b + 1]; ++i) {
      place[order[i].second] = static_cast<std::uint32_t>(b << 16 | (i - first_in_block[b]));
      records.push_back(order[i].second);
    }
  }
}

Ms2IndexedRecord ms2_indexed(const Library& library, std::uint32_t record,
                             const PreparedSpectrum& prepared) {
  Ms2IndexedRecord indexed;
  indexed.record = record;
  indexed.precursor_udalton = indexed_precursor(library.precursor_mz(record));
  indexed.mz_udalton.reserve(prepared.peaks.weight.size());
  indexed.level.reserve(prepared.peaks.weight.size());
  for (std::size_t i = 0; i < prepared.peaks.weight.size(); ++i) {
    indexed.mz_udalton.push_back(static_cast<std::uint32_t>(prepared.peaks.mz_udalton[i]));
    indexed.level.push_back(level_of(prepared.peaks.weight[i]));
  }
  return indexed;
}

void Ms2BlockArrays::add(const Ms2IndexedRecord& record, Score score) {
  const auto id = static_cast<std::uint16_t>(record_.size());
  if (record.mz_udalton.size() > std::numeric_limits<std::uint32_t>::max() - mz_udalton_.size()) {
    throw Error(ErrorKind::library, "a block of the search index has more than 4294967295 peaks");
  }
  record_.push_back(record.record);
  precursor_udalton_.push_back(record.precursor_udalton);
  mz_udalton_.insert(mz_udalton_.end(), record.mz_udalton.begin(), record.mz_udalton.end());
  level_.insert(level_.end(), record.level.begin(), record.level.end());
  first_peak_.push_back(static_cast<std::uint32_t>(mz_udalton_.size()));
  const bool is_squared = is_cosine(score);
  double total = 0.0;
  for (std::size_t i = 0; i < record.mz_udalton.size(); ++i) {
    const std::int64_t mz = record.mz_udalton[i];
    const std::uint8_t level = record.level[i];
    const double value = level_value(level);
    total += is_squared ? value * value : value;
    fragments_to_sort_.push_back({mz, id, level});
    if (record.precursor_udalton > 0) {
      losses_to_sort_.push_back({std::int64_t{record.precursor_udalton} - mz, id, level});
    }
  }
  largest_total_ = std::max(largest_total_, is_squared ? std::sqrt(total) : total);
}

void Ms2BlockArrays::finish() {
  fragments_ = sort_postings(fragments_to_sort_);
  losses_ = sort_postings(losses_to_sort_);
  fragments_to_sort_ = {};
  losses_to_sort_ = {};
  mz_udalton_.shrink_to_fit();
  level_.shrink_to_fit();
}

Ms2Block Ms2BlockArrays::view(std::size_t number) const {
  return {number,      record_, precursor_udalton_,   first_peak_,
          mz_udalton_, level_,  Postings(fragments_), Postings(losses_)};
}

}  // namespace basepeak
