#include "engine/search/ms2_index.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/parallel.h"

namespace basepeak {

namespace {

constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();
// Precursors, in microdaltons, between which neutral losses are indexed.
constexpr std::int64_t kHighestPrecursor = std::int64_t{1} << 32;

bool has_odd_precursor(double precursor_mz) {
  if (!(precursor_mz > 0.0)) return false;  // none is not odd
  const std::int64_t precursor = to_udalton(precursor_mz);
  return precursor <= 0 || precursor >= kHighestPrecursor;
}

bool is_product(Score score) {
  return score == Score::ms2_cosine || score == Score::ms2_modified_cosine;
}

}  // namespace

Ms2Index::Ms2Index(const Library& library, const SearchSettings& settings, std::size_t threads,
                   std::size_t block_records)
    : library_(library), place_(library.size(), kNowhere) {
  std::vector<std::pair<std::int64_t, std::uint32_t>> order;
  for (std::uint32_t i = 0; i < library.size(); ++i) {
    if (!is_comparable(library, i, settings.score)) continue;
    if (has_odd_precursor(library.precursor_mz(i))) {
      odd_.push_back(i);
    } else {
      order.emplace_back(to_udalton(library.precursor_mz(i)), i);
    }
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> records(order.size());
  std::transform(order.begin(), order.end(), records.begin(),
                 [](const auto& entry) { return entry.second; });

  // Blocks of one size, so that no thread waits long for the last.
  const std::size_t count = (records.size() + block_records - 1) / block_records;
  const auto begin_of = [&](std::size_t b) { return count == 0 ? 0 : records.size() * b / count; };
  blocks_.resize(count);
  parallel_for(count, threads, [&](std::size_t b) {
    blocks_[b] = build_block(std::span(records).subspan(begin_of(b), begin_of(b + 1) - begin_of(b)),
                             settings);
  });
  for (std::size_t b = 0; b < count; ++b) {
    largest_total_ = std::max(largest_total_, blocks_[b].largest_total);
    for (std::size_t id = 0; id < blocks_[b].record.size(); ++id) {
      place_[blocks_[b].record[id]] = static_cast<std::uint32_t>(b << 16 | id);
    }
  }
}

Ms2Index::Block Ms2Index::build_block(std::span<const std::uint32_t> records,
                                      const SearchSettings& settings) const {
  Block block;
  block.record.assign(records.begin(), records.end());
  block.first_peak.push_back(0);
  std::vector<Posting> fragments;
  std::vector<Posting> losses;
  for (std::size_t id = 0; id < records.size(); ++id) {
    const PreparedSpectrum prepared = prepare_record(library_, records[id], settings);
    const std::int64_t precursor = to_udalton(library_.precursor_mz(records[id]));
    block.precursor_udalton.push_back(precursor);
    block.has_no_peaks_below.push_back(prepared.all_above_precursor);
    double total = 0.0;
    for (std::size_t i = 0; i < prepared.peaks.weight.size(); ++i) {
      const std::int64_t mz = prepared.peaks.mz_udalton[i];
      const std::uint8_t level = level_of(prepared.peaks.weight[i]);
      const double value = level_value(level);
      total += is_product(settings.score) ? value * value : value;
      block.mz_udalton.push_back(static_cast<std::uint32_t>(mz));
      block.weight.push_back(prepared.peaks.weight[i]);
      block.level.push_back(level);
      fragments.push_back({mz, static_cast<std::uint16_t>(id), level});
      if (precursor > 0) losses.push_back({precursor - mz, static_cast<std::uint16_t>(id), level});
    }
    if (is_product(settings.score)) total = std::sqrt(total);
    block.largest_total = std::max(block.largest_total, total);
    block.first_peak.push_back(static_cast<std::uint32_t>(block.weight.size()));
  }
  block.mz_udalton.shrink_to_fit();
  block.weight.shrink_to_fit();
  block.level.shrink_to_fit();
  block.fragments = Postings(fragments);
  block.losses = Postings(losses);
  return block;
}

void Ms2Index::Block::copy(std::size_t id, PreparedSpectrum& to) const {
  const std::size_t begin = first_peak[id];
  const std::size_t end = first_peak[id + 1];
  to.peaks.mz_udalton.assign(mz_udalton.data() + begin, mz_udalton.data() + end);
  to.peaks.weight.assign(weight.data() + begin, weight.data() + end);
  to.peaks.precursor_udalton.reset();
  if (precursor_udalton[id] > 0) to.peaks.precursor_udalton = precursor_udalton[id];
  to.all_above_precursor = has_no_peaks_below[id];
}

void Ms2Index::Block::prefetch(std::size_t id) const {
  const std::size_t first = first_peak[id];
  __builtin_prefetch(mz_udalton.data() + first);
  __builtin_prefetch(weight.data() + first);
  __builtin_prefetch(weight.data() + first + 8);  // a cache line further
  __builtin_prefetch(precursor_udalton.data() + id);
}

bool Ms2Index::copy(std::uint32_t record, PreparedSpectrum& to) const {
  if (place_[record] == kNowhere) return false;
  blocks_[place_[record] >> 16].copy(place_[record] & 0xFFFF, to);
  return true;
}

std::size_t Ms2Index::peaks() const noexcept {
  std::size_t count = 0;
  for (const Block& block : blocks_) count += block.weight.size();
  return count;
}

std::size_t Ms2Index::posting_bytes() const noexcept {
  std::size_t bytes = 0;
  for (const Block& block : blocks_) bytes += block.fragments.bytes() + block.losses.bytes();
  return bytes;
}

}  // namespace basepeak
