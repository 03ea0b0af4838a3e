#include "engine/search/ms2_index.h"

#include <algorithm>
#include <utility>

#include "engine/parallel.h"
#include "engine/search/ms2_index_file.h"
#include "engine/search/ms2_levels.h"

namespace basepeak {

namespace {

// Beyond so many records their weights are not kept: 8 bytes a peak would be too much memory, and
// a search of so many takes longer than preparing the few that are scored.
constexpr std::size_t kMostKeptRecords = 2'000'000;

}  // namespace

Ms2Index::Ms2Index(const Library& library, const SearchSettings& settings, std::size_t threads)
    : library_(library), settings_(settings) {
  if (auto stored = stored_ms2_index(library, settings)) {
    is_stored_ = true;
    blocks_ = std::move(stored->blocks);
    place_ = stored->place;
    odd_ = stored->odd;
    largest_total_ = stored->largest_total;
    make_room_for_weights();
  } else {
    build(threads, Ms2Order::kMostRecords, kMostBuiltRecords);
  }
}

Ms2Index::Ms2Index(const Library& library, const SearchSettings& settings, std::size_t threads,
                   std::size_t block_records, std::size_t most_built)
    : library_(library), settings_(settings) {
  build(threads, block_records, most_built);
}

void Ms2Index::build(std::size_t threads, std::size_t block_records, std::size_t most_built) {
  Ms2Order order(library_, settings_.score, block_records);
  if (order.records.size() > most_built) {
    std::size_t most_peaks = 0;
    for (const std::uint32_t record : order.records) {
      most_peaks = std::max(most_peaks, library_.stored_peaks(record).size());
    }
    largest_total_ = most_level_total(most_peaks, is_cosine(settings_.score));
    built_odd_ = std::move(order.odd);
    odd_ = built_odd_;
    passing_ = std::make_unique<const Ms2Order>(std::move(order));
    return;
  }
  built_.resize(order.blocks());
  std::vector<std::vector<double>> weights(order.blocks());
  const bool keeps = order.records.size() <= kMostKeptRecords;
  parallel_for(order.blocks(), threads, [&](std::size_t b) {
    built_[b] = build_block(order, b, keeps ? &weights[b] : nullptr);
  });
  for (const Ms2BlockArrays& block : built_) {
    blocks_.push_back(block.view(blocks_.size()));
    largest_total_ = std::max(largest_total_, block.largest_total());
  }
  built_place_ = std::move(order.place);
  built_odd_ = std::move(order.odd);
  place_ = built_place_;
  odd_ = built_odd_;
  make_room_for_weights();
  for (std::size_t b = 0; b < kept_.size(); ++b) {
    const auto& first_peak = blocks_[b].first_peak;
    for (std::size_t id = 0; id + 1 < first_peak.size(); ++id) {
      const std::size_t first = first_peak[id];
      kept_[b].keep(id, first, std::span(weights[b]).subspan(first, first_peak[id + 1] - first));
    }
    weights[b] = {};
  }
}

Ms2BlockArrays Ms2Index::build_block(const Ms2Order& order, std::size_t b,
                                     std::vector<double>* weights) const {
  Ms2BlockArrays block;
  for (std::size_t i = order.first_in_block[b]; i < order.first_in_block[b + 1]; ++i) {
    const std::uint32_t record = order.records[i];
    const PreparedSpectrum prepared = prepare_record(library_, record, settings_);
    block.add(ms2_indexed(library_, record, prepared), settings_.score);
    if (weights == nullptr) continue;
    weights->insert(weights->end(), prepared.peaks.weight.begin(), prepared.peaks.weight.end());
  }
  block.finish();
  return block;
}

void Ms2Index::make_room_for_weights() {
  std::size_t records = 0;
  for (const Ms2Block& block : blocks_) records += block.record.size();
  if (records > kMostKeptRecords) {
    library_.expect_scattered_reads();
    return;
  }
  kept_.reserve(blocks_.size());
  for (const Ms2Block& block : blocks_) {
    kept_.emplace_back(block.record.size(), block.mz_udalton.size());
  }
}

Ms2Index::KeptWeights::KeptWeights(std::size_t records, std::size_t peaks)
    : weight_(static_cast<double*>(std::calloc(std::max<std::size_t>(1, peaks), sizeof(double)))) {
  if (weight_ != nullptr) state_ = std::make_unique<std::atomic<State>[]>(records);
}

void Ms2Index::KeptWeights::keep(std::size_t id, std::size_t first,
                                 std::span<const double> weights) noexcept {
  if (state_ == nullptr) return;
  State expected = State::absent;
  if (!state_[id].compare_exchange_strong(expected, State::being_written)) return;
  std::copy(weights.begin(), weights.end(), weight_.get() + first);
  state_[id].store(State::kept, std::memory_order_release);
}

void Ms2Index::copy_placed(const Ms2Block& block, std::size_t id, PreparedSpectrum& to) const {
  const std::size_t begin = block.first_peak[id];
  const std::size_t end = block.first_peak[id + 1];
  const double* const weight = kept_.empty() ? nullptr : kept_[block.number].find(id, begin);
  // A record without peaks may be one that has them all above its precursor.
  if (weight == nullptr || begin == end) {
    to = prepare_record(library_, block.record[id], settings_);
    if (!kept_.empty() && std::equal(to.peaks.mz_udalton.begin(), to.peaks.mz_udalton.end(),
                                     block.mz_udalton.begin() + static_cast<std::ptrdiff_t>(begin),
                                     block.mz_udalton.begin() + static_cast<std::ptrdiff_t>(end))) {
      kept_[block.number].keep(id, begin, to.peaks.weight);
    }
    return;
  }
  to.peaks.mz_udalton.assign(block.mz_udalton.data() + begin, block.mz_udalton.data() + end);
  to.peaks.weight.assign(weight, weight + (end - begin));
  to.peaks.precursor_udalton.reset();
  if (block.precursor_udalton[id] > 0) to.peaks.precursor_udalton = block.precursor_udalton[id];
  to.all_above_precursor = false;
}

void Ms2Index::prefetch(const Ms2Block& block, std::size_t id) const {
  const std::size_t first = block.first_peak[id];
  __builtin_prefetch(block.mz_udalton.data() + first);
  __builtin_prefetch(block.precursor_udalton.data() + id);
  if (kept_.empty()) return;
  if (const double* const weight = kept_[block.number].find(id, first)) {
    __builtin_prefetch(weight);
    __builtin_prefetch(weight + 8);  // a cache line further
  }
}

bool Ms2Index::copy(std::uint32_t record, PreparedSpectrum& to) const {
  if (place_.empty() || place_[record] == Ms2Order::kNowhere) return false;
  copy_placed(blocks_[place_[record] >> 16], place_[record] & 0xFFFF, to);
  return true;
}

}  // namespace basepeak
